"""The GTIN adviser over HTTP: every rule of the table is named in both languages where its attribute changes."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from api.gtin_versions import ATTRIBUTES, version_written
from gs1.gtin_changes import ItemVersion, rules_of
from registry.errors import BadInput
from tests.api.conftest import said

CHANGES: dict[str, tuple[object, object]] = {
    "pack_quantity": (10, 20),
    "height_mm": (100, 121),
    "is_sterile": (True, False),
    "languages": (["vi"], ["en", "vi"]),
    "assortment": ([{"item": "kim", "count": 1}], [{"item": "kim", "count": 2}]),
    "strength": ("500 mg", "650 mg"),
    "labeller": ("A", "B"),
}


def ask(client: FlaskClient, old: dict[str, object], new: dict[str, object], **more: object) -> dict[str, object]:
    answer = client.post("/v1/identifiers/gtin-advice", json={"old": old, "new": new, **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = said(answer)
    return told


@pytest.mark.parametrize("attribute", CHANGES)
def test_a_change_names_its_rule_in_both_languages(client: FlaskClient, attribute: str) -> None:
    before, after = CHANGES[attribute]
    told = ask(client, {attribute: before}, {attribute: after})
    rules = told["rules"]
    assert isinstance(rules, list)
    (rule,) = rules
    known = {one.vi: one for one in rules_of("healthcare")}[rule["title"]["vi"]]
    assert (rule["code"], rule["title"]["en"], rule["standard"]) == (known.code, known.en, known.standard)
    assert (rule["attribute"], rule["old"], rule["new"]) == (attribute, before, after)
    assert told["answer"] == ("new-authorisation" if known.is_national else "new-gtin")


def test_what_stays_the_same_or_is_told_once_keeps_the_gtin(client: FlaskClient) -> None:
    told = ask(client, {"strength": "500 mg"}, {"strength": "500  MG", "brand": "B"})
    assert (told["answer"], told["rules"], told["told_once"]) == ("keep", [], ["brand"])


def test_a_promotion_changes_the_levels_above_only(client: FlaskClient) -> None:
    told = ask(client, {"promotion": "không"}, {"promotion": "Tết", "higher_levels": 2})
    assert (told["answer"], told["decision"]) == ("new-gtin", "new-gtin-above")


def test_the_general_rules_do_not_know_of_licences(client: FlaskClient) -> None:
    told = ask(client, {"brand": "A"}, {"brand": "B"}, rules="general")
    assert told["answer"] == "new-gtin"


def test_every_fault_of_both_versions_is_told_at_once(client: FlaskClient) -> None:
    body = {"old": {"height_mm": -1, "pack_quantity": "x"}, "new": {"colour": "red"}, "rules": "own"}
    answer = client.post("/v1/identifiers/gtin-advice", json=body)
    assert answer.status_code == 422
    pointers = {one["pointer"] for one in said(answer)["errors"]}
    assert pointers == {"/old/height_mm", "/old/pack_quantity", "/new/colour", "/rules"}


def test_a_page_asks_for_every_attribute_that_a_rule_looks_at() -> None:
    assert set(ATTRIBUTES) == set(ItemVersion.__dataclass_fields__)


def test_a_written_version_reads_counts_measures_kits_and_sets() -> None:
    told = {
        "old_pack_quantity": "10",
        "old_height_mm": "12,5",
        "old_is_sterile": "no",
        "old_markets": "VN; LA",
        "old_assortment": "Kim 5 ml: 1; Bông",
    }
    made = version_written(told, "old")
    assert made.pack_quantity == 10
    assert made.height_mm == 12.5
    assert made.is_sterile is False
    assert made.markets == frozenset({"VN", "LA"})
    assert made.assortment == frozenset({("Kim 5 ml", 1), ("Bông", 1)})


@pytest.mark.parametrize(
    ("name", "text"),
    [("pack_quantity", "-1"), ("height_mm", "nan"), ("height_mm", "x"), ("is_sterile", "?"), ("assortment", "a: b")],
)
def test_what_cannot_be_read_points_at_its_field(name: str, text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        version_written({f"new_{name}": text}, "new")
    assert [one.pointer for one in refusal.value.faults] == [f"/new_{name}"]
