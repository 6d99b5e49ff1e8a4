"""Tender awards as published by Viet Nam Social Security: a product seen in an award, and the price paid for it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from registry.catalogue.model import Evidence, ProductDraft, ProductKind
from registry.exchange import registrations
from registry.exchange.cells import RowReader
from registry.exchange.layout import Layout, Take
from registry.exchange.registrations import Listed
from registry.money import Money
from registry.prices import service as prices
from registry.prices.model import Buyer, PriceDraft, PriceKind
from registry.prices.units import read_unit
from registry.work import Work

COLUMNS = ("sodk", "ten", "hoatchat", "hamluong", "donvitinh", "gia", "soluong", "quyetdinh", "tungay", "tungay_hd")
SOURCE = "Kết quả trúng thầu thuốc, Bảo hiểm xã hội Việt Nam"
GROUP, PACKAGE = re.compile(r"N[1-5]"), re.compile(r"G[1-5]")
"""Technical groups and packages of tenders (Circular 07/2024/TT-BYT)."""
KEPT = ("sodk", "nuocsx", "duongdung", "dangbaoche", "hamluong", "donggoi")


@dataclass(frozen=True, slots=True)
class Award:
    """A row of awards, read: the listed product, and its price without the product's key."""

    listed: Listed
    unit: str
    money: Money
    per: int
    quantity: int | None
    valid_from: date
    valid_until: date | None
    buyer: Buyer
    supplier: str
    decision: str
    technical_group: str
    package: str
    printed: str


def read(row: RowReader) -> Award | None:
    """Read a row, or return None with its faults noted."""
    number = row.registration_number("sodk")
    about = _product(row)
    price = row.price("gia")
    quantity = row.whole("soluong", "quantity-form")
    if quantity == 0:
        row.warn("soluong", "quantity-zero")
    period = _period(row)
    buyer = Buyer(row.needed("ten_cskcb", "party-name"), row.text("ma_cskcb") or None, row.text("ten_tinh") or None)
    supplier = row.needed("tennhathau", "party-name")
    decision, group, package = row.text("quyetdinh"), row.text("nhomthau"), row.text("goithau")
    for column, text, form in (("nhomthau", group, GROUP), ("goithau", package, PACKAGE)):
        if text and not form.fullmatch(text):
            row.warn(column, "group-form")
    unit = _unit(row)
    if number is None or price is None or period is None or row.is_refused:
        return None
    printed = " | ".join((about.name, about.strengths or "", about.pack or ""))
    return Award(
        listed=Listed(number, about, Evidence.AWARD),
        unit=unit,
        money=price[0],
        per=price[1],
        quantity=quantity or None,
        valid_from=period[0],
        valid_until=period[1],
        buyer=buyer,
        supplier=supplier,
        decision=decision,
        technical_group=group,
        package=package,
        printed=printed,
    )


def take(work: Work, award: Award) -> Counter[str]:
    """Register or complete the product of an award, and record its price; count what is new."""
    count, product_id, authorisation_id = registrations.take_listed(work, award.listed)
    draft = PriceDraft(
        kind=PriceKind.TENDER,
        product_id=product_id,
        money=award.money,
        unit=award.unit,
        valid_from=award.valid_from,
        source=SOURCE,
        per=award.per,
        authorisation_id=authorisation_id,
        quantity=award.quantity,
        buyer=award.buyer,
        supplier=award.supplier,
        decision=award.decision,
        technical_group=award.technical_group,
        package=award.package,
        valid_until=award.valid_until,
        printed=award.printed,
    )
    recorded = prices.record(work, [draft])
    count["prices"] += recorded.new
    return count


def _product(row: RowReader) -> ProductDraft:
    origin = row.origin("nuocsx")
    return ProductDraft(
        kind=ProductKind.MEDICINE,
        name=row.needed("ten", "product-name"),
        substances=row.text("hoatchat"),
        strengths=row.text("hamluong"),
        form=row.text("dangbaoche"),
        route_code=row.text("maduongdung"),
        route=row.text("duongdung"),
        pack=row.text("donggoi"),
        maker=row.needed("nhasx", "party-name"),
        maker_country=origin.first if origin else None,
        source={column: row.cells.get(column) or "" for column in KEPT},
    )


def _unit(row: RowReader) -> str:
    unit = row.needed("donvitinh", "unit-unread")
    if unit and read_unit(unit).unit is None:
        row.warn("donvitinh", "unit-unread")
    elif unit and unit != unit.capitalize():
        row.warn("donvitinh", "unit-case")
    return unit


def _period(row: RowReader) -> tuple[date, date | None] | None:
    """Return the days of the contract; where it has none, the day from which the award holds."""
    begins, ends = row.day("tungay_hd") or row.day("tungay"), row.day("denngay_hd")
    row.day("tungay")
    if begins is None:
        if not row.is_refused:
            row.refuse("tungay", "date-form")
        return None
    if ends is not None and ends < begins:
        row.refuse("denngay_hd", "period-order")
    return begins, ends


def _read_and_take(row: RowReader) -> Take | None:
    award = read(row)
    return None if award is None else lambda work: take(work, award)


LAYOUT = Layout("awards", COLUMNS, "sodk", _read_and_take)
