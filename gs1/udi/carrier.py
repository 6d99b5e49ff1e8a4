"""What every UDI carrier says, whoever issued it: device identifier and production identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error


class Issuer(StrEnum):
    """The issuing agencies besides GS1 (Regulation (EU) 2017/745, article 27)."""

    HIBCC = "HIBCC"
    IFA = "IFA"
    ICCBBA = "ICCBBA"


@dataclass(frozen=True, slots=True)
class UdiCarrier:
    """A carrier that was read. Dates are ISO 8601 text as precise as the carrier: month, day or hour."""

    issuer: Issuer
    di: str
    batch: str | None = None
    serial: str | None = None
    expiry: str | None = None
    manufactured: str | None = None
    quantity: int | None = None
    details: tuple[tuple[str, str], ...] = ()
    """Parts that only this agency has, by their names."""

    def detail(self, name: str) -> str | None:
        """One part that only this agency has."""
        return dict(self.details).get(name)


def day_of_year(year: int, day: int, text: str) -> date:
    """The date of a Julian day; raises `Gs1Error` naming `text` for a day that the year lacks."""
    found = date(year, 1, 1) + timedelta(days=day - 1)
    if day < 1 or found.year != year:
        raise Gs1Error.of(ErrorCode.ILLEGAL_DAY, text)
    return found


def calendar_day(year: int, month: int, day: int, text: str) -> date:
    """The date of year, month and day; raises `Gs1Error` naming `text` where there is none."""
    try:
        return date(year, month, day)
    except ValueError as fault:
        code = ErrorCode.ILLEGAL_DAY if 1 <= month <= 12 else ErrorCode.ILLEGAL_MONTH
        raise Gs1Error.of(code, text) from fault
