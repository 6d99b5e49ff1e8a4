"""Under fire through the real server: at most one effective supply, one effect for a key, nothing acknowledged lost."""

from __future__ import annotations

import logging
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from registry.audit import service as audit
from registry.db.connection import Database
from registry.ids import parse_id
from registry.trace import rebuilding
from registry.trace import service as trace
from registry.trace.model import PackState
from registry.trace.rules import OPERATION_FIELD
from registry.work import SYSTEM, Workbench
from tests.api.storm import Client, Ground, Storm, judge, prepare
from tests.registry.trace.chain import CASES, FACTORY, GTIN, commissioning, document, packing, sgtin
from tests.registry.trace.test_capture import ledger
from tests.server import LiveServer

ACTS = {"supply": "supply", "undo": "undo"}
CLIENTS = 64
LOG = logging.getLogger(__name__)


@pytest.fixture
def bench(database_url: str) -> Iterator[Workbench]:
    """The register's own eyes on the database, beside the server."""
    made = Workbench(Database.open(database_url))
    yield made
    made.close()


def raced(home: Path, database: str, packs: int, calls_each: int) -> tuple[Storm, Ground]:
    ground = prepare(home, database, packs)
    server = LiveServer.start(home, MEDREG_DATABASE=database, MEDREG_REQUESTS_PER_MINUTE="0", MEDREG_THREADS="16")
    storm = Storm(ground, server.url)
    try:
        storm.rage(CLIENTS, calls_each, seed=20261124)
    finally:
        server.stop()
    return storm, ground


def hold(bench: Workbench, storm: Storm) -> dict[str, int]:
    """Hold the register against the answers, the ledger against the packs, and the projections against the events."""

    def thread(serial: str) -> Iterator[tuple[str, str]]:
        with bench.read(SYSTEM) as work:
            for step in trace.history(work, GTIN, serial):
                act = step.event.body.get(OPERATION_FIELD)
                if act is not None:
                    yield ACTS[str(act)], step.event.key

    counts = judge(storm, thread)
    with bench.read(SYSTEM) as work:
        supplied = 0
        for serial in storm.ground.serials:
            found = trace.find_pack(work, GTIN, serial)
            assert found is not None
            supplied += found.state is PackState.SUPPLIED
        audit.check_chain(work)
        assert rebuilding.rebuild(work).agrees
    return counts | {"supplied": supplied}


def test_64_clients_race_on_few_packs(bench: Workbench, database_url: str, tmp_path: Path) -> None:
    storm, _ = raced(tmp_path, database_url, packs=60, calls_each=20)
    counts = hold(bench, storm)
    assert counts["effective"] > 100
    assert counts["sent twice"] > 50


@pytest.mark.slow
def test_64_clients_race_on_a_thousand_packs_a_hundred_thousand_times(
    bench: Workbench, database_url: str, tmp_path: Path
) -> None:
    storm, _ = raced(tmp_path, database_url, packs=1_000, calls_each=100_000 // CLIENTS)
    LOG.warning("%s: %s", bench.database.dialect, hold(bench, storm))


def captured_by(server: LiveServer, key: str, first: int, told: list[tuple[str, int]], ended: threading.Event) -> None:
    """Capture one document after the other until the server is gone; note each acknowledged one."""
    client = Client(server.url, key)
    for number in range(first, first + 100_000):
        names = [f"{number}-{letter}" for letter in "ABC"]
        packed = packing(CASES[1 + number % 30], [sgtin(name) for name in names])
        try:
            status, job = client.send("/epcis/capture", document(commissioning(names), packed))
        except (OSError, HTTPException, ValueError):
            return
        assert status == 202, job
        told.append((client.location.rpartition("/")[2], number))
        if ended.is_set():
            break
    client.close()


def killed_again_and_again(home: Path, database: str, kills: int, seed: int) -> tuple[list[tuple[str, int]], Ground]:
    """Kill the served register with SIGKILL `kills` times while four clients capture; return what was acknowledged."""
    ground, chance = prepare(home, database, 3), random.Random(seed)
    told: list[tuple[str, int]] = []
    for turn in range(kills):
        server = LiveServer.start(home, MEDREG_DATABASE=database, MEDREG_REQUESTS_PER_MINUTE="0")
        ended = threading.Event()
        clients = [
            threading.Thread(
                target=captured_by, args=(server, ground.keys["maker"], turn * 1_000_000 + n * 100_000, told, ended)
            )
            for n in range(4)
        ]
        for one in clients:
            one.start()
        time.sleep(chance.uniform(0.05, 0.6))
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
        ended.set()
        for one in clients:
            one.join()
    return told, ground


def check_after_kills(bench: Workbench, told: list[tuple[str, int]]) -> int:
    """What was acknowledged is there whole; what was not is there whole or not at all; return the packs found."""
    acknowledged = {number for _, number in told}
    with bench.read(SYSTEM) as work:
        for job, number in told:
            assert trace.capture_job(work, parse_id(job)).captured == 2
            packs = [trace.find_pack(work, GTIN, f"{number}-{letter}") for letter in "ABC"]
            assert all(pack is not None and pack.container is not None for pack in packs), number
        after = {number + 1 for number in acknowledged}
        for number in sorted(after - acknowledged):
            packs = [trace.find_pack(work, GTIN, f"{number}-{letter}") for letter in "ABC"]
            assert len({pack is None for pack in packs}) == 1, number
            assert all(pack is None or pack.container is not None for pack in packs), number
        audit.check_chain(work)
        assert rebuilding.rebuild(work).agrees
    held = ledger(bench)
    made = sum(n for (place, _), n in held.items() if place == FACTORY.text)
    assert made % 3 == 0
    assert made >= 3 * len(told)
    return made


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    bench: Workbench, database_url: str, tmp_path: Path
) -> None:
    told, _ = killed_again_and_again(tmp_path, database_url, kills=2, seed=7)
    assert check_after_kills(bench, told) > 0


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_in_two_hundred_kills(bench: Workbench, database_url: str, tmp_path: Path) -> None:
    told, _ = killed_again_and_again(tmp_path, database_url, kills=200, seed=11)
    made = check_after_kills(bench, told)
    LOG.warning("%s: 200 kills, %s acknowledged, %s packs kept", bench.database.dialect, len(told), made)
