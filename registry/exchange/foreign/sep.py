"""The South African register of single exit prices: packs under their NAPPI codes, their price, their ingredients.

Source: National Department of Health, database of medicine prices. One registration number may stand for several
names and strengths, so that a product is told by both together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.catalogue import service as catalogue
from registry.catalogue.facts import MedicineFacts
from registry.catalogue.model import (
    IdentifierKind,
    IssuingAgency,
    ItemIdentifier,
    ProductDraft,
    ProductKind,
    TradeItemDraft,
)
from registry.exchange.cells import RowReader
from registry.exchange.foreign.cells import decimal, float_amount
from registry.exchange.foreign.doses import cells_dose
from registry.exchange.foreign.products import was_told
from registry.exchange.layout import Layout, Take
from registry.money import Money
from registry.prices import service as prices
from registry.prices.model import PriceDraft, PriceKind
from registry.text import fold_key, squeeze
from registry.work import Work

SOURCE, NAPPI = "ZA:SEP", "ZA:NAPPI"
MARKET = "ZA"
PRICE_SOURCE = "Single exit price, National Department of Health, South Africa"
PRODUCTS = ("nappi_code", "regno", "name", "schedule", "dosage_form", "pack_size", "num_packs", "sep_zar_incl_vat")
INGREDIENTS = ("nappi_code", "ingredient", "strength", "unit")
SCHEDULE = re.compile(r"S[0-8]")
DAY_IN_NAME = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Pack:
    """A row of the price list, read: its key, the product, the words of its pack, its price and since when."""

    nappi: str
    number: str
    about: ProductDraft
    words: str
    price: Money | None
    since: date | None


def read_product(row: RowReader) -> Take | None:
    """Read a pack with its price."""
    for column in PRODUCTS:
        if row.cells.get(column, "") != row.cells.get(column, "").rstrip():
            row.warn(column, "blanks-at-end")
    nappi = row.needed("nappi_code", "source-key-missing")
    number = row.needed("regno", "number-missing")
    about = ProductDraft(
        ProductKind.MEDICINE,
        row.needed("name", "product-name"),
        form=row.text("dosage_form") or None,
        source={"regno": number, "is_generic": row.text("is_generic")},
        facts=MedicineFacts(schedule=_schedule(row)),
        market=MARKET,
    )
    pack = Pack(nappi, number, about, _words(row), float_amount(row, "sep_zar_incl_vat", "ZAR"), _day(row.file))
    return None if row.is_refused else lambda work: take_pack(work, pack)


def take_pack(work: Work, pack: Pack) -> Counter[str]:
    """Register or complete the product and its pack, and record the price; count what is new."""
    key = f"{pack.number}|{fold_key(pack.about.name)}"
    product, new = catalogue.register_product(work, pack.about, SOURCE, key)
    catalogue.know_as(work, product.id, NAPPI, pack.nappi)
    draft = TradeItemDraft(f"nappi:{pack.nappi}", "secondary", "pack", 1, "pack", pack.words)
    item, is_new = catalogue.register_trade_item(work, product.id, draft)
    named = ItemIdentifier(IssuingAgency.NATIONAL, f"ZA-NAPPI:{pack.nappi}", IdentifierKind.NATIONAL, item.id)
    catalogue.add_identifier(work, named)
    count = Counter({"products": int(new), "trade items": int(is_new)})
    if pack.price is not None:
        since, printed = pack.since or work.today, f"{pack.about.name} | {pack.words}"
        told = PriceDraft(
            PriceKind.LISTED, product.id, pack.price, f"pack NAPPI {pack.nappi}", since, PRICE_SOURCE, printed=printed
        )
        count["prices"] += prices.record(work, [told]).new
    return count


def _schedule(row: RowReader) -> str | None:
    schedule = row.text("schedule")
    if schedule and not SCHEDULE.fullmatch(schedule):
        row.warn("schedule", "schedule-form")
    return schedule or None


def _words(row: RowReader) -> str:
    """Return what the pack holds, in words; a size of 0 is noted and not believed."""
    size, packs = decimal(row, "pack_size"), decimal(row, "num_packs")
    if size is not None and size <= 0:
        row.warn("pack_size", "pack-size-zero")
    return f"{packs or 1} x {size}" if size is not None and size > 0 else "pack, size not stated"


def read_ingredient(row: RowReader) -> Take | None:
    """Read one ingredient of a pack; its neighbours of the same pack stand beside it."""
    nappi = row.needed("nappi_code", "source-key-missing")
    row.needed("ingredient", "ingredients-missing")
    if row.cells.get("ingredient", "") != row.cells.get("ingredient", "").rstrip():
        row.warn("ingredient", "blanks-at-end")
    cells_dose(row, "strength", "unit")

    def take(work: Work) -> Counter[str]:
        if was_told(row, work):
            return Counter()
        product = catalogue.product_by_source(work, NAPPI, nappi)
        parts = tuple(dict.fromkeys(_part(one) for one in row.beside or (row,)))
        text = "; ".join(f"{name} {strength or ''}".strip() for name, strength in parts)
        about = ProductDraft(product.kind, product.name, text[:4_000], form=product.form, parts=parts, market=MARKET)
        after = catalogue.amend_product(work, product.id, about)
        row.told_in[:] = [work]
        return Counter({"compositions": int(after.version != product.version)})

    return take


def by_pack(rows: Sequence[RowReader]) -> list[list[int]]:
    """Group the rows of one pack, each knowing its neighbours."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.cells.get("nappi_code", "").strip()].append(place)
    for group in places.values():
        beside = tuple(rows[place] for place in group)
        told_in: list[object] = []
        for place in group:
            rows[place].beside, rows[place].told_in = beside, told_in
    return [*places.values()]


def _part(row: RowReader) -> tuple[str, str | None]:
    return squeeze(row.text("ingredient")), cells_dose(row, "strength", "unit")


def _day(name: str) -> date | None:
    """Return the day that the name of a file tells: the register publishes a whole list under its day."""
    match = DAY_IN_NAME.search(name)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


LAYOUTS = (
    Layout("sep-products", PRODUCTS, "nappi_code", read_product),
    Layout("sep-ingredients", INGREDIENTS, "nappi_code", read_ingredient, arrange=by_pack),
)
"""Products first."""
