"""GS1 messages that stand inside something: an ISO/IEC 15434 envelope, or a symbol that the scanner named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from gs1.codes import ErrorCode
from gs1.element_string import read_elements
from gs1.errors import Gs1Error, Problem
from gs1.iso_15434 import EOT, GS1_FORMAT, RS, parse_envelopes
from gs1.message import Message
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.symbology import SymbologyIdentifier

Reader = Callable[[str, ParseOptions], Message]


def parse_iso_15434(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    r"""Read the element string of an ISO/IEC 15434 envelope of format 05.

    Raises `Gs1Error`: `NOT_GS1` for envelopes of other formats or of several, else what the element string breaks.

    >>> parse_iso_15434("[)>\x1e05\x1d0108936012345674\x1d10LOT7\x1e\x04").bracketed()
    '(01)08936012345674(10)LOT7'
    """
    envelopes = parse_envelopes(data)
    if len(envelopes) != 1 or envelopes[0].format != GS1_FORMAT:
        raise Gs1Error.of(ErrorCode.NOT_GS1, data)
    return read_elements(data.removesuffix(EOT).removesuffix(RS), envelopes[0].offset, options)


def read_inside(
    data: str, lead: int, options: ParseOptions, reader: Reader, symbology: SymbologyIdentifier | None = None
) -> Message:
    """Read what follows the first `lead` characters; every fault keeps its place in the whole text.

    ISO/IEC 15434 and ISO/IEC 15424 tell what may stand before a message.

    >>> text = "]d1[)>" + RS + "05" + chr(29) + "0108936012345674"
    >>> read_inside(text, 3, DEFAULT_OPTIONS, parse_iso_15434).gtin.text
    '08936012345674'
    """
    try:
        message = reader(data[lead:], options)
    except Gs1Error as refused:
        first, *others = moved(refused.problems, lead)
        raise Gs1Error(first, others) from None
    origin = message.origin if symbology is None else message.origin._replace(symbology=symbology)
    return replace(message, origin=origin, problems=moved(message.problems, lead))


def moved(problems: Sequence[Problem], lead: int) -> tuple[Problem, ...]:
    """The problems of a text that stands `lead` characters further on.

    >>> moved([Problem(ErrorCode.NOT_GS1, "x", 0, 1, None, 0)], 3)[0].span
    (3, 1)
    """
    return tuple(each if each.offset is None else replace(each, offset=each.offset + lead) for each in problems)
