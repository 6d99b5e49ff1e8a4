"""Human readable interpretation beside a symbol (General Specifications 4.14): what it holds, for eyes and keyboards.

Identifiers stand in parentheses, which are never encoded; an element string is broken only between elements; letters
keep a legible size whatever the size of the symbol, and the page grows instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from gs1 import Message, ParseOptions, parse_bracketed, parse_digital_link, parse_scan_data
from scanner.carriers import SymbolKind
from scanner.drawing.page import LEAST_DIGIT_MM, MM_PER_POINT, Page, Words, points_of
from scanner.drawing.symbol import Drawing
from scanner.drawing.typeface import measure

_DIGIT_X, _MOST_DIGIT_MM = 6.5, 2.8
_PITCH = 1.75
"""Distance of baselines over the height of digits."""
_GAP_MM = 0.6
_RETAIL = {SymbolKind.EAN_13: (7, 42), SymbolKind.EAN_8: (4, 28), SymbolKind.UPC_A: (6, 42)}
"""Digits left of the middle guard (with the one outside the bars), and the modules they stand on."""
_ALONE = ParseOptions(scope="carrier")
"""What an element needs may stand in another symbol of the item (a logistic unit's number beside its content)."""
_GUARD, _MIDDLE, _CELL, _REACH = 3, 5, 7, 5


class HriPlace(StrEnum):
    """Where the human readable text stands."""

    NONE = "none"
    BELOW = "below"
    RIGHT = "right"


def page_with_words(drawing: Drawing, place: HriPlace = HriPlace.BELOW, *, titles: bool = False) -> Page:
    """Return the symbol with its human readable text; EAN and UPC digits always stand under their own bars."""
    if place is HriPlace.NONE:
        return drawing.page()
    if drawing.kind in _RETAIL:
        return _retail_page(drawing)
    lines = hri_lines(drawing, titles=titles)
    return _right(drawing, lines) if place is HriPlace.RIGHT else _below(drawing, lines)


def hri_lines(drawing: Drawing, *, titles: bool = False) -> list[str]:
    """The text a person reads, one element a line; ITF-14 digits in the groups of the standard."""
    if drawing.kind is SymbolKind.ITF_14:
        digits = drawing.data.decode("ascii")
        return [" ".join((digits[0], digits[1:3], digits[3:8], digits[8:13], digits[13]))]
    return message_of(drawing).hri(titles)


def message_of(drawing: Drawing) -> Message:
    """What the symbol says."""
    text = drawing.data.decode("ascii")
    if drawing.kind is SymbolKind.LINK_QR:
        return parse_digital_link(text)
    if drawing.kind is SymbolKind.ITF_14:
        return parse_bracketed(f"(01){text}")
    return parse_scan_data(drawing.identifier + text, _ALONE)


def digit_mm(drawing: Drawing) -> float:
    """The height of digits beside this symbol: in keeping with X, never under the least."""
    return max(LEAST_DIGIT_MM, min(_MOST_DIGIT_MM, _DIGIT_X * drawing.x_mm))


def _width(line: str, points: float) -> float:
    return measure(line, "Medium") * points * MM_PER_POINT


def _stack(lines: Sequence[str], x: float, top: float, digit: float) -> tuple[Words, ...]:
    points = points_of(digit)
    return tuple(Words(x, top + digit + row * digit * _PITCH, line, "Medium", points) for row, line in enumerate(lines))


def _below(drawing: Drawing, lines: list[str]) -> Page:
    alone, digit = drawing.page(), digit_mm(drawing)
    points = points_of(digit)
    if drawing.is_linear:
        lines = list(_joined(lines, alone.size[0], points))
    widest = max(_width(line, points) for line in lines)
    left = drawing.quiet.left * drawing.x_mm
    # One line of bars' text stands in the middle under them; lines under a matrix begin where it begins.
    x = max(0.0, (alone.size[0] - widest) / 2) if drawing.is_linear else left
    top = alone.size[1] + _GAP_MM
    bottom = top + digit * (1 + (len(lines) - 1) * _PITCH) + digit * 0.4
    return Page((max(alone.size[0], x + widest + left), bottom), drawing.dpi, alone.inks, _stack(lines, x, top, digit))


def _right(drawing: Drawing, lines: list[str]) -> Page:
    alone, digit = drawing.page(), digit_mm(drawing)
    widest = max(_width(line, points_of(digit)) for line in lines)
    left = alone.size[0] + max(_GAP_MM, drawing.x_mm)
    high = digit * (1 + (len(lines) - 1) * _PITCH)
    top = max(drawing.quiet.top * drawing.x_mm, (alone.size[1] - high) / 2)
    size = (left + widest + _GAP_MM, max(alone.size[1], top + high + digit * 0.4))
    return Page(size, drawing.dpi, alone.inks, _stack(lines, left, top, digit))


def _joined(lines: Sequence[str], width: float, points: float) -> Iterator[str]:
    """Element strings side by side as far as they fit; a break comes only between two of them."""
    row = lines[0].replace(") ", ")", 1)
    for line in lines[1:]:
        element = line.replace(") ", ")", 1)
        if _width(f"{row}  {element}", points) > width:
            yield row
            row = element
        else:
            row = f"{row}  {element}"
    yield row


def _retail_page(drawing: Drawing) -> Page:
    """Digits under their own bars, between the guards that reach down to them (ISO/IEC 15420, figure 1)."""
    alone, x = drawing.page(), drawing.x_mm
    digit = max(LEAST_DIGIT_MM, 7 * x)
    points = points_of(digit)
    baseline = (drawing.rows - _REACH + 1) * x + digit
    text = drawing.data.decode("ascii")[1 if drawing.kind is SymbolKind.UPC_A else 0 :]
    words = []
    for cell, character in zip(_cells(drawing.kind, len(text)), text, strict=True):
        centre = (drawing.quiet.left + cell) * x
        words.append(Words(centre - _width(character, points) / 2, baseline, character, "Medium", points))
    size = (alone.size[0], max(alone.size[1], baseline + digit * 0.3))
    return Page(size, drawing.dpi, alone.inks, tuple(words))


def _cells(kind: SymbolKind, digits: int) -> Iterator[float]:
    """The middle of each digit in modules from the first guard; one that has no bars of its own stands outside."""
    left, modules = _RETAIL[kind]
    outside = kind is SymbolKind.EAN_13
    for place in range(digits):
        inner = place - outside
        cell = _GUARD + inner * _CELL + _CELL / 2 + (_MIDDLE if place >= left else 0)
        if kind is SymbolKind.UPC_A and place in {0, digits - 1}:
            yield -5.5 if place == 0 else _GUARD + 2 * modules + _MIDDLE + _GUARD + 5.5
        else:
            yield -6.5 if inner < 0 else cell
