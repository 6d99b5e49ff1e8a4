"""Scan data: what a scanner sends, a symbology identifier and then the content of the symbol."""

from __future__ import annotations

from dataclasses import replace

from gs1.bracketed import parse_bracketed
from gs1.check_digit import has_valid_check_digit
from gs1.checking import Pairs, finish
from gs1.codes import ErrorCode
from gs1.digital_link import looks_like_digital_link, parse_digital_link
from gs1.element_string import read_elements, walk
from gs1.enveloped import parse_iso_15434, read_inside
from gs1.errors import Gs1Error, Problem
from gs1.iso_15434 import HEADER
from gs1.message import Message, Origin
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.symbology import SymbologyIdentifier
from gs1.writing import COMPOSITE, PRINTED_SYMBOLS

_ELEMENT_STRINGS = {name: SymbologyIdentifier(name) for name in ("]d2", "]C1", "]Q3", "]e0", "]J1", "]e1", "]e2")}
_PRINTED = {name: SymbologyIdentifier(name) for name in PRINTED_SYMBOLS}
_PLAIN = frozenset(("]Q1", "]d1", "]J0", "]Q0", "]d0", "]Q2", "]d4", "]C0", "]L0", "]L2", "]z0"))
_ADD_ON_LENGTHS = (2, 5)


def parse_scan_data(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    r"""Read scan data by its symbology identifier (GS1 General Specifications, "Symbology identifiers").

    Symbols of plain text may hold a Digital Link URI or an ISO/IEC 15434 envelope. Raises `Gs1Error` where there is
    no identifier, where it belongs to no GS1 symbol, or for a fault of the content.

    >>> message = parse_scan_data("]d2010893601234567410LOT7\x1d21S1")
    >>> message.symbology.gs1_name, message.serial
    ('GS1 DataMatrix', 'S1')
    """
    identifier = _ELEMENT_STRINGS.get(data[:3])
    if identifier is not None:
        if options.lenient and data[3:4] == "(":
            return _read_brackets(data, identifier, options)
        return read_elements(data, 3, options, identifier)
    if data[:3] in _PRINTED:
        return _read_printed(data, options)
    if not data.startswith("]") or len(data) < 3:
        raise Gs1Error.of(ErrorCode.MISSING_SYMBOLOGY_IDENTIFIER, data, 0, min(3, len(data)))
    if data[:3] in _PLAIN:
        return _read_plain(data, options)
    raise Gs1Error.of(ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER, data, 0, 3)


def _read_plain(data: str, options: ParseOptions) -> Message:
    """A symbol of plain text: GS1 data only where it is a Digital Link URI or an envelope of format 05."""
    identifier = SymbologyIdentifier.parse(data)
    if looks_like_digital_link(data[3:]):
        return read_inside(data, 3, options, parse_digital_link, identifier)
    if data.startswith(HEADER, 3):
        return read_inside(data, 3, options, parse_iso_15434, identifier)
    raise Gs1Error.of(ErrorCode.NOT_GS1, data, 3)


def _read_brackets(data: str, identifier: SymbologyIdentifier, options: ParseOptions) -> Message:
    """A symbol into which the brackets of the print were encoded, as label software does by mistake."""
    message = read_inside(data, 3, options, parse_bracketed, identifier)
    typed = Problem(ErrorCode.BRACKETS_TYPED, data, 3, 1, None, 0, "warning")
    return replace(message, problems=(typed, *message.problems))


def _read_printed(data: str, options: ParseOptions) -> Message:
    """An EAN-13, EAN-8 or ITF-14 symbol, alone, with an add-on, or as the linear part of a composite symbol."""
    identifier = _PRINTED[data[:3]]
    length = PRINTED_SYMBOLS[identifier.text]
    primary, bar, _ = data[3:].partition(COMPOSITE)
    add_on = primary[length:] if identifier.text == "]E3" else ""
    gtin, found = read_primary(primary[: len(primary) - len(add_on)], length)
    if add_on and (len(add_on) not in _ADD_ON_LENGTHS or not (add_on.isascii() and add_on.isdigit())):
        found.append(Problem(ErrorCode.PRIMARY_MESSAGE_IS_TOO_LONG, data, 3 + length, len(add_on), None, 0))
    pairs: Pairs = [("01", gtin)]
    places: list[int | None] = [None]
    if bar:
        pairs += walk(data, 3 + len(primary) + len(bar), options, found, places)
    origin = Origin(options, identifier, add_on=add_on, composite_from=1 if bar else None)
    return finish(pairs, origin, found, places)


def read_primary(primary: str, length: int) -> tuple[str, list[Problem]]:
    """The fourteen digits of a printed GTIN and what is wrong with it; raises `Gs1Error` for what is no number.

    GS1 General Specifications, "Standard check digit calculations".

    >>> read_primary("8936012345674", 13)
    ('08936012345674', [])
    """
    if len(primary) < length:
        raise Gs1Error.of(ErrorCode.PRIMARY_SCAN_DATA_IS_TOO_SHORT, primary)
    if len(primary) > length:
        raise Gs1Error.of(ErrorCode.PRIMARY_MESSAGE_IS_TOO_LONG, primary, length)
    if not (primary.isascii() and primary.isdigit()):
        raise Gs1Error.of(ErrorCode.PRIMARY_MESSAGE_MUST_CONTAIN_DIGITS, primary)
    if not has_valid_check_digit(primary):
        code = ErrorCode.PRIMARY_MESSAGE_CHECK_DIGIT_IS_INCORRECT
        return primary.zfill(14), [Problem(code, primary, length - 1, 1, "01", 3)]
    return primary.zfill(14), []
