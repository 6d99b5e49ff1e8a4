"""Texts for many rows at once: `WITH k(...) AS (VALUES ...)`, never row-IN, which scans on SQLite (rule R11)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

from registry.db.connection import Database, Row, Value
from registry.errors import LostRace
from registry.trace.stock import Unit

SLICE = 400
"""Rows in one statement at most."""
BUCKETS = 4096
"""Buckets that packs are distributed by; the number never changes."""

CHANGED = " RETURNING 1"
"""Counts the rows changed: Python's sqlite3 gives no row count for a statement that begins with WITH."""


def bucket(unit: Unit) -> int:
    """Return the bucket of a unit: CRC-32 of its key modulo 4096, the same on every engine and in every year."""
    return zlib.crc32(f"{unit.gtin:014}{unit.serial}".encode()) % BUCKETS


@lru_cache(maxsize=4096)
def _keyed(text: str, types: tuple[str, ...], n: int) -> str:
    first = "(" + ", ".join(f"CAST(? AS {kind})" for kind in types) + ")"
    other = ", (" + ", ".join("?" for _ in types) + ")"
    return text.replace("@k", first + other * (n - 1))


@lru_cache(maxsize=4096)
def _told(text: str, width: int, n: int) -> str:
    return text.replace("@rows", ", ".join(["(" + ", ".join(["?"] * width) + ")"] * n))


def read_many(
    database: Database, text: str, types: tuple[str, ...], keys: Sequence[Sequence[Value]], tail: str = ""
) -> list[Row]:
    """Run `text`, where `@k` stands for the keys, and return all rows; `tail` is said at its end."""
    found: list[Row] = []
    for start in range(0, len(keys), SLICE):
        part = keys[start : start + SLICE]
        found += database.rows(_keyed(text, types, len(part)) + tail, [value for key in part for value in key])
    return found


def change_many(database: Database, text: str, types: tuple[str, ...], rows: Sequence[Sequence[Value]]) -> None:
    """Run `text`, where `@k` stands for the rows; raise `LostRace` unless it changed one row for each."""
    for start in range(0, len(rows), SLICE):
        part = rows[start : start + SLICE]
        told = _keyed(text, types, len(part)) + CHANGED
        if len(database.rows(told, [value for row in part for value in row])) != len(part):
            raise LostRace("changed-meanwhile")


def add_many(database: Database, text: str, rows: Sequence[Sequence[Value]], every: bool = True) -> None:
    """Run an insert, where `@rows` stands for the rows; `LostRace` says that one of them stood and `every` is asked."""
    for start in range(0, len(rows), SLICE):
        part = rows[start : start + SLICE]
        added = database.run(_told(text, len(part[0]), len(part)), [value for row in part for value in row])
        if every and added != len(part):
            raise LostRace("written-meanwhile")
