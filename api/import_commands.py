"""The command `medreg import`: files into the register, for real or dry, with their faults as report or workbook."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from api.commands import console, opened
from api.negotiate import Language
from api.v1.imports import fault_titles
from registry.errors import BadInput
from registry.exchange import decisions
from registry.exchange import service as exchange
from registry.exchange.decision_text import read_decision
from registry.exchange.marked import marked_workbook
from registry.exchange.model import ImportOrder, ImportReport, RowFault
from registry.exchange.sheets import ENCODINGS, Sheet, open_sheet
from registry.exchange.templates import NAMES, template_csv, template_xlsx
from registry.settings import Settings
from registry.work import SYSTEM, Workbench

REFUSED = 1
Strange = tuple[str, str]
"""A file that is no known table, and what it is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What comes out beside the counts."""

    report: Path
    workbook: Path | None
    language: Language


@click.command("import")
@click.argument("files", nargs=-1, envvar="MEDREG_CATALOGUE", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="check everything, keep nothing")
@click.option("--layout", help="products, packs, places, prices...; default: told by the header")
@click.option("--encoding", type=click.Choice(ENCODINGS), help="of CSV; default: utf-8")
@click.option("--report", type=click.Path(path_type=Path), help="folder for a CSV of every fault (default: home)")
@click.option("--workbook", type=click.Path(path_type=Path), help="write the rows back as XLSX, faults in their cells")
@click.option("--template", type=click.Path(path_type=Path), help="write the template of --layout (.xlsx or .csv)")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="language of what is written")
@click.option("--strict", is_flag=True, help=f"end with {REFUSED} when a row was refused")
@click.option("--json", "as_json", is_flag=True, help="print the counts as JSON")
@click.pass_obj
def import_files(  # noqa: PLR0913, PLR0917 - each option of a command is a parameter
    settings: Settings,
    files: Sequence[Path],
    dry_run: bool,
    layout: str | None,
    encoding: str | None,
    report: Path | None,
    workbook: Path | None,
    template: Path | None,
    lang: Language,
    strict: bool,
    as_json: bool,
) -> None:
    """Import FILES, or all files of a folder (default: that of MEDREG_CATALOGUE), published or filled in.

    Every form is told by its content. A killed run is run again, and running a file again adds nothing.
    """
    if template is not None:
        _write_template(template, layout, lang)
    if not files and template is None:
        raise click.UsageError("name a file, or --template")
    sheets, strange = _opened(files, ImportOrder(layout, encoding, dry_run))
    if workbook is not None and len(sheets) != 1:
        raise click.UsageError("--workbook takes one file")
    wanted = Wanted(report or settings.home / "reports", workbook, lang)
    order = ImportOrder(layout, encoding, dry_run)
    reports = []
    if files:
        wanted.report.mkdir(parents=True, exist_ok=True)
        with opened(settings) as workbench:
            reports = [_import_one(workbench, sheet, order, wanted) for sheet in sheets]
            strange = [*strange, *_decisions(workbench, files)]
        _show(reports, strange, wanted, as_json=as_json)
    if strict and any(one.refused for one in reports):
        sys.exit(REFUSED)


def _write_template(path: Path, layout: str | None, lang: Language) -> None:
    if layout not in NAMES:
        raise click.UsageError(f"--template needs --layout: {', '.join(NAMES)}")
    write = template_csv if path.suffix == ".csv" else template_xlsx
    path.write_bytes(write(layout, lang))
    console.print(f"template written: {path}", markup=False)


def _opened(files: Sequence[Path], order: ImportOrder) -> tuple[list[Sheet], list[Strange]]:
    """Open every file and every file of a folder, in the order in which their forms rest on each other.

    A file that was named must be a table; in a folder, other files are told and passed over.
    """
    found: list[tuple[int, Sheet]] = []
    strange: list[Strange] = []
    for file, is_named in _each(files):
        try:
            sheet = open_sheet(file, order.encoding)
            found.append((exchange.rank(exchange.layout_of(sheet.columns, order.layout)), sheet))
        except BadInput as error:
            if is_named:
                raise
            if file.suffix.lower() != ".txt":
                strange.append((file.name, f"no table that is known: {error.faults[0].code}"))
    return [sheet for _, sheet in sorted(found, key=lambda one: one[0])], strange


def _each(files: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    for path in files:
        if path.is_dir():
            yield from ((inside, False) for inside in sorted(path.rglob("*")) if inside.is_file())
        else:
            yield path, True


def _decisions(workbench: Workbench, files: Sequence[Path]) -> list[Strange]:
    """Compare the decisions of a folder, as texts, with the register; what they change is left to their review."""
    told: list[Strange] = []
    for file, is_named in _each(files):
        if is_named or file.suffix.lower() != ".txt" or _is_table(file):
            continue
        try:
            published = read_decision(file)
            rows = workbench.write(SYSTEM, partial(decisions.compare, published=published))
        except BadInput as error:
            told.append((file.name, f"no table and no decision: {error.faults[0].code}"))
            continue
        counts = ", ".join(f"{n} {kind}" for kind, n in sorted(Counter(row.kind.value for row in rows).items()))
        told.append(
            (file.name, f"decision {published.decision.number}: {len(rows)} rows ({counts}); see medreg decision")
        )
    return told


def _is_table(file: Path) -> bool:
    try:
        exchange.layout_of(open_sheet(file).columns)
    except BadInput:
        return False
    return True


def _import_one(workbench: Workbench, sheet: Sheet, order: ImportOrder, wanted: Wanted) -> ImportReport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(sheet.name, total=None)
        done = exchange.import_sheet(
            workbench, SYSTEM, sheet, order, lambda done, rows: progress.update(bar, completed=done, total=rows)
        )
    (wanted.report / f"{Path(sheet.name).stem}.report.csv").write_bytes(exchange.report_csv(done, wanted.language))
    if wanted.workbook is not None:
        form = exchange.layout_of(sheet.columns, done.layout).form
        titles = fault_titles(wanted.language)
        wanted.workbook.write_bytes(marked_workbook(sheet, form, done.faults, titles, wanted.language))
    return done


def _show(reports: Sequence[ImportReport], strange: Sequence[Strange], wanted: Wanted, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_counts(one) for one in reports], ensure_ascii=False, indent=2))
        return
    console.print(_table(reports))
    _show_faults(reports)
    for name, words in strange:
        console.print(f"{name}: {words}", markup=False)
    console.print(f"rows not taken, each with its reason: {wanted.report}", markup=False)
    if wanted.workbook is not None:
        console.print(f"workbook with the faults in its cells: {wanted.workbook}", markup=False)


def _table(reports: Sequence[ImportReport]) -> Table:
    table = Table(box=None)
    table.add_column("file", overflow="fold")
    for name in ("rows", "taken", "unchanged", "refused", "new in the register"):
        table.add_column(name)
    for one in reports:
        new = ", ".join(f"{count} {kind}" for kind, count in sorted(one.new.items()) if count) or "nothing"
        told = f"{new} (dry run: nothing kept)" if one.dry_run else new
        table.add_row(one.file, *(str(n) for n in (one.rows, one.taken, one.unchanged, one.refused)), told)
    if len(reports) > 1:
        sums = [sum(getattr(one, name) for one in reports) for name in ("rows", "taken", "unchanged", "refused")]
        table.add_row("all files", *(str(n) for n in sums), "", style="bold")
    return table


def _show_faults(reports: Sequence[ImportReport]) -> None:
    """Print every fault by its code: how often, whether the row was taken, where first, and what to do."""
    found: dict[tuple[str, str], list[tuple[str, RowFault]]] = {}
    for one in reports:
        for fault in one.faults:
            found.setdefault((fault.code, fault.severity.value), []).append((one.file, fault))
    if not found:
        return
    table = Table(box=None)
    for name in ("fault", "severity", "times", "first", "what to do"):
        table.add_column(name, overflow="fold")
    for (code, severity), faults in sorted(found.items(), key=lambda item: -len(item[1])):
        file, first = faults[0]
        place = escape(f"{file}:{first.row} {first.column} {first.value[:40]!r}")
        table.add_row(code, severity, str(len(faults)), place, escape(first.hint("en")))
    console.print(table)


def _counts(report: ImportReport) -> dict[str, object]:
    counts = {"rows": report.rows, "taken": report.taken, "unchanged": report.unchanged, "refused": report.refused}
    told = {"file": report.file, "layout": report.layout, "dry_run": report.dry_run}
    faults = Counter(f"{fault.code} ({fault.severity})" for fault in report.faults)
    return {**told, **counts, "new": dict(report.new), "faults": dict(faults)}


COMMANDS = {"import": import_files}
"""Name -> command, for `api.cli`."""
