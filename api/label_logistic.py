"""The GS1 logistic label (General Specifications 6.6): words for people above, bars with their text below.

Each GS1-128 holds as many elements as its length and the width of the label allow; the SSCC stands lowest, alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.label_layout import GAP, SCALES, Face, Label, Placed, SheetFormat
from api.label_text import Block, Room, fit
from gs1 import ElementString, Message, ParseOptions, build
from scanner import Drawing, ScanCode, ScanError, SymbolKind, draw
from scanner.drawing import PrintUse, Rule, Words, hri_lines
from scanner.drawing.page import MM_PER_POINT, Weight, points_of, to_dots
from scanner.drawing.typeface import measure

DIGIT_MM = 3.0
"""Height of the text under bars on a logistic label (General Specifications 6.6.4)."""
_BETWEEN, _UNDER = 2.2, 0.8
_TITLE, _VALUE = 6.5, 11.0
_APART = 4.0
_ALONE = ParseOptions(scope="carrier")
"""What an element needs may stand in another symbol of the label."""


@dataclass(frozen=True, slots=True)
class _Box:
    """Where the words of the upper part may stand."""

    left: float
    top: float
    width: float
    bottom: float


def lay_out_logistic(label: Label, sheet: SheetFormat, corner: tuple[float, float], dpi: int) -> Face:
    """Place a label of a case or pallet; raises `ScanError` where it cannot hold what it must say."""
    drawings = _symbols(label.message, sheet.cell[0], dpi)
    line = DIGIT_MM * 1.4
    left, width = corner[0] + sheet.padding, sheet.cell[0] - 2 * sheet.padding
    high = sum(drawing.height_mm + _UNDER + line for drawing in drawings) + _BETWEEN * (len(drawings) - 1)
    symbols_top = corner[1] + sheet.cell[1] - sheet.padding - high
    head = _head(label, sheet, _Box(left, corner[1] + sheet.padding, width, symbols_top - GAP))
    words, placed, top = list(head.words), [], symbols_top
    for drawing in drawings:
        at = corner[0] + (sheet.cell[0] - drawing.width_mm) / 2
        placed.append(Placed(drawing, to_dots(at, dpi), to_dots(top, dpi)))
        top += drawing.height_mm + _UNDER + line
        words += _under(drawing, corner[0] + sheet.cell[0] / 2, top - line + DIGIT_MM, width)
        top += _BETWEEN
    return Face(tuple(placed), tuple(words), (head.rule, Rule(left, symbols_top - GAP, width)))


def _symbols(message: Message, width: float, dpi: int) -> list[Drawing]:
    """Each element in the first symbol that has room for it; the SSCC alone and last."""
    groups: list[list[ElementString]] = []
    drawings: list[Drawing] = []
    for element in message:
        if element.ai == "00":
            continue
        for place, group in enumerate(groups):
            drawing = _fitting([*group, element], width, dpi)
            if drawing is not None:
                groups[place], drawings[place] = [*group, element], drawing
                break
        else:
            drawing = _fitting([element], width, dpi)
            if drawing is None:
                characters = len(element.ai + element.value)
                raise ScanError(ScanCode.SYMBOL_TOO_LONG, kind=SymbolKind.GS1_128, characters=characters)
            groups.append([element])
            drawings.append(drawing)
    if message.sscc is not None:
        drawings.append(_drawn([element for element in message if element.ai == "00"], dpi))
    return drawings


def _fitting(elements: Sequence[ElementString], width: float, dpi: int) -> Drawing | None:
    """The symbol of `elements`; None where it holds too many characters or is too wide for the label."""
    try:
        drawing = _drawn(elements, dpi)
    except ScanError as refused:
        if refused.code is ScanCode.TOO_MANY_CHARACTERS:
            return None
        raise
    return drawing if (drawing.columns + 20) * drawing.x_mm <= width else None


def _drawn(elements: Sequence[ElementString], dpi: int) -> Drawing:
    message = build([(element.ai, element.value) for element in elements], _ALONE)
    return draw(message, SymbolKind.GS1_128, dpi=dpi, use=PrintUse.LOGISTIC)


@dataclass(frozen=True, slots=True)
class _Head:
    """The upper part of a label, and where it ends."""

    words: tuple[Words, ...]
    rule: Rule
    end: float


def _head(label: Label, sheet: SheetFormat, box: _Box) -> _Head:
    """Who and what, shrunk together, then without note and form, until it ends above the symbols."""
    for shorter in (label, replace(label, note=""), replace(label, note="", strength_form="")):
        for scale in SCALES:
            head = _head_at(shorter, sheet, box, scale)
            if head.end <= box.bottom:
                return head
    raise ScanError(ScanCode.LABEL_TOO_FULL, width_mm=sheet.cell[0], height_mm=sheet.cell[1])


def _head_at(label: Label, sheet: SheetFormat, box: _Box, scale: float) -> _Head:
    """Company, name, form and note, then every element with its data title."""
    small = sheet.text_points * scale
    blocks = (
        fit(label.company, "Regular", Room(box.width, 1), small),
        fit(label.product_name, "Bold", Room(box.width, 2), sheet.name_points * scale, cut=True),
        fit(label.strength_form, "Regular", Room(box.width, 1), small),
        fit(label.note, "Regular", Room(box.width, 1), small),
    )
    words: list[Words] = []
    top = box.top
    for block in blocks:
        words += block.at(box.left, top)
        top += block.height
    rule = Rule(box.left, top + GAP / 2, box.width)
    told, end = _told(label.message, box, top + GAP)
    return _Head((*words, *told), rule, end + GAP)


def _told(message: Message, box: _Box, top: float) -> tuple[list[Words], float]:
    """Every element as data title above value, side by side as far as they fit; also where they end."""
    words: list[Words] = []
    title_high = Block(("",), "Regular", _TITLE).height
    step = title_high + Block(("",), "Bold", _VALUE).height + 0.3
    x, y = box.left, top
    for title, value in _facts(message):
        shown = fit(value, "Bold", Room(box.width, 1), _VALUE)
        wide = max(_wide(title, "Regular", _TITLE), _wide(value, "Bold", shown.points))
        if x > box.left and x + wide > box.left + box.width:
            x, y = box.left, y + step
        words += [*Block((title,), "Regular", _TITLE).at(x, y), *shown.at(x, y + title_high)]
        x += wide + _APART
    return words, y + step


def _wide(text: str, weight: Weight, points: float) -> float:
    return measure(text, weight) * points * MM_PER_POINT


def _facts(message: Message) -> Iterator[tuple[str, str]]:
    """Data titles with values; dates as people read them without asking whose order it is."""
    for element in message:
        day = element.date
        yield element.title or f"({element.ai})", day.isoformat() if day else element.value


def _under(drawing: Drawing, middle: float, baseline: float, width: float) -> list[Words]:
    """The human readable text in the middle under its bars, in one line."""
    line = "  ".join(text.replace(") ", ")", 1) for text in hri_lines(drawing))
    points = points_of(DIGIT_MM)
    wide = _wide(line, "Medium", points)
    if wide > width:
        points, wide = points * width / wide, width
    return [Words(middle - wide / 2, baseline, line, "Medium", points)]
