"""What GS1 asks of a printed symbol: width of a module, quiet zone, height (General Specifications 5.12.3).

Sizes come from table rows kept as values, so a new edition changes a row and no function.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from scanner.carriers import SymbolKind

MM_PER_INCH = 25.4
GS1_128_LONGEST_MM = 165.10


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
    """One row: X in millimetres, quiet zone in modules, least height of bars."""

    x_min: float
    x_target: float
    x_max: float
    quiet: Quiet
    height_mm: float = 0.0


class PrintFaultCode(StrEnum):
    """Why a symbol should not be printed as it is."""

    X_TOO_SMALL = "x-too-small"
    X_TOO_LARGE = "x-too-large"
    QUIET_ZONE = "quiet-zone"
    TOO_LONG = "too-long"
    TOO_LOW = "too-low"
    WRONG_CARRIER_FOR_USE = "wrong-carrier-for-use"
    LOW_CONTRAST_COLOURS = "low-contrast-colours"


@dataclass(frozen=True, slots=True)
class PrintFault:
    """One fault: what was found and what the table asks, in millimetres, modules or reflectance."""

    code: PrintFaultCode
    found: float
    asked: float


class Printed(Protocol):
    """What a check needs to know of a drawing."""

    @property
    def kind(self) -> SymbolKind:
        """Its kind."""

    @property
    def quiet(self) -> Quiet:
        """Its quiet zone in modules."""

    @property
    def x_mm(self) -> float:
        """Its module width on paper."""

    @property
    def width_mm(self) -> float:
        """Its width without quiet zone."""

    @property
    def height_mm(self) -> float:
        """Its height without quiet zone."""


_ONE, _FOUR = Quiet(1, 1, 1, 1), Quiet(4, 4, 4, 4)
_TEN = Quiet(10, 0, 10, 0)
_EAN_13, _EAN_8 = Quiet(11, 0, 7, 0), Quiet(7, 0, 7, 0)
_K, _U = SymbolKind, PrintUse

PRINT_RULES: dict[tuple[SymbolKind, PrintUse], PrintRule] = {
    (_K.GS1_DATAMATRIX, _U.HEALTHCARE): PrintRule(0.254, 0.380, 0.990, _ONE),
    (_K.GS1_DATAMATRIX, _U.RETAIL): PrintRule(0.396, 0.495, 0.990, _ONE),
    (_K.GS1_DATAMATRIX, _U.LOGISTIC): PrintRule(0.743, 0.743, 1.500, _ONE),
    (_K.GS1_128, _U.HEALTHCARE): PrintRule(0.170, 0.495, 0.495, _TEN, 12.70),
    (_K.GS1_128, _U.RETAIL): PrintRule(0.264, 0.330, 0.660, _TEN, 12.70),
    (_K.GS1_128, _U.LOGISTIC): PrintRule(0.495, 0.495, 1.016, _TEN, 31.75),
    (_K.EAN_13, _U.HEALTHCARE): PrintRule(0.264, 0.330, 0.660, _EAN_13, 22.85),
    (_K.EAN_13, _U.RETAIL): PrintRule(0.264, 0.330, 0.660, _EAN_13, 22.85),
    (_K.EAN_13, _U.LOGISTIC): PrintRule(0.495, 0.660, 0.660, _EAN_13, 34.28),
    (_K.EAN_8, _U.HEALTHCARE): PrintRule(0.264, 0.330, 0.660, _EAN_8, 18.23),
    (_K.EAN_8, _U.RETAIL): PrintRule(0.264, 0.330, 0.660, _EAN_8, 18.23),
    (_K.EAN_8, _U.LOGISTIC): PrintRule(0.495, 0.660, 0.660, _EAN_8, 27.34),
    (_K.ITF_14, _U.HEALTHCARE): PrintRule(0.250, 0.495, 0.495, _TEN, 12.70),
    (_K.ITF_14, _U.RETAIL): PrintRule(0.495, 0.495, 1.016, _TEN, 31.75),
    (_K.ITF_14, _U.LOGISTIC): PrintRule(0.495, 0.495, 1.016, _TEN, 31.75),
    (_K.GS1_QR, _U.HEALTHCARE): PrintRule(0.254, 0.380, 0.495, _FOUR),
    (_K.GS1_QR, _U.RETAIL): PrintRule(0.396, 0.495, 0.990, _FOUR),
    (_K.GS1_QR, _U.LOGISTIC): PrintRule(0.743, 0.743, 1.500, _FOUR),
    (_K.LINK_QR, _U.HEALTHCARE): PrintRule(0.396, 0.495, 0.990, _FOUR),
    (_K.LINK_QR, _U.RETAIL): PrintRule(0.396, 0.495, 0.990, _FOUR),
    (_K.LINK_QR, _U.LOGISTIC): PrintRule(0.743, 0.743, 1.500, _FOUR),
}
# A regulated pack is identified by these; a QR code may stand beside them, never instead (2.1.13).
_REGULATED = frozenset({_K.GS1_DATAMATRIX, _K.GS1_128, _K.EAN_13, _K.EAN_8, _K.ITF_14})


def dots_for(rule: PrintRule, dpi: int) -> int:
    """The whole number of printer dots a module whose width is nearest the target, within the table where it can be."""
    dot = MM_PER_INCH / dpi
    least = max(1, math.ceil(rule.x_min / dot - 0.005))
    most = max(least, math.floor(rule.x_max / dot + 0.005))
    return min(most, max(least, round(rule.x_target / dot)))


def check_print(
    drawing: Printed, use: PrintUse = PrintUse.HEALTHCARE, *, ink: str = "#000000", paper: str = "#ffffff"
) -> tuple[PrintFault, ...]:
    """Every reason why `drawing`, printed in these colours for this use, may fail at a reader; empty when it is fit."""
    rule = PRINT_RULES[drawing.kind, use]
    contrast = _red(paper) - _red(ink)
    shortest = min(have - asked for have, asked in zip(drawing.quiet, rule.quiet, strict=True))
    long_limit = GS1_128_LONGEST_MM if drawing.kind is SymbolKind.GS1_128 else math.inf
    table = (
        (PrintFaultCode.X_TOO_SMALL, drawing.x_mm < rule.x_min * 0.999, drawing.x_mm, rule.x_min),
        (PrintFaultCode.X_TOO_LARGE, drawing.x_mm > rule.x_max * 1.001, drawing.x_mm, rule.x_max),
        (PrintFaultCode.QUIET_ZONE, shortest < 0, shortest, 0.0),
        (PrintFaultCode.TOO_LONG, drawing.width_mm > long_limit, drawing.width_mm, long_limit),
        (PrintFaultCode.TOO_LOW, drawing.height_mm < rule.height_mm * 0.98, drawing.height_mm, rule.height_mm),
        (
            PrintFaultCode.WRONG_CARRIER_FOR_USE,
            use is PrintUse.HEALTHCARE and drawing.kind not in _REGULATED,
            0.0,
            1.0,
        ),
        (PrintFaultCode.LOW_CONTRAST_COLOURS, contrast < 0.5, contrast, 0.5),
    )
    return tuple(PrintFault(code, float(found), float(asked)) for code, broken, found, asked in table if broken)


def _red(colour: str) -> float:
    """How much red light a colour gives back, 0 to 1: readers look with red light, to which red ink is white."""
    return int(colour.removeprefix("#")[:2], 16) / 255
