"""Dates: the century rule with a given day, whole months, ranges, times, and no clock."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import ParseOptions, parse
from gs1.dates import REFERENCE_YEAR, full_year, read_date
from tests.gs1.builders import A_GTIN


@pytest.mark.parametrize(
    ("two", "today", "year"),
    [
        (26, date(2026, 11, 23), 2026),
        (76, date(2026, 11, 23), 2076),
        (77, date(2026, 11, 23), 1977),
        (0, date(2099, 1, 1), 2100),
        (49, date(2099, 1, 1), 2149),
        (50, date(2099, 1, 1), 2050),
        (99, date(2001, 1, 1), 1999),
    ],
)
def test_the_century_rule_looks_49_years_back_and_50_ahead(two: int, today: date, year: int) -> None:
    assert full_year(two, today) == year


@given(st.integers(0, 99), st.dates(date(1960, 1, 1), date(2200, 1, 1)))
def test_the_year_meant_is_always_within_the_window(two: int, today: date) -> None:
    year = full_year(two, today)
    assert year % 100 == two
    assert -49 <= year - today.year <= 50


def test_without_a_day_the_rule_counts_from_the_year_of_the_table() -> None:
    assert REFERENCE_YEAR == 2026
    assert full_year(76) == 2076
    assert full_year(77) == 1977


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("280200", date(2028, 2, 29)),
        ("270200", date(2027, 2, 28)),
        ("271231", date(2027, 12, 31)),
        ("19991231", date(1999, 12, 31)),
        ("271331", None),
        ("270230", None),
        ("27123", None),
        ("abcdef", None),
    ],
)
def test_day_00_is_the_last_of_the_month_and_a_wrong_date_is_none(text: str, day: date | None) -> None:
    assert read_date(text, date(2026, 1, 1)) == day


def test_elements_know_their_ranges_and_times() -> None:
    message = parse(f"(01){A_GTIN}(17)280200(7003)2812311430(7007)280101280131", ParseOptions(today=date(2026, 1, 1)))
    expiry, at, harvest = message.element("17"), message.element("7003"), message.element("7007")
    assert expiry is not None
    assert at is not None
    assert harvest is not None
    assert expiry.date_range == (date(2028, 2, 1), date(2028, 2, 29))
    assert at.datetime == datetime(2028, 12, 31, 14, 30)
    assert harvest.date_range == (date(2028, 1, 1), date(2028, 1, 31))
