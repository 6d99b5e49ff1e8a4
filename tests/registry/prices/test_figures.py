from __future__ import annotations

import statistics
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.prices.figures import card, is_outlier, months, periods, series_of, summarise
from registry.prices.model import PriceKind
from tests.registry.prices.builders import a_point, a_price

SHARES = st.lists(st.fractions(min_value=0, max_value=10**9, max_denominator=1000), min_size=1, max_size=40)


@given(SHARES)
def test_the_spread_is_in_order_and_its_middle_is_the_median(shares: list[Fraction]) -> None:
    found = summarise(shares)
    assert found.least <= found.lower <= found.median <= found.upper <= found.most
    assert (found.n, found.least, found.most) == (len(shares), min(shares), max(shares))
    assert found.median == statistics.median(shares)


def test_quartiles_lie_on_the_line_between_neighbours() -> None:
    found = summarise(map(Fraction, (1, 2, 3, 4)))
    assert (found.lower, found.median, found.upper) == (Fraction(7, 4), Fraction(5, 2), Fraction(13, 4))


def test_only_over_five_times_the_median_is_marked() -> None:
    assert not is_outlier(Fraction(500), Fraction(100))
    assert is_outlier(Fraction(501), Fraction(100))


def test_months_are_in_order_and_months_without_a_price_are_not_invented() -> None:
    points = [a_point(5, date(2025, 3, 9)), a_point(1, date(2025, 1, 3)), a_point(3, date(2025, 1, 31))]
    found = months(points)
    assert [(one.month, one.summary.n, int(one.summary.median)) for one in found] == [
        (date(2025, 1, 1), 2, 2),
        (date(2025, 3, 1), 1, 5),
    ]


@pytest.mark.parametrize(("length", "first"), [(1, date(2025, 11, 1)), (3, date(2025, 10, 1)), (12, date(2025, 1, 1))])
def test_a_period_is_named_by_its_first_day(length: int, first: date) -> None:
    assert list(periods([a_point(1, date(2025, 11, 30))], length)) == [first]


def test_kinds_units_and_currencies_never_meet_in_one_series() -> None:
    prices = [
        a_price("100", 1),
        a_price("110", 2),
        a_price("90", 3, unit="vien"),
        a_price("900", 4, unit="Hộp"),
        a_price("95", 5, kind=PriceKind.DECLARED),
        a_price("80", 6, unit="Uống"),
        a_price("70", 7, unit="Chai/lọ"),
    ]
    found = series_of(prices)
    assert [(one.kind, one.unit.key, one.summary.n) for one in found[:1]] == [(PriceKind.TENDER, "tablet", 3)]
    assert {(one.kind, one.unit.key) for one in found[1:]} == {
        (PriceKind.TENDER, "box"),
        (PriceKind.DECLARED, "tablet"),
        (PriceKind.TENDER, None),
        (PriceKind.TENDER, "unstated"),
    }


def test_the_line_of_a_search_list_tells_the_last_year_that_has_prices() -> None:
    prices = [
        a_price("10", 1, valid_from=date(2023, 1, 1)),
        a_price("100", 2, valid_from=date(2025, 1, 1)),
        a_price("120", 3, valid_from=date(2025, 6, 1)),
    ]
    found = card(1, series_of(prices))
    assert found is not None
    assert (found.n, int(found.median), found.latest, found.unit.key) == (2, 110, date(2025, 6, 1), "tablet")


def test_a_product_whose_units_nobody_can_read_has_no_line() -> None:
    assert card(1, series_of([a_price(unit="Uống"), a_price(unit="Chai/lọ")])) is None
