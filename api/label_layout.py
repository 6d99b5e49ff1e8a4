"""Where everything stands on a printed label: pure sums in millimetres, told the width of every text by its caller.

The symbol stands at the left, the words at its right. Words never leave their place: they shrink, then break, and only
a product name is cut short, because everything else on a label identifies or obliges.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple
from unicodedata import normalize

from gs1 import Message
from scanner import Drawing, ScanCode, ScanError, SymbolKind, draw

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
LINE = 1.22
"""Distance of baselines over the size of the letters."""
ASCENT = 0.98
"""From the top of a Vietnamese capital with two marks to its baseline, over the size."""
X_LEAST, X_MOST = 0.254, 0.430
"""Module width of a GS1 DataMatrix on a pack in millimetres; General Specifications table 6 allows 0.254 to 0.495."""

GAP = 1.1
"""Millimetres between blocks of words."""
SCALES = tuple(step / 100 for step in range(100, 58, -4))
ONE_LINE_SHRUNK, BROKEN_SHRUNK, MOST_SHRUNK = 0.78, 0.88, 0.6
"""How far a text may shrink to stay on one line; where a broken one begins; and at what size a name is cut."""

Measure = Callable[[str, str], float]
"""Width of a text in a weight, as a multiple of the size."""


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says."""

    message: Message
    product_name: str
    strength_form: str = ""
    company: str = ""
    note: str = ""
    """A short line such as the authorisation number."""


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


SHEETS: dict[str, SheetFormat] = {
    "a4-3x8": SheetFormat((210, 297), (3, 8), (70, 37), (0, 0.5), 3.2, 10.5, 7.5),
    "a4-4x10": SheetFormat((210, 297), (4, 10), (52.5, 29.7), (0, 0), 2.6, 8.5, 6.2),
    "roll-50x30": SheetFormat((50, 30), (1, 1), (50, 30), (0, 0), 2.2, 8.5, 6.2),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One run of text: left end of its baseline in millimetres, weight, size in points, darkness 0 (black) to 255."""

    x: float
    y: float
    text: str
    weight: str
    points: float
    grey: int = 0


class Room(NamedTuple):
    """Place for a text: width, and how many lines."""

    width: float
    lines: int


@dataclass(frozen=True, slots=True)
class Face:
    """One label laid out: its symbol with the top left corner in whole dots, its words, and a rule as x, y, width."""

    symbol: Drawing
    symbol_at: tuple[int, int]
    words: tuple[Words, ...]
    rule: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one text in one size."""

    lines: tuple[str, ...]
    weight: str
    points: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.points * LINE * MM_PER_POINT

    def at(self, x: float, top: float, grey: int = 0) -> list[Words]:
        step = self.points * MM_PER_POINT
        first = top + step * ASCENT
        return [
            Words(x, first + row * step * LINE, line, self.weight, self.points, grey)
            for row, line in enumerate(self.lines)
        ]


def lay_out(label: Label, sheet: SheetFormat, corner: tuple[float, float], dpi: int, measure: Measure) -> Face:
    """Place one label whose cell begins at `corner`."""
    symbol = _symbol(label.message, sheet, dpi)
    side = _mm(symbol.columns * symbol.x_dots, dpi)
    left, top = corner[0] + sheet.padding, corner[1] + sheet.padding
    text_left = left + side + max(2.4, 3 * symbol.x_mm)
    width = corner[0] + sheet.cell[0] - sheet.padding - text_left
    foot = _fit(label.company, "Regular", Room(sheet.cell[0] - 2 * sheet.padding, 2), sheet.text_points * 0.76, measure)
    bottom = corner[1] + sheet.cell[1] - sheet.padding - foot.height
    column = _column(label, sheet, (width, bottom - GAP - top), measure)
    rule_at = top + column.head_height + 0.5 * GAP
    elements_top = rule_at + 0.6 * GAP
    high = _mm(symbol.rows * symbol.x_dots, dpi)
    symbol_top = top + max(0.0, (bottom - GAP - top - high) / 2)
    words = [
        *column.name.at(text_left, top),
        *column.form.at(text_left, top + column.name.height, 40),
        *column.note.at(text_left, top + column.name.height + column.form.height, 40),
        *_element_words(column.elements, label.message, (text_left, elements_top), measure),
        *foot.at(left, bottom, 70),
    ]
    return Face(symbol, (_dots(left, dpi), _dots(symbol_top, dpi)), tuple(words), (text_left, rule_at, width))


@dataclass(frozen=True, slots=True)
class _Column:
    """The words at the right of the symbol, in the sizes that fit."""

    name: _Block
    form: _Block
    note: _Block
    elements: _Block

    @property
    def head_height(self) -> float:
        return self.name.height + self.form.height + self.note.height

    @property
    def height(self) -> float:
        return self.head_height + 1.1 * GAP + self.elements.height


def _column(label: Label, sheet: SheetFormat, room: tuple[float, float], measure: Measure) -> _Column:
    """Shrink everything together, so that a full label keeps the proportions of an empty one."""
    for scale in SCALES:
        last = scale == SCALES[-1]
        small = sheet.text_points * scale
        head = (
            _fit(label.product_name, "Bold", Room(room[0], 2), sheet.name_points * scale, measure, cut=True),
            _fit(label.strength_form, "Regular", Room(room[0], 2), small * 0.88, measure),
            _fit(label.note, "Regular", Room(room[0], 1), small * 0.88, measure),
        )
        left = room[1] - sum(block.height for block in head) - 1.1 * GAP
        column = _Column(*head, _elements(label.message, (room[0], left if last else room[1]), small, measure))
        if column.height <= room[1]:
            return column
    return column


def _mm(dots: int, dpi: int) -> float:
    return dots * MM_PER_INCH / dpi


def _dots(mm: float, dpi: int) -> int:
    return round(mm * dpi / MM_PER_INCH)


def _symbol(message: Message, sheet: SheetFormat, dpi: int) -> Drawing:
    """The GS1 DataMatrix with the widest modules, in whole dots, that leave room for the words."""
    drawing = draw(message, SymbolKind.GS1_DATAMATRIX, dpi=dpi)
    dot = MM_PER_INCH / dpi
    room = min(0.4 * sheet.cell[0], sheet.cell[1] - 2 * sheet.padding - 4)
    for dots in range(int(X_MOST / dot), math.ceil(X_LEAST / dot - 0.005) - 1, -1):
        if dots * dot * drawing.columns <= room:
            return replace(drawing, x_dots=dots)
    raise ScanError(ScanCode.SYMBOL_TOO_LONG, kind=drawing.kind, modules=drawing.columns, room_mm=round(room, 1))


def _elements(message: Message, room: tuple[float, float], points: float, measure: Measure) -> _Block:
    """The element strings one a line, small enough for the longest value and for the number of them."""
    lines = tuple(f"({element.ai}) {element.value}" for element in message)
    widest = max(measure(line, "Medium") for line in lines)
    fitting = min(room[0] / (widest * MM_PER_POINT), room[1] / (len(lines) * LINE * MM_PER_POINT))
    return _Block(lines, "Medium", min(points, fitting))


def _element_words(block: _Block, message: Message, corner: tuple[float, float], measure: Measure) -> list[Words]:
    """Identifiers lighter than their values, so that the eye finds the value."""
    words: list[Words] = []
    for line, element in zip(block.at(*corner), message, strict=True):
        identifier = f"({element.ai}) "
        shift = measure(identifier, "Medium") * block.points * MM_PER_POINT
        words.append(replace(line, text=identifier.rstrip(), grey=90))
        words.append(replace(line, x=line.x + shift, text=element.value))
    return words


def _fit(text: str, weight: str, room: Room, points: float, measure: Measure, *, cut: bool = False) -> _Block:
    """One line if a little shrinking makes one; else break, and shrink as far as needed or `cut` at the least size."""
    words = normalize("NFC", text).split()
    if not words:
        return _Block((), weight, points)
    one = room.width / (measure(" ".join(words), weight) * MM_PER_POINT)
    if one >= ONE_LINE_SHRUNK * points:
        return _Block((" ".join(words),), weight, min(points, one))
    size = points * BROKEN_SHRUNK
    while True:
        width = room.width / (size * MM_PER_POINT)
        lines = _broken(words, weight, width, measure)
        if lines is not None and len(lines) <= room.lines:
            return _Block(tuple(lines), weight, size)
        if cut and size < MOST_SHRUNK * points:
            return _Block(_cut(words, weight, Room(width, room.lines), measure), weight, size)
        size *= 0.96


def _broken(words: list[str], weight: str, width: float, measure: Measure) -> list[str] | None:
    """Lines no wider than `width`; None where a single word is wider."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if measure(longer, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if all(measure(line, weight) <= width for line in lines) else None


def _cut(words: list[str], weight: str, room: Room, measure: Measure) -> tuple[str, ...]:
    """As many whole words and then letters as there is room for, ended by an ellipsis."""
    lines: list[str] = []
    left = " ".join(words)
    while left and len(lines) < room.lines:
        last = len(lines) == room.lines - 1
        line = left
        while measure(line + ("…" if last and line != left else ""), weight) > room.width:
            shorter = line.rpartition(" ")[0]
            line = shorter if shorter and not last else line[:-1]
        ended = last and line != left
        left = left[len(line) :].strip()
        lines.append(line.rstrip() + "…" if ended else line.strip())
    return tuple(lines)
