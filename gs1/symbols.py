"""Symbols as scanners report them: what a symbol's content means, and what a scanner would send for a content.

Content is written as the official engine writes it: `^` for FNC1 (in front: GS1 data), `\\^` for a literal caret in
front of plain data, `|` between linear and composite component.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gs1.check_digit import has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.dictionary import GS
from gs1.element_string import parse_element_string
from gs1.errors import Gs1Error
from gs1.options import ParseOptions


class Symbol(StrEnum):
    """The symbologies that can carry GS1 data, by the official engine's names.

    The names are those of the GS1 Barcode Syntax Engine.

    >>> Symbol("DM").name
    'DATA_MATRIX'
    """

    DATABAR_OMNI = "DataBarOmni"
    DATABAR_TRUNCATED = "DataBarTruncated"
    DATABAR_STACKED = "DataBarStacked"
    DATABAR_STACKED_OMNI = "DataBarStackedOmni"
    DATABAR_LIMITED = "DataBarLimited"
    DATABAR_EXPANDED = "DataBarExpanded"
    UPC_A = "UPCA"
    UPC_E = "UPCE"
    EAN_13 = "EAN13"
    EAN_8 = "EAN8"
    GS1_128_CCA = "GS1_128_CCA"
    GS1_128_CCC = "GS1_128_CCC"
    QR = "QR"
    DATA_MATRIX = "DM"
    DOT_CODE = "DotCode"


_GS1_DATABAR = frozenset(name for name in Symbol if name.value.startswith("DataBar"))
_DATABAR_PRIMARY = _GS1_DATABAR - {Symbol.DATABAR_EXPANDED}
_GS1_128 = frozenset((Symbol.GS1_128_CCA, Symbol.GS1_128_CCC))
_PRIMARY_DIGITS = {Symbol.UPC_A: 12, Symbol.UPC_E: 12, Symbol.EAN_13: 13, Symbol.EAN_8: 8}
_TWO_MODES = {Symbol.QR: ("]Q1", "]Q3"), Symbol.DATA_MATRIX: ("]d1", "]d2"), Symbol.DOT_CODE: ("]J0", "]J1")}
_GS1_IDENTIFIER = {
    "]C1": Symbol.GS1_128_CCA, "]e0": Symbol.DATABAR_EXPANDED, "]Q3": Symbol.QR, "]d2": Symbol.DATA_MATRIX,
    "]J1": Symbol.DOT_CODE,
}  # fmt: skip
_PLAIN_IDENTIFIER = {"]Q1": Symbol.QR, "]d1": Symbol.DATA_MATRIX, "]J0": Symbol.DOT_CODE}
_PRIMARY_IDENTIFIER = {"]E0": (Symbol.EAN_13, 13), "]E4": (Symbol.EAN_8, 8)}
_COMPOSITE = "|]e0"
_ANY = ParseOptions(separators="^", associations=False, require_fnc1=True)


@dataclass(frozen=True, slots=True)
class SymbolContent:
    """Which symbol was read and what stood in it, in the notation above.

    The notation is that of the GS1 Barcode Syntax Engine.

    >>> SymbolContent(Symbol.EAN_13, "8936012345674").symbol.value
    'EAN13'
    """

    symbol: Symbol
    text: str


def read_symbol(scan_data: str) -> SymbolContent:
    """Return what scan data says about symbol and content; raises `Gs1Error` for data that no GS1 symbol gives.

    GS1 General Specifications, "Symbology identifiers".

    >>> read_symbol("]d20108936012345674").text
    '^0108936012345674'
    """
    identifier, content = scan_data[:3], scan_data[3:]
    if not scan_data.startswith("]") or len(identifier) < 3:
        raise Gs1Error.of(ErrorCode.MISSING_SYMBOLOGY_IDENTIFIER, scan_data, 0, len(identifier))
    if identifier in _GS1_IDENTIFIER:
        text = "^" + content.replace(GS, "^")
        parse_element_string(text, _ANY)
        return SymbolContent(_GS1_IDENTIFIER[identifier], text)
    if identifier in _PLAIN_IDENTIFIER:
        return SymbolContent(_PLAIN_IDENTIFIER[identifier], _guarded(content))
    if identifier in _PRIMARY_IDENTIFIER:
        symbol, length = _PRIMARY_IDENTIFIER[identifier]
        return SymbolContent(symbol, _read_primary(content, length))
    raise Gs1Error.of(ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER, scan_data, 0, 3)


def write_symbol(symbol: Symbol, text: str) -> str:
    """Return what a scanner sends for a symbol with this content; raises `Gs1Error` where the symbol cannot hold it.

    GS1 General Specifications, "Symbology identifiers".

    >>> write_symbol(Symbol.QR, "^0108936012345674")
    ']Q30108936012345674'
    """
    linear, bar, composite = text.partition("|^")
    tail = composite.replace("^", GS) if bar else ""
    if symbol in _PRIMARY_DIGITS:
        primary = _primary_digits(linear, _PRIMARY_DIGITS[symbol])
        shown = primary if symbol is Symbol.EAN_8 else primary.zfill(13)
        return f"{']E4' if symbol is Symbol.EAN_8 else ']E0'}{shown}{_COMPOSITE + tail if bar else ''}"
    if symbol in _DATABAR_PRIMARY:
        return f"]e001{_primary_digits(linear, 14)}{tail}"
    if symbol in _TWO_MODES:
        plain, gs1 = _TWO_MODES[symbol]
        return gs1 + linear[1:].replace("^", GS) if linear.startswith("^") else plain + _unguarded(linear)
    if not linear.startswith("^"):
        raise Gs1Error.of(ErrorCode.MISSING_FNC1_IN_FIRST_POSITION, text)
    identifier = "]C1" if symbol in _GS1_128 and not bar else "]e0"
    body = linear[1:].replace("^", GS)
    return identifier + body + (_joint(linear) + tail if bar else "")


def _joint(linear: str) -> str:
    """The separator between linear and composite component: none after an element of predefined length."""
    message = parse_element_string(linear, _ANY)
    return GS if message[-1].entry.separator_required else ""


def _read_primary(content: str, length: int) -> str:
    primary, bar, composite = content.partition(_COMPOSITE)
    _demand_primary(primary, length)
    if not bar:
        return primary
    rest = "^" + composite.replace(GS, "^")
    parse_element_string(rest, _ANY)
    return f"{primary}|{rest}"


def _primary_digits(linear: str, length: int) -> str:
    """The digits of a primary message, given plainly or as AI (01)."""
    digits = linear.removeprefix("^01")
    if linear.startswith("^01") and len(digits) == 14 and not digits[: 14 - length].strip("0"):
        digits = digits[14 - length :]
    _demand_primary(digits, length)
    return digits


def _demand_primary(primary: str, length: int) -> None:
    if len(primary) < length:
        raise Gs1Error.of(ErrorCode.PRIMARY_SCAN_DATA_IS_TOO_SHORT, primary)
    if len(primary) > length:
        raise Gs1Error.of(ErrorCode.PRIMARY_MESSAGE_IS_TOO_LONG, primary, length)
    if not (primary.isascii() and primary.isdigit()):
        raise Gs1Error.of(ErrorCode.PRIMARY_MESSAGE_MUST_CONTAIN_DIGITS, primary)
    if not has_valid_check_digit(primary):
        raise Gs1Error.of(ErrorCode.PRIMARY_MESSAGE_CHECK_DIGIT_IS_INCORRECT, primary, length - 1, 1)


def _guarded(plain: str) -> str:
    r"""Plain data with a further backslash where it begins like FNC1: `^` or backslashes and `^`."""
    return "\\" + plain if plain.lstrip("\\").startswith("^") else plain


def _unguarded(text: str) -> str:
    """The reverse of `_guarded`."""
    return text[1:] if text.startswith("\\") and text.lstrip("\\").startswith("^") else text
