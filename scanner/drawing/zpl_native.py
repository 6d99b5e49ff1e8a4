"""A symbol drawn by the label printer itself (ZPL II): `^BX` for GS1 DataMatrix, `^BC` for GS1-128.

The printer's own encoder chooses the modules, so nothing is proved by reading back here; `zpl` is the safer form.
QR codes are left out: `^BQ` cannot put FNC1 in its first position reliably.
"""

from __future__ import annotations

import re

from scanner.carriers import SymbolKind
from scanner.drawing.symbol import Drawing
from scanner.errors import ScanCode, ScanError

GS = "\x1d"
_DIGITS = re.compile(r"(?:\d\d){2,}")
_LITERAL_128 = {">": ">0", "~": ">=", "^": "><"}
_ESCAPES = "_|@#"


def write_native_zpl(drawing: Drawing, *, copies: int = 1) -> str:
    """Return a label on which the printer draws `drawing`; raises `ScanError` for kinds it cannot be trusted with."""
    left, top = (drawing.quiet.left * drawing.x_dots, drawing.quiet.top * drawing.x_dots)
    text = drawing.data.decode("ascii")
    if drawing.kind is SymbolKind.GS1_DATAMATRIX:
        field = _matrix(drawing, text)
    elif drawing.kind is SymbolKind.GS1_128:
        height = drawing.rows * drawing.x_dots
        field = f"^BY{drawing.x_dots}^BCN,{height},N,N,N^FD{code_128_field(text)}"
    else:
        raise ScanError(ScanCode.SYMBOL_UNFIT, kind=drawing.kind, reason="no printer draws it reliably")
    return f"^XA^FO{left},{top}{field}^FS{f'^PQ{copies}' if copies > 1 else ''}^XZ"


def _matrix(drawing: Drawing, text: str) -> str:
    """`_1` is FNC1 at the start and between elements; another escape is chosen where the data hold an underscore."""
    escape = next((one for one in _ESCAPES if one not in text), None)
    if escape is None:
        raise ScanError(ScanCode.SYMBOL_UNFIT, kind=drawing.kind, reason="no character is left to escape with")
    form = 1 if drawing.rows == drawing.columns else 2
    field = f"{escape}1{text.replace(GS, f'{escape}1')}"
    return f"^BXN,{drawing.x_dots},200,{drawing.columns},{drawing.rows},6,{escape},{form}^FD{field}"


def code_128_field(text: str) -> str:
    """Start, FNC1, then digits in pairs of code set C wherever four or more stand together, the rest in code set B."""
    in_pairs = bool(_DIGITS.match(text))
    parts = [">;" if in_pairs else ">:", ">8"]
    at = 0
    while at < len(text):
        run = _DIGITS.match(text, at)
        if run:
            parts.append(run[0] if in_pairs else f">5{run[0]}")
            in_pairs, at = True, run.end()
            continue
        if text[at] == GS:
            parts.append(">8")
        else:
            parts.append(("" if not in_pairs else ">6") + _LITERAL_128.get(text[at], text[at]))
            in_pairs = False
        at += 1
    return "".join(parts)
