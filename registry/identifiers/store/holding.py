"""Tables and texts of company prefixes: one row a prefix, kept for ever."""

from __future__ import annotations

from datetime import date

from peewee import BigIntegerField, TextField

from registry.db.base import CodeField, DayField, InstantField, Table
from registry.db.connection import Database, Row
from registry.identifiers.model import CompanyPrefix


class CompanyPrefixRow(Table):
    """A company prefix and its holder; without a holder it is the national pool's."""

    id = BigIntegerField(primary_key=True)
    prefix = CodeField(unique=True)
    party_id = BigIntegerField(null=True, index=True)
    source = TextField()
    valid_from = DayField()
    valid_until = DayField(null=True)
    recorded_at = InstantField()

    class Meta:
        table_name = "company_prefix"


TABLES = (CompanyPrefixRow,)
READ = "SELECT id, prefix, party_id, source, valid_from, valid_until FROM company_prefix"
BY_ID = f"{READ} WHERE id = ?"
BY_PREFIX = f"{READ} WHERE prefix = ?"
PAGE = f"{READ} WHERE prefix > ? ORDER BY prefix LIMIT ?"
PAGE_OF = f"{READ} WHERE (party_id = ? OR party_id IS NULL) AND prefix > ? ORDER BY prefix LIMIT ?"
LONGER = f"{READ} WHERE prefix >= ? AND prefix < ? ORDER BY prefix LIMIT 1"
ADD = (
    "INSERT INTO company_prefix (id, prefix, party_id, source, valid_from, valid_until, recorded_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
END = "UPDATE company_prefix SET valid_until = ? WHERE id = ?"
LOCK = "LOCK TABLE company_prefix IN SHARE ROW EXCLUSIVE MODE"


def lock(database: Database) -> None:
    """Let no second writer add a prefix until the end of the transaction; SQLite has one writer anyway."""
    if database.dialect != "sqlite":
        database.run(LOCK)


def add(database: Database, held: CompanyPrefix, at: int) -> None:
    """Write a prefix."""
    told = (held.id, held.prefix, held.party_id, held.source, held.valid_from.isoformat())
    database.run(ADD, (*told, held.valid_until.isoformat() if held.valid_until else None, at))


def end(database: Database, prefix_id: int, until: date) -> None:
    """Write the last day of a prefix."""
    database.run(END, (until.isoformat(), prefix_id))


def by_id(database: Database, prefix_id: int) -> CompanyPrefix | None:
    """Return a prefix."""
    row = database.one(BY_ID, (prefix_id,))
    return _held(row) if row else None


def by_prefix(database: Database, prefix: str) -> CompanyPrefix | None:
    """Return a prefix by its digits."""
    row = database.one(BY_PREFIX, (prefix,))
    return _held(row) if row else None


def overlapping(database: Database, prefix: str) -> CompanyPrefix | None:
    """Return a prefix that begins with `prefix`, or with which `prefix` begins: they share keys."""
    for length in range(1, len(prefix)):
        shorter = by_prefix(database, prefix[:length])
        if shorter is not None:
            return shorter
    row = database.one(LONGER, (prefix, prefix + ":"))
    return _held(row) if row else None


def page(database: Database, after: str, limit: int) -> list[CompanyPrefix]:
    """Return prefixes after `after`, in order."""
    return [_held(row) for row in database.rows(PAGE, (after, limit))]


def page_of(database: Database, party_id: int, after: str, limit: int) -> list[CompanyPrefix]:
    """Return a party's prefixes and those of the national pool, after `after`, in order."""
    return [_held(row) for row in database.rows(PAGE_OF, (party_id, after, limit))]


def _held(row: Row) -> CompanyPrefix:
    key, prefix, party, source, since, until = row
    return CompanyPrefix(
        key, prefix, party, source, date.fromisoformat(since), date.fromisoformat(until) if until else None
    )
