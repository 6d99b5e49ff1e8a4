"""Repeated attempts, acts told late, typed identities: what is warned of, what is an alert, and what the event says."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from registry.clock import FixedClock
from registry.errors import BadInput, Conflict, NotFound, RuleBroken
from registry.recalls import service as recalls
from registry.recalls.model import RecallDraft
from registry.trace import service as trace
from registry.trace.limits import limit
from registry.trace.model import Entry, Operation, PackState, StateChange
from registry.trace.service import Refusal, Request
from registry.work import SYSTEM, Actor, Workbench
from tests.registry.trace.chain import EXPIRY, GTIN, OTHER_GTIN, Chain, build_chain, stock_pharmacy

STATED = {
    "supplied": Operation.SUPPLY,
    "exported": Operation.EXPORT,
    "sample": Operation.SAMPLE,
    "free_sample": Operation.FREE_SAMPLE,
    "checked_out": Operation.CHECK_OUT,
    "locked": Operation.LOCK,
    "destroyed": Operation.DESTROY,
    "stolen": Operation.STEAL,
}
"""How an active pack comes into a state."""


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def ask(
    bench: Workbench, actor: Actor, request: Request, key: str | None = None, once: bool = False
) -> StateChange | Refusal:
    return bench.write(actor, lambda work: trace.attempt(work, request, key, once=once))


def supplied(bench: Workbench, chain: Chain) -> Request:
    request = Request(GTIN, stock_pharmacy(bench, chain, 1)[0], Operation.SUPPLY)
    assert isinstance(ask(bench, chain.pharmacist, request), StateChange)
    return request


def refused(told: StateChange | Refusal) -> tuple[str, str | None, bool]:
    assert isinstance(told, Refusal)
    return told.reason, told.nmvs, told.alert


WARNED = ("pack-supplied", "NMVS_NC_PCK_23", False)
ALERTED = ("pack-supplied", "NMVS_NC_PCK_22", True)


def test_the_place_that_supplied_is_warned_twice_and_then_it_is_an_alert(workbench: Workbench, chain: Chain) -> None:
    request = supplied(workbench, chain)
    told = [refused(ask(workbench, chain.pharmacist, request)) for _ in range(4)]
    assert told == [WARNED, WARNED, ALERTED, ALERTED]


def test_another_place_is_an_alert_at_once_and_does_not_use_up_the_warnings(workbench: Workbench, chain: Chain) -> None:
    request = supplied(workbench, chain)
    assert refused(ask(workbench, chain.neighbour, request)) == ALERTED
    assert refused(ask(workbench, chain.pharmacist, request)) == WARNED


def test_an_attempt_after_the_window_is_no_slip(workbench: Workbench, chain: Chain, clock: FixedClock) -> None:
    request = supplied(workbench, chain)
    clock.at += limit("repeat-within", date(2026, 3, 2)).span
    assert refused(ask(workbench, chain.pharmacist, request)) == WARNED
    clock.at += timedelta(seconds=1)
    assert refused(ask(workbench, chain.pharmacist, request)) == ALERTED


def test_the_same_attempt_sent_again_counts_once(workbench: Workbench, chain: Chain) -> None:
    request = supplied(workbench, chain)
    told = [refused(ask(workbench, chain.pharmacist, request, "till-2")) for _ in range(5)]
    assert set(told) == {WARNED}


def test_after_an_undo_and_a_new_supply_the_count_begins_again(workbench: Workbench, chain: Chain) -> None:
    request = supplied(workbench, chain)
    for _ in range(3):
        ask(workbench, chain.pharmacist, request)
    ask(workbench, chain.pharmacist, replace(request, operation=Operation.UNDO))
    assert isinstance(ask(workbench, chain.pharmacist, request), StateChange)
    assert refused(ask(workbench, chain.pharmacist, request)) == WARNED


def test_a_refusal_that_is_raised_leaves_no_trace(workbench: Workbench, chain: Chain) -> None:
    request = supplied(workbench, chain)
    for _ in range(5):
        with pytest.raises(RuleBroken):
            workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, request.serial))
    assert refused(ask(workbench, chain.pharmacist, request)) == WARNED


def test_an_act_told_late_keeps_its_own_time_and_is_undone_within_ten_days_of_it(
    workbench: Workbench, chain: Chain, clock: FixedClock
) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    done_at, clock.at = clock.at + timedelta(hours=1), clock.at + timedelta(days=3)
    told = ask(workbench, chain.pharmacist, Request(GTIN, serial, Operation.SUPPLY, client_time=done_at))
    assert isinstance(told, StateChange)
    assert (told.at, told.undo_until) == (done_at, done_at + timedelta(days=10))
    with workbench.read(SYSTEM) as work:
        newest = trace.history(work, GTIN, serial)[-1].event
        assert trace.pack_then(work, GTIN, serial, done_at - timedelta(minutes=1)).state == "active"
        assert trace.pack_then(work, GTIN, serial, done_at).state == "dispensed"
    assert newest.event_time == done_at
    assert newest.record_time == clock.at
    assert newest.body["urn:medreg:clientTime"] == done_at.isoformat()


def test_an_act_never_happened_before_what_the_register_knows_to_have_gone_before(
    workbench: Workbench, chain: Chain, clock: FixedClock
) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    early = Request(GTIN, serial, Operation.SUPPLY, client_time=clock.at - timedelta(days=5))
    ask(workbench, chain.pharmacist, early)
    with workbench.read(SYSTEM) as work:
        steps = [one.event.step for one in sorted(trace.history(work, GTIN, serial), key=lambda s: s.event.event_time)]
        assert trace.pack_then(work, GTIN, serial, clock.at).state == "dispensed"
    assert steps[-1] == "dispensing"


@pytest.mark.parametrize(
    ("skew", "code"),
    [(timedelta(days=-7, seconds=-1), "client-time-old"), (timedelta(seconds=301), "client-time-ahead")],
)
def test_a_clock_too_far_off_is_told_so(
    workbench: Workbench, chain: Chain, clock: FixedClock, skew: timedelta, code: str
) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    request = Request(GTIN, serial, Operation.SUPPLY, client_time=clock.at + skew)
    with pytest.raises(BadInput) as told:
        ask(workbench, chain.pharmacist, request)
    assert [fault.code for fault in told.value.faults] == [code]


def test_a_clock_a_little_ahead_is_put_back_to_ours(workbench: Workbench, chain: Chain, clock: FixedClock) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    ahead = Request(GTIN, serial, Operation.SUPPLY, client_time=clock.at + timedelta(seconds=300))
    told = ask(workbench, chain.pharmacist, ahead)
    assert isinstance(told, StateChange)
    assert told.at == clock.at


def test_an_act_judged_once_gives_its_refusal_for_ever(workbench: Workbench, chain: Chain) -> None:
    request = supplied(workbench, chain)
    first = ask(workbench, chain.neighbour, request, "queue-1", once=True)
    ask(workbench, chain.pharmacist, replace(request, operation=Operation.UNDO))
    second = ask(workbench, chain.neighbour, request, "queue-1", once=True)
    assert isinstance(first, Refusal)
    assert second == replace(first, repeated=True)
    with pytest.raises(Conflict, match="idempotency-key-reused"):
        ask(workbench, chain.neighbour, replace(request, operation=Operation.UNDO), "queue-1", once=True)


def test_a_typed_identity_says_so_in_the_event(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    ask(workbench, chain.pharmacist, Request(GTIN, serial, Operation.SUPPLY, entry=Entry.TYPED))
    with workbench.read(SYSTEM) as work:
        assert trace.history(work, GTIN, serial)[-1].event.body["urn:medreg:entry"] == "typed"


@pytest.mark.parametrize(
    ("batch", "expiry", "reason", "nmvs"),
    [
        ("LOT9", None, "batch-unregistered", "NMVS_FE_LOT_03"),
        ("LOT8", None, "batch-mismatch", "NMVS_FE_LOT_13"),
        ("LOT7", date(2027, 1, 31), "expiry-mismatch", "NMVS_FE_LOT_12"),
    ],
)
def test_what_else_is_read_from_the_pack_must_be_what_is_registered(
    workbench: Workbench, chain: Chain, batch: str, expiry: date | None, reason: str, nmvs: str
) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    stock_pharmacy(workbench, chain, 1, "LOT8", 1)
    request = Request(GTIN, serial, Operation.SUPPLY, batch, expiry)
    assert refused(ask(workbench, chain.pharmacist, request)) == (reason, nmvs, True)
    assert isinstance(ask(workbench, chain.pharmacist, replace(request, batch="LOT7", expiry=EXPIRY)), StateChange)


def test_an_unknown_serial_number_is_an_alert_only_where_packs_are_serialised(
    workbench: Workbench, chain: Chain
) -> None:
    unknown = Request(GTIN, "NOBODY", Operation.SUPPLY)
    assert refused(ask(workbench, chain.pharmacist, unknown)) == ("serial-unknown", "NMVS_NC_PC_02", False)
    stock_pharmacy(workbench, chain, 1)
    assert refused(ask(workbench, chain.pharmacist, unknown)) == ("serial-unknown", "NMVS_NC_PC_02", True)
    other = ask(workbench, chain.pharmacist, replace(unknown, gtin=OTHER_GTIN))
    assert refused(other) == ("product-unknown", "NMVS_NC_PC_01", False)
    assert isinstance(other, Refusal)
    assert isinstance(other.error(), NotFound)


def test_a_lock_is_taken_off_and_nothing_else_is_unlocked(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    unlock = Request(GTIN, serial, Operation.UNLOCK)
    assert refused(ask(workbench, chain.pharmacist, unlock)) == ("undo-impossible", "NMVS_NC_PCK_06", False)
    ask(workbench, chain.pharmacist, replace(unlock, operation=Operation.LOCK))
    told = ask(workbench, chain.pharmacist, unlock)
    assert isinstance(told, StateChange)
    assert told.state is PackState.ACTIVE
    with workbench.read(SYSTEM) as work:
        assert trace.rebuild(work).differences == ()


def test_every_transition_of_the_vectors_happens_so_through_the_service(
    workbench: Workbench, chain: Chain, clock: FixedClock, shared: Path
) -> None:
    folder = Path(os.environ.get("MEDREG_EPCIS_VECTORS") or shared / "vectors/epcis")
    cases = json.loads((folder / "own/pack-state-cases.json").read_text(encoding="utf-8"))["transitions"]
    for batch, at in (("GOOD", 0), ("STOPPED", 1), ("OLD", 2)):
        names = stock_pharmacy(workbench, chain, len(cases), batch, at)
        cases = [case | {batch: name} for case, name in zip(cases, names, strict=True)]
    workbench.write(
        chain.authority, lambda work: recalls.declare(work, RecallDraft(GTIN, "STOPPED", 1, "r", "d", date(2026, 3, 1)))
    )
    start, wrong = clock.at, []
    for case in cases:
        if case["operation"] == "verify":
            continue
        clock.at = start
        stop = {"recalled": "STOPPED", "withdrawn": "STOPPED", "expired": "OLD"}.get(case["state"])
        request = Request(GTIN, case[stop or "GOOD"], Operation(case["operation"]))
        if case["state"] in STATED:
            ask(workbench, chain.pharmacist, replace(request, operation=STATED[case["state"]]))
        for _ in range(2, case.get("attempt", 1)):
            ask(workbench, chain.pharmacist, request)
        clock.at += timedelta(days=1_000 if stop == "OLD" else case.get("days", 0))
        told = ask(workbench, chain.pharmacist if case.get("same_location", True) else chain.neighbour, request)
        done = isinstance(told, StateChange)
        state = case["state"] if stop else told.state
        if (done, state, not done and told.alert) != (case["expect"]["ok"], case["expect"]["state"], case["alert"]):  # type: ignore[union-attr]  # a refusal has it
            wrong.append((case, told))
    assert wrong == []
