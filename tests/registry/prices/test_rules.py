from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadInput
from registry.money import Money
from registry.prices import rules
from registry.prices.model import Buyer, Price, PriceDraft, PriceKind
from tests.registry.prices.builders import HOSPITAL, NOON, a_price, an_award


@pytest.mark.parametrize(
    ("text", "minor", "per"),
    [("14135.0", 1_413_500, 1), ("26", 2_600, 1), ("118.02", 11_802, 1), ("113.925", 113_925, 10), ("0.0001", 1, 100)],
)
def test_an_amount_is_kept_exactly_by_saying_for_how_many_units(text: str, minor: int, per: int) -> None:
    assert rules.exact_amount(text) == (Money(minor), per)


@given(st.decimals(min_value=Decimal("0.000001"), max_value=10**8, places=6))
def test_no_amount_is_rounded(number: Decimal) -> None:
    money, per = rules.exact_amount(str(number))
    assert money.per(per) == Fraction(number)


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "NaN", "inf", "1,200", "0.0000001", "1e14", "999999999999.000001", "giá"]
)
def test_what_is_no_positive_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        rules.exact_amount(text)
    assert caught.value.faults[0].code == "amount-form"


def test_every_fault_of_every_draft_is_told_at_once() -> None:
    wrong = an_award("1", money=Money(0), unit=" ", valid_until=date(2024, 1, 1))
    with pytest.raises(BadInput) as caught:
        rules.check([rules.tidy(draft) for draft in (an_award(), wrong, replace(an_award(), per=0, source=""))])
    assert {(fault.pointer, fault.code) for fault in caught.value.faults} == {
        ("/1/money", "price-amount"),
        ("/1/unit", "price-unit"),
        ("/1/valid_until", "price-period"),
        ("/2/per", "price-per"),
        ("/2/source", "price-source"),
    }


def test_a_quantity_of_zero_means_that_none_is_given() -> None:
    assert rules.tidy(an_award(quantity=0)).quantity is None


def test_another_copy_of_a_list_says_the_same() -> None:
    copy = an_award(
        unit="viên",
        source="another file",
        money=Money.parse("12000"),
        per=10,
        buyer=Buyer("BỆNH VIỆN  đa khoa ví dụ", "01999", "Thành phố Hà Nội"),
    )
    assert rules.content_key(rules.tidy(copy)) == rules.content_key(rules.tidy(an_award()))


@pytest.mark.parametrize(
    "other",
    [
        an_award("1200.01"),
        an_award(quantity=999),
        an_award(unit="Lọ"),
        an_award(product_id=2),
        an_award(buyer=replace(HOSPITAL, code="01998")),
        an_award(buyer=None),
        an_award(technical_group="N3"),
        an_award(printed="0,5g"),
        an_award(kind=PriceKind.DECLARED),
        an_award(valid_until=None),
    ],
)
def test_one_fact_more_or_less_is_another_price(other: PriceDraft) -> None:
    assert rules.content_key(other) != rules.content_key(an_award())


def test_every_contract_over_the_day_is_in_force_and_no_other() -> None:
    early = a_price(price_id=1, valid_from=date(2024, 1, 1), valid_until=date(2024, 12, 31))
    two = [a_price(price_id=number, valid_from=date(2025, 1, 1)) for number in (2, 3)]
    later = a_price(price_id=4, valid_from=date(2026, 1, 1), valid_until=None)
    found = rules.in_force([later, *two, early], date(2025, 6, 1))
    assert [price.id for price in found] == [2, 3]


def a_declaration(price_id: int, since: date, until: date | None = None) -> Price:
    return a_price(price_id=price_id, kind=PriceKind.DECLARED, buyer=None, valid_from=since, valid_until=until)


def test_a_later_declaration_ends_the_one_before() -> None:
    old, new = a_declaration(1, date(2024, 1, 1)), a_declaration(2, date(2025, 1, 1))
    assert rules.in_force([new, old], date(2024, 12, 31)) == (old,)
    assert rules.in_force([new, old], date(2025, 1, 1)) == (new,)


def test_a_declaration_that_ran_out_does_not_bring_the_one_before_back() -> None:
    old = a_declaration(1, date(2024, 1, 1))
    new = a_declaration(2, date(2025, 1, 1), until=date(2025, 6, 30))
    assert rules.in_force([old, new], date(2025, 7, 1)) == ()


@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 500))
def test_nothing_holds_before_it_begins_or_after_it_ends(starts: list[int], day: int) -> None:
    first = date(2024, 1, 1)
    prices = [
        a_price(price_id=place, valid_from=first + timedelta(start), valid_until=first + timedelta(start + 30))
        for place, start in enumerate(starts)
    ]
    found = rules.in_force(prices, first + timedelta(day))
    assert {price.id for price in found} == {place for place, start in enumerate(starts) if start <= day <= start + 30}
    assert all(price.recorded_at == NOON for price in found)


def test_a_correction_needs_a_reason() -> None:
    with pytest.raises(BadInput):
        rules.check_reason("  ")
    assert rules.check_reason(" sai  đơn vị ") == "sai đơn vị"
