"""The bench: one writing thread on SQLite, own transactions on PostgreSQL, and nothing acknowledged is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from registry.audit import service as audit
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.errors import LostRace, NotAllowed, RuleBroken
from registry.work import PUBLIC, SYSTEM, Actor, Work, Workbench

ROOT = Path(__file__).resolve().parents[2]


def entries(workbench: Workbench) -> int:
    with workbench.read(SYSTEM) as work:
        return audit.check_chain(work)


def test_an_error_undoes_its_own_use_case_and_not_its_neighbours(workbench: Workbench) -> None:
    refused: list[Exception] = []

    def good(work: Work) -> int:
        return audit.record(work, "test:good", "x")

    def bad(work: Work) -> int:
        audit.record(work, "test:bad", "x")
        raise RuleBroken("no")

    def client(n: int) -> None:
        for turn in range(20):
            try:
                workbench.write(SYSTEM, bad if (n + turn) % 3 == 0 else good)
            except RuleBroken as error:
                refused.append(error)
        workbench.database.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert entries(workbench) == 160 - len(refused)
    assert len(refused) == sum((n + turn) % 3 == 0 for n in range(8) for turn in range(20))


def test_a_write_inside_a_write_joins_it(workbench: Workbench) -> None:
    workbench.write(SYSTEM, lambda _: workbench.write(SYSTEM, lambda work: audit.record(work, "test:inner", "x")))
    assert entries(workbench) == 1


def test_what_joined_is_undone_with_what_it_joined(workbench: Workbench) -> None:
    def outer(_: Work) -> None:
        workbench.write(SYSTEM, lambda work: audit.record(work, "test:inner", "x"))
        raise RuleBroken("no")

    with pytest.raises(RuleBroken):
        workbench.write(SYSTEM, outer)
    assert entries(workbench) == 0


def test_a_reader_sees_one_instant(workbench: Workbench) -> None:
    def late() -> None:
        workbench.write(SYSTEM, lambda work: audit.record(work, "test:late", "x"))
        workbench.database.close()

    with workbench.read(SYSTEM) as work:
        before = audit.check_chain(work)
        thread = threading.Thread(target=late)
        thread.start()
        thread.join()
        assert audit.check_chain(work) == before
    assert entries(workbench) == before + 1


def test_scopes_are_held_singly_by_area_or_whole() -> None:
    assert not PUBLIC.may("pack:dispense")
    assert Actor("a", scopes=frozenset({"pack:dispense"})).may("pack:dispense")
    assert Actor("a", scopes=frozenset({"pack:*"})).may("pack:dispense")
    assert not Actor("a", scopes=frozenset({"pack:*"})).may("batch:recall")


def test_a_missing_scope_is_named(workbench: Workbench) -> None:
    with workbench.read(PUBLIC) as work, pytest.raises(NotAllowed) as caught:
        audit.history(work, "x")
    assert caught.value.facts == {"scope": "journal:read"}


WRITER = """
import sys, threading
from registry.audit import service as audit
from registry.db.connection import Database
from registry.work import SYSTEM, Workbench
bench = Workbench(Database.open(sys.argv[1]))
lock = threading.Lock()
def client(n):
    for turn in range(10_000):
        bench.write(SYSTEM, lambda work: audit.record(work, "test:ack", f"{n}-{turn}"))
        with lock:
            print(f"{n}-{turn}", flush=True)
for n in range(8):
    threading.Thread(target=client, args=(n,)).start()
"""


@pytest.mark.parametrize("lines", [1, 40, 333])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, lines: int) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    database = Database.open(url)
    migrate(database)
    database.close()
    with subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(lines)]
        process.kill()
        told += [line.strip() for line in process.stdout if line.endswith("\n")]
    survivor = Workbench(Database.open(url))
    with survivor.read(SYSTEM) as work:
        assert audit.check_chain(work) >= len(told)
        kept = {row[0] for row in work.db.rows("SELECT subject FROM journal")}
    survivor.close()
    assert set(told) <= kept


def test_a_lost_race_is_run_again_where_writers_race(workbench: Workbench) -> None:
    tries: list[int] = []

    def unlucky(work: Work) -> int:
        tries.append(1)
        if len(tries) < 4:
            raise LostRace("changed-meanwhile")
        return audit.record(work, "test:won", "x")

    if workbench.database.dialect == "sqlite":  # one writing thread: nobody is there to race with
        with pytest.raises(LostRace):
            workbench.write(SYSTEM, unlucky)
        return
    assert workbench.write(SYSTEM, unlucky) == 1
    assert len(tries) == 4
    assert entries(workbench) == 1
