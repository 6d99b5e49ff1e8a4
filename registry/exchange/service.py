"""Use cases of the exchange: import a published file as it is, and give the packs of a decision their GTINs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from registry.audit import service as audit
from registry.audit.model import Json
from registry.errors import BadInput, Fault, RegistryError
from registry.exchange import awards, registrations, renewals, store
from registry.exchange.allocation import allocate_for_decision
from registry.exchange.cells import RowReader
from registry.exchange.hints import hint
from registry.exchange.layout import Layout, Take
from registry.exchange.model import Cells, ImportReport, ImportRun, RowFault
from registry.exchange.report import report_csv
from registry.exchange.sheets import Sheet, open_sheet
from registry.ids import format_id, new_id
from registry.work import Actor, Work, Workbench

__all__ = ["allocate_for_decision", "import_file", "layout_of", "report_csv", "runs"]

SLICE = 500
"""Rows in one transaction: few commits, and a lost connection loses little."""

Progress = Callable[[int, int], None]
"""Told after each slice: rows done, rows in all."""


LAYOUTS = (renewals.LAYOUT, awards.LAYOUT, registrations.LAYOUT)


@dataclass(slots=True)
class _Tally:
    taken: int = 0
    unchanged: int = 0
    refused: int = 0
    new: Counter[str] = field(default_factory=Counter)
    faults: list[RowFault] = field(default_factory=list)

    def add(self, other: _Tally) -> None:
        self.taken += other.taken
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.new.update(other.new)
        self.faults.extend(other.faults)


def layout_of(columns: Sequence[str]) -> Layout:
    """Return the layout whose columns all stand in a header; raise `BadInput` naming what each known layout lacks."""
    for layout in LAYOUTS:
        if set(layout.columns) <= set(columns):
            return layout
    lacking = {one.name: sorted(set(one.columns) - set(columns)) for one in LAYOUTS}
    raise BadInput.of([Fault("layout-unknown", value=", ".join(columns)[:200], facts={"lacking": lacking})])


def import_file(workbench: Workbench, actor: Actor, path: Path, progress: Progress | None = None) -> ImportReport:
    """Import a published file, told by its header; every row is taken, unchanged, or refused with its reason.

    Rows are committed in slices, so that what was taken stays taken; running the file again adds nothing.
    """
    sheet = open_sheet(path)
    layout = layout_of(sheet.columns)
    run_id = new_id()
    tally = _Tally()
    for start in range(0, len(sheet.rows), SLICE):
        rows = [_Reading.of(layout, number, cells) for number, cells in sheet.rows[start : start + SLICE]]
        tally.add(workbench.write(actor, partial(_take_slice, layout=layout, run_id=run_id, rows=rows)))
        if progress is not None:
            progress(min(start + SLICE, len(sheet.rows)), len(sheet.rows))
    workbench.write(actor, lambda work: _keep_run(work, run_id, sheet, layout, tally))
    faults = tuple(sorted(tally.faults, key=lambda one: one.row))
    rows_in_all = len(sheet.rows)
    return ImportReport(
        sheet.name, layout.name, rows_in_all, tally.taken, tally.unchanged, tally.refused, tally.new, faults
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A row after the pure half of its import: what was read, what was noticed, and the digest of its cells."""

    number: int
    cells: str
    content_key: str
    faults: tuple[RowFault, ...]
    take: Take | None
    main: str

    @classmethod
    def of(cls, layout: Layout, number: int, cells: Cells) -> _Reading:
        reader = RowReader(number, cells)
        take = layout.read(reader)
        written = json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        key = hashlib.sha256(f"{layout.name}\n{written}".encode(errors="surrogatepass")).hexdigest()
        main = cells.get(layout.main_column) or ""
        return cls(number, written, key, tuple(reader.faults), take, main)


def _take_slice(work: Work, layout: Layout, run_id: int, rows: Sequence[_Reading]) -> _Tally:
    work.require("import:write")
    known = store.known(work.db, [row.content_key for row in rows])
    tally = _Tally()
    for row in rows:
        if row.content_key in known:
            tally.unchanged += 1
        elif row.take is None:
            tally.refused += 1
            tally.faults.extend(row.faults)
        else:
            known.add(row.content_key)
            tally.add(_take_row(work, layout, run_id, row, row.take))
    return tally


def _take_row(work: Work, layout: Layout, run_id: int, row: _Reading, take: Take) -> _Tally:
    """Take one row apart from its neighbours: a rule that forbids it undoes only this row."""
    try:
        with work.db.apart():
            new = take(work)
            store.add_row(work.db, row.content_key, run_id, row.number, row.cells, work.now_us)
    except RegistryError as error:
        return _Tally(refused=1, faults=_faults_of(error, row, layout.main_column))
    return _Tally(taken=1, new=new, faults=list(row.faults))


def _faults_of(error: RegistryError, row: _Reading, column: str) -> list[RowFault]:
    codes = [fault.code for fault in error.faults] or [error.code]
    told = str(error.facts.get("registered") or "")
    value = f"{row.main} ({told})" if told else row.main
    return [RowFault(row.number, column, code, value[:200], *hint(code)) for code in dict.fromkeys(codes)]


def _keep_run(work: Work, run_id: int, sheet: Sheet, layout: Layout, tally: _Tally) -> None:
    counts = (len(sheet.rows), tally.taken, tally.unchanged, tally.refused)
    told = (run_id, sheet.name, sheet.digest, layout.name, *counts, work.actor.name, work.now_us)
    store.add_run(work.db, told)
    facts: dict[str, Json] = {
        "file": sheet.name,
        "digest": sheet.digest,
        "rows": counts[0],
        "taken": counts[1],
        "refused": counts[3],
    }
    audit.record(work, "import:done", format_id(run_id), facts)


def runs(work: Work, limit: int = 50) -> list[ImportRun]:
    """Return the newest runs of imports."""
    return store.runs(work.db, limit)
