"""A pack leaves the chain at most once: refusals, retries, undo, and what the ledger says after."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry.audit import service as audit
from registry.clock import FixedClock
from registry.errors import Conflict, NotAllowed, NotFound, RuleBroken
from registry.trace import service as trace
from registry.trace.model import Operation, PackState
from registry.work import SYSTEM, Actor, Workbench
from tests.registry.trace.chain import (
    CASES,
    GTIN,
    PHARMACY,
    SHOP,
    Chain,
    build_chain,
    captured,
    receiving,
    shipping,
    sscc,
    stock_pharmacy,
    unpacking,
)
from tests.registry.trace.test_capture import ledger


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def refusal(bench: Workbench, actor: Actor, serial: str, operation: Operation = Operation.SUPPLY) -> dict[str, object]:
    with pytest.raises(RuleBroken, match="pack-refused") as told:
        bench.write(actor, lambda work: trace.change_state(work, GTIN, serial, operation))
    return told.value.facts


def test_a_supplied_pack_leaves_its_container_and_the_ledger_follows(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 5)[0]
    done = workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial))
    assert (done.state, done.batch, done.place) == (PackState.SUPPLIED, "LOT7", PHARMACY.text)
    assert ledger(workbench) == {(PHARMACY.text, PackState.ACTIVE): 4, (PHARMACY.text, PackState.SUPPLIED): 1}
    with workbench.read(SYSTEM) as work:
        case = trace.find_container(work, CASES[0])
        steps = trace.history(work, GTIN, serial)
        told = [entry.action for entry in audit.history(work, f"{GTIN.text}/{serial}")]
    assert case is not None
    assert [n for _, n in case.contents] == [4]
    assert [one.event.step for one in steps] == ["commissioning", "packing", "shipping", "receiving", "dispensing"]
    assert told == ["pack:supply"]


def test_a_pack_is_supplied_once_and_the_second_time_says_why_not(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 2)[0]
    workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial))
    again = refusal(workbench, chain.pharmacist, serial)
    assert (again["state"], again["nmvs"], again["alert"]) == ("supplied", "NMVS_NC_PCK_23", False)
    other = refusal(workbench, chain.neighbour, serial)
    assert (other["state"], other["nmvs"], other["alert"]) == ("supplied", "NMVS_NC_PCK_22", True)


def test_the_wrong_holder_is_refused_and_nothing_moves(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    assert refusal(workbench, chain.neighbour, serial)["reason"] == "held-elsewhere"
    assert ledger(workbench) == {(PHARMACY.text, PackState.ACTIVE): 1}


def test_a_pack_on_its_way_is_refused(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    captured(workbench, chain.pharmacist, shipping([sscc(CASES[0])], PHARMACY))
    assert refusal(workbench, chain.pharmacist, serial)["reason"] == "in-transit"
    captured(workbench, chain.neighbour, receiving([sscc(CASES[0])], SHOP))
    workbench.write(chain.neighbour, lambda work: trace.supply(work, GTIN, serial))


def test_an_expired_pack_is_refused_without_an_alert(workbench: Workbench, chain: Chain, clock: FixedClock) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    clock.at += timedelta(days=700)
    told = refusal(workbench, chain.pharmacist, serial)
    assert (told["reason"], told["alert"]) == ("expired", False)


def test_the_same_key_gives_the_same_answer_and_one_effect(
    workbench: Workbench, chain: Chain, clock: FixedClock
) -> None:
    serial, other = stock_pharmacy(workbench, chain, 2)
    first = workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial, "till-1"))
    clock.at += timedelta(hours=1)
    second = workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial, "till-1"))
    assert (first.repeated, second.repeated) == (False, True)
    assert (first.at, first.event_key, first.undo_until) == (second.at, second.event_key, second.undo_until)
    with pytest.raises(Conflict, match="idempotency-key-reused"):
        workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, other, "till-1"))
    assert ledger(workbench)[PHARMACY.text, PackState.SUPPLIED] == 1


def test_a_refused_request_keeps_its_key_for_a_better_day(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    with pytest.raises(RuleBroken):
        workbench.write(chain.neighbour, lambda work: trace.supply(work, GTIN, serial, "k"))
    captured(workbench, chain.pharmacist, shipping([sscc(CASES[0])], PHARMACY))
    captured(workbench, chain.neighbour, receiving([sscc(CASES[0])], SHOP))
    assert not workbench.write(chain.neighbour, lambda work: trace.supply(work, GTIN, serial, "k")).repeated


def test_a_supply_is_undone_at_the_same_place_within_ten_days(
    workbench: Workbench, chain: Chain, clock: FixedClock
) -> None:
    serial = stock_pharmacy(workbench, chain, 2)[0]
    workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial))
    assert refusal(workbench, chain.neighbour, serial, Operation.UNDO)["nmvs"] == "NMVS_NC_PCK_21"
    clock.at += timedelta(days=9)
    workbench.write(chain.pharmacist, lambda work: trace.undo_supply(work, GTIN, serial))
    assert ledger(workbench) == {(PHARMACY.text, PackState.ACTIVE): 2}
    workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial))
    clock.at += timedelta(days=11)
    assert refusal(workbench, chain.pharmacist, serial, Operation.UNDO)["nmvs"] == "NMVS_NC_PCK_20"


def test_a_destroyed_pack_never_comes_back(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    captured(workbench, chain.pharmacist, unpacking(CASES[0], [], PHARMACY))
    workbench.write(chain.pharmacist, lambda work: trace.change_state(work, GTIN, serial, Operation.DESTROY))
    assert refusal(workbench, chain.pharmacist, serial, Operation.UNDO)["reason"] == "undo-impossible"
    assert ledger(workbench) == {(PHARMACY.text, PackState.DESTROYED): 1}


def test_a_supply_needs_the_right_a_place_and_a_known_pack(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    with pytest.raises(NotAllowed, match="scope-missing"):
        workbench.write(chain.maker, lambda work: trace.supply(work, GTIN, serial))
    with pytest.raises(NotAllowed, match="place-missing"):
        workbench.write(SYSTEM, lambda work: trace.supply(work, GTIN, serial))
    with pytest.raises(NotFound, match="pack-unknown"):
        workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, "NEVER"))
