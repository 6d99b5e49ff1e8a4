"""The doors: `parse` reads a text of any shape, `build` makes a message, `validate` judges one again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gs1.bracketed import parse_bracketed
from gs1.check_digit import has_valid_check_digit
from gs1.checking import Pairs, check_lengths, check_values, finish, layout_suspects, rule_problems
from gs1.codes import ErrorCode
from gs1.digital_link import looks_like_digital_link, parse_digital_link
from gs1.element_string import parse_element_string
from gs1.enveloped import parse_iso_15434, read_inside
from gs1.errors import Gs1Error, Problem
from gs1.iso_15434 import HEADER
from gs1.key_table import zero_keys
from gs1.message import Message, Origin
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.scan_data import parse_scan_data

_PRINTED_LENGTHS = (8, 12, 13, 14)
_BLANKS = " \t\r\n"


def parse(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    r"""Read any GS1 text: by symbology identifier, else by its shape.

    Shapes are brackets, Digital Link URI, FNC1 in front, ISO/IEC 15434 envelope, and the digits under an EAN, U.P.C.
    or ITF-14 symbol. Bare element strings that nothing marks are plain data (GS1 General Specifications, "Processing
    of data from a GS1 symbology using GS1 Application Identifiers"): strict reading refuses them as `NOT_GS1` unless
    `permit_plain_data` is set, lenient reading tries.

    Raises `Gs1Error` for the first fault when strict (all of them are in its `problems`); when lenient the message
    tells its `problems`, and only a text without anything readable raises.

    >>> parse("]d2010893601234567410LOT7").bracketed()
    '(01)08936012345674(10)LOT7'
    >>> parse("8936012345674").gtin.text
    '08936012345674'
    """
    first = data[:1]
    if first == "]":
        return parse_scan_data(data, options)
    if first == "(":
        return parse_bracketed(data, options)
    if first in ("h", "H") and looks_like_digital_link(data):
        return parse_digital_link(data, options)
    if first == "[" and data.startswith(HEADER):
        return parse_iso_15434(data, options)
    return _parse_unmarked(data, options)


def build(pairs: Iterable[tuple[str, str]], options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    """Make a message from AIs and values, checked as if it had been read; raises `Gs1Error` like `parse`.

    GS1 General Specifications, "GS1 Application Identifier definitions" and "Data relationships".

    >>> build([("01", "08936012345674"), ("10", "LOT7")]).bracketed()
    '(01)08936012345674(10)LOT7'
    """
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


def validate(message: Message, options: ParseOptions | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with the elements of a message, under its own options or others; never raises.

    GS1 General Specifications, "GS1 Application Identifier definitions" and "Data relationships".

    >>> lot = parse("(10)LOT7", ParseOptions(scope="carrier"))
    >>> validate(lot), [str(each.code) for each in validate(lot, DEFAULT_OPTIONS)]
    ((), ['REQUIRED_AIS_NOT_SATISFIED'])
    """
    options = options or message.origin.options
    pairs: Pairs = list(message.pairs)
    found = [
        Problem(ErrorCode.AI_UNRECOGNISED, ai, 0, len(ai), ai)
        for ai, _ in pairs
        if options.dictionary.find_exact(ai, permit_unknown=options.permit_unknown_ais) is None
    ]
    check_lengths(pairs, options, found)
    check_values(pairs, options, found)
    found += rule_problems(pairs, options, composite=message.origin.composite_from is not None)
    return (*found, *layout_suspects(found), *zero_keys(pairs))


def _parse_unmarked(data: str, options: ParseOptions) -> Message:
    """A text that nothing marks as GS1 data: digits under a symbol, or elements that begin with FNC1 or with none."""
    printed = len(data) in _PRINTED_LENGTHS and data.isascii() and data.isdigit()
    if printed and has_valid_check_digit(data):
        pairs = (("01", data.zfill(14)),)
        return Message(pairs, Origin(options), tuple(zero_keys(pairs)) if options.lenient else ())
    if data[:1] and data[0] in options.separators:
        return parse_element_string(data, options)
    if options.lenient:
        return _parse_leniently(data, options)
    if options.permit_plain_data or not data:
        return parse_element_string(data, options)
    if printed:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, data, len(data) - 1, ai="01")
    raise Gs1Error.of(ErrorCode.NOT_GS1, data)


def _parse_leniently(data: str, options: ParseOptions) -> Message:
    """Plain data as elements, after the blanks and line ends around it that keyboards and copying add."""
    lead = len(data) - len(data.lstrip(_BLANKS))
    bare = data.strip(_BLANKS)
    if bare in ("", data):
        return parse_element_string(data, options)
    message = read_inside(data[: lead + len(bare)], lead, options, parse)
    start, size = (0, lead) if lead else (len(bare), len(data) - len(bare))
    typed = Problem(ErrorCode.LINE_END_TYPED, data, start, size, None, 0, "warning")
    return replace(message, problems=(typed, *message.problems))
