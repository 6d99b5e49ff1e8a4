"""What the symbols say: packs, cases, shop codes and links as Vietnamese makers print them, drawn by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from gs1 import ParseOptions, build, check_digit
from gs1.charsets import ALPHABET_82
from scanner import Drawing, PrintUse, SymbolKind, draw

_T = TypeVar("_T")
KINDS = (
    SymbolKind.GS1_DATAMATRIX,
    SymbolKind.GS1_128,
    SymbolKind.GS1_DATAMATRIX,
    SymbolKind.EAN_13,
    SymbolKind.LINK_QR,
)
"""In twenty pictures eight DataMatrix, four GS1-128, four EAN-13 and four QR."""
_CAPITALS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PACKS = (("01", "21", "17", "10"), ("01", "17", "10", "21"), ("01", "17", "10"), ("01", "11", "17", "10", "21", "240"))
_LOGISTIC = (("00",), ("01", "17", "10"), ("02", "37", "10"))
_LINKED = (("01",), ("01", "10", "17"), ("01", "21"), ("01", "10", "21", "17"))
# The second symbol of a logistic label holds (02) and (37); the first one the (00) that they need.
_ONE_OF_TWO = ParseOptions(requisites=False)


@dataclass(frozen=True, slots=True)
class Content:
    """A symbol that can be printed, and the text beside it."""

    drawing: Drawing
    hri: str


def draw_content(kind: SymbolKind, chance: np.random.Generator) -> Content:
    """Draw a symbol of `kind` with content by chance; QR is a Digital Link in six of ten, GS1 data in the others."""
    if kind is SymbolKind.EAN_13:
        pairs = [("01", "0" + _gtin13(chance))]
        return _drawn(pairs, kind)
    if kind is SymbolKind.LINK_QR:
        as_link = chance.random() < 0.6
        ais = _one(_LINKED if as_link else _PACKS[:3], chance)
        return _drawn(_pairs(ais, chance), SymbolKind.LINK_QR if as_link else SymbolKind.GS1_QR)
    if kind is SymbolKind.GS1_128:
        return _drawn(_pairs(_one(_LOGISTIC, chance), chance), kind)
    if chance.random() < 0.12:
        return _rectangle(chance)
    return _drawn(_pairs(_one(_PACKS, chance), chance), kind)


def _rectangle(chance: np.random.Generator) -> Content:
    pairs = _pairs(("01", "17", "10"), chance)
    message = build(pairs)
    drawing = draw(message, SymbolKind.GS1_DATAMATRIX, shape="rectangle")
    return Content(drawing, message.bracketed())


def _drawn(pairs: list[tuple[str, str]], kind: SymbolKind) -> Content:
    message = build(pairs, _ONE_OF_TWO)
    # Bars of cases and pallets are tall (table 5), so that a line crosses them all even when the label lies askew.
    use = PrintUse.LOGISTIC if kind is SymbolKind.GS1_128 else PrintUse.HEALTHCARE
    drawing = draw(message, kind, use=use)
    return Content(drawing, pairs[0][1][1:] if kind is SymbolKind.EAN_13 else message.bracketed())


def _pairs(ais: tuple[str, ...], chance: np.random.Generator) -> list[tuple[str, str]]:
    values = {
        "00": _checked(_one("0123", chance) + "893" + _text("0123456789", 13, chance)),
        "01": "0" + _gtin13(chance),
        "02": "1" + _checked("1893" + _text("0123456789", 9, chance))[1:],
        "10": _text(_CAPITALS, int(chance.integers(3, 11)), chance),
        "11": f"{chance.integers(24, 27):02}{chance.integers(1, 13):02}{chance.integers(1, 29):02}",
        "17": f"{chance.integers(27, 31):02}{chance.integers(1, 13):02}{_one(('00', '15', '28'), chance)}",
        "21": _text(_one((_CAPITALS, ALPHABET_82), chance), int(chance.integers(6, 21)), chance),
        "240": _text(_CAPITALS, int(chance.integers(4, 9)), chance),
        "37": str(chance.integers(1, 400)),
    }
    return [(ai, values[ai]) for ai in ais]


def _gtin13(chance: np.random.Generator) -> str:
    """A GTIN-13 of Vietnam, prefix 893, in nine of ten."""
    prefix = "893" if chance.random() < 0.9 else _one(("400", "890", "885", "300"), chance)
    return _checked(prefix + _text("0123456789", 9, chance))


def _checked(digits: str) -> str:
    return digits + str(check_digit(digits))


def _text(alphabet: str, length: int, chance: np.random.Generator) -> str:
    return "".join(alphabet[place] for place in chance.integers(0, len(alphabet), length))


def _one(choices: Sequence[_T], chance: np.random.Generator) -> _T:
    return choices[int(chance.integers(len(choices)))]
