from __future__ import annotations

import pytest

from registry.catalogue import service as catalogue
from registry.catalogue.model import Product, ProductDraft
from registry.prices import service
from registry.prices.comparing import content_of, holds_the_same
from registry.prices.model import Comparison, NoComparison, Refusal
from registry.prices.units import unit_of
from registry.work import PUBLIC, Workbench
from tests.registry.prices.builders import a_tablet, an_award, record, register


def a_cream(name: str, pack: str) -> ProductDraft:
    return a_tablet(name, substances="Hydrocortison", strengths="1%", form="Kem bôi da", route="Dùng ngoài", pack=pack)


def a_powder(name: str, pack: str) -> ProductDraft:
    return a_tablet(name, substances="Ceftriaxon", strengths="1g", form="Bột pha tiêm", route="Tiêm", pack=pack)


def products(workbench: Workbench, *drafts: ProductDraft) -> list[Product]:
    ids = register(workbench, *drafts)
    with workbench.read(PUBLIC) as work:
        return [catalogue.product(work, one) for one in ids]


@pytest.mark.parametrize(
    ("pack", "unit", "content"),
    [
        ("Hộp 1 tuýp x 15g", "tube", "15 g"),
        ("Hộp 10 lọ", "vial", ""),
        ("Hộp 10 lọ", "tablet", ""),
        ("Hộp 1 tuýp x 15g; Hộp 1 tuýp x 5g", "tube", None),
        ("Hộp 1 lọ + 1 ống dung môi 5ml", "vial", None),
        ("Hộp 3 vỉ x 10 viên", "box", "3 blister/10 tablet"),
        (None, "tube", None),
    ],
)
def test_what_a_unit_holds_is_read_from_the_pack_or_not_at_all(
    workbench: Workbench, pack: str | None, unit: str, content: str | None
) -> None:
    (product,) = products(workbench, a_tablet("Một", pack=pack))
    assert content_of(product, unit_of(unit)) == content


@pytest.mark.parametrize(("one", "other", "same"), [("15g", "15g", True), ("15g", "5g", False)])
def test_a_strength_in_percent_needs_the_same_content(workbench: Workbench, one: str, other: str, same: bool) -> None:
    left, right = products(workbench, a_cream("Một", f"Hộp 1 tuýp x {one}"), a_cream("Hai", f"Hộp 1 tuýp x {other}"))
    assert left.group_key == right.group_key
    assert holds_the_same(left, right, unit_of("tube")) is same


def test_a_content_that_is_not_stated_is_not_taken_for_the_same(workbench: Workbench) -> None:
    left, right = products(workbench, a_cream("Một", "Hộp 1 tuýp x 15g"), a_cream("Hai", "Tuýp"))
    assert not holds_the_same(left, right, unit_of("tube"))


def test_a_vial_of_one_gram_is_the_same_however_the_pack_is_written(workbench: Workbench) -> None:
    left, right = products(workbench, a_powder("Một", "Hộp 10 lọ"), a_powder("Hai", "Hộp 1 lọ + 1 ống dung môi 5ml"))
    assert left.group_key is not None
    assert holds_the_same(left, right, unit_of("vial"))


def test_boxes_that_hold_different_counts_are_not_the_same(workbench: Workbench) -> None:
    left, right = products(workbench, a_tablet("Một"), a_tablet("Hai", pack="Hộp 3 vỉ x 10 viên"))
    assert not holds_the_same(left, right, unit_of("box"))
    assert holds_the_same(left, right, unit_of("tablet"))


def test_other_contents_are_set_aside_and_counted_or_all_is_refused(workbench: Workbench) -> None:
    one, two, three = register(
        workbench,
        a_cream("Một", "Hộp 1 tuýp x 15g"),
        a_cream("Hai", "Hộp 1 tuýp x 15g"),
        a_cream("Ba", "Hộp 1 tuýp x 5g"),
    )
    amounts = [(one, "100"), (one, "110"), (two, "90"), (three, "40")]
    record(workbench, [an_award(amount, product_id=product_id, unit="Tuýp") for product_id, amount in amounts])
    with workbench.read(PUBLIC) as work:
        found, refused = service.compare(work, one), service.compare(work, three)
    assert isinstance(found, Comparison)
    assert ([row.name for row in found.rows], found.content, found.set_aside) == (["Hai", "Một"], "15 g", 1)
    assert isinstance(refused, NoComparison)
    assert (refused.reason, refused.products) == (Refusal.CONTENT_DIFFERS, 3)
