"""Tables and texts of record versions: what a record said after each act, under the number of its journal entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from peewee import BigIntegerField, IntegerField, SmallIntegerField, TextField

from registry.audit.model import Version
from registry.clock import from_microseconds
from registry.db.base import CodeField, DayField, InstantField, JsonField, Table
from registry.db.connection import Database, Row


class RecordVersionRow(Table):
    """What one record said after one act; never changed, never deleted."""

    kind = CodeField()
    key = CodeField()
    number = IntegerField()
    seq = BigIntegerField(unique=True)
    recorded_at = InstantField()
    valid_from = DayField(null=True)
    actor = TextField()
    action = CodeField()
    reason = TextField(null=True)
    body = JsonField()
    changed = JsonField()
    is_removed = SmallIntegerField()
    is_public = SmallIntegerField()

    class Meta:
        table_name = "record_version"
        primary_key = False
        indexes = ((("kind", "key", "number"), True),)


TABLES = (RecordVersionRow,)
COLUMNS = "kind, key, number, seq, recorded_at, valid_from, actor, action, reason, body, changed, is_removed, is_public"
ADD = f"INSERT INTO record_version ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
NEWEST = f"SELECT {COLUMNS} FROM record_version WHERE kind = ? AND key = ? ORDER BY number DESC LIMIT 1"
OF_RECORD = f"SELECT {COLUMNS} FROM record_version WHERE kind = ? AND key = ? ORDER BY number"
AS_OF = (
    f"SELECT {COLUMNS} FROM record_version WHERE kind = ? AND key = ? AND recorded_at <= ?"
    " AND (valid_from IS NULL OR valid_from <= ?)"
    " ORDER BY CASE WHEN valid_from IS NULL THEN 0 ELSE 1 END DESC, valid_from DESC, number DESC LIMIT 1"
)
NEWEST_ABOUT = (
    "WITH k(kind, key) AS (VALUES {keys}) SELECT "
    + ", ".join(f"v.{column}" for column in COLUMNS.split(", "))
    + " FROM k JOIN record_version v ON v.kind = k.kind AND v.key = k.key WHERE v.is_public = 1"
    " ORDER BY v.seq DESC LIMIT ?"
)
AFTER = f"SELECT {COLUMNS} FROM record_version WHERE seq > ?{{kinds}}{{public}} ORDER BY seq LIMIT ?"


def add(database: Database, version: Version, body: str, changed: str, at: int) -> None:
    """Write a version; `body` and `changed` are the canonical texts of its own."""
    one = version
    since = one.valid_from.isoformat() if one.valid_from else None
    head = (one.kind, one.key, one.number, one.seq, at, since, one.actor, one.action, one.reason)
    database.run(ADD, (*head, body, changed, int(one.is_removed), int(one.is_public)))


def newest(database: Database, kind: str, key: str) -> Version | None:
    """Return the newest version of a record."""
    row = database.one(NEWEST, (kind, key))
    return _version(row) if row else None


def of_record(database: Database, kind: str, key: str) -> list[Version]:
    """Return every version of a record, oldest first."""
    return [_version(row) for row in database.rows(OF_RECORD, (kind, key))]


def as_of(database: Database, kind: str, key: str, day: date, known_at: int) -> Version | None:
    """Return the version that held in the world on `day`, by what was recorded until `known_at`."""
    row = database.one(AS_OF, (kind, key, known_at, day.isoformat()))
    return _version(row) if row else None


def after(database: Database, seq: int, kinds: Sequence[str], limit: int, *, public_only: bool) -> list[Version]:
    """Return at most `limit` versions after entry `seq`, oldest first, of some kinds or of all."""
    wanted = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    text = AFTER.format(kinds=wanted, public=" AND is_public = 1" if public_only else "")
    return [_version(row) for row in database.rows(text, (seq, *kinds, limit))]


def newest_about(database: Database, about: Sequence[tuple[str, str]], limit: int) -> list[Version]:
    """Return the newest public versions of some records, newest first."""
    if not about:
        return []
    keys = ", ".join(["(CAST(? AS TEXT), CAST(? AS TEXT))"] * len(about))
    text = NEWEST_ABOUT.format(keys=keys)
    return [_version(row) for row in database.rows(text, (*(part for one in about for part in one), limit))]


def _version(row: Row) -> Version:
    kind, key, number, seq, at, since, actor, action, reason, body, changed, removed, public = row
    return Version(
        kind,
        key,
        number,
        seq,
        from_microseconds(at),
        date.fromisoformat(since) if since else None,
        actor,
        action,
        reason,
        json.loads(body),
        json.loads(changed),
        bool(removed),
        bool(public),
    )
