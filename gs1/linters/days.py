"""Linters of dates and times."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.linters.fault import LintFault, non_digit, whole

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    """How many days the month has in the Gregorian calendar.

    The calendar of ISO 8601.

    >>> days_in_month(2028, 2), days_in_month(2100, 2)
    (29, 28)
    """
    if month == 2 and (year % 4 or (year % 100 == 0 and year % 400)):
        return 28
    return _DAYS[month - 1]


def yymmdd(value: str) -> LintFault | None:
    """A date with a two-digit year and a day.

    The GS1 Barcode Syntax Tests name it `yymmdd`.

    >>> yymmdd("271231"), yymmdd("271200").code.value
    (None, 'ILLEGAL_DAY')
    """
    return _date(value, 2, first_day=1)


def yymmd0(value: str) -> LintFault | None:
    """A date with a two-digit year; day 00 means the whole month.

    The GS1 Barcode Syntax Tests name it `yymmd0`.

    >>> yymmd0("271200"), yymmd0("271300").code.value
    (None, 'ILLEGAL_MONTH')
    """
    return _date(value, 2, first_day=0)


def yyyymmdd(value: str) -> LintFault | None:
    """A date with a four-digit year and a day.

    The GS1 Barcode Syntax Tests name it `yyyymmdd`.

    >>> yyyymmdd("20271231"), yyyymmdd("20271200").code.value
    (None, 'ILLEGAL_DAY')
    """
    return _date(value, 4, first_day=1)


def yyyymmd0(value: str) -> LintFault | None:
    """A date with a four-digit year; day 00 means the whole month.

    The GS1 Barcode Syntax Tests name it `yyyymmd0`.

    >>> yyyymmd0("20271200"), yyyymmd0("20271300").code.value
    (None, 'ILLEGAL_MONTH')
    """
    return _date(value, 4, first_day=0)


def _date(value: str, year_digits: int, first_day: int) -> LintFault | None:
    fault = _sized_digits(value, year_digits + 4, ErrorCode.DATE_TOO_SHORT, ErrorCode.DATE_TOO_LONG)
    if fault is not None:
        return fault
    year, month = int(value[:year_digits]), int(value[year_digits : year_digits + 2])
    if not 1 <= month <= 12:
        return LintFault(ErrorCode.ILLEGAL_MONTH, year_digits, 2)
    full_year = year if year_digits == 4 else 2000 + year
    if not first_day <= int(value[-2:]) <= days_in_month(full_year, month):
        return LintFault(ErrorCode.ILLEGAL_DAY, year_digits + 2, 2)
    return None


def hh(value: str) -> LintFault | None:
    """An hour, 00 to 23.

    The GS1 Barcode Syntax Tests name it `hh`.

    >>> hh("23"), hh("24").code.value
    (None, 'ILLEGAL_HOUR')
    """
    return _sized_digits(value, 2, ErrorCode.HOUR_TOO_SHORT, ErrorCode.HOUR_TOO_LONG) or _upto(
        value, 0, 23, ErrorCode.ILLEGAL_HOUR
    )


def mi(value: str) -> LintFault | None:
    """A minute, 00 to 59.

    The GS1 Barcode Syntax Tests name it `mi`.

    >>> mi("59"), mi("60").code.value
    (None, 'ILLEGAL_MINUTE')
    """
    return _sized_digits(value, 2, ErrorCode.MINUTE_TOO_SHORT, ErrorCode.MINUTE_TOO_LONG) or _upto(
        value, 0, 59, ErrorCode.ILLEGAL_MINUTE
    )


def ss(value: str) -> LintFault | None:
    """A second, 00 to 59.

    The GS1 Barcode Syntax Tests name it `ss`.

    >>> ss("59"), ss("60").code.value
    (None, 'ILLEGAL_SECOND')
    """
    return _sized_digits(value, 2, ErrorCode.SECOND_TOO_SHORT, ErrorCode.SECOND_TOO_LONG) or _upto(
        value, 0, 59, ErrorCode.ILLEGAL_SECOND
    )


def hhmi(value: str) -> LintFault | None:
    """An hour and a minute, 0000 to 2359.

    The GS1 Barcode Syntax Tests name it `hhmi`.

    >>> hhmi("2359"), hhmi("2400").code.value
    (None, 'ILLEGAL_HOUR')
    """
    return (
        _sized_digits(value, 4, ErrorCode.HOUR_WITH_MINUTE_TOO_SHORT, ErrorCode.HOUR_WITH_MINUTE_TOO_LONG)
        or _upto(value, 0, 23, ErrorCode.ILLEGAL_HOUR)
        or _upto(value, 2, 59, ErrorCode.ILLEGAL_MINUTE)
    )


def _sized_digits(value: str, size: int, too_short: ErrorCode, too_long: ErrorCode) -> LintFault | None:
    if len(value) != size:
        return whole(too_short if len(value) < size else too_long, value)
    return non_digit(value)


def _upto(value: str, start: int, greatest: int, code: ErrorCode) -> LintFault | None:
    return LintFault(code, start, 2) if int(value[start : start + 2]) > greatest else None
