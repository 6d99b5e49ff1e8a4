"""HIBC supplier labels read: primary, secondary and concatenated data structures (ANSI/HIBC 2.6, SLS)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.piece import Piece
from gs1.udi.stated_date import StatedDate
from gs1.udi.value import Issuer, Udi, details_of

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
"""The characters of Code 39 in the order of their values (HIBC SLS 2.6, appendix B: check character)."""
CENTURY = 2000
LONGEST = 18
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_PRIMARY = r"([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})([0-9])"
_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LONGEST_COUNT = 5
_MOST_SLASHES = 7
"""One before the secondary structure, one before each kind of additional data, and two that are check characters."""


class Production(NamedTuple):
    """What a secondary data structure says; it names no product (HIBC SLS 2.6: secondary data structure).

    >>> Production(batch="LOT7").batch
    'LOT7'
    """

    batch: str | None = None
    serial: str | None = None
    expiry: StatedDate | None = None
    manufactured: StatedDate | None = None
    quantity: int | None = None


def check_character(text: str) -> str:
    """The modulo 43 check character of `text` (HIBC SLS 2.6, appendix B).

    Raises `Gs1Error` for a character outside the alphabet of Code 39.

    >>> check_character("+A123BJC5D6E71")
    'G'
    """
    total = 0
    for place, character in enumerate(text):
        value = _VALUES.get(character)
        if value is None:
            raise Gs1Error.of(ErrorCode.INVALID_CSET39_CHARACTER, text, place, 1)
        total += value
    return ALPHABET[total % 43]


def parse_hibc(*lines: str) -> Udi:
    """Read one primary or concatenated line, or a primary and its secondary line (HIBC SLS 2.6: data structures).

    Nothing is stripped or cut before the check character was verified, for it may be a blank, `/`, `+` or `$`.
    Raises `Gs1Error` for a wrong check or link character, a secondary line alone, and any part that is none.

    >>> udi = parse_hibc("+A123BJC5D6E71G")
    >>> udi.detail("labeler"), udi.detail("product"), udi.package_level
    ('A123', 'BJC5D6E7', 1)
    >>> parse_hibc("+A123BJC5D6E71G", "+$LOT7G5").batch
    'LOT7'
    """
    if not 1 <= len(lines) <= 2:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, "".join(lines))
    head, *parts = _verified(lines[0]).split("/")
    match = re.fullmatch(_PRIMARY, head.text)
    if match is None:
        raise head.fault(ErrorCode.NOT_GS1 if head.text.startswith("$") else ErrorCode.WRONG_LENGTH)
    if len(lines) == 2:
        parts += _linked(lines[1], lines[0][-1])
    told = _production(parts)
    labeler, product, unit = match.groups()
    return Udi(
        Issuer.HIBCC, head.text, told.batch, told.serial, told.expiry, told.manufactured, told.quantity,
        None, int(unit), details_of({"labeler": labeler, "product": product, "unit_of_measure": unit}),
    )  # fmt: skip


def parse_hibc_secondary(line: str) -> tuple[str, Production]:
    """Read a secondary line alone: its link character, which is the check character of its primary, and what it says.

    HIBC SLS 2.6: secondary data structure, link character. Raises `Gs1Error` for a wrong check character.

    >>> link, told = parse_hibc_secondary("+$LOT7G5")
    >>> link, told.batch
    ('G', 'LOT7')
    """
    body = _verified(line)
    link = body.text[-1:]
    return link, _production(Piece(line, body.start, body.end - 1).split("/"))


def _linked(line: str, link: str) -> list[Piece]:
    body = _verified(line)
    if body.text[-1] != link:
        raise body.after(len(body.text) - 1).fault(ErrorCode.INCORRECT_CHECK_CHARACTER)
    return Piece(line, body.start, body.end - 1).split("/")


def _verified(line: str) -> Piece:
    """What stands between the flag `+` and the check character, which was found right."""
    if len(line) < 3 or line[0] != "+":
        raise Gs1Error.of(ErrorCode.NOT_GS1, line)
    try:
        right = check_character(line[:-1])
    except Gs1Error as error:
        raise Gs1Error.of(error.code, line, error.start, error.length) from error
    if right != line[-1]:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_CHARACTER, line, len(line) - 1, 1)
    if line.count("/") > _MOST_SLASHES:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, line)
    return Piece(line, 1, len(line) - 1)


class _Told:
    """What was told so far; the same fact told twice must be the same."""

    __slots__ = ("batch", "expiry", "manufactured", "quantity", "serial")

    def __init__(self) -> None:
        self.batch: str | None = None
        self.serial: str | None = None
        self.expiry: StatedDate | None = None
        self.manufactured: StatedDate | None = None
        self.quantity: int | None = None

    def keep_batch(self, piece: Piece) -> None:
        self.batch = _alphanumeric(piece) or self.batch

    def keep_serial(self, piece: Piece) -> None:
        told = _alphanumeric(piece)
        if told and self.serial not in (None, told):
            raise piece.fault(ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES)
        self.serial = told or self.serial

    def keep_expiry(self, piece: Piece) -> None:
        day = _eight_digit_day(piece)
        if self.expiry is not None and not self.expiry.agrees_with(day):
            raise piece.fault(ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES)
        self.expiry = self.expiry if self.expiry is not None and self.expiry.hour is not None else day

    def keep_manufactured(self, piece: Piece) -> None:
        day = _eight_digit_day(piece)
        if self.manufactured not in (None, day):
            raise piece.fault(ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES)
        self.manufactured = day

    def keep_quantity(self, piece: Piece) -> None:
        if not 1 <= len(piece.text) <= _LONGEST_COUNT:
            raise piece.fault(ErrorCode.WRONG_LENGTH)
        count = int(piece.digits(len(piece.text)))
        if self.quantity not in (None, count):
            raise piece.fault(ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES)
        self.quantity = count


_SUPPLEMENTS: tuple[tuple[str, Callable[[_Told, Piece], None]], ...] = (
    ("14D", _Told.keep_expiry),
    ("16D", _Told.keep_manufactured),
    ("S", _Told.keep_serial),
    ("Q", _Told.keep_quantity),
)
"""Additional data after `/` by data identifiers of ANSI MH10.8.2 (HIBC SLS 2.6: additional data)."""


def _production(parts: list[Piece]) -> Production:
    told = _Told()
    for place, part in enumerate(parts):
        if place == 0 and (part.text.startswith("$") or part.first(5).text.isdigit()):
            _read_secondary(part, told)
        else:
            _read_supplement(part, told)
    return Production(told.batch, told.serial, told.expiry, told.manufactured, told.quantity)


def _read_supplement(part: Piece, told: _Told) -> None:
    for identifier, keep in _SUPPLEMENTS:
        if part.text.startswith(identifier):
            keep(told, part.after(len(identifier)))
            return
    raise part.fault(ErrorCode.NOT_GS1)


def _read_secondary(part: Piece, told: _Told) -> None:
    """`$` batch, `$+` serial number, `$$` dated, or five digits of a Julian day and a batch."""
    text = part.text
    if text.startswith("$$"):
        _read_dated(part.after(2), told)
    elif text.startswith("$+"):
        told.keep_serial(part.after(2))
    elif text.startswith("$"):
        told.keep_batch(part.after(1))
    else:
        told.expiry = _dated(part, "5")
        told.keep_batch(part.after(5))


def _read_dated(part: Piece, told: _Told) -> None:
    """After `$$`: `+` for a serial number, a quantity, a date by its flag, and then batch or serial number."""
    is_serial = part.text.startswith("+")
    part = part.after(1) if is_serial else part
    digits = _QUANTITIES.get(part.text[:1])
    if digits is not None:
        told.quantity = int(part.after(1).digits(digits))
        part = part.after(1 + digits)
    flag = part.text[:1]
    if flag == "7":
        part = part.after(1)
    elif flag and flag in _DATES:
        told.expiry = _dated(part.after(1), flag)
        part = part.after(1 + sum(_DATES[flag][0]))
    elif flag or digits is None:
        told.expiry = _dated(part, "")
        part = part.after(4)
    (told.keep_serial if is_serial else told.keep_batch)(part)


def _alphanumeric(piece: Piece) -> str:
    text = piece.text
    for place, character in enumerate(text):
        if character not in _ALPHANUMERIC:
            raise piece.after(place).first(1).fault(ErrorCode.INVALID_CSET39_CHARACTER)
    if len(text) > LONGEST:
        raise piece.after(LONGEST).fault(ErrorCode.WRONG_LENGTH)
    return text


def _eight_digit_day(piece: Piece) -> StatedDate:
    year, month, day = piece.numbers(4, 2, 2)
    if len(piece.text) > 8:
        raise piece.fault(ErrorCode.DATE_TOO_LONG)
    return piece.dated(StatedDate(year, month, day))


def _dated(piece: Piece, flag: str) -> StatedDate:
    """The date of this form that `piece` begins with."""
    widths, make = _DATES[flag]
    numbers = piece.numbers(*widths)
    return piece.first(sum(widths)).dated(make(numbers))


_QUANTITIES = {"8": 2, "9": 5}
_DATES: dict[str, tuple[tuple[int, ...], Callable[[list[int]], StatedDate]]] = {
    "": ((2, 2), lambda told: StatedDate(CENTURY + told[1], told[0])),
    "2": ((2, 2, 2), lambda told: StatedDate(CENTURY + told[2], told[0], told[1])),
    "3": ((2, 2, 2), lambda told: StatedDate(CENTURY + told[0], told[1], told[2])),
    "4": ((2, 2, 2, 2), lambda told: StatedDate(CENTURY + told[0], told[1], told[2], told[3])),
    "5": ((2, 3), lambda told: StatedDate.of_day_number(CENTURY + told[0], told[1])),
    "6": ((2, 3, 2), lambda told: StatedDate.of_day_number(CENTURY + told[0], told[1], told[2])),
}
"""Date forms by their flag: MMYY, MMDDYY, YYMMDD, YYMMDDHH, YYJJJ, YYJJJHH (HIBC SLS 2.6: expiration date flags)."""
