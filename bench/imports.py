"""An import of 10,000 rows with 200 planted faults of 20 kinds: are all named, none falsely, and how long does it take?

    python -m bench.imports [rows]

Prints the seconds of reading, checking and taking, and of the corrected workbook, for products and for packs, dry and
for real, on SQLite in a temporary folder.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.planted import KINDS, Planted, pack_rows, plant, plant_packs, product_rows, workbook
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.exchange import service as exchange
from registry.exchange.marked import marked_workbook
from registry.exchange.model import ImportOrder, Severity
from registry.exchange.sheets import read_sheet
from registry.work import SYSTEM, Workbench

T = TypeVar("T")
ROWS = 10_000
EACH = 10
"""How often each kind of fault is planted."""


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="medreg-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'medreg.db'}"
        database = Database.open(url)
        migrate(database)
        database.close()
        workbench = Workbench(Database.open(url))
        products = plant(product_rows(rows), EACH)
        packs = plant_packs(pack_rows(rows), EACH)
        _measure(workbench, "products, dry", products, dry_run=True)
        _measure(workbench, "products", products, dry_run=False)
        _register_all(workbench, rows)
        _measure(workbench, "packs, dry", packs, dry_run=True)
        _measure(workbench, "packs", packs, dry_run=False)
        workbench.close()


def _register_all(workbench: Workbench, rows: int) -> None:
    """Let the products that had faults stand too, so that no pack lacks its product."""
    sheet = read_sheet("products.xlsx", workbook(product_rows(rows)))
    exchange.import_sheet(workbench, SYSTEM, sheet, ImportOrder("products"))


def _measure(workbench: Workbench, name: str, planted: Planted, *, dry_run: bool) -> None:
    body = workbook(planted.rows, planted.as_numbers)
    cpu = time.process_time()
    sheet, reading = _timed(lambda: read_sheet("rows.xlsx", body))
    order = ImportOrder(dry_run=dry_run)
    report, taking = _timed(lambda: exchange.import_sheet(workbench, SYSTEM, sheet, order))
    form = exchange.layout_of(sheet.columns).form
    back, writing = _timed(lambda: marked_workbook(sheet, form, report.faults, {}, "vi"))
    cpu = time.process_time() - cpu
    told = {(one.row, one.code) for one in report.faults if one.severity is Severity.REFUSED}
    missed, false = planted.faults - told, told - planted.faults
    if "-v" in sys.argv:
        print(sorted(missed)[:12], sorted(false)[:12])
    whole = reading + taking + writing
    print(
        f"{name:14} {len(planted.rows):6} rows  {len(planted.faults)} planted of {len(KINDS[report.layout])} kinds: "
        f"{len(planted.faults & told)} named, {len(missed)} missed, {len(false)} false; "
        f"taken {report.taken}, refused {report.refused}; "
        f"read {reading:.2f} s, checked and taken {taking:.2f} s, workbook of {len(back) >> 10} KiB {writing:.2f} s: "
        f"{whole:.2f} s by the clock, {cpu:.2f} s of the processor"
    )


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    made = act()
    return made, time.perf_counter() - started


if __name__ == "__main__":
    main()
