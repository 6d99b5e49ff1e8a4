"""A date as precise as a carrier states it: a month, a day, an hour or a minute."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.linters.days import days_in_month

_ISO = r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2})(?::([0-9]{2}))?)?)?"


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date with nothing added to what was said; `str` gives it in the form of ISO 8601.

    >>> dated = StatedDate.parse("2027-02")
    >>> str(dated), dated.first_day.isoformat(), dated.last_day.isoformat()
    ('2027-02', '2027-02-01', '2027-02-28')
    """

    year: int
    month: int
    day: int | None = None
    hour: int | None = None
    minute: int | None = None

    @classmethod
    def parse(cls, text: str) -> StatedDate:
        """Read `2027-12`, `2027-12-31`, `2027-12-31T09` or `2027-12-31T09:30`; raises `Gs1Error` for any other text."""
        match = re.fullmatch(_ISO, text)
        if match is None:
            raise Gs1Error.of(ErrorCode.DATE_TOO_SHORT, text)
        year, month, *rest = (None if part is None else int(part) for part in match.groups())
        found = cls(year or 0, month or 0, *rest)
        fault = found.fault
        if fault is not None:
            raise Gs1Error.of(fault, text)
        return found

    @classmethod
    def of(cls, day: date) -> StatedDate:
        """A whole day.

        >>> str(StatedDate.of(date(2027, 12, 31)))
        '2027-12-31'
        """
        return cls(day.year, day.month, day.day)

    @classmethod
    def of_day_number(cls, year: int, number: int, hour: int | None = None, minute: int | None = None) -> StatedDate:
        """The day of a year by its number, 1 to 366; a number that the year lacks gives a date with a `fault`.

        >>> str(StatedDate.of_day_number(2028, 60))
        '2028-02-29'
        """
        day = date(year, 1, 1) + timedelta(days=number - 1)
        if number < 1 or day.year != year:
            return cls(year, 1, 0)
        return cls(year, day.month, day.day, hour, minute)

    @property
    def fault(self) -> ErrorCode | None:
        """What is impossible about the date, or None; every reader of this package refuses a date with a fault."""
        if not 1 <= self.month <= 12 or self.year < 1:
            return ErrorCode.ILLEGAL_MONTH
        if self.day is not None and not 1 <= self.day <= days_in_month(self.year, self.month):
            return ErrorCode.ILLEGAL_DAY
        if self.hour is not None and not 0 <= self.hour <= 23:
            return ErrorCode.ILLEGAL_HOUR
        if self.minute is not None and not 0 <= self.minute <= 59:
            return ErrorCode.ILLEGAL_MINUTE
        return None

    @property
    def first_day(self) -> date:
        """The first day that the date can mean: of a manufacturing date, the safe one to count from."""
        return date(self.year, self.month, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day that the date can mean: a device that expires in a month may be used until its end."""
        return date(self.year, self.month, self.day or days_in_month(self.year, self.month))

    @property
    def day_number(self) -> int:
        """Which day of its year the first day is, 1 to 366."""
        return self.first_day.timetuple().tm_yday

    def agrees_with(self, other: StatedDate) -> bool:
        """Whether both can be the same date, told more or less precisely."""
        return all(
            mine is None or theirs is None or mine == theirs for mine, theirs in zip(*self._both(other), strict=True)
        )

    def __str__(self) -> str:
        text = f"{self.year:04}-{self.month:02}"
        text += "" if self.day is None else f"-{self.day:02}"
        text += "" if self.hour is None else f"T{self.hour:02}"
        return text if self.minute is None else f"{text}:{self.minute:02}"

    def _both(self, other: StatedDate) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
        return (
            (self.year, self.month, self.day, self.hour, self.minute),
            (other.year, other.month, other.day, other.hour, other.minute),
        )
