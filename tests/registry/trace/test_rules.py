"""The life of a pack against the published table, and what no sequence of operations can do."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.trace.model import Operation, PackState, Stop
from registry.trace.rules import REACHES, TERMINAL, UNDO_WITHIN, Asked, stop_of, transition

STOPS = {stop.value: stop for stop in Stop}


def test_every_case_of_the_published_table_holds(shared: Path) -> None:
    cases = json.loads((shared / "vectors/epcis/own/pack-state-cases.json").read_text())["transitions"]
    wrong = []
    for case in cases:
        stop = STOPS.get(case["state"])
        state = PackState.ACTIVE if stop else PackState(case["state"])
        since = timedelta(days=case.get("days", 0))
        asked = Asked(case.get("same_location", True), since, case.get("attempt", 1))
        outcome = transition(state, Operation(case["operation"]), stop, asked)
        told = {"ok": outcome.done, "state": case["state"] if stop else outcome.state.value}
        if (told, outcome.alert) != (case["expect"], case["alert"]):
            wrong.append((case, outcome))
    assert len(cases) > 50
    assert wrong == []


@pytest.mark.parametrize("state", sorted(TERMINAL))
@pytest.mark.parametrize("operation", sorted(Operation))
def test_nothing_leaves_a_terminal_state(state: PackState, operation: Operation) -> None:
    outcome = transition(state, operation)
    assert (outcome.done, outcome.state) == (False, state)


@given(st.sampled_from(PackState), st.sampled_from(Operation), st.sampled_from([None, *Stop]), st.floats(0, 400))
def test_a_refusal_changes_nothing_and_only_an_active_pack_is_changed(
    state: PackState, operation: Operation, stop: Stop | None, days: float
) -> None:
    outcome = transition(state, operation, stop, Asked(since=timedelta(days=days)))
    if not outcome.done:
        assert outcome.state is state
        assert outcome.reason
    elif operation in REACHES:
        assert state is PackState.ACTIVE
        assert stop is None
        assert outcome.state is REACHES[operation]


@pytest.mark.parametrize(("more", "done"), [(timedelta(), True), (timedelta(microseconds=1), False)])
def test_a_supply_is_taken_back_within_ten_days_to_the_microsecond(more: timedelta, done: bool) -> None:
    assert transition(PackState.SUPPLIED, Operation.UNDO, None, Asked(since=UNDO_WITHIN + more)).done is done


def test_a_pack_may_be_supplied_on_the_day_of_its_expiry_and_not_after() -> None:
    expiry = date(2026, 3, 1)
    assert stop_of(expiry, None, expiry) is None
    assert stop_of(expiry, None, expiry + timedelta(days=1)) is Stop.EXPIRED
    assert stop_of(expiry, 2, expiry + timedelta(days=1)) is Stop.RECALLED
