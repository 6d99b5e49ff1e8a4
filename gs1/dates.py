"""Dates of element strings: the century rule, whole months, ranges."""

from __future__ import annotations

from datetime import date

from gs1.dictionary import STANDARD
from gs1.linters.days import days_in_month

REFERENCE_YEAR = int(STANDARD.release[:4])
"""The year the century rule is counted from where no day is given: that of the AI table, never that of a clock."""


def full_year(two_digits: int, today: date | None = None) -> int:
    """The year meant by two digits: from 49 years back to 50 ahead (GS1 General Specifications 7.12).

    >>> full_year(76, date(2026, 11, 23)), full_year(77, date(2026, 11, 23))
    (2076, 1977)
    """
    year = today.year if today else REFERENCE_YEAR
    century, current = year - year % 100, year % 100
    difference = two_digits - current
    if difference >= 51:
        return century - 100 + two_digits
    if difference <= -50:
        return century + 100 + two_digits
    return century + two_digits


def read_date(text: str, today: date | None = None) -> date | None:
    """The day that `YYMMDD` or `YYYYMMDD` names, the last of the month for day 00; None for no date.

    GS1 General Specifications 7.12 for the century, "GS1 Application Identifier definitions" for day 00.

    >>> read_date("280200", date(2026, 1, 1))
    datetime.date(2028, 2, 29)
    """
    if not (text.isascii() and text.isdigit()) or len(text) not in (6, 8):
        return None
    year = full_year(int(text[:2]), today) if len(text) == 6 else int(text[:4])
    month, day = int(text[-4:-2]), int(text[-2:])
    if not 1 <= month <= 12 or not 1 <= year <= 9999 or day > days_in_month(year, month):
        return None
    return date(year, month, day or days_in_month(year, month))


def write_date(day: date) -> str:
    """The day as `YYMMDD`.

    GS1 General Specifications, "GS1 Application Identifier definitions".

    >>> write_date(date(2027, 12, 31))
    '271231'
    """
    return f"{day.year % 100:02}{day.month:02}{day.day:02}"
