"""The half of an import that writes: slice by slice, each with its counts and faults, so that a killed run goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from registry.audit import service as audit
from registry.audit.model import Json
from registry.errors import Conflict, RegistryError
from registry.exchange import store
from registry.exchange.hints import hint
from registry.exchange.layout import Take
from registry.exchange.model import ImportRun, RowFault, RunState, Severity
from registry.exchange.reading import Prepared, Reading, renamed
from registry.ids import format_id
from registry.work import Actor, Work, Workbench

Progress = Callable[[int, int], None]
"""Told after each slice: rows done, rows in all."""


@dataclass(slots=True)
class Tally:
    """Counts of some rows, and their faults."""

    taken: int = 0
    unchanged: int = 0
    refused: int = 0
    new: Counter[str] = field(default_factory=Counter)
    faults: list[RowFault] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add the counts and faults of other rows."""
        self.taken += other.taken
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.new.update(other.new)
        self.faults.extend(other.faults)


class _Undo(Exception):
    """Ends a dry slice: what it wrote goes back, what it found stays."""


def go_on(
    workbench: Workbench, actor: Actor, run: ImportRun, prepared: Prepared, progress: Progress | None = None
) -> tuple[ImportRun, list[RowFault]]:
    """Take the slices that a run has not taken yet, and end it; return it with the faults of these slices.

    Raise `Conflict` "job-taken" where another worker took a slice in the meantime: nothing is taken twice.
    """
    found: list[RowFault] = []
    start = 0
    if progress is not None:
        progress(run.done, run.rows)
    for rows in prepared.slices:
        start += len(rows)
        if start <= run.done:
            continue
        run, faults = workbench.write(actor, partial(_take_slice, run=run, prepared=prepared, rows=rows))
        found.extend(faults)
        if progress is not None:
            progress(run.done, run.rows)
    return workbench.write(actor, lambda work: _end(work, run)), found


def _take_slice(
    work: Work, run: ImportRun, prepared: Prepared, rows: Sequence[Reading]
) -> tuple[ImportRun, list[RowFault]]:
    tally = (_tried if run.dry_run else _taken)(work, run, prepared, rows)
    if run.done == 0:
        tally.faults[:0] = prepared.faults
    after = replace(
        run,
        state=RunState.RUNNING,
        done=run.done + len(rows),
        taken=run.taken + tally.taken,
        unchanged=run.unchanged + tally.unchanged,
        refused=run.refused + tally.refused,
        new=run.new + tally.new,
    )
    if not store.advance_run(work.db, after, run.done):
        raise Conflict("job-taken", id=format_id(run.id))
    store.add_faults(work.db, run.id, tally.faults)
    return after, tally.faults


def _tried(work: Work, run: ImportRun, prepared: Prepared, rows: Sequence[Reading]) -> Tally:
    """Take rows and take them back: a dry run asks every rule that a real one asks."""
    tally = Tally()
    try:
        with work.db.apart():
            tally = _taken(work, run, prepared, rows)
            raise _Undo
    except _Undo:
        return tally


def _taken(work: Work, run: ImportRun, prepared: Prepared, rows: Sequence[Reading]) -> Tally:
    work.require(prepared.layout.scope)
    known = store.known(work.db, [row.content_key for row in rows if row.content_key])
    tally, lost = Tally(), set[int]()
    for row in rows:
        if row.content_key and row.content_key in known:
            tally.unchanged += 1
            continue
        known.add(row.content_key)
        one = _take_row(work, run, prepared, row, lost)
        if one.refused:
            lost.add(row.number)
            known.discard(row.content_key)
        tally.add(one)
    return tally


def _take_row(work: Work, run: ImportRun, prepared: Prepared, row: Reading, lost: set[int]) -> Tally:
    """Take one row apart from its neighbours: a rule that forbids it undoes only this row."""
    take = row.take
    if take is None:
        return Tally(refused=1, faults=list(row.faults))
    missing = next((number for number in row.waits_on if number in lost), None)
    if missing is not None:
        return Tally(refused=1, faults=[*row.faults, _waiting(row, prepared, missing)])
    try:
        with work.db.apart():
            new = _written(work, run, row, take)
    except RegistryError as error:
        return Tally(refused=1, faults=[*row.faults, *_faults_of(error, row, prepared)])
    is_news = bool(row.content_key) or new.total() > 0
    late = row.reader.faults[len(row.faults) :] if row.reader else []
    noticed = [*row.faults, *(renamed(one, prepared.titles) for one in late)]
    return Tally(taken=int(is_news), unchanged=int(not is_news), new=new, faults=noticed)


def _written(work: Work, run: ImportRun, row: Reading, take: Take) -> Counter[str]:
    new = take(work)
    if row.content_key:
        store.add_row(work.db, row.content_key, run.id, row.number, row.cells, work.now_us)
    return new


def _waiting(row: Reading, prepared: Prepared, missing: int) -> RowFault:
    title = prepared.titles.get("contains", prepared.layout.main_column)
    return RowFault(row.number, title, "row-waits", f"(↔ {missing})", *hint("row-waits"), Severity.WAITING)


def _faults_of(error: RegistryError, row: Reading, prepared: Prepared) -> list[RowFault]:
    """Return what a rule of the register said, at the column it named, else at the layout's main column."""
    registered = str(error.facts.get("registered") or "")
    value = f"{row.main} ({registered})" if registered else row.main
    told = [(one.code, one.pointer.lstrip("/"), one.value) for one in error.faults] or [(error.code, "", None)]
    found: dict[str, RowFault] = {}
    for code, pointer, seen in told:
        column = pointer if pointer in prepared.titles else prepared.layout.main_column
        shown = value if seen is None or column != pointer else seen
        fault = RowFault(row.number, column, code, shown[:200], *hint(code))
        found.setdefault(code, renamed(fault, prepared.titles))
    return list(found.values())


def _end(work: Work, run: ImportRun) -> ImportRun:
    if not store.end_run(work.db, run.id, RunState.DONE):
        raise Conflict("job-taken", id=format_id(run.id))
    facts: dict[str, Json] = {
        "file": run.file,
        "digest": run.digest,
        "rows": run.rows,
        "taken": run.taken,
        "refused": run.refused,
        "dry_run": run.dry_run,
    }
    audit.record(work, "import:done", format_id(run.id), facts)
    return replace(run, state=RunState.DONE)
