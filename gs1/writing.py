"""Elements to text: element string, bracketed text, human readable lines, scan data."""

from __future__ import annotations

from collections.abc import Sequence

from gs1.codes import ErrorCode
from gs1.dictionary import SyntaxDictionary
from gs1.errors import Gs1Error

Pairs = Sequence[tuple[str, str]]
ELEMENT_SYMBOLS = frozenset(("]C1", "]d2", "]Q3", "]J1", "]e0", "]e1", "]e2"))
"""Identifiers of symbols that hold element strings (GS1 General Specifications, "Symbology identifiers")."""
PRINTED_SYMBOLS = {"]E0": 13, "]E3": 13, "]E4": 8, "]I1": 14}
"""Identifiers of symbols that hold the digits of a GTIN, and how many."""
COMPOSITE = "|]e0"
"""What readers send between an EAN/UPC symbol and its composite component."""


def element_string(pairs: Pairs, dictionary: SyntaxDictionary, fnc1: str = "\x1d") -> str:
    """The elements one after another, `fnc1` only where a value of no fixed length is followed by more.

    GS1 General Specifications, "Processing of data from a GS1 symbology using GS1 Application Identifiers".

    >>> from gs1.dictionary import STANDARD
    >>> element_string([("10", "A"), ("17", "271231"), ("21", "B")], STANDARD, "^")
    '10A^1727123121B'
    """
    parts: list[str] = []
    separate = False
    for ai, value in pairs:
        if separate:
            parts.append(fnc1)
        parts += (ai, value)
        entry = dictionary.get(ai) or dictionary.unknown(ai)
        separate = entry.separator_required
    return "".join(parts)


def bracketed(pairs: Pairs) -> str:
    r"""`(01)...(10)...`; an opening bracket inside a value is written `\(`.

    GS1 General Specifications, "Human readable interpretation (HRI)".

    >>> bracketed([("10", "A(1")])
    '(10)A\\(1'
    """
    return "".join(f"({ai}){value.replace('(', chr(92) + '(')}" for ai, value in pairs)


def hri_lines(pairs: Pairs, dictionary: SyntaxDictionary, *, titles: bool = False) -> list[str]:
    """The human readable interpretation, one element a line.

    GS1 General Specifications, "Human readable interpretation (HRI)".

    >>> from gs1.dictionary import STANDARD
    >>> hri_lines([("10", "A")], STANDARD)
    ['(10) A']
    """
    lines = []
    for ai, value in pairs:
        entry = dictionary.get(ai)
        title = f"{entry.title} " if titles and entry is not None and entry.title else ""
        lines.append(f"{title}({ai}) {value}")
    return lines


def printed_symbol(identifier: str, linear: Pairs, rest: str, add_on: str) -> str:
    """What a scanner sends for an EAN/UPC or ITF-14 symbol; raises `Gs1Error` where the elements are no bare GTIN.

    `rest` is the element string of a composite component, `add_on` the two or five digits beside an EAN-13.

    GS1 General Specifications, "Symbology identifiers".

    >>> printed_symbol("]E0", [("01", "08936012345674")], "", "")
    ']E08936012345674'
    """
    digits = PRINTED_SYMBOLS[identifier]
    gtin = linear[0][1] if len(linear) == 1 and linear[0][0] == "01" else ""
    spare = 14 - digits
    fits = len(gtin) == 14 and not gtin[:spare].strip("0") and bool(add_on) == (identifier == "]E3")
    if not fits or (rest and identifier == "]I1"):
        raise Gs1Error.of(ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER, identifier)
    return f"{identifier}{gtin[spare:]}{add_on}{COMPOSITE + rest if rest else ''}"
