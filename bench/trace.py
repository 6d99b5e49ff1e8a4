"""Rates of the trace area: commission, pack, ship, receive, supply, verify; on SQLite, or on a database given.

python -m bench.trace [packs] [database address]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from gs1 import Sscc
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.trace import service as trace
from registry.verification import service as verification
from registry.verification.model import Identity
from registry.work import Actor, Workbench
from tests.registry.trace.chain import (
    FACTORY,
    GTIN,
    PHARMACY,
    Body,
    Chain,
    build_chain,
    commissioning,
    document,
    packing,
    receiving,
    sgtin,
    shipping,
    sscc,
)

CASE = 1000
SINGLES = 500


def timed(name: str, n: int, what: Callable[[], object]) -> None:
    """Run `what`, which does `n` packs, and print the rate."""
    begun = time.perf_counter()
    what()
    took = time.perf_counter() - begun
    print(f"{name:<34}{n:>8} packs {took:>8.3f} s {n / took:>10.0f} packs/s")


def captured(bench: Workbench, actor: Actor, events: list[Body]) -> None:
    """Capture one document, and stop at the first fault."""
    raw = orjson.dumps(document(*events))
    job = bench.write(actor, lambda work: trace.capture(work, raw))
    if job.faults:
        raise SystemExit(f"refused: {job.faults[:3]}")


def journey(bench: Workbench, chain: Chain, packs: int) -> list[str]:
    """Bring `packs` packs, a thousand to the case, from the factory to the pharmacy; return their serials."""
    names = [f"B{number:08}" for number in range(packs)]
    cases = {Sscc.build("8936012345", 5000 + n): names[n * CASE : (n + 1) * CASE] for n in range(packs // CASE)}

    def each(actor: Actor, event: Callable[[Sscc, list[str]], Body]) -> Callable[[], None]:
        def run() -> None:
            for case, part in cases.items():
                captured(bench, actor, [event(case, part)])

        return run

    timed("commission, 1,000 a document", packs, each(chain.maker, lambda _, part: commissioning(part)))
    timed("pack", packs, each(chain.maker, lambda case, part: packing(case, [sgtin(name) for name in part])))
    timed("ship", packs, each(chain.maker, lambda case, _: shipping([sscc(case)], FACTORY, PHARMACY)))
    timed("receive", packs, each(chain.pharmacist, lambda case, _: receiving([sscc(case)], PHARMACY)))
    return names


def main(packs: int, url: str) -> None:
    """Print every rate."""
    database = Database.open(url)
    migrate(database)
    bench = Workbench(database)
    chain = build_chain(bench)
    names = journey(bench, chain, packs)
    single = [f"SINGLE{number:05}" for number in range(SINGLES)]
    some = names[:SINGLES]

    def commission() -> None:
        for name in single:
            captured(bench, chain.maker, [commissioning([name])])

    def supply() -> None:
        for name in some:
            bench.write(chain.pharmacist, lambda work, name=name: trace.supply(work, GTIN, name))  # type: ignore[misc]  # bound now

    def verify() -> None:
        for name in some:
            with bench.read(chain.pharmacist) as work:
                verification.verify(work, Identity(GTIN, name))

    timed("commission, one a document", SINGLES, commission)
    timed("supply, one client", len(some), supply)
    timed("verify, one client", len(some), verify)
    bench.close()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        main(wanted, sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'bench.db'}")
