"""Where everything stands on a label: pure sums in millimetres.

The symbol stands at the left, the words at its right. Words never leave their place: they shrink, then break. What the
symbol says is never cut and never smaller than 1.5 mm (General Specifications 4.14); where room is short the company,
the note and the form give way in that order, and only a product name is ever cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from api.label_text import Block, Room, fit
from gs1 import Message
from scanner import Drawing, ScanCode, ScanError, SymbolKind, draw
from scanner.drawing import PRINT_RULES, Rule, Words, resized
from scanner.drawing.page import LEAST_DIGIT_MM, MM_PER_POINT, points_of, to_dots
from scanner.drawing.tables import MM_PER_INCH
from scanner.drawing.typeface import measure

X_MOST, X_GOOD = 0.430, 0.330
"""The widest module that is worth its room on a pack, and the least that words may make it shrink to."""
GAP = 1.1
"""Millimetres between blocks of words."""
SCALES = tuple(step / 100 for step in range(100, 58, -4))
LEAST_POINTS = points_of(LEAST_DIGIT_MM)


class LabelKind(StrEnum):
    """What a label is stuck on, which decides its symbols."""

    PACK = "pack"
    """One pack: a GS1 DataMatrix."""
    LINK = "link"
    """A page about the product for patients: a QR code with a GS1 Digital Link."""
    CASE = "case"
    """A case or other unit of trade: GS1-128."""
    PALLET = "pallet"
    """A logistic unit with its SSCC: GS1-128, the SSCC lowest."""

    @property
    def is_logistic(self) -> bool:
        """Is it scanned on a conveyor or from a fork lift?"""
        return self in {LabelKind.CASE, LabelKind.PALLET}


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says."""

    message: Message
    product_name: str
    strength_form: str = ""
    company: str = ""
    note: str = ""
    """A short line such as the authorisation number."""
    kind: LabelKind = LabelKind.PACK


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """A sheet of labels in millimetres, and the largest size of letters that suits one label."""

    page: tuple[float, float]
    grid: tuple[int, int]
    cell: tuple[float, float]
    origin: tuple[float, float]
    padding: float
    name_points: float
    text_points: float
    gaps: tuple[float, float] = (0, 0)
    """Between columns, and between rows."""

    @property
    def places(self) -> int:
        """How many labels stand on one page."""
        return self.grid[0] * self.grid[1]

    def corner(self, place: int) -> tuple[float, float]:
        """Where the cell of a place begins, counted row by row."""
        row, column = divmod(place, self.grid[0])
        across, down = (side + gap for side, gap in zip(self.cell, self.gaps, strict=True))
        return self.origin[0] + column * across, self.origin[1] + row * down


SHEETS: dict[str, SheetFormat] = {
    "a4-3x8": SheetFormat((210, 297), (3, 8), (70, 37), (0, 0.5), 3.2, 10.5, 7.5),
    "a4-4x10": SheetFormat((210, 297), (4, 10), (52.5, 29.7), (0, 0), 2.6, 8.5, 6.2),
    "a4-5x13": SheetFormat((210, 297), (5, 13), (38.1, 21.2), (4.75, 10.7), 1.5, 6.5, 5.8, (2.5, 0)),
    "roll-40x20": SheetFormat((40, 20), (1, 1), (40, 20), (0, 0), 1.4, 6.5, 5.8),
    "roll-50x30": SheetFormat((50, 30), (1, 1), (50, 30), (0, 0), 2.2, 8.5, 6.2),
    "roll-100x150": SheetFormat((100, 150), (1, 1), (100, 150), (0, 0), 4.0, 15, 9),
}


class Placed(NamedTuple):
    """A symbol and the whole dot of its top left corner, quiet zone not counted."""

    drawing: Drawing
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Face:
    """One label laid out."""

    symbols: tuple[Placed, ...]
    words: tuple[Words, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class _Box:
    """The inside of a cell: corner, far corner, without its padding."""

    left: float
    top: float
    right: float
    bottom: float


def lay_out(label: Label, sheet: SheetFormat, corner: tuple[float, float], dpi: int) -> Face:
    """Place one label whose cell begins at `corner`; raises `ScanError` where it cannot hold what it must say."""
    pad = sheet.padding
    far = (corner[0] + sheet.cell[0] - pad, corner[1] + sheet.cell[1] - pad)
    box = _Box(corner[0] + pad, corner[1] + pad, *far)
    for shorter, symbol in _attempts(label, sheet, box, dpi):
        face = _beside(shorter, symbol, sheet, box)
        if face is not None:
            return face
    raise ScanError(ScanCode.LABEL_TOO_FULL, width_mm=sheet.cell[0], height_mm=sheet.cell[1])


def _attempts(label: Label, sheet: SheetFormat, box: _Box, dpi: int) -> Iterator[tuple[Label, Drawing]]:
    """The whole label with wide modules first; words give way before modules become narrow."""
    symbols = _symbols(label, sheet, box, dpi)
    good = [symbol for symbol in symbols if symbol.x_mm >= X_GOOD] or symbols[-1:]
    without = replace(label, company="")
    bare = replace(without, note="", strength_form="")
    for shorter in (label, without, replace(without, note=""), bare):
        for symbol in good:
            yield shorter, symbol
    for symbol in symbols[len(good) :]:
        yield bare, symbol


def _symbols(label: Label, sheet: SheetFormat, box: _Box, dpi: int) -> list[Drawing]:
    """The symbol in every width of module, in whole dots, that leaves room for words; the widest first."""
    kind = SymbolKind.LINK_QR if label.kind is LabelKind.LINK else SymbolKind.GS1_DATAMATRIX
    drawing = draw(label.message, kind, dpi=dpi)
    rule, dot = PRINT_RULES[kind, drawing.use], MM_PER_INCH / dpi
    room = min(0.45 * sheet.cell[0], box.bottom - box.top)
    least = math.ceil(rule.x_min / dot - 0.005)
    most = max(least, int(max(X_MOST, rule.x_min * 1.1) / dot))
    fitting = [dots for dots in range(most, least - 1, -1) if dots * dot * drawing.rows <= room]
    if not fitting:
        raise ScanError(ScanCode.SYMBOL_TOO_LONG, kind=kind, modules=drawing.columns, room_mm=round(room, 1))
    return [resized(drawing, dots) for dots in fitting[:4]]


def _beside(label: Label, symbol: Drawing, sheet: SheetFormat, box: _Box) -> Face | None:
    """The label with its words right of this symbol; None where they find no room."""
    quiet = symbol.quiet.right * symbol.x_mm
    left = max(box.left, box.left - sheet.padding + quiet)
    text_left = left + symbol.width_mm + max(min(2.4, sheet.padding), quiet + 0.5)
    foot = fit(label.company, "Regular", Room(box.right - box.left, 2), sheet.text_points * 0.76)
    bottom = box.bottom - foot.height
    floor = bottom - (GAP if foot.lines else 0)
    column = _column(label, sheet, (box.right - text_left, floor - box.top))
    beneath = quiet if foot.lines else 0
    if column is None or symbol.height_mm + beneath > bottom - box.top + 0.01:
        return None
    symbol_top = box.top + max(0.0, (floor - box.top - symbol.height_mm) / 2)
    rule_at = box.top + column.head_height + 0.5 * GAP
    words = (*column.words(text_left, box.top, rule_at + 0.6 * GAP), *foot.at(box.left, bottom, 70))
    placed = Placed(symbol, to_dots(left, symbol.dpi), to_dots(min(symbol_top, bottom - beneath), symbol.dpi))
    return Face((placed,), words, (Rule(text_left, rule_at, box.right - text_left),))


@dataclass(frozen=True, slots=True)
class _Column:
    """The words at the right of the symbol, in the sizes that fit."""

    head: tuple[Block, ...]
    elements: tuple[tuple[str, str], ...]
    points: float

    @property
    def head_height(self) -> float:
        return sum(block.height for block in self.head)

    @property
    def height(self) -> float:
        return self.head_height + 1.1 * GAP + Block(("",) * len(self.elements), "Medium", self.points).height

    def words(self, x: float, top: float, elements_top: float) -> Iterator[Words]:
        """Identifiers lighter than their values, so that the eye finds the value."""
        for order, block in enumerate(self.head):
            yield from block.at(x, top, 40 if order else 0)
            top += block.height
        lines = Block(tuple(value for _, value in self.elements), "Medium", self.points).at(x, elements_top)
        for line, (identifier, _) in zip(lines, self.elements, strict=True):
            if identifier:
                yield replace(line, text=identifier.rstrip(), grey=90)
            yield replace(line, x=x + _wide(identifier, self.points))


def _column(label: Label, sheet: SheetFormat, room: tuple[float, float]) -> _Column | None:
    """Shrink everything together, so that a full label keeps the proportions of an empty one."""
    for scale in SCALES:
        small = sheet.text_points * scale
        head = (
            fit(label.product_name, "Bold", Room(room[0], 2), sheet.name_points * scale, cut=True),
            fit(label.strength_form, "Regular", Room(room[0], 2), small * 0.88),
            fit(label.note, "Regular", Room(room[0], 1), small * 0.88),
        )
        points = _element_points(label.message, room[0], small)
        column = _Column(head, tuple(_element_lines(label.message, room[0], points)), points)
        if column.height <= room[1]:
            return column
    return None


def _element_points(message: Message, width: float, points: float) -> float:
    """Small enough for the longest value, but never under the least legible size: a longer value is broken."""
    widest = max(measure(f"({element.ai}) {element.value}", "Medium") for element in message)
    return max(LEAST_POINTS, min(points, width / (widest * MM_PER_POINT)))


def _element_lines(message: Message, width: float, points: float) -> Iterator[tuple[str, str]]:
    """Each line as identifier and value; a value that goes on in the next line stands there without identifier."""
    for element in message:
        identifier, left = f"({element.ai}) ", element.value
        while left:
            count = len(left)
            while count > 1 and _wide(identifier + left[:count], points) > width + 0.01:
                count -= 1
            yield identifier, left[:count]
            identifier, left = "", left[count:]


def _wide(text: str, points: float) -> float:
    return measure(text, "Medium") * points * MM_PER_POINT
