"""The table of verifications asked for: append-only, forgotten when its time is over."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import BigIntegerField, TextField

from gs1 import Gtin
from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, InstantField, Table
from registry.db.connection import Database, Value
from registry.verification.model import Asked, Colour, Query


class VerificationQueryRow(Table):
    """Who asked for which pack, when, and which answer was given."""

    id = BigIntegerField(primary_key=True)
    at = InstantField(index=True)
    channel = CodeField()
    actor = TextField()
    party_id = BigIntegerField(null=True)
    place = CodeField(null=True)
    gtin_id = BigIntegerField()
    serial = CodeField(null=True)
    batch = CodeField(null=True)
    colour = CodeField()
    reasons = CodeField()

    class Meta:
        table_name = "verification_query"
        indexes = ((("gtin_id", "serial", "id"), False),)


TABLES = (VerificationQueryRow,)
COLUMNS = "id, at, channel, actor, party_id, place, gtin_id, serial, batch, colour, reasons"
ADD = f"INSERT INTO verification_query ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
OF_PACK = (
    f"SELECT {COLUMNS} FROM verification_query WHERE gtin_id = ? AND serial = ? AND id < ? ORDER BY id DESC LIMIT ?"
)
OLDEST = "SELECT at, id FROM verification_query WHERE at < ? ORDER BY at LIMIT ?"
FORGET = "DELETE FROM verification_query WHERE id = ?"


def add(database: Database, rows: Sequence[tuple[int, Asked]]) -> None:
    """Append queries, each under its key."""
    database.many(ADD, [_row(key, asked) for key, asked in rows])


def of_pack(database: Database, pack: tuple[Gtin, str], before: int, limit: int) -> list[Query]:
    """Return the newest queries for a pack before a key, newest first."""
    gtin, serial = pack
    rows = database.rows(OF_PACK, (int(gtin.text), serial, before, limit))
    return [Query(row[0], _asked(row[1:])) for row in rows]


def forget(database: Database, before: int, most: int) -> int:
    """Forget at most so many queries that were asked before an instant; return how many."""
    old = [(row[1],) for row in database.rows(OLDEST, (before, most))]
    if old:
        database.many(FORGET, old)
    return len(old)


def _row(key: int, asked: Asked) -> tuple[Value, ...]:
    return (
        *(key, to_microseconds(asked.at), asked.channel, asked.actor, asked.party_id, asked.place),
        *(int(asked.gtin.text), asked.serial, asked.batch, asked.colour.value, asked.reasons),
    )


def _asked(row: Sequence[object]) -> Asked:
    at, channel, actor, party_id, place, gtin, serial, batch, colour, reasons = row
    named = (_text(serial), _text(batch), Colour(str(colour)), str(reasons))
    party = party_id if isinstance(party_id, int) else None
    when = from_microseconds(int(str(at)))
    return Asked(when, str(channel), str(actor), party, _text(place), Gtin.parse(f"{gtin:014}"), *named)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
