"""Right prices and products, of which a test names only what matters to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationDraft, AuthorisationNumber, Evidence, ProductDraft, ProductKind
from registry.money import Money
from registry.prices import service
from registry.prices.model import Buyer, Price, PriceDraft, PriceKind, PricePoint, Recorded
from registry.prices.units import read_unit
from registry.work import SYSTEM, Work, Workbench

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
HOSPITAL = Buyer("Bệnh viện Đa khoa Ví dụ", "01999", "Thành phố Hà Nội")
AWARD = PriceDraft(
    kind=PriceKind.TENDER,
    product_id=1,
    money=Money.parse("1200"),
    unit="Viên",
    valid_from=date(2025, 1, 3),
    source="Kết quả trúng thầu 2025-03-17",
    quantity=1000,
    buyer=HOSPITAL,
    supplier="Công ty Dược Ví dụ",
    decision="1/QĐ-BVVD",
    technical_group="N4",
    package="G1",
    valid_until=date(2025, 12, 31),
)


def an_award(amount: str = "1200", **changes: object) -> PriceDraft:
    told = {"money": Money.parse(amount)} | changes
    return replace(AWARD, **told)  # type: ignore[arg-type]  # a test names right fields


def a_price(amount: str = "1200", price_id: int = 1, recorded_at: datetime = NOON, **changes: object) -> Price:
    draft = an_award(amount, **changes)
    return Price(price_id, draft, read_unit(draft.unit), recorded_at)


def a_point(amount: int | str | Fraction, day: date = date(2025, 1, 3)) -> PricePoint:
    return PricePoint(1, day, Fraction(amount))


def a_tablet(name: str, **changes: str | None) -> ProductDraft:
    draft = ProductDraft(
        kind=ProductKind.MEDICINE,
        name=name,
        substances="Paracetamol",
        strengths="500mg",
        form="Viên nén",
        route="Uống",
        pack="Hộp 10 vỉ x 10 viên",
        maker="Công ty Dược Ví dụ",
        maker_country="Việt Nam",
    )
    return replace(draft, **changes)  # type: ignore[arg-type]  # a test names right fields


def register(workbench: Workbench, *drafts: ProductDraft) -> list[int]:
    """Register products under openly invented numbers and return their ids."""

    def use_case(work: Work) -> list[int]:
        return [
            catalogue.register_authorisation(
                work,
                AuthorisationDraft(AuthorisationNumber.parse(f"VD-{10_000 + place}-15"), Evidence.LIST),
                draft,
            ).product_id
            for place, draft in enumerate(drafts)
        ]

    return workbench.write(SYSTEM, use_case)


def record(workbench: Workbench, drafts: Sequence[PriceDraft]) -> Recorded:
    return workbench.write(SYSTEM, lambda work: service.record(work, drafts))
