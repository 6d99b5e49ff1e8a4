from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from api.pages.formats import Both, Formats
from registry.money import Money

VI, EN = Formats("vi"), Formats("en")


@pytest.mark.parametrize(
    ("minor", "vi", "en"),
    [
        (123450, "1.234,50\u00a0₫", "1,234.50\u00a0₫"),
        (69000, "690\u00a0₫", "690\u00a0₫"),
        (5, "0,05\u00a0₫", "0.05\u00a0₫"),
        (-100000, "−1.000\u00a0₫", "−1,000\u00a0₫"),
    ],
)
def test_money_is_written_as_each_language_writes_it(minor: int, vi: str, en: str) -> None:
    assert VI.money(Money(minor)) == vi
    assert EN.money(Money(minor)) == en


def test_money_of_another_currency_shows_its_own_sign() -> None:
    assert VI.money(Money(1250, "EUR")) == "12,50\u00a0€"
    assert EN.money(Money(1250, "CHF")) == "12.50\u00a0CHF"


def test_a_share_is_rounded_for_display_only() -> None:
    assert VI.share(Fraction(1000, 3)) == "333,33\u00a0₫"


def test_numbers_drop_decimals_that_say_nothing() -> None:
    assert VI.number(Fraction(24681, 2), 2) == "12.340,5"
    assert EN.number(Fraction(-3, 2), 2) == "−1.5"
    assert VI.number(20_000) == "20.000"


def test_days_and_instants_are_those_of_viet_nam() -> None:
    late = datetime(2025, 12, 30, 17, 5, tzinfo=UTC)
    assert VI.day(date(2025, 12, 31)) == "31/12/2025"
    assert EN.day(date(2025, 12, 31)) == "31\u00a0Dec\u00a02025"
    assert VI.instant(late) == "00:05 31/12/2025"
    assert EN.instant(late) == "00:05, 31\u00a0Dec\u00a02025"


def test_a_fact_in_both_languages_is_told_in_the_readers() -> None:
    assert VI.tell(Both("viên", "tablet")) == "viên"
    assert EN.tell(Both("viên", "tablet")) == "tablet"
