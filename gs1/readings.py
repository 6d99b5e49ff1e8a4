"""Every way to read one text: the same eight digits may be a GTIN-8, a UPC-E and an element string.

`parse` decides for one reading and refuses the others; `readings` tells all that hold and leaves the choice to who
knows where the text came from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from gs1.bracketed import parse_bracketed
from gs1.codes import ErrorCode
from gs1.digital_link import looks_like_digital_link, parse_digital_link
from gs1.element_string import parse_element_string
from gs1.errors import Gs1Error, Problem
from gs1.gtin import Gtin, GtinFormat
from gs1.message import Message
from gs1.options import ParseOptions
from gs1.sscc import Sscc
from gs1.symbology import SymbologyIdentifier
from gs1.upc import Upc

_PRINTED = frozenset(("]E0", "]E3", "]E4", "]I1"))
_ELEMENTS = frozenset(("]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1"))
_LENIENT = ParseOptions(mode="lenient")
_NO_MESSAGE = frozenset((
    ErrorCode.AI_DATA_HAS_INCORRECT_LENGTH, ErrorCode.AI_DATA_IS_EMPTY, ErrorCode.AI_DATA_IS_TOO_LONG,
    ErrorCode.AI_PARSE_FAILED, ErrorCode.AI_UNRECOGNISED, ErrorCode.AI_VALUE_IS_TOO_LONG,
    ErrorCode.AI_VALUE_IS_TOO_SHORT, ErrorCode.INVALID_CSET82_CHARACTER, ErrorCode.INVALID_KEY_QUALIFIER_SEQUENCE,
    ErrorCode.NO_AI_FOR_PREFIX, ErrorCode.NON_DIGIT_CHARACTER, ErrorCode.ILLEGAL_MONTH, ErrorCode.ILLEGAL_DAY,
))  # fmt: skip
"""Faults that say: this text was never divided into elements. Any other, such as a digit misread, leaves a message."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Readings:
    """All that one text can mean; `problems` tells why the other readings fail (GS1 General Specifications 2.1, 3.2).

    `gtin` and `sscc` are also those of a message or link, `upc` also that of a GTIN-12.

    >>> both = readings("12345670")
    >>> str(both.gtin), str(both.upc.gtin)
    ('00000012345670', '00123456000070')
    """

    text: str
    symbology: SymbologyIdentifier | None = None
    gtin: Gtin | None = None
    upc: Upc | None = None
    sscc: Sscc | None = None
    message: Message | None = None
    digital_link: Message | None = None
    problems: tuple[Problem, ...] = ()


def readings(text: str, options: ParseOptions = _LENIENT) -> Readings:
    """Read `text` in every form that its symbology identifier allows, or without one in every form there is.

    Never raises: a text that means nothing has no readings but the problems of each (GS1 General Specifications 5.1.3
    for the identifiers, 2.1 and 3.2 for the forms).

    >>> found = readings("96385074")
    >>> found.gtin.format.value, found.upc, found.message.bracketed()
    ('GTIN-8', None, '(96)385074')
    """
    stripped = text.strip()
    problems: list[Problem] = []
    symbology = _kept(SymbologyIdentifier.parse, stripped, problems) if stripped.startswith("]") else None
    body = stripped[len(str(symbology)) :] if symbology is not None else stripped
    found = _read(Readings(stripped, symbology), body, options, problems)
    return replace(_with_message_keys(_with_upc(found)), problems=tuple(problems))


def _read(found: Readings, body: str, options: ParseOptions, problems: list[Problem]) -> Readings:
    """The readings of the text itself."""
    name = "" if found.symbology is None else found.symbology.text
    if looks_like_digital_link(body):
        link = _kept(lambda text: _sound(parse_digital_link(text, options)), body, problems)
        return replace(found, digital_link=link)
    if name in _PRINTED:
        return replace(found, gtin=_kept(Gtin.parse, body, problems))
    read = parse_bracketed if body.startswith("(") else parse_element_string
    message = _kept(lambda text: _sound(read(text, options)), body, problems)
    if name in _ELEMENTS:
        return replace(found, message=message)
    return replace(
        found,
        message=message,
        gtin=_kept(Gtin.parse, body, problems),
        upc=_kept(Upc.parse, body, problems),
        sscc=_kept(Sscc.parse, body, problems),
    )


def _with_upc(found: Readings) -> Readings:
    """The GTIN of a UPC, and the UPC of a GTIN-12."""
    if found.upc is not None and found.gtin is None:
        return replace(found, gtin=found.upc.gtin)
    if found.upc is None and found.gtin is not None and found.gtin.format is GtinFormat.GTIN_12:
        return replace(found, upc=Upc(found.gtin.shortest()))
    return found


def _with_message_keys(found: Readings) -> Readings:
    """The keys that message or link name, where the text is none itself."""
    message = found.message or found.digital_link
    if message is None:
        return found
    return _with_upc(replace(found, gtin=found.gtin or message.gtin, sscc=found.sscc or message.sscc))


def _sound(message: Message) -> Message:
    """The message itself; raises the first fault by which it is none."""
    for problem in message.problems:
        if problem.severity == "error" and problem.code in _NO_MESSAGE:
            raise Gs1Error(problem)
    return message


def _kept(read: Callable[[str], _Found], text: str, problems: list[Problem]) -> _Found | None:
    try:
        return read(text)
    except Gs1Error as error:
        problems.extend(error.problems)
        return None
