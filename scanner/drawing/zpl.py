"""A page for a label printer (ZPL II): its very dots as a graphic field, the same symbol on every printer."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from scanner.drawing.page import Page
from scanner.drawing.png import rastered

_TWENTIES_MOST, _ONES_MOST = 400, 19


def write_zpl(page: Page, copies: int = 1) -> str:
    """Return a label holding one compressed `^GFA`: rows padded to whole bytes, a set bit is ink."""
    packed = np.packbits(rastered(page), axis=1)
    rows, row_bytes = packed.shape
    total = rows * row_bytes
    width, height = page.size_dots
    field = f"^FO0,0^GFA,{total},{total},{row_bytes},{compressed([row.tobytes().hex().upper() for row in packed])}^FS"
    return f"^XA^PW{width}^LL{height}{field}{f'^PQ{copies}' if copies > 1 else ''}^XZ"


def compressed(rows: list[str]) -> str:
    """ZPL's own compression of hexadecimal rows: `:` repeats the row above, `,` fills up with paper, letters count."""
    parts = []
    above = None
    for row in rows:
        parts.append(":" if row == above else _row(row))
        above = row
    return "".join(parts)


def _row(row: str) -> str:
    inked = row.rstrip("0")
    runs = "".join(_run(digit, len(list(same))) for digit, same in groupby(inked))
    return runs if len(inked) == len(row) else f"{runs},"


def _run(digit: str, count: int) -> str:
    """g to z count 20 to 400, G to Y count 1 to 19."""
    if count == 1:
        return digit
    parts = []
    while count:
        most = min(count, _TWENTIES_MOST + _ONES_MOST)
        twenties, ones = divmod(most, 20)
        parts.append((chr(ord("g") + twenties - 1) if twenties else "") + (chr(ord("G") + ones - 1) if ones else ""))
        parts.append(digit)
        count -= most
    return "".join(parts)
