"""The calendar: what ends lapses by law, what states no period never does, and a holder is reminded once each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    Authorisation,
    AuthorisationDraft,
    AuthorisationNumber,
    AuthorisationState,
    AuthorisationStep,
    Decision,
    Evidence,
)
from registry.clock import FixedClock
from registry.errors import NotAllowed
from registry.ids import format_id
from registry.work import PUBLIC, SYSTEM, Actor, Work, Workbench
from tests.registry.catalogue.builders import a_listed, a_product

UNTIL = date(2026, 12, 31)


def granted(work: Work) -> Authorisation:
    draft = AuthorisationDraft(
        AuthorisationNumber.parse("893110000126"),
        Evidence.DECISION,
        Decision("1/QĐ-QLD", date(2021, 12, 31)),
        date(2021, 12, 31),
        UNTIL,
    )
    return catalogue.register_authorisation(work, draft, a_product())


def at(clock: FixedClock, day: date) -> None:
    clock.at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def test_the_day_after_its_last_an_authorisation_lapses_by_law(workbench: Workbench, clock: FixedClock) -> None:
    made = workbench.write(SYSTEM, granted)
    at(clock, UNTIL)
    assert workbench.write(SYSTEM, catalogue.lapse_ended) == 0
    at(clock, date(2027, 1, 1))
    assert workbench.write(SYSTEM, catalogue.lapse_ended) == 1
    assert workbench.write(SYSTEM, catalogue.lapse_ended) == 0
    with workbench.read(SYSTEM) as work:
        assert catalogue.authorisation(work, made.id).state is AuthorisationState.LAPSED
        last = catalogue.steps_of(work, made.id)[-1]
        assert (last.step, last.decision) == (AuthorisationStep.LAPSE, None)
        assert "105/2016/QH13" in (last.note or "")
        before = audit.as_of(work, "authorisation", format_id(made.id), UNTIL)
        assert before.body["state"] == "in-force"


def test_what_states_no_period_never_lapses(workbench: Workbench, clock: FixedClock) -> None:
    workbench.write(SYSTEM, a_listed)
    at(clock, date(2099, 1, 1))
    assert workbench.write(SYSTEM, catalogue.lapse_ended) == 0


@pytest.mark.parametrize(
    ("day", "days"),
    [(date(2026, 7, 3), []), (date(2026, 7, 4), [180]), (date(2026, 12, 1), [30]), (UNTIL, [0])],
)
def test_a_reminder_is_written_on_its_day_and_once(
    workbench: Workbench, clock: FixedClock, day: date, days: list[int]
) -> None:
    workbench.write(SYSTEM, granted)
    at(clock, day)
    assert workbench.write(SYSTEM, catalogue.remind) == len(days)
    assert workbench.write(SYSTEM, catalogue.remind) == 0
    with workbench.read(SYSTEM) as work:
        assert [one.days for one in catalogue.reminders(work).items] == days


def test_four_reminders_come_in_their_order(workbench: Workbench, clock: FixedClock) -> None:
    workbench.write(SYSTEM, granted)
    for day in (date(2026, 7, 4), date(2026, 10, 2), date(2026, 12, 1), UNTIL):
        at(clock, day)
        assert workbench.write(SYSTEM, catalogue.remind) == 1
    with workbench.read(SYSTEM) as work:
        assert [one.days for one in catalogue.reminders(work).items] == [0, 30, 90, 180]
        assert not [one for one in audit.changes(work, 0, ["reminder"]) if one.is_public]
    with workbench.read(PUBLIC) as work:
        assert audit.changes(work, 0, ["reminder"]) == []


def test_a_holder_sees_its_own_reminders_and_nobody_elses(workbench: Workbench, clock: FixedClock) -> None:
    def owned(work: Work) -> Authorisation:
        draft = AuthorisationDraft(
            AuthorisationNumber.parse("893110000226"), Evidence.DECISION, Decision("2/QĐ"), None, UNTIL
        )
        return catalogue.register_authorisation(work, draft, replace(a_product(), holder="Công ty Giữ Giấy"))

    made = workbench.write(SYSTEM, owned)
    at(clock, UNTIL)
    workbench.write(SYSTEM, catalogue.remind)
    for party, count in ((made.holder_id, 1), (12345, 0)):
        with workbench.read(Actor("holder", party)) as work:
            assert len(catalogue.reminders(work).items) == count
    with workbench.read(PUBLIC) as work, pytest.raises(NotAllowed):
        catalogue.reminders(work)
