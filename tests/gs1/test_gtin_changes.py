"""Changed trade items: keep the GTIN or give a new one, at which levels, and by which rule."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import Gs1Error
from gs1.gtin_changes import Advice, Decision, ItemVersion, RuleSet, advise, rules_of

TABLETS = ItemVersion(
    product="P1",
    brand="Paracetamol An",
    labeller="An Pharma",
    formulation="paracetamol; starch",
    functionality="none",
    strength="500 mg",
    dosage_form="tablet",
    route="oral",
    net_content="10 tablets",
    pack_quantity=10,
    packaging="blister",
    assortment=frozenset({("tablet", 10)}),
    height_mm=20.0,
    width_mm=60.0,
    depth_mm=100.0,
    gross_weight_g=50.0,
    is_sterile=False,
    is_single_use=False,
    contains_latex=False,
    certification_marks=frozenset({"GMP"}),
    languages=frozenset({"vi"}),
    markets=frozenset({"VN"}),
    promotion="",
    price_on_pack="",
    higher_levels=2,
)
CHANGES: dict[str, Any] = {  # Any: each attribute has a type of its own
    "product": "P2",
    "brand": "Paracetamol Bình", "labeller": "Bình Pharma", "formulation": "paracetamol; talc",
    "functionality": "child-proof", "strength": "650 mg", "dosage_form": "capsule", "route": "rectal",
    "net_content": "12 tablets",
    "pack_quantity": 12, "packaging": "bottle", "assortment": frozenset({("tablet", 9), ("cup", 1)}), "height_mm": 25.0,
    "width_mm": 40.0, "depth_mm": 121.0, "gross_weight_g": 39.0, "is_sterile": True,
    "is_single_use": True, "contains_latex": True,
    "certification_marks": frozenset[str](), "languages": frozenset({"vi", "en"}), "markets": frozenset({"VN", "LA"}),
    "promotion": "Tết 2027", "price_on_pack": "12 000 đ",
}  # fmt: skip
NATIONAL = {
    "product", "brand", "labeller", "formulation", "functionality", "strength", "dosage_form", "route", "net_content",
    "pack_quantity", "is_sterile", "is_single_use", "contains_latex",
}  # fmt: skip


def changed(attribute: str, value: object) -> ItemVersion:
    facts: dict[str, Any] = {attribute: value}  # Any: as in CHANGES
    return replace(TABLETS, **facts)


def codes(advice: Advice) -> set[str]:
    return {rule.code for rule in advice.rules}


@pytest.mark.parametrize("rules", ["general", "healthcare"])
def test_an_unchanged_item_keeps_its_gtin(rules: RuleSet) -> None:
    advice = advise(TABLETS, replace(TABLETS), rules)
    assert (advice.decision, advice.reasons, advice.told_once) == (Decision.KEEP, (), ())
    assert advice.message("vi") == "Giữ nguyên GTIN."


def test_every_attribute_of_an_item_is_looked_at_by_a_healthcare_rule() -> None:
    assert set(CHANGES) == {field.name for field in fields(ItemVersion)} - {"higher_levels"}
    for attribute, value in CHANGES.items():
        (reason,) = advise(TABLETS, changed(attribute, value)).reasons
        assert (reason.attribute, reason.new) == (attribute, value)


@pytest.mark.parametrize("attribute", sorted(CHANGES))
def test_a_healthcare_change_asks_for_a_new_gtin_here_and_above(attribute: str) -> None:
    advice = advise(TABLETS, changed(attribute, CHANGES[attribute]))
    wanted = Decision.NEW_GTIN_ABOVE if attribute == "promotion" else Decision.NEW_GTIN_HERE_AND_ABOVE
    assert advice.decision is wanted
    assert advice.needs_authority is (attribute in NATIONAL)


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ("product", "NEW_PRODUCT"),
        ("formulation", "DECLARED_FORMULATION"),
        ("functionality", "DECLARED_FORMULATION"),
        ("net_content", "DECLARED_NET_CONTENT"),
        ("gross_weight_g", "DIMENSION_OR_WEIGHT"),
        ("height_mm", "DIMENSION_OR_WEIGHT"),
        ("certification_marks", "CERTIFICATION_MARK"),
        ("brand", "PRIMARY_BRAND"),
        ("promotion", "TIME_CRITICAL_OR_PROMOTIONAL"),
        ("pack_quantity", "PACK_OR_CASE_QUANTITY"),
        ("assortment", "PREDEFINED_ASSORTMENT"),
        ("price_on_pack", "PRICE_ON_PACK"),
    ],
)
def test_the_ten_general_rules(attribute: str, code: str) -> None:
    assert codes(advise(TABLETS, changed(attribute, CHANGES[attribute]), "general")) == {code}


def test_the_language_of_the_label_counts_in_healthcare_only() -> None:
    version = changed("languages", frozenset({"vi", "en"}))
    assert advise(TABLETS, version, "general").decision is Decision.KEEP
    assert advise(TABLETS, version, "healthcare").decision is Decision.NEW_GTIN_HERE_AND_ABOVE


@pytest.mark.parametrize(
    ("weight", "is_new"), [(60.0, False), (60.01, True), (40.0, False), (39.99, True), (50.0, False)]
)
def test_a_measure_may_change_by_a_fifth_and_no_more(weight: float, is_new: bool) -> None:
    advice = advise(TABLETS, changed("gross_weight_g", weight))
    assert (advice.decision is not Decision.KEEP) is is_new


def test_an_item_that_nothing_holds_gets_a_new_gtin_alone() -> None:
    alone = replace(TABLETS, higher_levels=0)
    assert advise(alone, replace(alone, strength="650 mg")).decision is Decision.NEW_GTIN
    assert advise(alone, replace(alone, promotion="Tết 2027")).decision is Decision.KEEP


@given(st.sets(st.sampled_from(sorted(CHANGES)), min_size=1))
def test_several_changes_name_every_rule(attributes: set[str]) -> None:
    advice = advise(TABLETS, replace(TABLETS, **{attribute: CHANGES[attribute] for attribute in attributes}))
    assert {reason.attribute for reason in advice.reasons} == attributes
    assert advice.needs_authority is bool(attributes & NATIONAL)


def test_what_only_one_version_declares_breaks_no_rule_and_is_told() -> None:
    advice = advise(replace(TABLETS, strength=None), TABLETS)
    assert (advice.decision, advice.told_once) == (Decision.KEEP, ("strength",))


def test_blanks_and_letter_case_are_no_change() -> None:
    assert advise(TABLETS, changed("strength", "500  MG")).decision is Decision.KEEP


def test_the_advice_names_its_rules_in_both_languages_with_their_standard() -> None:
    advice = advise(TABLETS, changed("strength", "650 mg"))
    assert advice.message("en") == (
        "Give this item and every packaging level above it a new GTIN. "
        "Ask the authority to change the authorisation too. (Strength)"
    )
    assert "Thay đổi hàm lượng" in advice.message("vi")
    for rules in ("general", "healthcare"):
        for rule in rules_of(rules):
            assert rule.standard.startswith("GS1 ")
            assert rule.title("vi") != rule.title("en")


def test_an_unknown_set_of_rules_is_refused() -> None:
    with pytest.raises(Gs1Error):
        advise(TABLETS, TABLETS, "toys")  # type: ignore[arg-type] # the refusal is the test
    with pytest.raises(Gs1Error):
        rules_of("toys")  # type: ignore[arg-type] # the refusal is the test
