"""Reads the code lists of `registry/data` once: CSV files, a line that begins with # being a remark."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data"
SPELLINGS = "|"
"""Between two spellings in one cell."""


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the code list `name` (without its extension), in the order of the file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return tuple(csv.DictReader(lines))


def spellings(cell: str) -> tuple[str, ...]:
    """Return the spellings that one cell lists."""
    return tuple(part.strip() for part in cell.split(SPELLINGS) if part.strip())
