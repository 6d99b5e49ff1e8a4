"""Tables and texts of the entries. The head row serialises writers, so numbers have no gaps and the chain no forks."""

from __future__ import annotations

import json
from collections.abc import Iterator

from peewee import BigIntegerField, BlobField, SmallIntegerField, TextField

from registry.audit.model import Entry
from registry.clock import from_microseconds
from registry.db.base import CodeField, InstantField, JsonField, Table
from registry.db.connection import Database, Row


class JournalRow(Table):
    """One entry of the journal."""

    seq = BigIntegerField(primary_key=True)
    at = InstantField()
    actor = TextField()
    action = CodeField()
    subject = CodeField(index=True)
    facts = JsonField()
    previous = BlobField()
    digest = BlobField()

    class Meta:
        table_name = "journal"


class JournalHead(Table):
    """The last number and digest; one row."""

    id = SmallIntegerField(primary_key=True)
    seq = BigIntegerField()
    digest = BlobField()

    class Meta:
        table_name = "journal_head"


TABLES = (JournalRow, JournalHead)
COLUMNS = "seq, at, actor, action, subject, facts, previous, digest"
TAKE_NUMBER = "UPDATE journal_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, digest"
SET_DIGEST = "UPDATE journal_head SET digest = ? WHERE id = 1"
APPEND = f"INSERT INTO journal ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
AFTER = f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
HEAD = "SELECT seq, digest FROM journal_head WHERE id = 1"
OF_SUBJECT = f"SELECT {COLUMNS} FROM journal WHERE subject = ? ORDER BY seq DESC LIMIT ?"


def take_number(database: Database) -> tuple[int, bytes]:
    """Return the next number and the digest before it; holds the head until the transaction ends."""
    row = database.one(TAKE_NUMBER)
    if row is None:
        raise LookupError("the journal has no head: the migrations did not run")
    return row[0], bytes(row[1])


def head(database: Database) -> tuple[int, bytes]:
    """Return the number and the digest of the last entry."""
    row = database.one(HEAD)
    return (row[0], bytes(row[1])) if row else (0, b"")


def append(database: Database, row: tuple[int, int, str, str, str, str, bytes, bytes]) -> None:
    """Write one entry and make it the head."""
    database.run(APPEND, row)
    database.run(SET_DIGEST, (row[-1],))


def entries_after(database: Database, seq: int, limit: int) -> list[Entry]:
    """Return at most `limit` entries after number `seq`, oldest first."""
    return [_entry(row) for row in database.rows(AFTER, (seq, limit))]


def entries_of(database: Database, subject: str, limit: int) -> list[Entry]:
    """Return the newest entries about `subject`, newest first."""
    return [_entry(row) for row in database.rows(OF_SUBJECT, (subject, limit))]


def all_entries(database: Database, slice_size: int = 1000) -> Iterator[Entry]:
    """Walk the whole journal in order without holding it in memory."""
    seq = 0
    while found := entries_after(database, seq, slice_size):
        yield from found
        seq = found[-1].seq


def _entry(row: Row) -> Entry:
    seq, at, actor, action, subject, facts, previous, digest = row
    return Entry(seq, from_microseconds(at), actor, action, subject, json.loads(facts), bytes(previous), bytes(digest))
