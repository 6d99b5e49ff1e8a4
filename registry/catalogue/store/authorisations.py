"""Texts of authorisations: the row, its numbers, its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.catalogue.model import (
    Authorisation,
    AuthorisationEvent,
    AuthorisationState,
    AuthorisationStep,
    Decision,
    Evidence,
    NumberForm,
    NumberRecord,
    ProductKind,
)
from registry.catalogue.numbers import AuthorisationNumber
from registry.clock import from_microseconds
from registry.db.connection import Database, Row

COLUMNS = (
    "id, kind, number, state, product_id, holder_id, valid_from, valid_until, evidence, decision, version, terms,"
    " is_emergency, successor_of, merged_into"
)
BY_ID = f"SELECT {COLUMNS} FROM authorisation WHERE id = ?"
KEPT_FOR_PRODUCT = (
    "SELECT DISTINCT COALESCE(merged_into, id) AS kept FROM authorisation WHERE product_id = ? ORDER BY kept"
)
SUCCESSORS = "SELECT number FROM authorisation WHERE successor_of = ? ORDER BY id"
IDS_BY_DECISION = "SELECT id FROM authorisation WHERE decision = ? AND merged_into IS NULL ORDER BY id"
ID_BY_KEY = "SELECT authorisation_id FROM authorisation_number WHERE key = ?"
IDS_BY_LOOSE_KEY = "SELECT DISTINCT authorisation_id FROM authorisation_number WHERE loose_key = ?"
NUMBERS = (
    "SELECT text, form, is_current, usable_from, usable_until, note FROM authorisation_number"
    " WHERE authorisation_id = ? ORDER BY is_current DESC, recorded_at, key"
)
ADD = f"INSERT INTO authorisation ({COLUMNS}, recorded_at, changed_at) VALUES ({', '.join('?' * 17)})"
ADD_NUMBER = (
    "INSERT INTO authorisation_number (key, loose_key, authorisation_id, text, form, is_current, usable_from,"
    " usable_until, note, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"
)
RETIRE_NUMBERS = (
    "UPDATE authorisation_number SET is_current = 0, usable_until = ? WHERE authorisation_id = ? AND is_current = 1"
)
SET_NOTE = "UPDATE authorisation_number SET note = ? WHERE key = ? AND note IS NULL"
CHANGE = (
    "UPDATE authorisation SET number = ?, state = ?, holder_id = ?, valid_from = ?, valid_until = ?, evidence = ?,"
    " decision = ?, terms = ?, is_emergency = ?, merged_into = ?, version = version + 1, changed_at = ?"
    " WHERE id = ? AND version = ?"
)
MOVE_NUMBERS = (
    "UPDATE authorisation_number SET authorisation_id = ?, is_current = 0, usable_until = COALESCE(usable_until, ?)"
    " WHERE authorisation_id = ?"
)
FOLLOW_MERGE = "UPDATE authorisation SET merged_into = ? WHERE merged_into = ?"
PRODUCTS_FOLLOW = "UPDATE product SET authorisation_id = ? WHERE authorisation_id = ?"
ADD_EVENT = (
    "INSERT INTO authorisation_event (id, authorisation_id, step, state, decision, decided_on, note, actor,"
    " recorded_at, authority, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
EVENTS = (
    "SELECT step, state, decision, decided_on, note, actor, recorded_at, authority, document FROM authorisation_event"
    " WHERE authorisation_id = ? ORDER BY recorded_at, id"
)
WITH_FRAGMENT = (
    "SELECT authorisation_id, text, loose_key FROM authorisation_number WHERE loose_key LIKE ? AND loose_key > ?"
    " ORDER BY loose_key LIMIT ?"
)
ENDED = (
    "SELECT id FROM authorisation WHERE state = ? AND valid_until < ? AND merged_into IS NULL"
    " ORDER BY valid_until, id LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step to be written: what, to which state, by which decision, by whom, when."""

    id: int
    step: AuthorisationStep
    state: AuthorisationState
    decision: Decision | None
    note: str | None
    actor: str
    at: int


def by_id(database: Database, authorisation_id: int) -> Authorisation | None:
    """Return an authorisation with all its numbers, the current one first."""
    row = database.one(BY_ID, (authorisation_id,))
    return _authorisation(row, _numbers(database, authorisation_id)) if row else None


def of_product(database: Database, product_id: int) -> list[Authorisation]:
    """Return the authorisations of a product, oldest first."""
    kept = [by_id(database, row[0]) for row in database.rows(KEPT_FOR_PRODUCT, (product_id,))]
    return [one for one in kept if one is not None]


def ids_by_decision(database: Database, decision: str) -> list[int]:
    """Return the authorisations whose present period rests on a decision; a walk through the table, for batch work."""
    return [row[0] for row in database.rows(IDS_BY_DECISION, (decision,))]


def id_by_number(database: Database, number: AuthorisationNumber) -> int | None:
    """Return the authorisation that a number names or named."""
    row = database.one(ID_BY_KEY, (number.key,))
    return row[0] if row else None


def ids_by_loose_key(database: Database, loose_key: str) -> list[int]:
    """Return the authorisations whose number reads so when its separators are left out; seldom more than one."""
    return [row[0] for row in database.rows(IDS_BY_LOOSE_KEY, (loose_key,))]


def add(database: Database, authorisation: Authorisation, at: int) -> None:
    """Write a new authorisation (without its numbers)."""
    one = authorisation
    told = (one.id, one.kind, one.number, one.state, one.product_id, one.holder_id, _day(one.valid_from))
    rest = (_day(one.valid_until), one.evidence, one.decision, one.version, one.terms, int(one.is_emergency))
    database.run(ADD, (*told, *rest, one.successor_of, one.merged_into, at, at))


def add_number(
    database: Database, authorisation_id: int, number: AuthorisationNumber, record: NumberRecord, at: int
) -> bool:
    """Write a number of an authorisation; False when it names one already."""
    row = (number.key, number.loose_key, authorisation_id, number.text, number.form, int(record.is_current))
    days = (_day(record.usable_from), _day(record.usable_until))
    return database.run(ADD_NUMBER, (*row, *days, record.note, at)) == 1


def retire_numbers(database: Database, authorisation_id: int, usable_until: date | None) -> None:
    """Make the current number an old one, usable until the end of the overlap."""
    database.run(RETIRE_NUMBERS, (_day(usable_until), authorisation_id))


def set_note(database: Database, number: AuthorisationNumber) -> bool:
    """Keep the note that a source wrote after a number, when none is kept yet."""
    return number.note is not None and database.run(SET_NOTE, (number.note, number.key)) == 1


def change(database: Database, authorisation: Authorisation, at: int) -> bool:
    """Write the new state of an authorisation; False when another has changed it since `version`."""
    one = authorisation
    told = (one.number, one.state, one.holder_id, _day(one.valid_from), _day(one.valid_until))
    rest = (one.evidence, one.decision, one.terms, int(one.is_emergency), one.merged_into, at, one.id, one.version)
    return database.run(CHANGE, (*told, *rest)) == 1


def merge(database: Database, gone: int, kept: int, usable_until: date) -> None:
    """Give the numbers of one authorisation to another, and let all that pointed to it point there."""
    database.run(MOVE_NUMBERS, (kept, _day(usable_until), gone))
    database.run(FOLLOW_MERGE, (kept, gone))
    database.run(PRODUCTS_FOLLOW, (kept, gone))


def with_fragment(database: Database, loose: str, after: str, limit: int) -> list[tuple[int, str, str]]:
    """Return authorisation, number and its loose key for the numbers that hold a fragment, in order of their keys."""
    return [(row[0], row[1], row[2]) for row in database.rows(WITH_FRAGMENT, (f"%{loose}%", after, limit))]


def ended(database: Database, state: AuthorisationState, today: date, limit: int) -> list[int]:
    """Return authorisations in a state whose last day is before `today`, and so never those without one."""
    return [row[0] for row in database.rows(ENDED, (state, _day(today), limit))]


def successors(database: Database, authorisation_id: int) -> list[str]:
    """Return the numbers of the authorisations that took the place of one."""
    return [row[0] for row in database.rows(SUCCESSORS, (authorisation_id,))]


def add_event(database: Database, authorisation_id: int, event: StepRecord) -> None:
    """Write a step."""
    cited = event.decision
    number, day = (cited.number, _day(cited.decided_on)) if cited else (None, None)
    told = (event.id, authorisation_id, event.step, event.state, number, day, event.note, event.actor, event.at)
    database.run(ADD_EVENT, (*told, cited.authority if cited else None, cited.document if cited else None))


def events(database: Database, authorisation_id: int) -> list[AuthorisationEvent]:
    """Return the steps of an authorisation, oldest first."""
    return [_event(row) for row in database.rows(EVENTS, (authorisation_id,))]


def _numbers(database: Database, authorisation_id: int) -> tuple[NumberRecord, ...]:
    return tuple(
        NumberRecord(text, NumberForm(form), bool(current), _read_day(since), _read_day(until), note)
        for text, form, current, since, until, note in database.rows(NUMBERS, (authorisation_id,))
    )


def _authorisation(row: Row, numbers: tuple[NumberRecord, ...]) -> Authorisation:
    key, kind, number, state, product_id, holder_id, since, until, evidence, decision, version, *more = row
    terms, is_emergency, successor_of, merged_into = more
    return Authorisation(
        key,
        ProductKind(kind),
        number,
        AuthorisationState(state),
        product_id,
        holder_id,
        _read_day(since),
        _read_day(until),
        Evidence(evidence),
        decision,
        version,
        numbers,
        terms,
        bool(is_emergency),
        successor_of,
        merged_into,
    )


def _event(row: Row) -> AuthorisationEvent:
    step, state, decision, decided_on, note, actor, at, authority, document = row
    cited = Decision(decision, _read_day(decided_on), authority, document) if decision else None
    return AuthorisationEvent(
        AuthorisationStep(step), AuthorisationState(state), cited, note, actor, from_microseconds(at)
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
