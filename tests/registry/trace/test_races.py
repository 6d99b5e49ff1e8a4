"""Many clients at once: one supply per pack, none after an acknowledged recall, and a ledger that adds up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from registry.errors import RegistryError, RuleBroken
from registry.recalls import service as recalls
from registry.recalls.model import RecallDraft
from registry.trace import service as trace
from registry.trace.model import PackState
from registry.work import SYSTEM, Workbench
from tests.registry.trace.chain import (
    CASES,
    GTIN,
    PHARMACY,
    Chain,
    build_chain,
    captured,
    commissioning,
    sgtin,
    shipping,
    sscc,
    stock_pharmacy,
    tell,
    unpacking,
)
from tests.registry.trace.test_capture import ledger

THREADS = 16


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def at_once(bench: Workbench, tasks: list[Callable[[], object]]) -> list[object]:
    """Run every task in a thread of its own, all released together; return results and errors."""
    start = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        start.wait()
        try:
            return task()
        except RegistryError as error:
            return error
        finally:
            if bench.database.dialect == "postgresql":
                bench.database.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.mark.parametrize("loose", [False, True])
def test_of_sixteen_clients_exactly_one_supplies_each_pack(workbench: Workbench, chain: Chain, loose: bool) -> None:
    names = stock_pharmacy(workbench, chain, 50)
    if loose:
        captured(workbench, chain.pharmacist, unpacking(CASES[0], [], PHARMACY))

    reasons: set[object] = set()

    def supply_all() -> list[str]:
        won = []
        for name in names:
            try:
                workbench.write(chain.pharmacist, lambda work, name=name: trace.supply(work, GTIN, name))  # type: ignore[misc]  # bound now
                won.append(name)
            except RuleBroken as refused:
                reasons.add(refused.facts["state"])
        return won

    results = at_once(workbench, [supply_all] * THREADS)
    winners = [name for won in results if isinstance(won, list) for name in won]
    assert [error for error in results if isinstance(error, Exception)] == []
    assert sorted(winners) == sorted(names)
    assert reasons == {"supplied"}
    assert ledger(workbench) == {(PHARMACY.text, PackState.SUPPLIED): 50}


def test_the_same_key_from_many_clients_has_one_effect_and_one_answer(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]

    def once() -> str:
        return workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial, "k")).event_key

    assert len(set(at_once(workbench, [once] * 8))) == 1


def test_no_supply_commits_after_a_recall_was_acknowledged(workbench: Workbench, chain: Chain) -> None:
    names = stock_pharmacy(workbench, chain, 120)
    acknowledged = threading.Event()
    late: list[str] = []
    reasons: set[object] = set()

    def supply_some(part: list[str]) -> int:
        done = 0
        for name in part:
            was_recalled = acknowledged.is_set()
            try:
                workbench.write(chain.pharmacist, lambda work, name=name: trace.supply(work, GTIN, name))  # type: ignore[misc]  # bound now
            except RuleBroken as refused:
                reasons.add(refused.facts["reason"])
                continue
            done += 1
            if was_recalled:
                late.append(name)
        return done

    def recall() -> int:
        draft = RecallDraft(GTIN, "LOT7", 1, "Impurity", "12/QLD-CL", date(2026, 3, 1))
        workbench.write(chain.authority, lambda work: recalls.declare(work, draft))
        acknowledged.set()
        return 0

    parts = [names[start::6] for start in range(6)]
    tasks: list[Callable[[], object]] = [lambda part=part: supply_some(part) for part in parts]  # type: ignore[misc]  # bound now
    results = at_once(workbench, [*tasks, recall])
    assert [error for error in results if isinstance(error, Exception)] == []
    assert late == []
    assert reasons <= {"recalled"}
    supplied = sum(done for done in results if isinstance(done, int))
    assert ledger(workbench).get((PHARMACY.text, PackState.SUPPLIED), 0) == supplied


def test_a_container_leaves_or_its_pack_is_supplied_and_the_ledger_agrees(workbench: Workbench, chain: Chain) -> None:
    names = stock_pharmacy(workbench, chain, 20)

    def supply(name: str) -> object:
        return workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, name))

    def ship() -> object:
        return tell(workbench, chain.pharmacist, shipping([sscc(CASES[0])], PHARMACY))

    tasks: list[Callable[[], object]] = [lambda name=name: supply(name) for name in names[:10]]  # type: ignore[misc]  # bound now
    results = at_once(workbench, [*tasks[:5], ship, *tasks[5:]])
    refused = [error for error in results if isinstance(error, RegistryError)]
    assert {error.facts.get("reason") for error in refused} <= {"in-transit"}
    told = ledger(workbench)
    assert told[PHARMACY.text, PackState.IN_TRANSIT] == 20 - told.get((PHARMACY.text, PackState.SUPPLIED), 0)


def test_a_pack_is_commissioned_once_by_many_makers(workbench: Workbench, chain: Chain) -> None:
    def make(batch: str) -> object:
        return tell(workbench, SYSTEM, commissioning(["A", "B"], batch))

    tasks: list[Callable[[], object]] = [lambda batch=f"LOT{n}": make(batch) for n in range(6)]  # type: ignore[misc]  # bound now
    jobs = at_once(workbench, tasks)
    assert [getattr(job, "success", None) for job in jobs].count(True) == 1
    with workbench.read(SYSTEM) as work:
        assert trace.find_pack(work, GTIN, "A") is not None
    assert tell(workbench, SYSTEM, shipping([sgtin("A")], PHARMACY)).faults[0].code == "held-elsewhere"
