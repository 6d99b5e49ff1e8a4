"""Every projection is what the events tell, and a rebuild finds any row that is not (invariant 8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.errors import NotAllowed, RegistryError
from registry.trace import service as trace
from registry.trace.model import Operation
from registry.trace.rebuilding import Rebuild
from registry.work import PUBLIC, SYSTEM, Workbench
from tests.registry.trace.chain import (
    CASES,
    DEPOT,
    FACTORY,
    GTIN,
    PHARMACY,
    Chain,
    build_chain,
    captured,
    commissioning,
    packing,
    receiving,
    sgtin,
    shipping,
    sscc,
    stock_pharmacy,
    unpacking,
)

OPERATIONS = [one for one in Operation if one is not Operation.VERIFY]


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def rebuilt(bench: Workbench) -> Rebuild:
    with bench.read(SYSTEM) as work:
        return trace.rebuild(work)


def ask(bench: Workbench, chain: Chain, serial: str, operation: Operation) -> None:
    """Ask for an operation on a pack at the pharmacy."""
    bench.write(chain.pharmacist, lambda work: trace.change_state(work, GTIN, serial, operation))


def move_about(bench: Workbench, chain: Chain) -> list[str]:
    """A pallet of two cases to the depot, one unpacked and sent on; two packs loose; a case to the pharmacy."""
    names = [f"N{n}" for n in range(8)]
    first, second, pallet = CASES[10], CASES[11], CASES[12]
    captured(bench, chain.maker, commissioning(names, "LOT8"))
    captured(bench, chain.maker, packing(first, [sgtin(name) for name in names[:3]]))
    captured(bench, chain.maker, packing(second, [sgtin(name) for name in names[3:6]]))
    captured(bench, chain.maker, packing(pallet, [sscc(first), sscc(second)]), shipping([sscc(pallet)], FACTORY, DEPOT))
    captured(bench, chain.depot, receiving([sscc(pallet)], DEPOT), unpacking(pallet, [sscc(first)], DEPOT))
    captured(bench, chain.depot, unpacking(first, [], DEPOT), shipping([sgtin(names[0])], DEPOT, PHARMACY))
    captured(bench, chain.pharmacist, receiving([sgtin(names[0])], PHARMACY))
    return stock_pharmacy(bench, chain, 6)


def test_after_any_life_of_packs_and_containers_the_tables_are_what_the_events_tell(
    workbench: Workbench, chain: Chain
) -> None:
    names = move_about(workbench, chain)
    for name, operation in zip(names, [Operation.SUPPLY, Operation.LOCK, Operation.DESTROY], strict=False):
        ask(workbench, chain, name, operation)
    workbench.write(chain.pharmacist, lambda work: trace.undo_supply(work, GTIN, names[0]))
    told = rebuilt(workbench)
    assert (told.differences, told.refused, told.events) == ((), (), 18)


def test_a_row_that_no_event_tells_of_is_found(workbench: Workbench, chain: Chain) -> None:
    move_about(workbench, chain)
    workbench.write(SYSTEM, lambda work: work.db.run("UPDATE holding SET n = n + 1 WHERE state = 1"))
    workbench.write(SYSTEM, lambda work: work.db.run("DELETE FROM pack WHERE serial = ?", ("N7",)))
    workbench.write(SYSTEM, lambda work: work.db.run("UPDATE container_content SET n = 9 WHERE n = 3"))
    told = rebuilt(workbench)
    assert {one.table for one in told.differences} == {"holding", "pack", "container_content"}
    assert [one.key for one in told.differences if one.table == "pack"] == [(int(GTIN.text), "N7")]
    assert not told.agrees


def test_nobody_without_the_right_may_ask(workbench: Workbench) -> None:
    with workbench.read(PUBLIC) as work, pytest.raises(NotAllowed):
        trace.rebuild(work)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(OPERATIONS)), max_size=14))
def test_whatever_is_asked_of_packs_tables_and_events_agree(
    workbench: Workbench, asked: list[tuple[int, Operation]]
) -> None:
    chain, case = _chain_of(workbench)
    names = stock_pharmacy(workbench, chain, 4, f"H{case}", case)
    for which, operation in asked:
        with suppress(RegistryError):
            ask(workbench, chain, names[which], operation)
    told = rebuilt(workbench)
    assert (told.differences, told.refused) == ((), ())


_CHAINS: dict[int, tuple[Chain, Iterator[int]]] = {}


def _chain_of(bench: Workbench) -> tuple[Chain, int]:
    """The chain of this register, built once for all examples, and a case not used yet."""
    if id(bench) not in _CHAINS:
        _CHAINS.clear()
        _CHAINS[id(bench)] = (build_chain(bench), count(13))
    chain, cases = _CHAINS[id(bench)]
    return chain, next(cases)
