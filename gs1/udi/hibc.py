"""HIBC supplier labels: primary, secondary and concatenated data structures (ANSI/HIBC 2.6)."""

from __future__ import annotations

import re
from collections.abc import Callable

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.carrier import Issuer, UdiCarrier, calendar_day, day_of_year

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
_PRIMARY = re.compile(r"([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})([0-9])")
_VALUE = re.compile(r"[A-Z0-9]{0,18}")
_CENTURY = 2000
_Told = dict[str, str]


def check_character(text: str) -> str:
    """The modulo 43 check character of `text`; raises `Gs1Error` for a character outside its alphabet."""
    for place, character in enumerate(text):
        if character not in ALPHABET:
            raise Gs1Error.of(ErrorCode.INVALID_CSET39_CHARACTER, text, place, 1)
    return ALPHABET[sum(ALPHABET.index(character) for character in text) % 43]


def parse_hibc(*lines: str) -> UdiCarrier:
    """Read one concatenated line, or a primary and its secondary line; raises `Gs1Error` for a wrong check character.

    Nothing is stripped or cut before the check character was verified, for it may be a blank, `/`, `+` or `$`.
    """
    bodies = [_verified(line) for line in lines]
    if not bodies or len(bodies) > 2:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, "".join(lines))
    head, *parts = bodies[0].split("/")
    if len(bodies) == 2:
        if bodies[1][-1:] != lines[0][-1]:
            raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_CHARACTER, lines[1], len(lines[1]) - 2, 1)
        parts += bodies[1][:-1].split("/")
    match = _PRIMARY.fullmatch(head)
    if match is None:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, lines[0])
    labeler, product, unit = match.groups()
    told: _Told = {}
    for place, part in enumerate(parts):
        _read_part(part, told, first=place == 0)
    return UdiCarrier(
        Issuer.HIBCC, head, told.get("batch"), told.get("serial"), told.get("expiry"), told.get("manufactured"),
        int(told["quantity"]) if "quantity" in told else None,
        (("labeler", labeler), ("product", product), ("unit_of_measure", unit)),
    )  # fmt: skip


def _verified(line: str) -> str:
    if len(line) < 3 or line[0] != "+":
        raise Gs1Error.of(ErrorCode.NOT_GS1, line)
    if check_character(line[:-1]) != line[-1]:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_CHARACTER, line, len(line) - 1, 1)
    return line[1:-1]


def _read_part(part: str, told: _Told, *, first: bool) -> None:
    if first and part.startswith("$$"):
        _read_dated(part[2:], told)
    elif first and part.startswith("$"):
        _keep(told, "serial" if part[1:2] == "+" else "batch", part[1:].removeprefix("+"))
    elif first and part[:5].isdigit() and len(part) >= 5:
        told["expiry"] = day_of_year(_CENTURY + int(part[:2]), int(part[2:5]), part).isoformat()
        _keep(told, "batch", part[5:])
    elif part.startswith(("14D", "16D")):
        day = part[3:]
        if len(day) != 8 or not day.isdigit():
            raise Gs1Error.of(ErrorCode.DATE_TOO_SHORT, part)
        name = "expiry" if part.startswith("14D") else "manufactured"
        told[name] = calendar_day(int(day[:4]), int(day[4:6]), int(day[6:]), part).isoformat()
    elif part.startswith("S"):
        _keep(told, "serial", part[1:])
    elif part.startswith("Q") and part[1:].isdigit():
        told["quantity"] = part[1:]
    else:
        raise Gs1Error.of(ErrorCode.NOT_GS1, part)


def _keep(told: _Told, name: str, value: str) -> None:
    if _VALUE.fullmatch(value) is None:
        raise Gs1Error.of(ErrorCode.INVALID_CSET39_CHARACTER, value)
    if value:
        told[name] = value


def _read_dated(text: str, told: _Told) -> None:
    """After `$$`: `+` for a serial number, a quantity, a date by its flag, and then batch or serial number."""
    name = "serial" if text.startswith("+") else "batch"
    text = text.removeprefix("+")
    if text[:1] in ("8", "9"):
        digits = 2 if text[0] == "8" else 5
        _demand_digits(text[1 : 1 + digits], digits)
        told["quantity"] = text[1 : 1 + digits]
        text = text[1 + digits :]
    if text[:1] == "7":
        text = text[1:]
    elif text[:1] in _DATES:
        size, read = _DATES[text[0]]
        told["expiry"] = read(_demand_digits(text[1 : 1 + size], size))
        text = text[1 + size :]
    elif text:
        told["expiry"] = _month(_demand_digits(text[:4], 4))
        text = text[4:]
    _keep(told, name, text)


def _demand_digits(text: str, size: int) -> str:
    if len(text) != size or not text.isdigit():
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, text)
    return text


def _month(text: str) -> str:
    return calendar_day(_CENTURY + int(text[2:]), int(text[:2]), 1, text).isoformat()[:7]


def _mmddyy(text: str) -> str:
    return calendar_day(_CENTURY + int(text[4:]), int(text[:2]), int(text[2:4]), text).isoformat()


def _yymmdd(text: str) -> str:
    return calendar_day(_CENTURY + int(text[:2]), int(text[2:4]), int(text[4:6]), text).isoformat()


def _yyjjj(text: str) -> str:
    return day_of_year(_CENTURY + int(text[:2]), int(text[2:5]), text).isoformat()


def _with_hour(day: str, hour: str) -> str:
    if int(hour) > 23:
        raise Gs1Error.of(ErrorCode.ILLEGAL_HOUR, hour)
    return f"{day}T{hour}"


_DATES: dict[str, tuple[int, Callable[[str], str]]] = {
    "2": (6, _mmddyy),
    "3": (6, _yymmdd),
    "4": (8, lambda text: _with_hour(_yymmdd(text[:6]), text[6:])),
    "5": (5, _yyjjj),
    "6": (7, lambda text: _with_hour(_yyjjj(text[:5]), text[5:])),
}
