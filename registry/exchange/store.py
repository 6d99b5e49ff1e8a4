"""Tables and texts of imports: every run, and every row that was taken, so that a second run adds nothing."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import BigIntegerField, IntegerField, TextField

from registry.clock import from_microseconds
from registry.db.base import CodeField, DayField, InstantField, JsonField, Table
from registry.db.connection import Database
from registry.exchange.model import ImportRun


class ImportRunRow(Table):
    """One run of an import, with its counts."""

    id = BigIntegerField(primary_key=True)
    file = TextField()
    digest = CodeField()
    layout = CodeField()
    rows = IntegerField()
    taken = IntegerField()
    unchanged = IntegerField()
    refused = IntegerField()
    actor = TextField()
    recorded_at = InstantField()

    class Meta:
        table_name = "import_run"


class ImportRowRow(Table):
    """A row that was taken, under the digest of its cells; the cells are kept as written."""

    content_key = CodeField(primary_key=True)
    run_id = BigIntegerField()
    number = IntegerField()
    cells = JsonField()
    recorded_at = InstantField()

    class Meta:
        table_name = "import_row"
        indexes = ((("run_id", "number"), False),)


class DecisionImportRow(Table):
    """A published decision under review, known by the digest of its file."""

    id = BigIntegerField(primary_key=True)
    state = CodeField()
    decision = TextField()
    decided_on = DayField()
    authority = TextField()
    document = CodeField(unique=True)
    source = TextField()
    notes = JsonField()
    proposal_id = BigIntegerField(null=True, index=True)
    actor = TextField()
    version = IntegerField()
    recorded_at = InstantField()

    class Meta:
        table_name = "decision_import"


class DecisionRowRow(Table):
    """A row of a decision's annex: as read or corrected, what it would change, and what the reviewer said."""

    decision_id = BigIntegerField()
    place = IntegerField()
    verdict = CodeField()
    kind = CodeField()
    cells = JsonField()
    differences = JsonField()
    faults = JsonField()
    note = TextField(null=True)
    decided_by = TextField(null=True)

    class Meta:
        table_name = "decision_row"
        primary_key = False
        indexes = ((("decision_id", "place"), True),)


TABLES = (ImportRunRow, ImportRowRow, DecisionImportRow, DecisionRowRow)
ADD_RUN = (
    "INSERT INTO import_run (id, file, digest, layout, rows, taken, unchanged, refused, actor, recorded_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
RUNS = (
    "SELECT file, layout, rows, taken, unchanged, refused, actor, recorded_at FROM import_run ORDER BY id DESC LIMIT ?"
)
ADD_ROW = (
    "INSERT INTO import_row (content_key, run_id, number, cells, recorded_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (content_key) DO NOTHING"
)
KNOWN = "WITH k(key) AS (VALUES {keys}) SELECT r.content_key FROM k JOIN import_row r ON r.content_key = k.key"


def known(database: Database, content_keys: Sequence[str]) -> set[str]:
    """Return those keys under which a row was taken before."""
    if not content_keys:
        return set()
    text = KNOWN.format(keys=", ".join(["(CAST(? AS TEXT))"] * len(content_keys)))
    return {row[0] for row in database.rows(text, content_keys)}


def add_row(database: Database, content_key: str, run_id: int, number: int, cells: str, at: int) -> bool:
    """Write a taken row; False when it stands already."""
    return database.run(ADD_ROW, (content_key, run_id, number, cells, at)) == 1


def add_run(database: Database, told: tuple[int, str, str, str, int, int, int, int, str, int]) -> None:
    """Write a run."""
    database.run(ADD_RUN, told)


def runs(database: Database, limit: int) -> list[ImportRun]:
    """Return the newest runs."""
    return [
        ImportRun(file, layout, rows, taken, unchanged, refused, actor, from_microseconds(at))
        for file, layout, rows, taken, unchanged, refused, actor, at in database.rows(RUNS, (limit,))
    ]
