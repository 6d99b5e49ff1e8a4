from __future__ import annotations

from fractions import Fraction

import pytest

from registry.prices.arithmetic import (
    Language,
    money_text,
    number_text,
    pack_price_text,
    per_strength_text,
    unit_price_text,
)
from tests.registry.prices.builders import a_price


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (Fraction("1234.5"), "vi", "1.234,5"),
        (Fraction("1234.5"), "en", "1,234.5"),
        (Fraction(1_000_000), "vi", "1.000.000"),
        (Fraction(1, 3), "vi", "0,333"),
        (Fraction("-1234.5"), "en", "-1,234.5"),
        (0, "vi", "0"),
    ],
)
def test_numbers_stand_as_each_language_writes_them(value: Fraction | int, language: Language, text: str) -> None:
    assert number_text(value, language) == text


def test_money_carries_its_sign_or_its_code() -> None:
    assert plain(money_text(Fraction("1234.5"), "vi")) == "1.234,5 ₫"
    assert plain(money_text(5, "en", "EUR")) == "5 EUR"


def test_a_unit_price_shows_the_division_that_gave_it() -> None:
    price = a_price("1139.25", per=10)
    assert plain(unit_price_text(price, "vi")) == "1.139,25 ₫ ÷ 10 viên = 113,925 ₫/viên"
    assert plain(unit_price_text(price, "en")) == "1,139.25 ₫ ÷ 10 tablet = 113.925 ₫/tablet"
    assert plain(unit_price_text(a_price("630"), "vi")) == "630 ₫/viên"


def test_a_rounded_result_says_so() -> None:
    assert plain(unit_price_text(a_price("100", per=3), "vi")) == "100 ₫ ÷ 3 viên ≈ 33,333 ₫/viên"


def test_what_a_pack_comes_to_is_told_in_full() -> None:
    told = pack_price_text(Fraction(630), 30, ("hộp", "viên"), "vi")
    assert plain(told) == "630 ₫/viên × 30 viên = 18.900 ₫/hộp"


def test_the_price_of_a_milligram_is_told_in_full() -> None:
    assert plain(per_strength_text(Fraction(630), Fraction(500), "mg", "vi")) == "630 ₫ ÷ 500 mg = 1,26 ₫/mg"
