"""Is a drawing fit to print? Every fault at once, by name, with what was found and what the table asks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from scanner.carriers import SymbolKind
from scanner.drawing.encoding import MATRIX_SIZES
from scanner.drawing.making import reads_back
from scanner.drawing.symbol import Drawing
from scanner.drawing.tables import FIT_FOR, GS1_128_LONGEST_MM, GS1_128_MAX, PRINT_RULES, PrintRule, PrintUse

LEAST_CONTRAST = 0.5
"""Difference of the light that paper and ink give back in red light: ISO/IEC 15416 grade 1.5 asks for about as much."""


class PrintFaultCode(StrEnum):
    """Why a symbol should not be printed as it is."""

    X_TOO_SMALL = "x-too-small"
    X_TOO_LARGE = "x-too-large"
    QUIET_ZONE = "quiet-zone"
    TOO_LONG = "too-long"
    TOO_LOW = "too-low"
    TOO_MANY_CHARACTERS = "too-many-characters"
    NOT_SQUARE_GS1_SIZE = "not-square-gs1-size"
    WRONG_CARRIER_FOR_USE = "wrong-carrier-for-use"
    LOW_CONTRAST_COLOURS = "low-contrast-colours"
    READ_BACK_FAILED = "read-back-failed"


@dataclass(frozen=True, slots=True)
class PrintFault:
    """One fault: what was found and what the table asks, in millimetres, modules, characters or reflectance."""

    code: PrintFaultCode
    found: float
    asked: float


_Row = tuple[PrintFaultCode, bool, float, float]


def check_print(
    drawing: Drawing, use: PrintUse | None = None, *, ink: str = "#000000", paper: str = "#ffffff"
) -> tuple[PrintFault, ...]:
    """Every reason why `drawing`, printed in these colours for this use, may fail at a reader; empty when it is fit."""
    meant = use or drawing.use
    rule = PRINT_RULES[drawing.kind, meant]
    contrast = _red(paper) - _red(ink)
    unfit = drawing.kind not in FIT_FOR[meant]
    rows: tuple[_Row, ...] = (
        *_measures(drawing, rule),
        *_content(drawing),
        (PrintFaultCode.WRONG_CARRIER_FOR_USE, unfit, 0.0, 1.0),
        (PrintFaultCode.LOW_CONTRAST_COLOURS, contrast < LEAST_CONTRAST, contrast, LEAST_CONTRAST),
        (PrintFaultCode.READ_BACK_FAILED, not reads_back(drawing), 0.0, 1.0),
    )
    return tuple(PrintFault(code, float(found), float(asked)) for code, broken, found, asked in rows if broken)


def _measures(drawing: Drawing, rule: PrintRule) -> tuple[_Row, ...]:
    lacking = min(have - asked for have, asked in zip(drawing.quiet, rule.quiet, strict=True))
    framed_mm = (drawing.columns + drawing.quiet.left + drawing.quiet.right) * drawing.x_mm
    longest = GS1_128_LONGEST_MM if drawing.kind is SymbolKind.GS1_128 else math.inf
    return (
        (PrintFaultCode.X_TOO_SMALL, drawing.x_mm < rule.x_min * 0.999, drawing.x_mm, rule.x_min),
        (PrintFaultCode.X_TOO_LARGE, drawing.x_mm > rule.x_max * 1.001, drawing.x_mm, rule.x_max),
        (PrintFaultCode.QUIET_ZONE, lacking < 0, lacking, 0.0),
        (PrintFaultCode.TOO_LONG, framed_mm > longest, framed_mm, longest),
        (PrintFaultCode.TOO_LOW, drawing.height_mm < rule.height_mm * 0.98, drawing.height_mm, rule.height_mm),
    )


def _content(drawing: Drawing) -> tuple[_Row, ...]:
    """Faults that `draw` refuses already; a drawing that came another way is told the same."""
    size = (drawing.rows, drawing.columns)
    odd = drawing.kind is SymbolKind.GS1_DATAMATRIX and size not in MATRIX_SIZES
    many = drawing.kind is SymbolKind.GS1_128 and len(drawing.data) > GS1_128_MAX
    return (
        (PrintFaultCode.NOT_SQUARE_GS1_SIZE, odd, drawing.columns, drawing.rows),
        (PrintFaultCode.TOO_MANY_CHARACTERS, many, len(drawing.data), GS1_128_MAX),
    )


def _red(colour: str) -> float:
    """How much red light a colour gives back, 0 to 1: readers look with red light, to which red ink is white."""
    return int(colour.removeprefix("#")[:2], 16) / 255
