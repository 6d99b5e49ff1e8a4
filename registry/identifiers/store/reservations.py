"""Tables and texts of reserved numbers and of national keys; the rows are kept for ever."""

from __future__ import annotations

from datetime import date

from peewee import BigIntegerField, TextField

from registry.db.base import CodeField, DayField, InstantField, Table
from registry.db.connection import Database, Row
from registry.identifiers.model import IdentifierState, NationalKey, Reservation


class KeyReservationRow(Table):
    """A number that a party reserved, and the last day on which it may be confirmed."""

    value = CodeField(primary_key=True)
    party_id = BigIntegerField(null=True)
    until = DayField()
    recorded_at = InstantField()

    class Meta:
        table_name = "key_reservation"
        indexes = ((("party_id", "value"), False),)


class NationalKeyCounterRow(Table):
    """How many national keys were given out."""

    name = CodeField(primary_key=True)
    next_number = BigIntegerField()

    class Meta:
        table_name = "national_key_counter"


class NationalKeyRow(Table):
    """A national key, the trade item that it names, and why that has no GTIN."""

    value = CodeField(primary_key=True)
    trade_item_id = BigIntegerField(unique=True)
    reason = TextField()
    recorded_at = InstantField()

    class Meta:
        table_name = "national_key"


TABLES = (KeyReservationRow, NationalKeyCounterRow, NationalKeyRow)
READ = (
    "SELECT r.value, r.party_id, r.until, i.state, i.trade_item_id"
    " FROM key_reservation r JOIN identifier i ON i.value = r.value"
)
BY_VALUE = f"{READ} WHERE r.value = ?"
PAGE_OF = f"{READ} WHERE r.party_id = ? AND r.value > ? ORDER BY r.value LIMIT ?"
PAGE = f"{READ} WHERE r.value > ? ORDER BY r.value LIMIT ?"
ADD = "INSERT INTO key_reservation (value, party_id, until, recorded_at) VALUES (?, ?, ?, ?)"
CONFIRM = "UPDATE identifier SET state = ?, trade_item_id = ?, changed_at = ? WHERE value = ? AND state = ?"
TAKE_NATIONAL = (
    "INSERT INTO national_key_counter (name, next_number) VALUES ('vn', 1)"
    " ON CONFLICT (name) DO UPDATE SET next_number = national_key_counter.next_number + 1 RETURNING next_number"
)
ADD_NATIONAL = (
    "INSERT INTO national_key (value, trade_item_id, reason, recorded_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (trade_item_id) DO NOTHING"
)
NATIONAL_OF = "SELECT value, trade_item_id, reason FROM national_key WHERE trade_item_id = ?"
NATIONAL = "SELECT value, trade_item_id, reason FROM national_key WHERE value = ?"


def add(database: Database, value: str, party_id: int | None, until: date, at: int) -> None:
    """Write down who reserved a number, and until when."""
    database.run(ADD, (value, party_id, until.isoformat(), at))


def by_value(database: Database, value: str) -> Reservation | None:
    """Return what became of a number that was reserved."""
    row = database.one(BY_VALUE, (value,))
    return _reservation(row) if row else None


def page(database: Database, party_id: int | None, after: str, limit: int) -> list[Reservation]:
    """Return the reservations of a party (None: of all) after a number, in order."""
    told = (after, limit) if party_id is None else (party_id, after, limit)
    return [_reservation(row) for row in database.rows(PAGE if party_id is None else PAGE_OF, told)]


def confirm(database: Database, value: str, trade_item_id: int, at: int) -> bool:
    """Give a reserved number to a trade item; False when it is reserved no longer."""
    told = (IdentifierState.ASSIGNED, trade_item_id, at, value, IdentifierState.RESERVED)
    return database.run(CONFIRM, told) == 1


def take_national(database: Database) -> int:
    """Take the next number of the national keys."""
    row = database.one(TAKE_NATIONAL)
    if row is None:
        raise LookupError("an upsert with RETURNING gives a row")
    number: int = row[0]
    return number


def add_national(database: Database, key: NationalKey, at: int) -> bool:
    """Write a national key; False when the trade item has one."""
    return database.run(ADD_NATIONAL, (key.value, key.trade_item_id, key.reason, at)) == 1


def national_of(database: Database, trade_item_id: int) -> NationalKey | None:
    """Return the national key of a trade item."""
    row = database.one(NATIONAL_OF, (trade_item_id,))
    return NationalKey(*row) if row else None


def national(database: Database, value: str) -> NationalKey | None:
    """Return a national key."""
    row = database.one(NATIONAL, (value,))
    return NationalKey(*row) if row else None


def _reservation(row: Row) -> Reservation:
    value, party, until, state, item = row
    return Reservation(value, party, date.fromisoformat(until), IdentifierState(state), item)
