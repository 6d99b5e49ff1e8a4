"""The command `medreg decision`: show what a published decision changes in the register, and apply it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from api.commands import REFUSED, console, opened, tell
from registry.errors import RegistryError
from registry.exchange import decisions
from registry.exchange.decision_text import Published, read_decision
from registry.exchange.reviews import TAKEABLE, ReviewRow
from registry.settings import Settings
from registry.work import SYSTEM

TELLING = frozenset({"number", "state", "valid_until", "product.name"})
"""Fields that a reader looks for first."""
SHOWN = 4
"""Changed fields shown in one line of the table; --json tells all."""


@click.command("decision")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "apply_it", is_flag=True, help="apply every row that is certain; others are left out by name")
@click.option("--json", "as_json", is_flag=True, help="print rows and differences as JSON")
@click.pass_obj
def decision(settings: Settings, file: Path, apply_it: bool, as_json: bool) -> None:
    """Compare FILE, a decision's text layer or table, with the register row by row; change nothing without --apply."""
    try:
        published = read_decision(file)
    except RegistryError as error:
        tell(error)
        sys.exit(REFUSED)
    with opened(settings) as workbench:
        if apply_it:
            rows = workbench.write(SYSTEM, lambda work: decisions.apply_at_once(work, published)).rows
        else:
            rows = workbench.write(SYSTEM, lambda work: decisions.compare(work, published))
    if as_json:
        click.echo(json.dumps([_told(row) for row in rows], ensure_ascii=False, indent=2))
    else:
        _show(published, rows, apply_it=apply_it)
    sys.exit(0 if all(row.kind in TAKEABLE for row in rows) and not published.notes else REFUSED)


def _show(published: Published, rows: Sequence[ReviewRow], *, apply_it: bool) -> None:
    cited = published.decision
    console.print(f"{cited.number} of {cited.decided_on}, {cited.authority}; SHA-256 {cited.document}", markup=False)
    table = Table(box=None)
    for name in ("row", "means", "old number", "number", "changes"):
        table.add_column(name, overflow="fold")
    for row in rows:
        numbers = (row.cells.get("so_dang_ky_cu", ""), row.cells.get("so_dang_ky_moi", ""))
        table.add_row(str(row.place), row.kind, *numbers, _changes(row))
    console.print(table)
    for note in published.notes:
        console.print(f"rows promised by the title and not read: annex {note}", markup=False)
    counts = Counter(row.kind for row in rows)
    done = "applied" if apply_it else "nothing was changed; --apply applies what is certain"
    console.print(f"{', '.join(f'{count} {kind}' for kind, count in sorted(counts.items()))}: {done}", markup=False)


def _changes(row: ReviewRow) -> str:
    if row.faults and row.kind not in TAKEABLE:
        return "; ".join(f"{fault.column}: {fault.code} ({fault.hint_en})" for fault in row.faults)
    names = sorted(row.differences, key=lambda name: (name not in TELLING, name))
    told = [f"{name}: {_word(row.differences[name])}" for name in names]
    return "; ".join(told[:SHOWN]) + (f"; and {len(told) - SHOWN} more" if len(told) > SHOWN else "")


def _word(pair: object) -> str:
    before, after = pair if isinstance(pair, list) else (None, pair)
    return f"{_short(before)} -> {_short(after)}"


def _short(value: object) -> str:
    if isinstance(value, list | dict):
        return f"{len(value)} parts"
    return "-" if value is None else str(value)[:40]


def _told(row: ReviewRow) -> dict[str, object]:
    faults = [{"column": one.column, "code": one.code, "severity": one.severity} for one in row.faults]
    return {"row": row.place, "kind": row.kind, "cells": row.cells, "differences": row.differences, "faults": faults}


COMMANDS = {decision.name: decision}
"""Name -> command, for `api.cli`."""
