"""Tables and texts of identifiers. Numbers are taken by one UPDATE ... RETURNING, so two takers never get the same."""

from __future__ import annotations

from peewee import BigIntegerField, SmallIntegerField, TextField

from registry.db.base import CodeField, InstantField, Table
from registry.db.connection import Database, Row
from registry.identifiers.model import Identifier, IdentifierState, KeyKind, Pool


class KeyPoolRow(Table):
    """A pool of keys under a company prefix, and the next number to give out."""

    kind = CodeField()
    prefix = CodeField()
    name = TextField()
    is_demonstration = SmallIntegerField()
    next_number = BigIntegerField()
    size = BigIntegerField()
    opened_at = InstantField()

    class Meta:
        table_name = "key_pool"
        primary_key = False
        indexes = ((("kind", "prefix"), True),)


class IdentifierRow(Table):
    """A key; its row is never deleted, so that no key is given out twice."""

    value = CodeField(primary_key=True)
    kind = CodeField()
    state = CodeField()
    prefix = CodeField(null=True)
    trade_item_id = BigIntegerField(null=True, index=True)
    recorded_at = InstantField()
    changed_at = InstantField()

    class Meta:
        table_name = "identifier"


class SerialCounterRow(Table):
    """How many serial numbers of a GTIN were given out."""

    gtin = CodeField(primary_key=True)
    next_number = BigIntegerField()

    class Meta:
        table_name = "serial_counter"


TABLES = (KeyPoolRow, IdentifierRow, SerialCounterRow)
ADD_POOL = (
    "INSERT INTO key_pool (kind, prefix, name, is_demonstration, next_number, size, opened_at)"
    " VALUES (?, ?, ?, ?, 0, ?, ?) ON CONFLICT (kind, prefix) DO NOTHING"
)
POOL = "SELECT kind, prefix, name, is_demonstration, next_number, size FROM key_pool WHERE kind = ? AND prefix = ?"
POOLS = "SELECT kind, prefix, name, is_demonstration, next_number, size FROM key_pool ORDER BY kind, prefix"
TAKE = (
    "UPDATE key_pool SET next_number = next_number + ? WHERE kind = ? AND prefix = ? AND next_number + ? <= size"
    " RETURNING next_number"
)
ADD = (
    "INSERT INTO identifier (value, kind, state, prefix, trade_item_id, recorded_at, changed_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (value) DO NOTHING"
)
BY_VALUE = "SELECT value, kind, state, prefix, trade_item_id FROM identifier WHERE value = ?"
GIVEN = "SELECT value FROM identifier WHERE kind = ? AND prefix = ?"
SET_STATE = "UPDATE identifier SET state = ?, changed_at = ? WHERE value = ? AND state = ?"
TAKE_SERIALS = (
    "INSERT INTO serial_counter (gtin, next_number) VALUES (?, ?)"
    " ON CONFLICT (gtin) DO UPDATE SET next_number = serial_counter.next_number + excluded.next_number"
    " RETURNING next_number"
)


def add_pool(database: Database, pool: Pool, at: int) -> bool:
    """Write a pool; False when it is open already."""
    told = (pool.kind, pool.prefix, pool.name, int(pool.is_demonstration), pool.size, at)
    return database.run(ADD_POOL, told) == 1


def pool(database: Database, kind: KeyKind, prefix: str) -> Pool | None:
    """Return a pool."""
    row = database.one(POOL, (kind, prefix))
    return _pool(row) if row else None


def pools(database: Database) -> list[Pool]:
    """Return all pools."""
    return [_pool(row) for row in database.rows(POOLS)]


def take(database: Database, kind: KeyKind, prefix: str, count: int) -> int | None:
    """Take `count` numbers of a pool; return the first, or None when fewer are left."""
    row = database.one(TAKE, (count, kind, prefix, count))
    return row[0] - count if row else None


def add(database: Database, identifier: Identifier, at: int) -> bool:
    """Write a key; False when the register knows it already, in whatever state."""
    one = identifier
    return database.run(ADD, (one.value, one.kind, one.state, one.prefix, one.trade_item_id, at, at)) == 1


def by_value(database: Database, value: str) -> Identifier | None:
    """Return a key."""
    row = database.one(BY_VALUE, (value,))
    return Identifier(row[0], KeyKind(row[1]), IdentifierState(row[2]), row[3], row[4]) if row else None


def given(database: Database, kind: KeyKind, prefix: str) -> frozenset[str]:
    """Return every key that was given out of a pool."""
    return frozenset(row[0] for row in database.rows(GIVEN, (kind, prefix)))


def set_state(database: Database, identifier: Identifier, state: IdentifierState, at: int) -> bool:
    """Move a key to another state; False when it has moved already."""
    return database.run(SET_STATE, (state, at, identifier.value, identifier.state)) == 1


def take_serials(database: Database, gtin: str, count: int) -> int:
    """Take `count` numbers of a GTIN's serial counter; return the first."""
    row = database.one(TAKE_SERIALS, (gtin, count))
    if row is None:
        raise LookupError("an upsert with RETURNING gives a row")
    first: int = row[0] - count
    return first


def _pool(row: Row) -> Pool:
    kind, prefix, name, demonstration, used, size = row
    return Pool(KeyKind(kind), prefix, name, bool(demonstration), used, size)
