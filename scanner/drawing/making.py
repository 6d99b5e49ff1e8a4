"""Drawing symbols: checked by `gs1` first, drawn as modules, and read back before they leave.

What the printer will be given is decoded again at its own resolution, with no more quiet zone than the drawing has.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gs1 import Gtin, Message
from scanner.carriers import SymbolKind
from scanner.drawing.encoding import checked, modules_for, stretched, text_for
from scanner.drawing.kinds import NATURES
from scanner.drawing.symbol import Drawing
from scanner.drawing.tables import PRINT_RULES, PrintUse, dots_for
from scanner.engines import Pass, ZXing
from scanner.errors import ScanCode, ScanError

_READER = ZXing()
_ROWS_READ = 24
"""Rows of a linear symbol that are read back: they are all equal, so a few prove the rest."""


def draw(
    content: Message | Gtin | str,
    kind: SymbolKind,
    *,
    dpi: int = 300,
    x_dots: int | None = None,
    shape: str = "square",
    use: PrintUse = PrintUse.HEALTHCARE,
) -> Drawing:
    """Draw `content` as `kind`, with X nearest to the target of its use unless `x_dots` says otherwise.

    A GS1 DataMatrix is `square`, `rectangle` (the smallest of the six that GS1 admits) or of a size such as `16x48`.
    Raises `Gs1Error` where the content breaks GS1 rules and `ScanError` where it does not fit the kind of symbol, is
    too long for it, asks for a size outside GS1, or does not read back equal.
    """
    message = checked(content)
    text = text_for(message, kind)
    modules = modules_for(text, message, kind, shape)
    rule = PRINT_RULES[kind, use]
    dots = x_dots if x_dots is not None else dots_for(rule, dpi)
    if NATURES[kind].is_linear:
        modules = stretched(modules, max(1, round(rule.height_mm / (dots * 25.4 / dpi) + 0.49)), kind)
    return _proved(Drawing(kind, text, modules, rule.quiet, dots, dpi, use))


def resized(drawing: Drawing, x_dots: int) -> Drawing:
    """Return a matrix symbol with another X, read back again."""
    return _proved(replace(drawing, x_dots=x_dots))


def reads_back(drawing: Drawing) -> bool:
    """Is the drawing, in the dots of its printer and with its own quiet zone, read as exactly what it should hold?"""
    framed = drawing.framed()
    if drawing.is_linear:
        framed = framed[:: max(1, len(framed) // _ROWS_READ)]
    light = np.where(framed, np.uint8(0), np.uint8(255))
    dots = np.ascontiguousarray(light.repeat(drawing.x_dots, axis=0).repeat(drawing.x_dots, axis=1))
    found = _READER.read(dots, frozenset({NATURES[drawing.kind].carrier}), Pass(rotate=False))
    return any(read.identifier == drawing.identifier and read.data == drawing.data for read in found)


def _proved(drawing: Drawing) -> Drawing:
    if not reads_back(drawing):
        raise ScanError(ScanCode.READ_BACK_FAILED, kind=drawing.kind, x_dots=drawing.x_dots, dpi=drawing.dpi)
    return drawing
