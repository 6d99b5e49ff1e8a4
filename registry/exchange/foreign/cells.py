"""Cells as other registers write them: days with the day first, amounts with a comma, numbers with a tail of floats."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from registry.exchange.cells import RowReader
from registry.money import Money

DAY_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
COMMA_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})*|\d+),(?P<part>\d{1,2})|(?P<only>\d+)")
DECIMAL = re.compile(r"-?\d{1,12}(?:\.\d{1,20})?")
CENTS = 2


def day_first(row: RowReader, column: str) -> date | None:
    """Return a day written 31/12/2025; empty is None, any other text a fault that does not refuse the row."""
    text = row.text(column)
    day = read_day(text)
    if text and day is None:
        row.warn(column, "date-form")
    return day


def read_day(text: str) -> date | None:
    """Return the day of "31/12/2025"; None for any other text."""
    match = DAY_FIRST.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def comma_amount(row: RowReader, column: str, currency: str) -> Money | None:
    """Return an amount with a decimal comma; "1,234,56" is 1234.56 and is noted; empty or unread is None."""
    text = row.text(column).replace("\u202f", "").replace(" ", "")
    if not text:
        return None
    match = COMMA_AMOUNT.fullmatch(text)
    if match is None:
        row.warn(column, "amount-form")
        return None
    if match["only"]:
        return Money(int(match["only"]) * 100, currency)
    if "," in match["whole"]:
        row.warn(column, "amount-two-commas")
    return Money(int(match["whole"].replace(",", "")) * 100 + int(match["part"].ljust(CENTS, "0")), currency)


def float_amount(row: RowReader, column: str, currency: str) -> Money | None:
    """Return an amount written as a float, to the cent; a tail of digits ("360.97214759999997") is noted."""
    exact = decimal(row, column)
    if exact is None:
        return None
    rounded = Money(round(exact * 100), currency)
    if rounded.per(1) != exact:
        row.warn(column, "amount-float-tail")
    if rounded.minor <= 0:
        row.warn(column, "amount-zero")
        return None
    return rounded


def decimal(row: RowReader, column: str) -> Fraction | None:
    """Return a number written with a point; empty is None, any other text is noted."""
    text = row.text(column)
    if not text:
        return None
    if not DECIMAL.fullmatch(text):
        row.warn(column, "number-unread")
        return None
    return Fraction(text)
