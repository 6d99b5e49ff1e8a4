"""Figures of coverage, on a register small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    AuthorisationDraft,
    AuthorisationNumber,
    Decision,
    Evidence,
    IdentifierKind,
    IssuingAgency,
    ItemIdentifier,
    ProductDraft,
    ProductKind,
)
from registry.catalogue.packaging import PackReading, parse_pack
from registry.catalogue.service import kpis
from registry.work import PUBLIC, SYSTEM, Work, Workbench

ABOUT = ProductDraft(ProductKind.MEDICINE, "A", "Paracetamol 500mg", maker="M", maker_country="VN", holder="H")
UNTIL = date(2030, 1, 1)


def licensed(work: Work, number: str, about: ProductDraft, until: date = UNTIL) -> int:
    cited = Decision("1/QĐ-QLD", date(2025, 1, 1))
    told = AuthorisationDraft(AuthorisationNumber.parse(number), Evidence.DECISION, cited, date(2025, 1, 1), until)
    return catalogue.register_authorisation(work, told, about).product_id


def fill(work: Work) -> None:
    """Three in force: one with a GTIN on one of two packs, one with a fallback key, one unsound; one that has ended."""
    pack, other = parse_pack("Hộp 10 vỉ x 10 viên"), parse_pack("Hộp 1 chai x 30 ml")
    assert isinstance(pack, PackReading)
    assert isinstance(other, PackReading)
    named = licensed(work, "893110000125", ABOUT)
    box = catalogue.register_trade_items(work, named, pack)[-1]
    catalogue.register_trade_items(work, named, other)
    catalogue.assign_gtin(work, box.id, Gtin.build("8936012345", "67"))
    catalogue.publish(work, box.id)
    kept = licensed(work, "893110000225", replace(ABOUT, name="B"))
    bottle = catalogue.register_trade_items(work, kept, pack)[-1]
    catalogue.add_identifier(work, ItemIdentifier(IssuingAgency.NATIONAL, "VN-1", IdentifierKind.NATIONAL, bottle.id))
    licensed(work, "893110000325", replace(ABOUT, name="C", substances="", maker=None))
    licensed(work, "893110000425", replace(ABOUT, name="D"), until=date(2026, 3, 1))


def test_the_figures_are_what_one_counts_by_hand(workbench: Workbench) -> None:
    workbench.write(SYSTEM, fill)
    with workbench.read(PUBLIC) as work:
        told = kpis.figures(work)
    found = {(one.code, one.kind): (one.part, one.whole, one.per_mille) for one in told.items}
    assert told.authorisations == 3
    assert found["K1", None] == found["K1", "medicine"] == (1, 3, 333)
    assert found["K1b", None] == (1, 3, 333)
    assert found["K1c", None] == (1, 3, 333)
    assert found["K7", None] == (2, 3, 666)


def test_the_rows_behind_the_figures_say_what_is_lacking(workbench: Workbench) -> None:
    workbench.write(SYSTEM, fill)
    with workbench.read(PUBLIC) as work:
        first = kpis.rows(work, None, 2)
        last = kpis.rows(work, first.next, 2)
    assert [(one.number, one.gtins, one.fallbacks, one.packs, one.packs_named) for one in first.items] == [
        ("893110000125", 1, 0, 2, 1),
        ("893110000225", 0, 1, 1, 0),
    ]
    assert [(one.number, one.findings) for one in last.items] == [
        ("893110000325", ("ingredients-missing", "maker-missing"))
    ]
    assert last.next is None


def test_an_empty_register_has_no_share(workbench: Workbench) -> None:
    with workbench.read(PUBLIC) as work:
        told = kpis.figures(work)
    assert {(one.part, one.whole, one.per_mille) for one in told.items} == {(0, 0, None)}
