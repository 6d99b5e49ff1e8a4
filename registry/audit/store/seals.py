"""Tables and texts of the seals: the tree head at the end of each day, and the hashes of full tiles of 256 leaves."""

from __future__ import annotations

from datetime import date

from peewee import BigIntegerField, BlobField, SmallIntegerField

from registry.audit.model import Seal
from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, DayField, InstantField, Table
from registry.db.connection import Database, Row


class SealRow(Table):
    """The tree head over all entries until the end of a day, signed where a key is at hand."""

    day = DayField(primary_key=True)
    size = BigIntegerField()
    root = BlobField()
    sealed_at = InstantField()
    key_name = CodeField(null=True)
    signature = BlobField(null=True)

    class Meta:
        table_name = "journal_seal"


class TileRow(Table):
    """The hash of a full subtree of 256 ** level leaves."""

    level = SmallIntegerField()
    place = BigIntegerField()
    hash = BlobField()

    class Meta:
        table_name = "journal_tile"
        primary_key = False
        indexes = ((("level", "place"), True),)


TABLES = (SealRow, TileRow)
COLUMNS = "day, size, root, sealed_at, key_name, signature"
ADD = f"INSERT INTO journal_seal ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (day) DO NOTHING"
NEWEST = f"SELECT {COLUMNS} FROM journal_seal ORDER BY day DESC LIMIT ?"
OF_DAY = f"SELECT {COLUMNS} FROM journal_seal WHERE day = ?"
FIRST_OVER = f"SELECT {COLUMNS} FROM journal_seal WHERE size > ? ORDER BY day LIMIT 1"
ADD_TILE = "INSERT INTO journal_tile (level, place, hash) VALUES (?, ?, ?) ON CONFLICT (level, place) DO NOTHING"
TILES = "SELECT place, hash FROM journal_tile WHERE level = ? AND place >= ? AND place < ? ORDER BY place"
TILE_COUNT = "SELECT COUNT(*) FROM journal_tile WHERE level = ?"
DIGESTS = "SELECT digest FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq"
LAST_UNTIL = "SELECT MAX(seq) FROM journal WHERE seq > ? AND at < ?"
FIRST_AFTER = "SELECT at FROM journal WHERE seq > ? ORDER BY seq LIMIT 1"


def add(database: Database, seal: Seal) -> bool:
    """Write a seal; False when the day is sealed already."""
    told = (seal.day.isoformat(), seal.size, seal.root, to_microseconds(seal.sealed_at), seal.key_name, seal.signature)
    return database.run(ADD, told) == 1


def newest(database: Database, limit: int) -> list[Seal]:
    """Return the newest seals, newest first."""
    return [_seal(row) for row in database.rows(NEWEST, (limit,))]


def of_day(database: Database, day: date) -> Seal | None:
    """Return the seal of a day."""
    row = database.one(OF_DAY, (day.isoformat(),))
    return _seal(row) if row else None


def first_over(database: Database, leaf: int) -> Seal | None:
    """Return the first seal whose tree holds leaf number `leaf` (from 0)."""
    row = database.one(FIRST_OVER, (leaf,))
    return _seal(row) if row else None


def digests(database: Database, start: int, stop: int) -> list[bytes]:
    """Return the leaves `start` to `stop` (numbered from 0, the end left out)."""
    return [bytes(row[0]) for row in database.rows(DIGESTS, (start, stop))]


def tiles(database: Database, level: int, start: int, stop: int) -> dict[int, bytes]:
    """Return the full subtrees of a level by their place."""
    return {row[0]: bytes(row[1]) for row in database.rows(TILES, (level, start, stop))}


def tile_count(database: Database, level: int) -> int:
    """Return how many full subtrees of a level are kept."""
    row = database.one(TILE_COUNT, (level,))
    return int(row[0]) if row else 0


def add_tile(database: Database, level: int, place: int, tile: bytes) -> None:
    """Keep the hash of a full subtree."""
    database.run(ADD_TILE, (level, place, tile))


def size_until(database: Database, size: int, instant: int) -> int:
    """Return how many entries stand before an instant, knowing that `size` do."""
    row = database.one(LAST_UNTIL, (size, instant))
    return row[0] if row and row[0] else size


def first_instant_after(database: Database, size: int) -> int | None:
    """Return the instant of the first entry that no seal covers."""
    row = database.one(FIRST_AFTER, (size,))
    return row[0] if row else None


def _seal(row: Row) -> Seal:
    day, size, root, at, key_name, signature = row
    signed = bytes(signature) if signature is not None else None
    return Seal(date.fromisoformat(day), size, bytes(root), from_microseconds(at), key_name, signed)
