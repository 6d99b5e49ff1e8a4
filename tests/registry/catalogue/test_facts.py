"""Facts of medicines and devices, keys of other registers, levels as told, identifiers beside the GTIN."""

from __future__ import annotations

import pytest

from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.facts import DeviceFacts, Facts, MedicineFacts, facts_json, merge_facts, read_facts
from registry.catalogue.model import (
    IdentifierKind,
    IssuingAgency,
    ItemIdentifier,
    ProductDraft,
    ProductKind,
    TradeItemDraft,
)
from registry.catalogue.numbers import AuthorisationNumber, NumberForm
from registry.errors import BadInput, Conflict, NotFound
from registry.work import SYSTEM, Work, Workbench

DEVICE = DeviceFacts(device_class="C", model="INE9000", flags=("single_use",), storage=("Keep dry",))


def draft(name: str = "Máy đo", facts: Facts | None = DEVICE) -> ProductDraft:
    return ProductDraft(ProductKind.DEVICE, name, maker="Công ty Minh Họa", facts=facts)


@pytest.mark.parametrize("facts", [None, DEVICE, MedicineFacts(atc=("N02BE01",), watched=False), DeviceFacts()])
def test_facts_are_kept_as_they_are_told(facts: Facts | None) -> None:
    assert read_facts(facts_json(facts)) == facts


def test_a_source_fills_what_another_left_out_and_comes_first_only_when_it_overrides() -> None:
    other = DeviceFacts(model="X1", brand="Minh Họa")
    assert merge_facts(DEVICE, other, override=False) == DeviceFacts(
        device_class="C", model="INE9000", brand="Minh Họa", flags=("single_use",), storage=("Keep dry",)
    )
    overridden = merge_facts(DEVICE, other, override=True)
    assert isinstance(overridden, DeviceFacts)
    assert overridden.model == "X1"
    assert merge_facts(None, DEVICE, override=False) == DEVICE


def test_a_product_of_another_register_is_registered_once_under_its_key(workbench: Workbench) -> None:
    def register(work: Work) -> tuple[int, bool]:
        made, new = catalogue.register_product(work, draft(), "gudid", "00729000000006")
        return made.id, new

    first, again = workbench.write(SYSTEM, register), workbench.write(SYSTEM, register)
    assert (first[0], first[1], again[1]) == (again[0], True, False)
    with workbench.read(SYSTEM) as work:
        assert catalogue.product_by_source(work, "gudid", "00729000000006").facts == DEVICE
        with pytest.raises(NotFound):
            catalogue.product_by_source(work, "gudid", "1")


def test_a_level_is_checked_against_what_it_holds(workbench: Workbench) -> None:
    def register(work: Work) -> None:
        made, _ = catalogue.register_product(work, draft(), "maker", "1")
        inner, _ = catalogue.register_trade_item(
            work, made.id, TradeItemDraft("each", "primary", "cái", 1, "cái", "1 cái")
        )
        box = TradeItemDraft("box", "secondary", "hộp", 20, "cái", "Hộp 20 cái", inner.id, 20)
        item, new = catalogue.register_trade_item(work, made.id, box)
        assert (item.base_count, new) == (20, True)
        assert catalogue.register_trade_item(work, made.id, box) == (item, False)
        with pytest.raises(BadInput) as caught:
            catalogue.register_trade_item(
                work, made.id, TradeItemDraft("case", "case", "thùng", 50, "cái", "Thùng", item.id, 2)
            )
        assert [fault.code for fault in caught.value.faults] == ["pack-arithmetic"]

    workbench.write(SYSTEM, register)


def test_an_identifier_of_another_agency_names_its_item_and_no_other(workbench: Workbench) -> None:
    def register(work: Work) -> None:
        made, _ = catalogue.register_product(work, draft(), "maker", "1")
        items = [
            catalogue.register_trade_item(work, made.id, TradeItemDraft(name, "primary", "cái", 1, "cái", name))[0]
            for name in ("a", "b")
        ]
        catalogue.assign_gtin(work, items[1].id, Gtin.parse("07290107981545"))
        code = ItemIdentifier(IssuingAgency.HIBCC, "+A999BJ6E141", IdentifierKind.SECONDARY, items[0].id)
        assert catalogue.add_identifier(work, code)
        assert not catalogue.add_identifier(work, code)
        assert catalogue.item_by_identifier(work, "+A999BJ6E141").id == items[0].id
        assert catalogue.item_by_identifier(work, "07290107981545").id == items[1].id
        assert catalogue.identifiers_of(work, items[0].id) == [code]
        with pytest.raises(Conflict):
            catalogue.add_identifier(
                work, ItemIdentifier(IssuingAgency.HIBCC, "+A999BJ6E141", IdentifierKind.SECONDARY, items[1].id)
            )

    workbench.write(SYSTEM, register)


def test_a_foreign_number_carries_its_country_and_never_meets_a_number_of_viet_nam() -> None:
    number = AuthorisationNumber.foreign("FR", "60002283")
    assert (number.text, number.form, number.key) == ("FR:60002283", NumberForm.FOREIGN, "fr-60002283")
    assert AuthorisationNumber.parse("fr:60002283") == number
    assert AuthorisationNumber.parse(AuthorisationNumber.foreign("ZA", "45/5.4.1/0765").text).text == "ZA:45/5.4.1/0765"
    for country, told in (("VN", "1"), ("F", "1"), ("FR", "")):
        with pytest.raises(BadInput):
            AuthorisationNumber.foreign(country, told)
