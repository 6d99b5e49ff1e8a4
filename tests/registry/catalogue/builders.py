"""Right values for tests of the catalogue; a test names only what matters to it."""

from __future__ import annotations

from datetime import date

from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    Authorisation,
    AuthorisationDraft,
    AuthorisationNumber,
    Decision,
    Evidence,
    ProductDraft,
    ProductKind,
    Renewal,
)
from registry.work import Work

NUMBER = "VD-22739-15"
DECISION = Decision("720/QĐ-QLD", date(2025, 12, 3))


def a_product(
    name: str = "Prednison 5 mg",
    substances: str = "Prednison 5mg",
    form: str | None = "Viên nén",
    pack: str | None = "Hộp 10 vỉ x 10 viên",
    maker: str = "Công ty Cổ phần Dược Enlie",
) -> ProductDraft:
    return ProductDraft(ProductKind.MEDICINE, name, substances, form=form, pack=pack, maker=maker, maker_country="VN")


def a_listed(work: Work, number: str = NUMBER, about: ProductDraft | None = None) -> Authorisation:
    draft = AuthorisationDraft(AuthorisationNumber.parse(number), Evidence.LIST)
    return catalogue.register_authorisation(work, draft, about or a_product())


def a_renewal(before: str = NUMBER, after: str = "893110493125") -> Renewal:
    return Renewal(
        AuthorisationNumber.parse(before),
        AuthorisationNumber.parse(after),
        DECISION,
        date(2025, 12, 3),
        date(2030, 12, 3),
    )
