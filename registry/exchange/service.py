"""Use cases of the exchange: import a published or a maker's own file, and give the packs of a decision their GTINs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from registry.errors import BadInput, Fault
from registry.exchange import (
    awards,
    code_lists,
    own_packs,
    own_places,
    own_prices,
    own_products,
    registrations,
    renewals,
    store,
)
from registry.exchange.allocation import allocate_for_decision
from registry.exchange.foreign import bdpm, gudid, portal, sep
from registry.exchange.layout import Layout
from registry.exchange.model import ImportOrder, ImportReport, ImportRun, RowFault, RunState
from registry.exchange.reading import prepare
from registry.exchange.report import report_csv
from registry.exchange.running import Progress, go_on
from registry.exchange.sheets import Sheet, open_sheet
from registry.ids import new_id
from registry.work import Actor, Work, Workbench

__all__ = ["allocate_for_decision", "import_file", "import_sheet", "layout_of", "rank", "report_csv", "runs"]

LAYOUTS = (
    *(registrations.LAYOUT, awards.LAYOUT, renewals.LAYOUT),
    *(*portal.LAYOUTS, *bdpm.LAYOUTS, *sep.LAYOUTS, gudid.LAYOUT, *code_lists.LAYOUTS),
)
"""Published forms, in the order in which a folder of them is taken: what others rest on comes first."""
OWN_LAYOUTS = (own_products.LAYOUT, own_packs.LAYOUT, own_places.LAYOUT, own_prices.LAYOUT)
BEFORE_ALL = (1 << 63) - 1


def layout_of(columns: Sequence[str], name: str | None = None) -> Layout:
    """Return the layout whose columns all stand in a header; raise `BadInput` naming what each known layout lacks.

    With a `name` only that layout is asked. The register's own layouts know their titles in both languages; where
    several fit, the one that knows most of the header is meant.
    """
    asked = [one for one in (*LAYOUTS, *OWN_LAYOUTS) if name in (None, one.name)]
    if not asked:
        known = ", ".join(one.name for one in (*LAYOUTS, *OWN_LAYOUTS))
        raise BadInput.of([Fault("layout-name", pointer="/layout", value=str(name)[:40], facts={"known": known})])
    lacking = {one.name: _lacking(one, columns) for one in asked}
    fitting = [one for one in asked if not lacking[one.name]]
    if fitting:
        return max(fitting, key=lambda one: _known(one, columns))
    raise BadInput.of([Fault("layout-unknown", value=", ".join(columns)[:200], facts={"lacking": lacking})])


def rank(layout: Layout) -> int:
    """Return when a form is taken among the files of a folder: published forms first, what others rest on before."""
    return [*LAYOUTS, *OWN_LAYOUTS].index(layout)


def import_file(
    workbench: Workbench,
    actor: Actor,
    path: Path,
    progress: Progress | None = None,
    order: ImportOrder = ImportOrder(),  # noqa: B008 - a frozen value
) -> ImportReport:
    """Import a file, told by its header; every row is taken, unchanged, or refused with its reason.

    Rows are committed in slices, so that what was taken stays taken; running the file again adds nothing.
    """
    return import_sheet(workbench, actor, open_sheet(path, order.encoding), order, progress)


def import_sheet(
    workbench: Workbench, actor: Actor, sheet: Sheet, order: ImportOrder, progress: Progress | None = None
) -> ImportReport:
    """Import a sheet that was read; with `order.dry_run` everything is checked and nothing kept but the report."""
    layout = layout_of(sheet.columns, order.layout)
    prepared = prepare(layout, sheet)

    def begin(work: Work) -> ImportRun:
        work.require(layout.scope)
        run = new_run(work, sheet, layout, order)
        store.add_run(work.db, run)
        return run

    run = workbench.write(actor, begin)
    ended, faults = go_on(workbench, actor, run, prepared, progress)
    return report_of(ended, faults)


def new_run(work: Work, sheet: Sheet, layout: Layout, order: ImportOrder) -> ImportRun:
    """Return a run of a sheet of which nothing is done yet."""
    return ImportRun(
        sheet.name,
        layout.name,
        len(sheet.rows),
        *(0, 0, 0),
        work.actor.name,
        work.now,
        id=new_id(),
        state=RunState.WAITING,
        dry_run=order.dry_run,
        owner_id=work.actor.party_id,
        digest=sheet.digest,
    )


def report_of(run: ImportRun, faults: Sequence[RowFault]) -> ImportReport:
    """Return a run with its faults as a report, in the order of the file."""
    counts = (run.rows, run.taken, run.unchanged, run.refused)
    told = tuple(sorted(faults, key=lambda one: one.row))
    return ImportReport(run.file, run.layout, *counts, Counter(run.new), told, run.id, run.dry_run)


def with_job(run: ImportRun, job_id: int) -> ImportRun:
    """Return a run that a job does."""
    return replace(run, job_id=job_id)


def runs(work: Work, limit: int = 50) -> list[ImportRun]:
    """Return the newest runs of imports, of everybody."""
    return store.runs(work.db, None, BEFORE_ALL, limit)


def _lacking(layout: Layout, columns: Sequence[str]) -> list[str]:
    if layout.form is None:
        return sorted(set(layout.columns) - set(columns))
    return layout.form.lacks(layout.form.match(columns))


def _known(layout: Layout, columns: Sequence[str]) -> int:
    return len(layout.form.match(columns)) if layout.form else len(layout.columns)
