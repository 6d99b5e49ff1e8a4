"""The only place that reads the machine's clock; everything else is told the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Legal time of Viet Nam (Decision 134/2002/QD-TTg): UTC+07:00 the whole year."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still, for tests and for rebuilding; move it by setting `at`."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant that was set."""
        return self.at


def to_microseconds(instant: datetime) -> int:
    """Return an aware `instant` as whole microseconds since 1970-01-01 UTC, the form it is stored in."""
    return (instant - EPOCH) // MICROSECOND


def from_microseconds(stored: int) -> datetime:
    """Return a stored instant as an aware datetime in UTC; the reverse of `to_microseconds`."""
    return EPOCH + timedelta(microseconds=stored)


def day_in_vietnam(instant: datetime) -> date:
    """Return the calendar date on which `instant` falls in Viet Nam."""
    return instant.astimezone(VIETNAM).date()
