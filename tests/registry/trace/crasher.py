"""A process to be killed: captures one event after the other and says each acknowledged one on a line of its own."""

from __future__ import annotations

import sys

from registry.db.connection import Database
from registry.trace import service as trace
from registry.work import SYSTEM, Workbench
from tests.registry.trace.chain import CASES, commissioning, document, packing, sgtin


def main(url: str, first: int) -> None:
    """Commission and pack three packs a document until somebody ends this process."""
    bench = Workbench(Database.open(url))
    for number in range(first, first + 10_000):
        names = [f"{number}-{letter}" for letter in "ABC"]
        packed = packing(CASES[number % 30], [sgtin(name) for name in names])
        told = document(commissioning(names), packed)
        job = bench.write(SYSTEM, lambda work, told=told: trace.capture(work, told))  # type: ignore[misc]  # bound now
        assert job.success, job.faults
        sys.stdout.write(f"{job.id} {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
