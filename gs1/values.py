"""Typed values of elements: dates and times as the table marks them, decimals and money."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gs1.dates import read_date
from gs1.dictionary import ApplicationIdentifier
from gs1.tables import table_lines

_DATE_LINTERS = frozenset(("yymmdd", "yymmd0", "yyyymmdd", "yyyymmd0"))
_TIME_LINTERS = frozenset(("hh", "hhmi", "mi", "ss"))
_MEASURES = ("31", "32", "33", "34", "35", "36")
_AMOUNTS = ("390", "391", "392", "393", "394", "395")
_WITH_CURRENCY = ("391", "393")


class Money(NamedTuple):
    """An amount in a currency of ISO 4217; `code` is None for a number that the list lacks.

    >>> Money(Decimal("5"), "VND", "704").code
    'VND'
    """

    amount: Decimal
    code: str | None
    """The three letters, such as VND."""
    number: str
    """The three digits, such as 704."""


@cache
def currency_codes() -> dict[str, str]:
    """The letters of each currency by its digits (ISO 4217), read at the first call.

    >>> currency_codes()["704"]
    'VND'
    """
    return dict(line.split("\t") for line in table_lines("currencies.tsv"))


def components(entry: ApplicationIdentifier, value: str) -> tuple[str, ...]:
    """The value cut into the parts that the table names.

    GS1 General Specifications, "GS1 Application Identifier definitions".

    >>> from gs1.dictionary import STANDARD
    >>> components(STANDARD["7003"], "2712311430")
    ('271231', '1430')
    """
    parts, at = [], 0
    for part in entry.components:
        piece = value[at : at + part.longest]
        if piece:
            parts.append(piece)
        at += len(piece)
    return tuple(parts)


def _typed(entry: ApplicationIdentifier, value: str, linters: frozenset[str]) -> list[str]:
    pieces = components(entry, value)
    return [piece for piece, part in zip(pieces, entry.components, strict=False) if linters.intersection(part.linters)]


def date_of(entry: ApplicationIdentifier, value: str, today: date | None) -> date | None:
    """The first day the value holds.

    >>> from gs1.dictionary import STANDARD
    >>> date_of(STANDARD["17"], "280200", date(2026, 1, 1))
    datetime.date(2028, 2, 29)
    """
    dates = _typed(entry, value, _DATE_LINTERS)
    return read_date(dates[0], today) if dates else None


def date_range_of(entry: ApplicationIdentifier, value: str, today: date | None) -> tuple[date, date] | None:
    """First and last day that the value covers: a whole month for day 00, two dates where the table has two.

    >>> from gs1.dictionary import STANDARD
    >>> [str(day) for day in date_range_of(STANDARD["7007"], "280101280131", date(2026, 1, 1))]
    ['2028-01-01', '2028-01-31']
    """
    dates = _typed(entry, value, _DATE_LINTERS)
    last = read_date(dates[-1], today) if dates else None
    first = read_date(dates[0], today) if dates else None
    if first is None or last is None:
        return None
    return (first.replace(day=1) if dates[0].endswith("00") else first), last


def datetime_of(entry: ApplicationIdentifier, value: str, today: date | None) -> datetime | None:
    """Day and time, where the table gives the value both; hour 24 is midnight at the end of the day.

    >>> from gs1.dictionary import STANDARD
    >>> datetime_of(STANDARD["8008"], "2712311430", date(2026, 1, 1))
    datetime.datetime(2027, 12, 31, 14, 30)
    """
    day = date_of(entry, value, today)
    clock = "".join(_typed(entry, value, _TIME_LINTERS))
    if day is None or not (clock.isascii() and clock.isdigit()) or len(clock) not in (2, 4, 6):
        return None
    hours, minutes, seconds = int(clock[:2]), int(clock[2:4] or 0), int(clock[4:6] or 0)
    if minutes > 59 or seconds > 59 or (hours, minutes, seconds) > (24, 0, 0):
        return None
    if hours == 24 and day == date.max:
        return None
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - GS1 times are local and name no zone
    return midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def decimal_of(ai: str, value: str) -> Decimal | None:
    """The number whose decimals the last digit of the AI counts.

    GS1 General Specifications, trade measures (310n to 369n) and amounts payable (390n to 395n).

    >>> decimal_of("3103", "001250"), decimal_of("3932", "70412345")
    (Decimal('1.250'), Decimal('123.45'))
    """
    if len(ai) != 4 or (ai[:2] not in _MEASURES and ai[:3] not in _AMOUNTS):
        return None
    digits = value[3:] if ai[:3] in _WITH_CURRENCY else value
    return Decimal(digits).scaleb(-int(ai[3])) if digits.isascii() and digits.isdigit() else None


def currency_of(ai: str, value: str) -> str | None:
    """The numeric currency code of ISO 4217 in front of an amount.

    >>> currency_of("3932", "70412345")
    '704'
    """
    return value[:3] if len(ai) == 4 and ai[:3] in _WITH_CURRENCY else None


def money_of(ai: str, value: str) -> Money | None:
    """The amount of AIs (391n) and (393n) with its currency; None for every other AI, whose currency is not told.

    >>> money_of("3932", "84012345")
    Money(amount=Decimal('123.45'), code='USD', number='840')
    """
    amount, number = decimal_of(ai, value), currency_of(ai, value)
    return None if amount is None or number is None else Money(amount, currency_codes().get(number), number)
