"""Tables and texts of imports: every run, and every row that was taken, so that a second run adds nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from peewee import BigIntegerField, BlobField, IntegerField, SmallIntegerField, TextField

from registry.audit.model import Json
from registry.catalogue.model import Decision
from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, DayField, InstantField, JsonField, Table
from registry.db.connection import Database, Row
from registry.exchange.hints import hint
from registry.exchange.model import ImportRun, RowFault, RunState, Severity
from registry.exchange.reviews import Review, ReviewRow, ReviewState, RowKind, Verdict


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
    state = CodeField(default="done")
    dry_run = SmallIntegerField(default=0)
    done = IntegerField(default=0)
    gained = JsonField(default="{}")
    owner_id = BigIntegerField(null=True, index=True)
    job_id = BigIntegerField(null=True)

    class Meta:
        table_name = "import_run"


class ImportFileRow(Table):
    """The bytes of a file that was sent, for whom and how it is taken; kept a while for its corrected workbook."""

    run_id = BigIntegerField(primary_key=True)
    body = BlobField()
    asked = JsonField()
    recorded_at = InstantField(index=True)

    class Meta:
        table_name = "import_file"


class ImportFaultRow(Table):
    """A fault of a run: the row and the title of its column, as in the file."""

    run_id = BigIntegerField()
    line = IntegerField()
    place = IntegerField()
    title = TextField()
    code = CodeField()
    value = TextField()
    severity = CodeField()

    class Meta:
        table_name = "import_fault"
        primary_key = False
        indexes = ((("run_id", "line", "place"), True),)


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


TABLES = (ImportRunRow, ImportRowRow, ImportFileRow, ImportFaultRow, DecisionImportRow, DecisionRowRow)
RUN = (
    "id, file, digest, layout, rows, taken, unchanged, refused, actor, recorded_at, state, dry_run, done, gained,"
    " owner_id, job_id"
)
ADD_RUN = f"INSERT INTO import_run ({RUN}) VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, 0, '{{}}', ?, ?)"
RUNS = f"SELECT {RUN} FROM import_run WHERE id < ? ORDER BY id DESC LIMIT ?"
RUNS_OF = f"SELECT {RUN} FROM import_run WHERE owner_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
RUN_BY_ID = f"SELECT {RUN} FROM import_run WHERE id = ?"
ADVANCE = (
    "UPDATE import_run SET state = 'running', done = ?, taken = ?, unchanged = ?, refused = ?, gained = ?"
    " WHERE id = ? AND done = ? AND state IN ('waiting', 'running')"
)
END_RUN = "UPDATE import_run SET state = ? WHERE id = ? AND state IN ('waiting', 'running')"
ADD_FILE = "INSERT INTO import_file (run_id, body, asked, recorded_at) VALUES (?, ?, ?, ?)"
FILE = "SELECT body, asked FROM import_file WHERE run_id = ?"
DROP_FILES = "DELETE FROM import_file WHERE recorded_at < ?"
ADD_FAULT = "INSERT INTO import_fault (run_id, line, place, title, code, value, severity) VALUES (?, ?, ?, ?, ?, ?, ?)"
FAULTS = (
    "SELECT line, place, title, code, value, severity FROM import_fault"
    " WHERE run_id = ? AND (line > ? OR (line = ? AND place > ?)) ORDER BY line, place LIMIT ?"
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


def add_run(database: Database, run: ImportRun) -> None:
    """Write a run of which nothing is done yet."""
    told = (run.id, run.file, run.digest, run.layout, run.rows, run.actor, to_microseconds(run.recorded_at))
    database.run(ADD_RUN, (*told, run.state, int(run.dry_run), run.owner_id, run.job_id))


def advance_run(database: Database, run: ImportRun, before: int) -> bool:
    """Write how far a run is; False when it was not at `before`: somebody else does it."""
    counts = (run.done, run.taken, run.unchanged, run.refused, _text(dict(run.new)))
    return database.run(ADVANCE, (*counts, run.id, before)) == 1


def end_run(database: Database, run_id: int, state: RunState) -> bool:
    """End a run; False when it has ended."""
    return database.run(END_RUN, (state, run_id)) == 1


def run(database: Database, run_id: int) -> ImportRun | None:
    """Return a run."""
    row = database.one(RUN_BY_ID, (run_id,))
    return _run(row) if row else None


def runs(database: Database, owner_id: int | None, before: int, limit: int) -> list[ImportRun]:
    """Return the newest runs before an id, of one owner or of all."""
    if owner_id is None:
        return [_run(row) for row in database.rows(RUNS, (before, limit))]
    return [_run(row) for row in database.rows(RUNS_OF, (owner_id, before, limit))]


def add_file(database: Database, run_id: int, body: bytes, asked: dict[str, Json], at: int) -> None:
    """Keep the bytes of a file, and for whom and how it is to be taken."""
    database.run(ADD_FILE, (run_id, body, _text(asked), at))


def file(database: Database, run_id: int) -> tuple[bytes, dict[str, Json]] | None:
    """Return the bytes of a file with what was asked; None when they are no longer kept."""
    row = database.one(FILE, (run_id,))
    return (bytes(row[0]), json.loads(row[1])) if row else None


def drop_files(database: Database, before: int) -> int:
    """Forget the bytes of files that were sent before an instant."""
    return database.run(DROP_FILES, (before,))


def add_faults(database: Database, run_id: int, faults: Sequence[RowFault]) -> None:
    """Write faults of rows that have none yet."""
    places: Counter[int] = Counter()
    rows = []
    for one in faults:
        rows.append((run_id, one.row, places[one.row], one.column, one.code, one.value, one.severity))
        places[one.row] += 1
    database.many(ADD_FAULT, rows)


def faults(database: Database, run_id: int, after: tuple[int, int], limit: int) -> list[tuple[int, RowFault]]:
    """Return the faults of a run after a row and place, in the order of the file, each with its place in the row."""
    rows = database.rows(FAULTS, (run_id, after[0], after[0], after[1], limit))
    return [
        (place, RowFault(line, title, code, value, *hint(code), Severity(severity)))
        for line, place, title, code, value, severity in rows
    ]


def _text(told: Mapping[str, Json]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _run(row: Row) -> ImportRun:
    key, file, digest, layout, rows, taken, unchanged, refused, actor, at, state, dry, done, gained, owner, job = row
    counts = (rows, taken, unchanged, refused)
    return ImportRun(
        file,
        layout,
        *counts,
        actor,
        from_microseconds(at),
        id=key,
        state=RunState(state),
        dry_run=bool(dry),
        done=done,
        new=Counter(json.loads(gained)),
        owner_id=owner,
        job_id=job,
        digest=digest,
    )


REVIEW_COLUMNS = (
    "id, state, decision, decided_on, authority, document, source, notes, proposal_id, actor, version, recorded_at"
)
ADD_REVIEW = (
    f"INSERT INTO decision_import ({REVIEW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (document) DO NOTHING"
)
REVIEW = f"SELECT {REVIEW_COLUMNS} FROM decision_import WHERE id = ?"
REVIEW_BY_DOCUMENT = "SELECT id FROM decision_import WHERE document = ?"
REVIEWS = f"SELECT {REVIEW_COLUMNS} FROM decision_import WHERE id < ? ORDER BY id DESC LIMIT ?"
MOVE_REVIEW = (
    "UPDATE decision_import SET state = ?, proposal_id = ?, version = version + 1 WHERE id = ? AND version = ?"
)
REVIEW_ROWS = (
    "SELECT place, kind, verdict, cells, differences, faults, note, decided_by FROM decision_row"
    " WHERE decision_id = ? ORDER BY place"
)
PUT_REVIEW_ROW = (
    "INSERT INTO decision_row (decision_id, place, kind, verdict, cells, differences, faults, note, decided_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (decision_id, place) DO UPDATE SET kind = excluded.kind,"
    " verdict = excluded.verdict, cells = excluded.cells, differences = excluded.differences,"
    " faults = excluded.faults, note = excluded.note, decided_by = excluded.decided_by"
)


def add_review(database: Database, one: Review) -> bool:
    """Write a decision under review, with its rows; False when its document is known already."""
    cited = one.decision
    day = cited.decided_on.isoformat() if cited.decided_on else None
    told = (one.id, one.state, cited.number, day, cited.authority, cited.document, one.source, _written([*one.notes]))
    rest = (one.proposal_id, one.actor, one.version, to_microseconds(one.recorded_at))
    if database.run(ADD_REVIEW, (*told, *rest)) == 0:
        return False
    put_rows(database, one.id, one.rows)
    return True


def put_rows(database: Database, review_id: int, rows: Sequence[ReviewRow]) -> None:
    """Write rows of a review, new or changed."""
    database.many(PUT_REVIEW_ROW, [(review_id, *_review_row_values(row)) for row in rows])


def review(database: Database, review_id: int) -> Review | None:
    """Return a decision under review with its rows."""
    row = database.one(REVIEW, (review_id,))
    return _review(row, tuple(_review_row(one) for one in database.rows(REVIEW_ROWS, (review_id,)))) if row else None


def review_by_document(database: Database, document: str) -> int | None:
    """Return the decision whose file has a digest."""
    row = database.one(REVIEW_BY_DOCUMENT, (document,))
    return row[0] if row else None


def reviews(database: Database, before: int, limit: int) -> list[Review]:
    """Return the newest decisions, without their rows."""
    return [_review(row, ()) for row in database.rows(REVIEWS, (before, limit))]


def move_review(database: Database, one: Review, state: ReviewState, proposal_id: int | None) -> bool:
    """Move a decision on; False when another has changed it since it was read."""
    return database.run(MOVE_REVIEW, (state, proposal_id, one.id, one.version)) == 1


def _review_row_values(row: ReviewRow) -> tuple[int, str, str, str, str, str, str | None, str | None]:
    faults: list[Json] = [
        [one.row, one.column, one.code, one.value, one.hint_vi, one.hint_en, one.severity] for one in row.faults
    ]
    told = (_written({**row.cells}), _written(row.differences), _written(faults))
    return (row.place, row.kind, row.verdict, *told, row.note, row.decided_by)


def _review_row(row: Row) -> ReviewRow:
    place, kind, verdict, cells, differences, faults, note, decided_by = row
    told = tuple(_fault(*parts) for parts in json.loads(faults))
    return ReviewRow(
        place, RowKind(kind), Verdict(verdict), json.loads(cells), json.loads(differences), told, note, decided_by
    )


def _fault(row: int, column: str, code: str, value: str, *more: str) -> RowFault:
    hint_vi, hint_en, severity = more
    return RowFault(row, column, code, value, hint_vi, hint_en, Severity(severity))


def _review(row: Row, rows: tuple[ReviewRow, ...]) -> Review:
    key, state, number, decided_on, authority, document, source, notes, proposal_id, actor, version, at = row
    cited = Decision(number, date.fromisoformat(decided_on), authority, document)
    told = tuple(json.loads(notes))
    return Review(
        key, ReviewState(state), cited, source, told, proposal_id, actor, version, from_microseconds(at), rows
    )


def _written(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
