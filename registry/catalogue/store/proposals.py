"""Tables and texts of proposals and of reminders."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from peewee import BigIntegerField, IntegerField, TextField

from registry.audit.model import Json
from registry.catalogue.model import AuthorisationState, Decision
from registry.catalogue.proposals import Proposal, ProposalState, act_from, act_json
from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, DayField, InstantField, JsonField, Table
from registry.db.connection import Database, Row


class ProposalRow(Table):
    """A proposal: the acts, what they would change, who proposed, who settled it."""

    id = BigIntegerField(primary_key=True)
    state = CodeField()
    decision = TextField()
    decided_on = DayField()
    authority = TextField()
    document = CodeField()
    reason = TextField(null=True)
    acts = JsonField()
    differences = JsonField()
    versions = JsonField()
    proposer = TextField()
    proposer_id = BigIntegerField(null=True)
    proposer_person = TextField()
    settler = TextField(null=True)
    settled_why = TextField(null=True)
    settled_at = InstantField(null=True)
    expires_at = InstantField()
    version = IntegerField()
    recorded_at = InstantField()

    class Meta:
        table_name = "authorisation_proposal"
        indexes = ((("state", "id"), False),)


class ReminderRow(Table):
    """That the holder of an authorisation was reminded so many days before its last day."""

    authorisation_id = BigIntegerField()
    valid_until = DayField()
    days = IntegerField()
    holder_id = BigIntegerField(null=True)
    recorded_at = InstantField()

    class Meta:
        table_name = "authorisation_reminder"
        primary_key = False
        indexes = (
            (("authorisation_id", "valid_until", "days"), True),
            (("holder_id", "valid_until"), False),
        )


COLUMNS = (
    "id, state, decision, decided_on, authority, document, reason, acts, differences, versions, proposer, proposer_id,"
    " proposer_person, settler, settled_why, settled_at, expires_at, version, recorded_at"
)
ADD = f"INSERT INTO authorisation_proposal ({COLUMNS}) VALUES ({', '.join('?' * 19)})"
BY_ID = f"SELECT {COLUMNS} FROM authorisation_proposal WHERE id = ?"
PAGE = f"SELECT {COLUMNS} FROM authorisation_proposal WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?"
SETTLE = (
    "UPDATE authorisation_proposal SET state = ?, settler = ?, settled_why = ?, settled_at = ?, version = version + 1"
    " WHERE id = ? AND state = 'open' AND version = ?"
)
OVERDUE = "SELECT id, version FROM authorisation_proposal WHERE state = 'open' AND expires_at <= ? ORDER BY id LIMIT ?"
ADD_REMINDER = (
    "INSERT INTO authorisation_reminder (authorisation_id, valid_until, days, holder_id, recorded_at)"
    " VALUES (?, ?, ?, ?, ?) ON CONFLICT (authorisation_id, valid_until, days) DO NOTHING"
)
ENDING = (
    "SELECT a.id, a.valid_until, a.holder_id FROM authorisation a WHERE a.state = ? AND a.valid_until >= ?"
    " AND a.valid_until <= ? AND a.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM authorisation_reminder r"
    " WHERE r.authorisation_id = a.id AND r.valid_until = a.valid_until AND r.days <= ?)"
    " ORDER BY a.valid_until, a.id LIMIT ?"
)
REMINDERS = (
    "SELECT r.authorisation_id, a.number, r.valid_until, r.days, r.holder_id, r.recorded_at"
    " FROM authorisation_reminder r JOIN authorisation a ON a.id = r.authorisation_id AND a.valid_until = r.valid_until"
    " WHERE (r.holder_id = ? OR ? = 1) AND (r.valid_until, r.authorisation_id, r.days) > (?, ?, ?)"
    " ORDER BY r.valid_until, r.authorisation_id, r.days LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that was written: whose authorisation ends on which day, and how many days before it was due."""

    authorisation_id: int
    number: str
    valid_until: date
    days: int
    holder_id: int | None
    recorded_at: datetime


def add(database: Database, one: Proposal) -> None:
    """Write a new proposal."""
    cited = one.decision
    told = (one.id, one.state, cited.number, _day(cited.decided_on), cited.authority, cited.document, one.reason)
    body = (_json([act_json(act) for act in one.acts]), _json([*one.differences]), _json({**one.versions}))
    who = (one.proposer, one.proposer_id, one.proposer_person, None, None, None)
    database.run(ADD, (*told, *body, *who, to_microseconds(one.expires_at), 1, to_microseconds(one.recorded_at)))


def by_id(database: Database, proposal_id: int) -> Proposal | None:
    """Return a proposal."""
    row = database.one(BY_ID, (proposal_id,))
    return _proposal(row) if row else None


def page(database: Database, state: ProposalState, before: int, limit: int) -> list[Proposal]:
    """Return the newest proposals in a state."""
    return [_proposal(row) for row in database.rows(PAGE, (state, before, limit))]


def settle(database: Database, one: Proposal, state: ProposalState, who: str, why: str | None, at: int) -> bool:
    """End an open proposal; False when another has settled it since it was read: of two at once, one wins."""
    return database.run(SETTLE, (state, who, why, at, one.id, one.version)) == 1


def overdue(database: Database, at: int, limit: int) -> list[int]:
    """Return open proposals whose time is over."""
    return [row[0] for row in database.rows(OVERDUE, (at, limit))]


def ending(
    database: Database, state: AuthorisationState, today: date, until: date, days: int, limit: int
) -> list[tuple[int, date, int | None]]:
    """Return what ends between two days and has no reminder of so many days, or fewer, yet."""
    found = database.rows(ENDING, (state, _day(today), _day(until), days, limit))
    return [(row[0], date.fromisoformat(row[1]), row[2]) for row in found]


def add_reminder(database: Database, ending: tuple[int, date, int | None], days: int, at: int) -> bool:
    """Write a reminder; False when it stands already: it is written once."""
    key, until, holder = ending
    return database.run(ADD_REMINDER, (key, _day(until), days, holder, at)) == 1


def reminders(database: Database, holder_id: int | None, after: tuple[str, int, int], limit: int) -> list[Reminder]:
    """Return the reminders of periods that still run, first ending first: of one holder, or of all."""
    told = (holder_id or -1, int(holder_id is None), *after, limit)
    return [
        Reminder(key, number, date.fromisoformat(until), days, holder, from_microseconds(at))
        for key, number, until, days, holder, at in database.rows(REMINDERS, told)
    ]


def _proposal(row: Row) -> Proposal:
    key, state, number, decided_on, authority, document, reason, acts, differences, versions, *more = row
    proposer, proposer_id, person, settler, why, settled_at, expires_at, version, recorded_at = more
    return Proposal(
        id=key,
        state=ProposalState(state),
        decision=Decision(number, date.fromisoformat(decided_on), authority, document),
        reason=reason,
        acts=tuple(act_from(act) for act in json.loads(acts)),
        differences=tuple(json.loads(differences)),
        versions=json.loads(versions),
        proposer=proposer,
        proposer_id=proposer_id,
        proposer_person=person,
        settler=settler,
        settled_why=why,
        settled_at=from_microseconds(settled_at) if settled_at is not None else None,
        expires_at=from_microseconds(expires_at),
        version=version,
        recorded_at=from_microseconds(recorded_at),
    )


def _json(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
