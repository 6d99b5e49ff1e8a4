"""What was acknowledged survives a kill at any instant, and nothing is there by half (invariants 2 and 3)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from registry.audit import service as audit
from registry.trace import service as trace
from registry.work import SYSTEM, Workbench
from tests.registry.trace.chain import FACTORY, GTIN, build_chain
from tests.registry.trace.test_capture import ledger

ROOT = Path(__file__).resolve().parents[3]


def killed_after(url: str, first: int, lines: int) -> list[tuple[int, int]]:
    """Start the crasher, kill it with SIGKILL after `lines` acknowledgements, and return all that it acknowledged."""
    command = [sys.executable, "-m", "tests.registry.trace.crasher", url, str(first)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += process.stdout.readlines()
    whole = [line.split() for line in told if line.endswith("\n")]
    return [(int(job), int(number)) for job, number in whole]


def test_every_acknowledged_capture_is_there_after_a_kill(database_url: str, workbench: Workbench) -> None:
    build_chain(workbench)
    acknowledged: list[tuple[int, int]] = []
    for turn, lines in enumerate((1, 7, 16)):
        acknowledged += killed_after(database_url, 1000 * turn, lines)
    assert len(acknowledged) >= 24
    with workbench.read(SYSTEM) as work:
        for job, number in acknowledged:
            assert trace.capture_job(work, job).captured == 2
            packs = [trace.find_pack(work, GTIN, f"{number}-{letter}") for letter in "ABC"]
            assert all(pack is not None and pack.container is not None for pack in packs)
        audit.check_chain(work)
    held = ledger(workbench)
    assert {place for place, _ in held} == {FACTORY.text}
    assert sum(held.values()) % 3 == 0
    assert sum(held.values()) >= 3 * len(acknowledged)
