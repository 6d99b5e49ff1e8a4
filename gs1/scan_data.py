"""Scan data: what a scanner sends, a symbology identifier and then the content of the symbol."""

from __future__ import annotations

from gs1.check_digit import has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.digital_link import looks_like_digital_link, parse_digital_link
from gs1.element_string import read_elements
from gs1.errors import Gs1Error, Problem
from gs1.message import Message, Origin
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.symbology import SymbologyIdentifier

_ELEMENT_STRINGS = {name: SymbologyIdentifier(name) for name in ("]d2", "]C1", "]Q3", "]e0", "]J1", "]e1", "]e2")}
_PRIMARY = {"]E0": (13, SymbologyIdentifier("]E0")), "]E4": (8, SymbologyIdentifier("]E4"))}
_PLAIN = frozenset(("]Q1", "]d1", "]J0", "]Q0", "]d0", "]Q2", "]d4"))


def parse_scan_data(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    """Read scan data by its symbology identifier (GS1 General Specifications 5.1.3).

    Raises `Gs1Error` where there is no identifier, where it belongs to no GS1 symbol, or for a fault of the content.
    """
    identifier = _ELEMENT_STRINGS.get(data[:3])
    if identifier is not None:
        return read_elements(data, 3, options, identifier)
    if data[:3] in _PRIMARY:
        return _read_primary(data, options)
    if not data.startswith("]") or len(data) < 3:
        raise Gs1Error.of(ErrorCode.MISSING_SYMBOLOGY_IDENTIFIER, data, 0, min(3, len(data)))
    if data[:3] in _PLAIN and looks_like_digital_link(data[3:]):
        return parse_digital_link(data[3:], options)
    if data[:3] in _PLAIN:
        raise Gs1Error.of(ErrorCode.NOT_GS1, data, 3)
    raise Gs1Error.of(ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER, data, 0, 3)


def _read_primary(data: str, options: ParseOptions) -> Message:
    """An EAN-13 or EAN-8 symbol, alone or as the linear part of a composite symbol."""
    length, identifier = _PRIMARY[data[:3]]
    primary, bar, composite = data[3:].partition("|]e0")
    gtin, found = read_primary(primary, length)
    if not bar:
        if found and not options.lenient:
            raise Gs1Error(found[0])
        return Message((("01", gtin),), Origin(options, identifier), tuple(found))
    rest = read_elements(composite, 0, options)
    pairs = (("01", gtin), *rest.pairs)
    problems = (*found, *rest.problems)
    if found and not options.lenient:
        raise Gs1Error(found[0])
    return Message(pairs, Origin(options, identifier, composite_from=1), problems)


def read_primary(primary: str, length: int) -> tuple[str, list[Problem]]:
    """The fourteen digits of a printed GTIN and what is wrong with it."""
    if len(primary) < length:
        raise Gs1Error.of(ErrorCode.PRIMARY_SCAN_DATA_IS_TOO_SHORT, primary)
    if len(primary) > length:
        raise Gs1Error.of(ErrorCode.PRIMARY_MESSAGE_IS_TOO_LONG, primary, length)
    if not (primary.isascii() and primary.isdigit()):
        raise Gs1Error.of(ErrorCode.PRIMARY_MESSAGE_MUST_CONTAIN_DIGITS, primary)
    if not has_valid_check_digit(primary):
        return primary.zfill(14), [
            Problem(ErrorCode.PRIMARY_MESSAGE_CHECK_DIGIT_IS_INCORRECT, primary, length - 1, 1, "01")
        ]
    return primary.zfill(14), []
