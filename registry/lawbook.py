"""The law book: periods that the law sets, dated, each with its legal source; read once from `data/lawbook.toml`.

A rule asks for the law in force on a day, and so gives the right answer for yesterday too.
"""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from registry.errors import NotFound

FILE = Path(__file__).resolve().parent / "data" / "lawbook.toml"


@dataclass(frozen=True, slots=True)
class Period:
    """A period that the law sets, in force from a day (until a day, when another took its place)."""

    key: str
    value: int
    unit: str
    valid_from: date
    valid_until: date | None
    source: str

    def after(self, day: date) -> date:
        """Return the last day of the period that begins on `day`: months and years end on the same day of the month."""
        if self.unit == "days":
            return day + timedelta(days=self.value)
        months = self.value * (12 if self.unit == "years" else 1)
        return add_months(day, months)


def period(key: str, day: date) -> Period:
    """Return the period `key` as the law stood on `day`; raise `NotFound` when the book has none for that day."""
    for one in _book().get(key, ()):
        if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until):
            return one
    raise NotFound("law-unknown", key=key, day=day.isoformat())


def periods_under(prefix: str, day: date) -> tuple[Period, ...]:
    """Return every period whose key begins with `prefix`, as the law stood on `day`, longest first."""
    found = [period(key, day) for key in _book() if key.startswith(prefix) and _stands(key, day)]
    return tuple(sorted(found, key=lambda one: one.after(day), reverse=True))


def _stands(key: str, day: date) -> bool:
    return any(one.valid_from <= day and (one.valid_until is None or day <= one.valid_until) for one in _book()[key])


def all_periods() -> tuple[Period, ...]:
    """Return the whole book, for the page that shows it."""
    return tuple(one for periods in _book().values() for one in periods)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _book() -> dict[str, tuple[Period, ...]]:
    with FILE.open("rb") as file:
        written = tomllib.load(file)
    book: dict[str, tuple[Period, ...]] = {}
    for row in written["period"]:
        one = Period(row["key"], row["value"], row["unit"], row["valid_from"], row.get("valid_until"), row["source"])
        book[one.key] = (*book.get(one.key, ()), one)
    return book
