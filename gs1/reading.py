"""The one door: `parse` finds out what a text is, `build` makes a message from pairs."""

from __future__ import annotations

from collections.abc import Iterable

from gs1.bracketed import parse_bracketed
from gs1.check_digit import has_valid_check_digit
from gs1.checking import check_lengths, check_values, finish
from gs1.codes import ErrorCode
from gs1.digital_link import looks_like_digital_link, parse_digital_link
from gs1.element_string import parse_element_string
from gs1.errors import Gs1Error, Problem
from gs1.message import Message, Origin
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.scan_data import parse_scan_data

_PRINTED_LENGTHS = (8, 12, 13, 14)


def parse(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    """Read any GS1 text: by symbology identifier, else brackets, else Digital Link, else GTIN digits, else elements.

    Raises `Gs1Error` for the first fault when strict (all of them are in its `problems`); when lenient the message
    tells its `problems`, and only a text without anything readable raises.
    """
    first = data[:1]
    if first == "]":
        return parse_scan_data(data, options)
    if first == "(":
        return parse_bracketed(data, options)
    if first in ("h", "H") and looks_like_digital_link(data):
        return parse_digital_link(data, options)
    if len(data) in _PRINTED_LENGTHS and data.isascii() and data.isdigit() and has_valid_check_digit(data):
        return Message((("01", data.zfill(14)),), Origin(options))
    return parse_element_string(data, options)


def build(pairs: Iterable[tuple[str, str]], options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    """Make a message from AIs and values, checked as if it had been read; raises `Gs1Error` like `parse`."""
    given = list(pairs)
    if not given:
        raise Gs1Error.of(ErrorCode.AI_DATA_EMPTY, "")
    for ai, _ in given:
        if options.dictionary.find_exact(ai, permit_unknown=options.permit_unknown_ais) is None:
            raise Gs1Error.of(ErrorCode.AI_UNRECOGNISED, ai)
    found: list[Problem] = []
    check_lengths(given, options, found)
    check_values(given, options, found)
    return finish(given, Origin(options), found)
