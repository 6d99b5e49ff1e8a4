"""Dates: the century rule with a given day, whole months, ranges, times, and no clock."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import ParseOptions, parse
from gs1.dates import REFERENCE_YEAR, full_year, read_date
from gs1.dictionary import STANDARD
from gs1.linters.lists import code_lists
from gs1.values import Money, currency_codes, date_range_of, datetime_of, money_of
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


def test_times_of_every_form_are_read_and_a_wrong_one_is_none() -> None:
    today = date(2026, 1, 1)
    read = {
        "7003": "2712312359", "7011": "2712310005", "8008": "27123114", "4324": "2702001430", "7251": "198012312400",
    }  # fmt: skip
    told = {ai: datetime_of(STANDARD[ai], value, today) for ai, value in read.items()}
    assert {ai: at and at.isoformat() for ai, at in told.items()} == {
        "7003": "2027-12-31T23:59:00",
        "7011": "2027-12-31T00:05:00",
        "8008": "2027-12-31T14:00:00",
        "4324": "2027-02-28T14:30:00",
        "7251": "1981-01-01T00:00:00",
    }
    assert datetime_of(STANDARD["8008"], "271231143059", today) == datetime(2027, 12, 31, 14, 30, 59)
    for ai, value in {"8008": "271231143060", "7011": "271231", "7251": "999912312400", "10": "A"}.items():
        assert datetime_of(STANDARD[ai], value, today) is None


def test_a_harvest_of_one_day_is_a_range_of_one_day() -> None:
    assert date_range_of(STANDARD["7007"], "280101", date(2026, 1, 1)) == (date(2028, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("ai", "value", "money"),
    [
        ("3910", "7041250000", (Decimal(1250000), "VND", "704")),
        ("3932", "84012345", (Decimal("123.45"), "USD", "840")),
        ("3922", "12345", None),
        ("3103", "001250", None),
    ],
)
def test_amounts_tell_their_currency_where_the_ai_names_one(ai: str, value: str, money: Money | None) -> None:
    assert money_of(ai, value) == money


def test_every_currency_that_the_table_of_codes_knows_has_its_letters() -> None:
    codes = currency_codes()
    assert set(codes) == code_lists()["iso4217"]
    assert len(set(codes.values())) == len(codes)
    assert all(len(code) == 3 and code.isupper() for code in codes.values())


def test_a_time_of_other_digits_than_ascii_is_no_time() -> None:
    assert datetime_of(STANDARD["7003"], "07010214²5", None) is None
