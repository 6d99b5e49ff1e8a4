"""The registration list as published (2010-2018): number, name, ingredients, maker, country."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationDraft, AuthorisationNumber, Evidence, ProductDraft, ProductKind
from registry.errors import NotFound
from registry.exchange.cells import RowReader
from registry.exchange.layout import Layout, Take
from registry.work import Work

COLUMNS = ("so_dang_ky", "ten_thuoc", "hoat_chat", "nha_san_xuat", "nuoc_san_xuat")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list, read: a number and the product that it names."""

    number: AuthorisationNumber
    about: ProductDraft
    evidence: Evidence = Evidence.LIST


def read(row: RowReader) -> Listed | None:
    """Read a row, or return None with its faults noted."""
    number = row.registration_number("so_dang_ky")
    name = row.needed("ten_thuoc", "product-name")
    substances = row.text("hoat_chat")
    if not substances:
        row.warn("hoat_chat", "ingredients-missing")
    maker = row.needed("nha_san_xuat", "party-name")
    origin = row.origin("nuoc_san_xuat")
    if number is None or row.is_refused:
        return None
    about = ProductDraft(
        kind=ProductKind.DEVICE if number.is_device else ProductKind.MEDICINE,
        name=name,
        substances=substances,
        maker=maker,
        maker_country=origin.first if origin else None,
        source={"nuoc_san_xuat": row.cells["nuoc_san_xuat"]},
    )
    return Listed(number, about)


def take(work: Work, listed: Listed) -> Counter[str]:
    """Register a listed authorisation, or complete the product that its number names; count what is new."""
    return take_listed(work, listed)[0]


def take_listed(work: Work, listed: Listed) -> tuple[Counter[str], int, int]:
    """Do so, and return with the count the keys of the product and of the authorisation."""
    try:
        known = catalogue.find_by_number(work, listed.number)
    except NotFound:
        made = catalogue.register_authorisation(work, AuthorisationDraft(listed.number, listed.evidence), listed.about)
        return Counter(authorisations=1, products=1), made.product_id, made.id
    catalogue.check_same_product(work, known.product_id, listed.about, listed.number.text)
    before = catalogue.product(work, known.product_id).version
    after = catalogue.amend_product(work, known.product_id, listed.about)
    catalogue.keep_note(work, listed.number)
    return Counter({"products completed": 1} if after.version != before else {}), after.id, known.id


def _read_and_take(row: RowReader) -> Take | None:
    listed = read(row)
    return None if listed is None else lambda work: take(work, listed)


LAYOUT = Layout("registrations", COLUMNS, "so_dang_ky", _read_and_take)
