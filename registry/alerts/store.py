"""Tables and texts of the alerts area."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import orjson
from peewee import BigIntegerField, CompositeKey, IntegerField, SmallIntegerField, TextField

from gs1 import Gtin
from registry.alerts.model import Alert, AlertAct, AlertNote, AlertRole, AlertState, Printed
from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, DayField, InstantField, JsonField, Table
from registry.db.connection import Database, Row


class AlertRow(Table):
    """An alert and where it stands."""

    id = BigIntegerField(primary_key=True)
    state = CodeField()
    level = SmallIntegerField()
    code = CodeField()
    nmvs = CodeField(null=True)
    cause = CodeField(null=True)
    gtin_id = BigIntegerField()
    serial = CodeField()
    batch = CodeField(null=True)
    expiry = DayField(null=True)
    operation = CodeField()
    place = CodeField(null=True)
    reporter_id = BigIntegerField(null=True)
    facts = JsonField()
    times = IntegerField()
    raised_at = InstantField()
    last_at = InstantField()
    assigned = TextField(null=True)
    close_reason = CodeField(null=True)
    closed_at = InstantField(null=True)
    version = IntegerField()

    class Meta:
        table_name = "alert"
        indexes = ((("gtin_id", "serial"), False), (("state", "id"), False))


class AlertPartyRow(Table):
    """Who sees an alert beside the authority."""

    party_id = BigIntegerField()
    alert_id = BigIntegerField()
    role = CodeField()

    class Meta:
        table_name = "alert_party"
        primary_key = CompositeKey("party_id", "alert_id")
        without_rowid = True


class AlertNoteRow(Table):
    """One act in the story of an alert."""

    alert_id = BigIntegerField()
    id = BigIntegerField()
    at = InstantField()
    act = CodeField()
    author = TextField()
    role = CodeField()
    text = TextField()

    class Meta:
        table_name = "alert_note"
        primary_key = CompositeKey("alert_id", "id")
        without_rowid = True


TABLES = (AlertRow, AlertPartyRow, AlertNoteRow)
NAMES = (
    "id, state, level, code, nmvs, cause, gtin_id, serial, batch, expiry, operation, place, reporter_id, facts,"
    " times, raised_at, last_at, assigned, close_reason, closed_at, version"
)
COLUMNS = ", ".join(f"a.{name.strip()}" for name in NAMES.split(","))
ADD = f"INSERT INTO alert ({NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_PARTY = "INSERT INTO alert_party (party_id, alert_id, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
ADD_NOTE = "INSERT INTO alert_note (alert_id, id, at, act, author, role, text) VALUES (?, ?, ?, ?, ?, ?, ?)"
ALERT = f"SELECT {COLUMNS} FROM alert a WHERE a.id = ?"
OF_PACK = f"SELECT {COLUMNS} FROM alert a WHERE a.gtin_id = ? AND a.serial = ? ORDER BY a.id DESC LIMIT 200"
ALL = f"SELECT {COLUMNS} FROM alert a WHERE a.id < ? ORDER BY a.id DESC LIMIT ?"
ALL_IN = f"SELECT {COLUMNS} FROM alert a WHERE a.state = ? AND a.id < ? ORDER BY a.id DESC LIMIT ?"
OF_PARTY = (
    f"SELECT {COLUMNS} FROM alert_party p JOIN alert a ON a.id = p.alert_id"
    " WHERE p.party_id = ? AND p.alert_id < ? ORDER BY p.alert_id DESC LIMIT ?"
)
OF_PARTY_IN = (
    f"SELECT {COLUMNS} FROM alert_party p JOIN alert a ON a.id = p.alert_id"
    " WHERE p.party_id = ? AND a.state = ? AND p.alert_id < ? ORDER BY p.alert_id DESC LIMIT ?"
)
ROLE = "SELECT role FROM alert_party WHERE party_id = ? AND alert_id = ?"
NOTES = "SELECT id, at, act, author, role, text FROM alert_note WHERE alert_id = ? ORDER BY id"
SEEN_AGAIN = "UPDATE alert SET times = times + 1, last_at = ?, version = version + 1 WHERE id = ? AND state <> 'closed'"
MOVE = (
    "UPDATE alert SET state = ?, assigned = ?, close_reason = ?, closed_at = ?, version = version + 1"
    " WHERE id = ? AND version = ?"
)


def add(database: Database, one: Alert) -> None:
    """Write a new alert."""
    printed = one.printed
    expiry = printed.expiry.isoformat() if printed.expiry else None
    identity = (int(printed.gtin.text), printed.serial, printed.batch, expiry)
    database.run(
        ADD,
        (
            *(one.id, one.state.value, one.level, one.code, one.nmvs, one.cause, *identity, one.operation, one.place),
            *(one.reporter_id, orjson.dumps(one.facts).decode(), one.times),
            *(to_microseconds(one.raised_at), to_microseconds(one.last_at)),
            *(one.assigned, one.close_reason, None, one.version),
        ),
    )


def add_parties(database: Database, alert_id: int, roles: Iterable[tuple[int, AlertRole]]) -> None:
    """Say who sees an alert; the first role of a party counts."""
    for party_id, role in roles:
        database.run(ADD_PARTY, (party_id, alert_id, role.value))


def add_note(database: Database, alert_id: int, note: AlertNote) -> None:
    """Add one act to the story of an alert."""
    told = (alert_id, note.id, to_microseconds(note.at), note.act.value, note.author, note.role.value, note.text)
    database.run(ADD_NOTE, told)


def alert(database: Database, alert_id: int) -> Alert | None:
    """Return an alert."""
    row = database.one(ALERT, (alert_id,))
    return None if row is None else _made(row)


def of_pack(database: Database, gtin: Gtin, serial: str) -> list[Alert]:
    """Return the newest alerts on a pack, newest first."""
    return [_made(row) for row in database.rows(OF_PACK, (int(gtin.text), serial))]


def page(database: Database, party_id: int | None, state: AlertState | None, place: tuple[int, int]) -> list[Alert]:
    """Return the newest alerts before a key, at most so many (`place`): of a party, or all when it is None."""
    if party_id is None:
        rows = database.rows(ALL_IN, (state.value, *place)) if state else database.rows(ALL, place)
    elif state:
        rows = database.rows(OF_PARTY_IN, (party_id, state.value, *place))
    else:
        rows = database.rows(OF_PARTY, (party_id, *place))
    return [_made(row) for row in rows]


def role_of(database: Database, party_id: int, alert_id: int) -> AlertRole | None:
    """Return why a party sees an alert, or None when it does not."""
    row = database.one(ROLE, (party_id, alert_id))
    return None if row is None else AlertRole(row[0])


def notes(database: Database, alert_id: int) -> tuple[AlertNote, ...]:
    """Return the story of an alert, oldest first."""
    return tuple(
        AlertNote(key, from_microseconds(at), AlertAct(act), author, AlertRole(role), text)
        for key, at, act, author, role, text in database.rows(NOTES, (alert_id,))
    )


def seen_again(database: Database, alert_id: int, at: int) -> bool:
    """Count one more finding on an alert; False when it was closed meanwhile."""
    return database.run(SEEN_AGAIN, (at, alert_id)) == 1


def move(database: Database, one: Alert, before: int) -> bool:
    """Write where an alert stands now, if its version is still `before`."""
    closed = to_microseconds(one.closed_at) if one.closed_at else None
    return database.run(MOVE, (one.state.value, one.assigned, one.close_reason, closed, one.id, before)) == 1


def _made(row: Row) -> Alert:
    key, state, level, code, nmvs, cause, gtin, serial, batch, expiry, operation, place, reporter, facts, *rest = row
    times, raised_at, last_at, assigned, reason, closed_at, version = rest
    printed = Printed(Gtin.parse(f"{gtin:014}"), serial, batch, date.fromisoformat(expiry) if expiry else None)
    return Alert(
        *(key, AlertState(state), level, code, nmvs, cause, printed, operation, place, reporter, orjson.loads(facts)),
        *(times, from_microseconds(raised_at), from_microseconds(last_at), assigned, reason),
        from_microseconds(closed_at) if closed_at is not None else None,
        version,
    )
