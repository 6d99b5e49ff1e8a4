"""What the calendar does to authorisations: those whose last day is over lapse, holders are reminded before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from registry import lawbook
from registry.audit import service as audit
from registry.audit.model import Json, Snapshot
from registry.catalogue import store
from registry.catalogue.model import AuthorisationState
from registry.catalogue.service.authorisations import authorisation, lapse
from registry.catalogue.states import LAPSING
from registry.catalogue.store.proposals import Reminder
from registry.errors import NotAllowed
from registry.ids import format_id
from registry.paging import Cursor, Page, check_limit
from registry.work import Work

LAW = "authorisation-lapse"
MARKS = "expiry-reminder-"
REMINDER = "reminder"
SLICE = 200
"""Records of one transaction: a long list ends no shorter wait of others."""


def lapse_ended(work: Work, limit: int = SLICE) -> int:
    """Let lapse what ended before today, by the law of the day after its last; return how many, 0 when none is left."""
    work.require("authorisation:write")
    done = 0
    for state in LAPSING:
        for key in store.authorisations.ended(work.db, state, work.today, limit - done):
            one = authorisation(work, key)
            law = lawbook.period(LAW, (one.valid_until or work.today) + timedelta(days=1))
            lapse(work, one, law.source)
            done += 1
    return done


def remind(work: Work, limit: int = SLICE) -> int:
    """Write the reminders that are due; return how many, 0 when none is left.

    Of several marks that have passed at once (the register heard late of a licence) only the last one is told.
    """
    work.require("authorisation:write")
    done = 0
    marks = sorted({one.value for one in lawbook.periods_under(MARKS, work.today)})
    for days in marks:
        until = work.today + timedelta(days=days)
        found = store.proposals.ending(work.db, AuthorisationState.IN_FORCE, work.today, until, days, limit - done)
        done += sum(_remind(work, ending, days) for ending in found)
    return done


def reminders(work: Work, cursor: Cursor | None = None, limit: int = 30) -> Page[Reminder]:
    """Return the reminders of the actor's own authorisations, or of all with the right of an officer."""
    office = any(work.actor.may(scope) for scope in ("authorisation:propose", "authorisation:approve"))
    if not office and work.actor.party_id is None:
        raise NotAllowed("scope-missing", scope="authorisation:propose")
    until, key, days = cursor.parts(str, int, int) if cursor else ("", 0, 0)
    after = (str(until), int(key), int(days))
    holder = None if office else work.actor.party_id
    found = store.proposals.reminders(work.db, holder, after, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.valid_until.isoformat(), one.authorisation_id, one.days))


def _remind(work: Work, ending: tuple[int, date, int | None], days: int) -> int:
    if not store.proposals.add_reminder(work.db, ending, days, work.now_us):
        return 0
    key, until, holder = ending
    body: dict[str, Json] = {
        "authorisation": format_id(key),
        "number": authorisation(work, key).number,
        "holder": format_id(holder) if holder is not None else None,
        "valid_until": until.isoformat(),
        "days": days,
    }
    told = Snapshot(REMINDER, f"{format_id(key)}-{until:%Y%m%d}-{days}", body, work.today)
    audit.keep(work, replace(told, is_public=False), "reminder:written")
    return 1
