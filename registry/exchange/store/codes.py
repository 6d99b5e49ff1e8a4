"""Table and texts of published code lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from peewee import CompositeKey, TextField

from registry.db.base import CodeField, InstantField, JsonField, Table
from registry.db.connection import Database

KEEP = (
    "INSERT INTO code_entry (list, code, term, parent, cells, recorded_at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (list, code) DO UPDATE SET term = excluded.term, parent = excluded.parent, cells = excluded.cells"
)
ENTRY = "SELECT term, parent, cells FROM code_entry WHERE list = ? AND code = ?"


class CodeEntryRow(Table):
    """An entry of a published list; a newer edition of the list replaces its words."""

    list = CodeField()
    code = CodeField()
    term = TextField()
    parent = CodeField(null=True)
    cells = JsonField()
    recorded_at = InstantField()

    class Meta:
        table_name = "code_entry"
        primary_key = CompositeKey("list", "code")


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code of a list with its term, the code above it, and all cells of its row."""

    list: str
    code: str
    term: str
    parent: str | None
    cells: Mapping[str, str]


def keep_code(database: Database, entry: CodeEntry, at: int) -> bool:
    """Write an entry; say whether it is new or says something else than before."""
    if code(database, entry.list, entry.code) == entry:
        return False
    cells = json.dumps({**entry.cells}, ensure_ascii=False, sort_keys=True)
    return database.run(KEEP, (entry.list, entry.code, entry.term, entry.parent, cells, at)) == 1


def code(database: Database, name: str, key: str) -> CodeEntry | None:
    """Return the entry of a code, or None."""
    row = database.one(ENTRY, (name, key))
    return None if row is None else CodeEntry(name, key, row[0], row[1], json.loads(row[2]))
