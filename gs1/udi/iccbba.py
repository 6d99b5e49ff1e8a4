"""ISBT 128: the donation identification number, compound messages and the UDI of ICCBBA (ST-001, ST-017)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gs1.charsets import first_outside
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.piece import Piece
from gs1.udi.stated_date import StatedDate
from gs1.udi.value import Issuer, Udi, demand_written, details_of

_CHECK = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_VALUES = {character: value for value, character in enumerate(_CHECK[:-1])}
_FLAG_FIRST = 60
_DIN_LENGTH = 13
_NO_LIST = "000"
_LAST_CENTURY_FROM = 900


_STRUCTURES = (
    ("=/", "ppic", 16),
    ("=)", "container", 10),
    ("=,", "product_division", 6),
    ("=<", "product_code", 8),
    ("=>", "expiry", 6),
    ("&>", "expiry", 10),
    ("=}", "manufactured", 6),
    ("&}", "manufactured", 10),
    ("=*", "collected", 6),
    ("&*", "collected", 10),
    ("&,1", "batch", 18),
    ("&)", "container_batch", 10),
    ("=", "din", 15),
)
"""Identifier, name and length of the structures (ST-001, chapter 3) that a UDI or a blood container may hold."""
_DAYS = frozenset(("expiry", "manufactured", "collected"))
_DIN = r"[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}[A-Z0-9]{2}"
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_COMPOUND = r"=\+([0-9]{2})([0-9]{3})"
_KEPT = ("ppic", "container", "product_division", "product_code")


def check_value(din: str) -> int:
    """The ISO/IEC 7064 modulo 37-2 value of a donation identification number (ST-001, appendix A).

    Raises `Gs1Error` for a text that is not thirteen capitals and digits.

    >>> check_value("X251616594862")
    17
    """
    if len(din) != _DIN_LENGTH:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, din)
    total = 0
    for place, character in enumerate(din):
        value = _VALUES.get(character)
        if value is None:
            raise Gs1Error.of(ErrorCode.INVALID_CSET39_CHARACTER, din, place, 1)
        total = (total + value) * 2 % 37
    return (38 - total) % 37


def check_character(din: str) -> str:
    """The check character that is printed in a box beside the number (ST-001, appendix A).

    >>> check_character("X251616594862")
    'H'
    """
    return _CHECK[check_value(din)]


def flag_characters(din: str) -> str:
    """The two flag characters, 60 to 96, that carry the check value (ST-001, data structure 001, flags of type 3).

    >>> flag_characters("X251616594862")
    '77'
    """
    return str(_FLAG_FIRST + check_value(din))


def parse_isbt128(data: str) -> Udi:
    """Read a UDI of ICCBBA: a compound message (`=+`), or its data structures one after another (ST-017).

    The device identifier is `=/` with the processor product identification code, or `=)` with the catalog number of a
    blood container; `=,` is the serial number. Raises `Gs1Error` for an unknown structure, one told twice, a wrong
    count, a wrong check value in the flag characters, a date that is none.

    >>> udi = parse_isbt128("=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123")
    >>> udi.di, udi.serial, udi.donation_id, str(udi.expiry)
    ('=/A9999XYZ100T0944', '000025', 'A999713123456', '2014-02-01')
    """
    head = re.match(_COMPOUND, data)
    told, count = _structures(data, head.end() if head else 0)
    if head is not None and count != int(head[1]):
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, data, 2, 2)
    if ("ppic" in told) == ("container" in told):
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, data)
    details = {name: told[name].text for name in _KEPT if name in told}
    if "din" in told:
        details |= _donation(told["din"])
    if "collected" in told:
        details["collected"] = str(_date(told["collected"]))
    if head is not None:
        details["count"] = str(count)
        details |= {} if head[2] == _NO_LIST else {"message_list": head[2]}
    return _udi(told, details)


def build_isbt128(udi: Udi, *, compound: bool = True) -> str:
    """Write a UDI as a compound message, or as its data structures one after another (ST-017).

    The flag characters are those of its details, else the check value. Raises `Gs1Error` for another issuer and for
    what the structures cannot say: a batch over 18 characters, a date without a day, a quantity.

    >>> build_isbt128(Udi(Issuer.ICCBBA, "=/A9999XYZ1234W567", serial="123456", donation_id="X251616594862"))
    '=+03000=/A9999XYZ1234W567=,123456=X25161659486277'
    """
    if udi.issuer is not Issuer.ICCBBA or udi.quantity is not None:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, udi.di)
    told = dict(udi.details)
    collected = told.get("collected")
    is_container = udi.di.startswith("=)")
    batch = _padded(udi.batch, is_container=is_container)
    parts = [
        udi.di,
        "" if udi.serial is None else f"=,{udi.serial}",
        "" if udi.donation_id is None else _written_donation(udi.donation_id, told.get("flag_characters")),
        f"=<{told['product_code']}" if "product_code" in told else "",
        _written_date(udi.expiry, ">"),
        _written_date(udi.manufactured, "}"),
        _written_date(None if collected is None else StatedDate.parse(collected), "*"),
        f"{'&)' if is_container else '&,1'}{batch}" if batch else "",
    ]
    written = [part for part in parts if part]
    head = f"=+{len(written):02}{told.get('message_list', _NO_LIST)}" if compound else ""
    text = head + "".join(written)
    demand_written(text, parse_isbt128(text), replace(udi, batch=batch))
    return text


def _structures(data: str, at: int) -> tuple[dict[str, Piece], int]:
    told: dict[str, Piece] = {}
    while at < len(data) or not told:
        name, piece = _next_structure(data, at)
        if name in told:
            raise Gs1Error.of(ErrorCode.DUPLICATE_AI, data, at, piece.end - at)
        told[name] = piece
        at = piece.end
    return told, len(told)


def _next_structure(data: str, at: int) -> tuple[str, Piece]:
    for identifier, name, length in _STRUCTURES:
        if data.startswith(identifier, at):
            start = at + len(identifier)
            piece = Piece(data, start, min(start + length, len(data)))
            _demand_content(piece, name, length)
            return name, piece
    raise Gs1Error.of(ErrorCode.NOT_GS1, data, at)


def _demand_content(piece: Piece, name: str, length: int) -> None:
    if name == "din" and re.fullmatch(_DIN, piece.text) is None:
        raise piece.fault(ErrorCode.NOT_GS1)
    if piece.end - piece.start < length:
        raise piece.fault(ErrorCode.WRONG_LENGTH)
    if name in _DAYS:
        piece.digits(length)
    position = first_outside(piece.text, _LETTERS)
    if position >= 0:
        raise piece.after(position).first(1).fault(ErrorCode.INVALID_CSET39_CHARACTER)


def _udi(told: Mapping[str, Piece], details: dict[str, str]) -> Udi:
    if "container" in told:
        di, batch = "=)" + told["container"].text, told.get("container_batch")
    else:
        di, batch = "=/" + told["ppic"].text, told.get("batch")
    return Udi(
        Issuer.ICCBBA, di, None if batch is None else batch.text, details.get("product_division"),
        _date(told["expiry"]) if "expiry" in told else None,
        _date(told["manufactured"]) if "manufactured" in told else None,
        donation_id=details.get("donation_identification_number"), details=details_of(details),
    )  # fmt: skip


def _donation(piece: Piece) -> dict[str, str]:
    """The donation number and its flag characters; those from 60 to 96 must carry its check value."""
    number, flags = piece.text[:_DIN_LENGTH], piece.text[_DIN_LENGTH:]
    if flags.isdigit() and _FLAG_FIRST <= int(flags) < _FLAG_FIRST + 37 and flags != flag_characters(number):
        raise piece.after(_DIN_LENGTH).fault(ErrorCode.INCORRECT_CHECK_CHARACTER)
    return {"donation_identification_number": number, "flag_characters": flags}


def _date(piece: Piece) -> StatedDate:
    """The date of `cyyjjj` or `cyyjjjhhmm`: three digits of the year, the day of the year (ST-001, 004 to 009)."""
    year, number, *time = piece.numbers(3, 3, 2, 2) if len(piece.text) == 10 else piece.numbers(3, 3)
    century = 1000 if year >= _LAST_CENTURY_FROM else 2000
    return piece.dated(StatedDate.of_day_number(century + year, number, *time))


def _written_date(stated: StatedDate | None, sign: str) -> str:
    if stated is None:
        return ""
    if stated.day is None or (stated.hour is None) != (stated.minute is None) or not 1900 <= stated.year < 2900:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(stated))
    day = f"{stated.year % 1000:03}{stated.day_number:03}"
    return f"={sign}{day}" if stated.hour is None else f"&{sign}{day}{stated.hour:02}{stated.minute:02}"


def _written_donation(number: str, flags: str | None) -> str:
    return f"={number}{flag_characters(number) if flags is None else flags}"


def _padded(batch: str | None, *, is_container: bool) -> str | None:
    """The batch with zeros in front, as long as its structure."""
    return None if batch is None else batch.rjust(10 if is_container else 18, "0")
