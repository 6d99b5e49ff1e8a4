from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    AuthorisationDraft,
    AuthorisationNumber,
    AuthorisationState,
    AuthorisationStep,
    Decision,
    Evidence,
    ProductDraft,
    ProductKind,
    TradeItemState,
)
from registry.catalogue.packaging import PackReading, parse_pack
from registry.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from registry.work import PUBLIC, SYSTEM, Workbench
from tests.registry.catalogue.builders import DECISION, NUMBER, a_listed, a_product, a_renewal

GTIN = Gtin.parse("8936012345674")


def a_pack(text: str = "Hộp 10 vỉ x 10 viên") -> PackReading:
    pack = parse_pack(text)
    assert isinstance(pack, PackReading)
    return pack


@pytest.mark.parametrize("spelling", [NUMBER, "vd - 22739 - 15", "VD 22739 15", "vd2273915", "VD–22739–15"])
def test_any_spelling_of_a_number_finds_its_authorisation(workbench: Workbench, spelling: str) -> None:
    made = workbench.write(SYSTEM, a_listed)
    with workbench.read(PUBLIC) as work:
        found = catalogue.find_by_number(work, spelling)
    assert found.id == made.id
    assert found.state is AuthorisationState.LISTED


def test_an_unknown_number_is_not_found(workbench: Workbench) -> None:
    with workbench.read(PUBLIC) as work, pytest.raises(NotFound) as caught:
        catalogue.find_by_number(work, "VD-99999-20")
    assert caught.value.code == "number-unknown"


def test_a_number_names_one_authorisation_only(workbench: Workbench) -> None:
    workbench.write(SYSTEM, a_listed)
    with pytest.raises(Conflict) as caught:
        workbench.write(SYSTEM, lambda work: a_listed(work, "VD 22739-15", a_product(name="Khác")))
    assert caught.value.code == "number-taken"


def test_after_a_renewal_old_and_new_number_name_the_same_authorisation(workbench: Workbench) -> None:
    listed = workbench.write(SYSTEM, a_listed)
    renewed = workbench.write(SYSTEM, lambda work: catalogue.renew(work, a_renewal(), a_product()))
    assert renewed.id == listed.id
    assert (renewed.number, renewed.state) == ("893110493125", AuthorisationState.IN_FORCE)
    assert renewed.valid_until == date(2030, 12, 3)
    assert [(one.text, one.is_current, one.usable_until) for one in renewed.numbers] == [
        ("893110493125", True, None),
        (NUMBER, False, date(2026, 12, 3)),
    ]
    assert renewed.numbers[1].is_usable(date(2026, 12, 3))
    assert not renewed.numbers[1].is_usable(date(2026, 12, 4))
    with workbench.read(PUBLIC) as work:
        assert catalogue.find_by_number(work, NUMBER).id == catalogue.find_by_number(work, "893110493125").id
        assert catalogue.product(work, renewed.product_id).prescription is True


def test_a_renewal_of_what_was_never_listed_registers_it_first(workbench: Workbench) -> None:
    renewed = workbench.write(SYSTEM, lambda work: catalogue.renew(work, a_renewal(), a_product()))
    with workbench.read(PUBLIC) as work:
        steps = catalogue.steps_of(work, renewed.id)
    assert [one.step for one in steps] == [AuthorisationStep.LIST, AuthorisationStep.RENEW]
    assert {one.decision for one in steps} == {DECISION}


def test_the_same_renewal_twice_changes_nothing(workbench: Workbench) -> None:
    first = workbench.write(SYSTEM, lambda work: catalogue.renew(work, a_renewal(), a_product()))
    second = workbench.write(SYSTEM, lambda work: catalogue.renew(work, a_renewal(), a_product()))
    assert second == first


def test_a_renewal_cannot_take_the_number_of_another(workbench: Workbench) -> None:
    workbench.write(SYSTEM, a_listed)
    workbench.write(SYSTEM, lambda work: a_listed(work, "893110493125", a_product(name="Khác")))
    with pytest.raises(Conflict):
        workbench.write(SYSTEM, lambda work: catalogue.renew(work, a_renewal(), a_product()))


def test_a_revoked_authorisation_is_not_renewed(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    decision = Decision("1/QĐ-QLD", date(2025, 1, 1))
    workbench.write(
        SYSTEM, lambda work: catalogue.change_state(work, made.id, AuthorisationStep.REVOKE, decision, "thu hồi")
    )
    with pytest.raises(RuleBroken) as caught:
        workbench.write(SYSTEM, lambda work: catalogue.renew(work, a_renewal(), a_product()))
    assert caught.value.code == "authorisation-step"


def test_a_second_source_fills_gaps_and_leaves_what_stands(workbench: Workbench) -> None:
    bare = a_product(substances="Prednison", form=None, pack=None)
    made = workbench.write(SYSTEM, lambda work: a_listed(work, about=bare))
    full = replace(a_product(name="PREDNISON 5", substances="Prednison"), strengths="5mg", route_code="1.01")
    amended = workbench.write(SYSTEM, lambda work: catalogue.amend_product(work, made.product_id, full))
    assert (amended.name, amended.form, amended.strength, amended.routes) == (
        "Prednison 5 mg",
        "Viên nén",
        "5mg",
        ("1.01",),
    )
    assert amended.group_key == "prednison 5 mg|tablet|oral"
    assert amended.version == 2
    again = workbench.write(SYSTEM, lambda work: catalogue.amend_product(work, made.product_id, full))
    assert again == amended
    with workbench.read(PUBLIC) as work:
        assert catalogue.product(work, made.product_id) == amended
        assert [one.name for one in catalogue.of_group(work, amended.group_key)] == ["Prednison 5 mg"]


def test_a_decision_comes_before_an_award_and_takes_the_group_with_it(workbench: Workbench) -> None:
    award = replace(
        a_product(substances="Povidon iod", form="Dung dịch dùng ngoài", pack="Chai 500ml"), strengths="10%"
    )
    made = workbench.write(SYSTEM, lambda work: a_listed(work, about=award))
    decided = a_product(
        substances="Povidon iod 10% (w/v)", form="Dung dịch dùng ngoài", pack="Chai 90ml; Chai 500ml", maker="Khác"
    )
    amended = workbench.write(
        SYSTEM, lambda work: catalogue.amend_product(work, made.product_id, decided, override=True)
    )
    assert (amended.strength, amended.pack_text) == ("10% (w/v)", "Chai 90ml; Chai 500ml")
    assert amended.ingredients_text == "Povidon iod 10% (w/v)"
    assert amended.group_key is None
    assert amended.maker_name == "Công ty Cổ phần Dược Enlie"


def test_a_number_used_for_another_product_is_refused(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    other = ProductDraft(ProductKind.MEDICINE, "Amoxicilin 500", "Amoxicilin")
    with workbench.read(PUBLIC) as work:
        with pytest.raises(Conflict) as caught:
            catalogue.check_same_product(work, made.product_id, other, NUMBER)
        catalogue.check_same_product(work, made.product_id, a_product(name="Enpred", substances="Prednisone"), NUMBER)
    assert caught.value.facts["registered"] == "Prednison 5 mg"


def test_every_fault_of_a_product_is_told_at_once(workbench: Workbench) -> None:
    wrong = a_product(name="!", substances="x" * 5000)
    with pytest.raises(BadInput) as caught:
        workbench.write(SYSTEM, lambda work: a_listed(work, about=wrong))
    assert [one.pointer for one in caught.value.faults] == ["/name", "/substances"]


def test_the_public_registers_nothing(workbench: Workbench) -> None:
    with pytest.raises(NotAllowed):
        workbench.write(PUBLIC, a_listed)


def test_a_pack_becomes_one_trade_item_for_each_level(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    items = workbench.write(SYSTEM, lambda work: catalogue.register_trade_items(work, made.product_id, a_pack()))
    blister, box = items
    assert (blister.level, blister.unit, blister.base_count, blister.base_unit) == ("primary", "blister", 10, "tablet")
    assert (box.level, box.contains_id, box.contains_count, box.base_count) == ("secondary", blister.id, 10, 100)
    again = workbench.write(SYSTEM, lambda work: catalogue.register_trade_items(work, made.product_id, a_pack()))
    assert again == items


def test_two_packs_of_one_product_share_their_inner_level(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    first = workbench.write(SYSTEM, lambda work: catalogue.register_trade_items(work, made.product_id, a_pack()))
    small = a_pack("Hộp 3 vỉ x 10 viên")
    second = workbench.write(SYSTEM, lambda work: catalogue.register_trade_items(work, made.product_id, small))
    assert second[0] == first[0]
    assert second[1].id != first[1].id


def test_a_trade_item_is_published_only_with_a_gtin_and_an_authorisation_in_force(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    (_, box) = workbench.write(SYSTEM, lambda work: catalogue.register_trade_items(work, made.product_id, a_pack()))
    with pytest.raises(RuleBroken) as bare:
        workbench.write(SYSTEM, lambda work: catalogue.publish(work, box.id))
    workbench.write(SYSTEM, lambda work: catalogue.assign_gtin(work, box.id, GTIN))
    with pytest.raises(RuleBroken) as listed:
        workbench.write(SYSTEM, lambda work: catalogue.publish(work, box.id))
    workbench.write(SYSTEM, lambda work: catalogue.renew(work, a_renewal(), a_product()))
    published = workbench.write(SYSTEM, lambda work: catalogue.publish(work, box.id))
    assert (bare.value.code, listed.value.code) == ("trade-item-without-gtin", "authorisation-not-in-force")
    assert (published.state, published.gtin) == (TradeItemState.PUBLISHED, GTIN)
    with workbench.read(PUBLIC) as work:
        assert catalogue.trade_item(work, GTIN) == published


def test_a_gtin_once_given_is_fixed_and_names_one_trade_item(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    blister, box = workbench.write(SYSTEM, lambda work: catalogue.register_trade_items(work, made.product_id, a_pack()))
    workbench.write(SYSTEM, lambda work: catalogue.assign_gtin(work, box.id, GTIN))
    with pytest.raises(Conflict):
        workbench.write(SYSTEM, lambda work: catalogue.assign_gtin(work, blister.id, GTIN))
    with pytest.raises(RuleBroken):
        workbench.write(SYSTEM, lambda work: catalogue.assign_gtin(work, box.id, Gtin.parse("8936012345681")))


def test_a_submission_starts_as_a_draft(workbench: Workbench) -> None:
    draft = AuthorisationDraft(AuthorisationNumber.parse(NUMBER), Evidence.SUBMISSION)
    made = workbench.write(SYSTEM, lambda work: catalogue.register_authorisation(work, draft, a_product()))
    assert made.state is AuthorisationState.DRAFT
