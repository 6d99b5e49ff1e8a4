"""The command `medreg import`: files into the register, for real or dry, with their faults as report or workbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from api.commands import console, opened
from api.negotiate import Language
from api.v1.imports import fault_titles
from registry.exchange import service as exchange
from registry.exchange.marked import marked_workbook
from registry.exchange.model import ImportOrder, ImportReport
from registry.exchange.sheets import ENCODINGS, open_sheet
from registry.exchange.templates import NAMES, template_csv, template_xlsx
from registry.settings import Settings
from registry.work import SYSTEM, Workbench

REFUSED = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What comes out beside the counts."""

    report: Path
    workbook: Path | None
    language: Language


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
    """Import FILES, published or filled in; a killed run is run again, and running a file again adds nothing."""
    if template is not None:
        _write_template(template, layout, lang)
    if not files and template is None:
        raise click.UsageError("name a file, or --template")
    if workbook is not None and len(files) > 1:
        raise click.UsageError("--workbook takes one file")
    wanted = Wanted(report or settings.home / "reports", workbook, lang)
    order = ImportOrder(layout, encoding, dry_run)
    reports = []
    if files:
        wanted.report.mkdir(parents=True, exist_ok=True)
        with opened(settings) as workbench:
            reports = [_import_one(workbench, file, order, wanted) for file in files]
        _show(reports, wanted, as_json=as_json)
    if strict and any(one.refused for one in reports):
        sys.exit(REFUSED)


def _write_template(path: Path, layout: str | None, lang: Language) -> None:
    if layout not in NAMES:
        raise click.UsageError(f"--template needs --layout: {', '.join(NAMES)}")
    write = template_csv if path.suffix == ".csv" else template_xlsx
    path.write_bytes(write(layout, lang))
    console.print(f"template written: {path}", markup=False)


def _import_one(workbench: Workbench, file: Path, order: ImportOrder, wanted: Wanted) -> ImportReport:
    sheet = open_sheet(file, order.encoding)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(file.name, total=None)
        done = exchange.import_sheet(
            workbench, SYSTEM, sheet, order, lambda done, rows: progress.update(bar, completed=done, total=rows)
        )
    (wanted.report / f"{file.stem}.report.csv").write_bytes(exchange.report_csv(done, wanted.language))
    if wanted.workbook is not None:
        form = exchange.layout_of(sheet.columns, done.layout).form
        titles = fault_titles(wanted.language)
        wanted.workbook.write_bytes(marked_workbook(sheet, form, done.faults, titles, wanted.language))
    return done


def _show(reports: Sequence[ImportReport], wanted: Wanted, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_counts(one) for one in reports], ensure_ascii=False, indent=2))
        return
    table = Table(box=None)
    table.add_column("file", overflow="fold")
    for name in ("rows", "taken", "unchanged", "refused", "new in the register"):
        table.add_column(name)
    for one in reports:
        new = ", ".join(f"{count} {kind}" for kind, count in sorted(one.new.items()) if count) or "nothing"
        told = f"{new} (dry run: nothing kept)" if one.dry_run else new
        table.add_row(one.file, *(str(n) for n in (one.rows, one.taken, one.unchanged, one.refused)), told)
    console.print(table)
    console.print(f"rows not taken, each with its reason: {wanted.report}", markup=False)
    if wanted.workbook is not None:
        console.print(f"workbook with the faults in its cells: {wanted.workbook}", markup=False)


def _counts(report: ImportReport) -> dict[str, object]:
    counts = {"rows": report.rows, "taken": report.taken, "unchanged": report.unchanged, "refused": report.refused}
    told = {"file": report.file, "layout": report.layout, "dry_run": report.dry_run}
    return {**told, **counts, "new": dict(report.new)}


COMMANDS = {"import": import_files}
"""Name -> command, for `api.cli`."""
