r"""Bracketed text: `(01)08936012345674(10)LOT7`, as printed under a symbol and typed by people.

An opening bracket inside a value is written `\(`; every other one begins an application identifier.
"""

from __future__ import annotations

import re

from gs1.checking import MOST_AIS, MOST_FAULTS, Pairs, check_values, finish
from gs1.codes import ErrorCode
from gs1.errors import Problem
from gs1.message import Message, Origin
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.value_check import length_problem

_ESCAPED = "\\("
_BRACKET = re.compile(r"(?<!\\)\(")
_BLANKS = frozenset(" \t\r\n")


def parse_bracketed(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    r"""Read bracketed text; `|(` begins a composite component.

    GS1 General Specifications, "Human readable interpretation (HRI)", and the notation of the GS1 Barcode Syntax
    Engine. Raises `Gs1Error` for the first fault when strict; when lenient only where nothing can be read.

    >>> parse_bracketed(r"(01)08936012345674(10)A\(1").pairs
    (('01', '08936012345674'), ('10', 'A(1'))
    """
    found: list[Problem] = []
    places: list[int | None] = []
    linear, bar, composite = data.partition("|(")
    pairs = _split(linear, 0, options, found, places)
    cut = None
    if bar:
        cut = len(pairs)
        pairs += _split("(" + composite, len(linear) + 1, options, found, places)
    check_values(pairs, options, found, places)
    return finish(pairs, Origin(options, composite_from=cut), found, places)


def _split(data: str, offset: int, options: ParseOptions, found: list[Problem], places: list[int | None]) -> Pairs:
    """Cut the text into AIs and values; what cannot be cut ends the reading, and so does a text beyond measure."""
    pairs: Pairs = []
    at = 0
    while (at < len(data) or not data) and len(pairs) <= MOST_AIS and len(found) < MOST_FAULTS:
        close = data.find(")", at + 1)
        if data[at : at + 1] != "(" or close < 0:
            found.append(_unreadable(data, at, offset))
            break
        ai = data[at + 1 : close]
        entry = options.dictionary.find_exact(ai, permit_unknown=options.permit_unknown_ais)
        if entry is None:
            found.append(Problem(ErrorCode.AI_UNRECOGNISED, data, at + 1, len(ai), None, offset))
        elif close + 1 >= len(data):
            found.append(_unreadable(data, at, offset))
            break
        end = _value_end(data, close + 1)
        written = data[close + 1 : end]
        value = _without_blanks(ai, written.replace(_ESCAPED, "("), options, found)
        place = offset + close + 1 if value == written else None
        if entry is not None:
            problem = length_problem(entry, value, place) or _carat(ai, value, place)
            if problem is not None:
                found.append(problem)
            pairs.append((ai, value))
            places.append(place)
        at = end
    return pairs


def _without_blanks(ai: str, value: str, options: ParseOptions, found: list[Problem]) -> str:
    """The value without the blanks that people type; a strict reading leaves them in and refuses them."""
    if not options.lenient or _BLANKS.isdisjoint(value):
        return value
    found.append(Problem(ErrorCode.INVALID_CSET82_CHARACTER, value, 0, len(value), ai, None, "warning"))
    return "".join(value.split())


def _value_end(data: str, at: int) -> int:
    """Where the value that begins at `at` ends: before the next bracket that is not escaped."""
    bracket = _BRACKET.search(data, at)
    return len(data) if bracket is None else bracket.start()


def _carat(ai: str, value: str, offset: int | None) -> Problem | None:
    place = value.find("^")
    return None if place < 0 else Problem(ErrorCode.AI_CONTAINS_ILLEGAL_CARAT_CHARACTER, value, place, 1, ai, offset)


def _unreadable(data: str, at: int, offset: int) -> Problem:
    return Problem(ErrorCode.AI_PARSE_FAILED, data, at, len(data) - at, None, offset)
