"""Elements to text: element string, bracketed text, human readable lines."""

from __future__ import annotations

from collections.abc import Sequence

from gs1.dictionary import SyntaxDictionary

Pairs = Sequence[tuple[str, str]]


def element_string(pairs: Pairs, dictionary: SyntaxDictionary, fnc1: str = "\x1d") -> str:
    """The elements one after another, `fnc1` only where a value of no fixed length is followed by more."""
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
    r"""`(01)...(10)...`; an opening bracket inside a value is written `\(`."""
    return "".join(f"({ai}){value.replace('(', chr(92) + '(')}" for ai, value in pairs)


def hri_lines(pairs: Pairs, dictionary: SyntaxDictionary, *, titles: bool = False) -> list[str]:
    """The human readable interpretation, one element a line (GS1 General Specifications 4.16)."""
    lines = []
    for ai, value in pairs:
        entry = dictionary.get(ai)
        title = f"{entry.title} " if titles and entry is not None and entry.title else ""
        lines.append(f"{title}({ai}) {value}")
    return lines
