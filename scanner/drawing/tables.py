"""The symbol specification tables of the GS1 General Specifications, read once, and X in whole dots of a printer."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any, NamedTuple  # Any: a row of TOML, checked by what is made of it

from scanner.carriers import SymbolKind
from scanner.errors import ScanCode, ScanError

MM_PER_INCH = 25.4
_ROUNDED_MM = 0.0006
"""A width told to three digits is the whole number of dots it is the rounding of."""


class PrintUse(StrEnum):
    """Where the symbol will be scanned, which decides its table."""

    HEALTHCARE = "healthcare"
    """Regulated healthcare packs outside general distribution (tables 6, 8, 10)."""
    RETAIL = "retail"
    """Point of sale (table 1)."""
    LOGISTIC = "logistic"
    """General distribution: cases and pallets (tables 2, 5)."""


class Quiet(NamedTuple):
    """Light margin in modules."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class PrintRule:
    """One row: X in millimetres, quiet zone in modules, least height of bars, table and least grade."""

    x_min: float
    x_target: float
    x_max: float
    quiet: Quiet
    height_mm: float
    table: str
    grade: str


_TOLD: dict[str, Any] = tomllib.loads(resources.files("scanner.drawing").joinpath("tables.toml").read_text("utf-8"))


def _rule(row: dict[str, Any]) -> PrintRule:
    least, target, most = row["x"]
    return PrintRule(least, target, most, Quiet(*row["quiet"]), row.get("height", 0.0), row["table"], row["grade"])


PRINT_RULES: dict[tuple[SymbolKind, PrintUse], PrintRule] = {
    (SymbolKind(kind), use): _rule(row) for use in PrintUse for kind, row in _TOLD[use].items()
}
"""Every row, by kind of symbol and use."""
FIT_FOR: dict[PrintUse, frozenset[SymbolKind]] = {
    PrintUse(use): frozenset(SymbolKind(kind) for kind in kinds) for use, kinds in _TOLD["carriers"].items()
}
"""The symbols that may identify an item in each use; another may stand beside them, never instead."""
GS1_128_MAX: int = _TOLD["length"]["gs1-128"]["characters"]
"""Data characters of one GS1-128 symbol (General Specifications 5.4.1)."""
GS1_128_LONGEST_MM: float = _TOLD["length"]["gs1-128"]["mm"]


def usual_use(kind: SymbolKind) -> PrintUse:
    """The first use that this kind may identify an item in: packs of medicine before the till and the warehouse."""
    return next(use for use in PrintUse if kind in FIT_FOR[use])


def dots_for(rule: PrintRule, dpi: int) -> int:
    """The whole number of printer dots a module whose width is nearest the target, within the table where it can be."""
    dot = MM_PER_INCH / dpi
    least = max(1, math.ceil(rule.x_min / dot - 0.005))
    most = max(least, math.floor(rule.x_max / dot + 0.005))
    return min(most, max(least, round(rule.x_target / dot)))


def whole_dots(x_mm: float, dpi: int) -> int:
    """The dots of a module `x_mm` wide; raises `ScanError` where the printer has no such width."""
    dots = round(x_mm * dpi / MM_PER_INCH)
    nearest = max(1, dots) * MM_PER_INCH / dpi
    if dots < 1 or abs(nearest - x_mm) > _ROUNDED_MM:
        raise ScanError(ScanCode.X_NOT_WHOLE_DOTS, x_mm=x_mm, dpi=dpi, nearest_mm=round(nearest, 4))
    return dots
