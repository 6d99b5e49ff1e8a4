"""Restricted circulation numbers: read and written by the rules of a country, refused where they do not hold."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gs1
from gs1 import (
    Circulation,
    CirculationRegion,
    ErrorCode,
    Gs1Error,
    Gtin,
    MeasureKind,
    RestrictedNumber,
    VariableMeasure,
    restricted_number,
)
from gs1.circulation_rules import CirculationRule, regions

RULES = [(region, rule) for region in regions() for rule in region.rules]


@pytest.mark.parametrize(
    ("text", "region", "item", "measure"),
    [
        ("2088060112343", "SE", "880601", VariableMeasure(MeasureKind.PRICE, Decimal("12.34"), "SEK")),
        ("2388060112344", "FINLAND", "880601", VariableMeasure(MeasureKind.WEIGHT, Decimal("1.234"))),
        ("2511119000129", "de", "1111", VariableMeasure(MeasureKind.COUNT, Decimal(12))),
        ("2135040039753", "Denmark", "3504", VariableMeasure(MeasureKind.PRICE, Decimal("39.75"), "DKK")),
    ],
)
def test_a_number_says_item_and_measure_in_its_country(
    text: str, region: str, item: str, measure: VariableMeasure
) -> None:
    number = RestrictedNumber.parse(text, region)
    assert (number.item_reference, number.measure) == (item, measure)
    assert number.circulation is Circulation.GEOGRAPHICAL


def test_a_number_without_region_or_rule_says_only_where_it_may_be_used() -> None:
    alone, unruled = RestrictedNumber.parse("2088060112343"), RestrictedNumber.parse("2911111111111", "SE")
    assert (alone.region, alone.item_reference, alone.measure) == (None, None, None)
    assert (unruled.region, unruled.measure) == (CirculationRegion.parse("SE"), None)


def test_a_number_of_one_company_is_read_by_no_region() -> None:
    number = RestrictedNumber.parse("412345678903", "NO")
    assert (number.circulation, number.region, number.item_reference) == (Circulation.COMPANY, None, "1234567890")
    assert number.without_measure() == number.gtin


def test_a_gtin_of_a_company_is_no_restricted_number() -> None:
    assert restricted_number(Gtin.parse("8936012345674"), "SE") is None
    with pytest.raises(Gs1Error, match="INVALID_GCP_PREFIX"):
        RestrictedNumber.parse("8936012345674")


def test_a_wrong_check_digit_of_the_measure_is_refused_where_it_stands_unless_told_not_to_look() -> None:
    with pytest.raises(Gs1Error) as caught:
        RestrictedNumber.parse("2511118000120", "DE")
    assert (caught.value.code, caught.value.start) == (ErrorCode.INCORRECT_CHECK_DIGIT, 7)
    assert RestrictedNumber.parse("2511118000120", "DE", verify=False).count == 12


@pytest.mark.parametrize("region", ["foo", "", "VN"])
def test_an_unknown_region_is_refused(region: str) -> None:
    with pytest.raises(Gs1Error):
        RestrictedNumber.parse("2088060112343", region)


def test_the_nine_countries_are_known_by_code_and_by_name() -> None:
    assert {region.code for region in regions()} == {"DE", "DK", "EE", "FI", "GB", "LT", "LV", "NO", "SE"}
    for region in regions():
        assert CirculationRegion.parse(region.code.lower()) == CirculationRegion.parse(region.name.title()) == region


@pytest.mark.parametrize(("region", "rule"), RULES)
def test_every_rule_fills_twelve_digits_and_no_two_of_a_country_share_a_prefix(
    region: CirculationRegion, rule: CirculationRule
) -> None:
    assert len(rule.pattern) == 12
    assert set(rule.pattern[2:]) <= set("ICV")
    assert rule.pattern.count("C") <= 1
    assert [other for other in region.rules if other.prefix == rule.prefix] == [rule]


@given(st.sampled_from(RULES), st.data())
def test_a_built_number_reads_back_item_and_amount(
    ruled: tuple[CirculationRegion, CirculationRule], data: st.DataObject
) -> None:
    region, rule = ruled
    size = rule.pattern.count("I")
    item = f"{data.draw(st.integers(0, 10**size - 1)):0{size}}"
    amount = Decimal(data.draw(st.integers(0, 10 ** rule.pattern.count("V") - 1))).scaleb(-rule.decimals)
    number = RestrictedNumber.build(region, rule.prefix, item, amount)
    assert number.item_reference == item
    assert number.measure is not None
    assert (number.measure.kind, number.measure.amount) == (rule.kind, amount)
    empty = RestrictedNumber.parse(number.without_measure().text, region)
    assert empty.item_reference == item
    assert empty.measure == VariableMeasure(rule.kind, Decimal(0), number.measure.currency)


@pytest.mark.parametrize(
    ("prefix", "item", "amount"),
    [
        ("29", "880601", "1"),
        ("20", "88060", "1"),
        ("20", "88060x", "1"),
        ("20", "880601", "100.00"),
        ("20", "880601", "0.001"),
        ("20", "880601", "-1"),
        ("20", "880601", "NaN"),
    ],
)
def test_what_the_rule_cannot_hold_is_refused(prefix: str, item: str, amount: str) -> None:
    with pytest.raises(Gs1Error):
        RestrictedNumber.build("SE", prefix, item, Decimal(amount))


def test_every_name_that_gs1_offers_is_there_and_no_other() -> None:
    assert [name for name in gs1.__all__ if not hasattr(gs1, name)] == []
    assert not hasattr(gs1, "Anything")


def test_the_tables_that_few_programs_need_are_not_read_by_importing_gs1() -> None:
    said = "import gs1, sys; print('gs1.restricted_circulation' in sys.modules, gs1.RestrictedNumber.__name__)"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "RestrictedNumber"]
