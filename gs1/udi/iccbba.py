"""ISBT 128: the donation identification number and the compound UDI message (ICCBBA ST-001, ST-017)."""

from __future__ import annotations

import re

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.carrier import Issuer, UdiCarrier, day_of_year

_CHECK = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_FLAG_FIRST = 60
_COUNT = re.compile(r"=\+(\d\d)\d{3}")
_FIELDS = (
    ("ppic", re.compile(r"=/([A-Z0-9]{16})")),
    ("product_division", re.compile(r"=,([A-Z0-9]{6})")),
    ("expiry", re.compile(r"=>(\d{6})")),
    ("manufactured", re.compile(r"=\}(\d{6})")),
    ("batch", re.compile(r"&,1([A-Z0-9]{18})")),
    ("din", re.compile(r"=([A-NP-Z1-9][A-Z0-9]{4}\d{8}\d\d)")),
)


def check_value(din: str) -> int:
    """The ISO/IEC 7064 modulo 37-2 value of a donation identification number; raises `Gs1Error` for another text."""
    total = 0
    for place, character in enumerate(din):
        if character not in _CHECK[:-1]:
            raise Gs1Error.of(ErrorCode.INVALID_CSET39_CHARACTER, din, place, 1)
        total = (total + _CHECK.index(character)) * 2 % 37
    return (38 - total) % 37


def check_character(din: str) -> str:
    """The check character that is printed beside the number."""
    return _CHECK[check_value(din)]


def flag_characters(din: str) -> str:
    """The two flag characters that carry the check value."""
    return str(_FLAG_FIRST + check_value(din))


def parse_isbt128(data: str) -> UdiCarrier:
    """Read a compound message; raises `Gs1Error` for an unknown structure, a wrong count or a wrong check value."""
    head = _COUNT.match(data)
    if head is None:
        raise Gs1Error.of(ErrorCode.NOT_GS1, data)
    told: dict[str, str] = {}
    at = head.end()
    while at < len(data):
        name, match = _next_field(data, at)
        told[name] = match[1]
        at = match.end()
    if len(told) != int(head[1]) or "ppic" not in told:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, data)
    details: list[tuple[str, str]] = [(name, told[name]) for name in ("ppic", "product_division") if name in told]
    if "din" in told:
        number, flags = told["din"][:13], told["din"][13:]
        if _FLAG_FIRST <= int(flags) < _FLAG_FIRST + 37 and flags != flag_characters(number):
            raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_CHARACTER, told["din"], 13, 2)
        details += [("donation_identification_number", number), ("flag_characters", flags)]
    details.append(("count", str(int(head[1]))))
    days = {name: _day(told[name]) for name in ("expiry", "manufactured") if name in told}
    return UdiCarrier(
        Issuer.ICCBBA, f"=/{told['ppic']}", told.get("batch"), None, days.get("expiry"), days.get("manufactured"),
        details=tuple(details),
    )  # fmt: skip


def _next_field(data: str, at: int) -> tuple[str, re.Match[str]]:
    for name, pattern in _FIELDS:
        match = pattern.match(data, at)
        if match is not None:
            return name, match
    raise Gs1Error.of(ErrorCode.NOT_GS1, data, at)


def _day(text: str) -> str:
    """The day of `cyyjjj`: the century after 2000, the year in it, the day of the year."""
    return day_of_year(2000 + int(text[:3]), int(text[3:]), text).isoformat()
