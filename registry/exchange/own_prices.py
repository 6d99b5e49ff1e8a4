"""The layout of published prices: one row a price of a product from a day on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from registry.catalogue.model import AuthorisationNumber
from registry.errors import RuleBroken
from registry.exchange import own_cells as cells
from registry.exchange.cells import RowReader
from registry.exchange.columns import form_of
from registry.exchange.layout import Layout, Take
from registry.exchange.ownership import is_free, product_told
from registry.money import Money
from registry.prices import service as prices
from registry.prices.model import PriceDraft, PriceKind
from registry.prices.units import read_unit
from registry.work import Work

FORM = form_of("prices")
OF_MAKERS = frozenset({PriceKind.DECLARED, PriceKind.LISTED})
"""Prices that a company tells of itself; the others are told by who may write about all."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row, read."""

    product_key: str
    number: AuthorisationNumber | None
    kind: PriceKind
    money: Money
    per: int
    unit: str
    valid_from: date
    valid_until: date | None
    decision: str | None


def read(row: RowReader) -> Told | None:
    """Read a row, or return None with its faults noted."""
    product_key = cells.key(row, FORM.column("product_key"))
    number = row.registration_number("registration_number", optional=True)
    if not (row.cells.get("product_key") or row.cells.get("registration_number")):
        row.refuse("product_key", "product-not-told")
    kind = cells.choice(row, FORM.column("price_kind"))
    price = row.price("amount") if cells.told(row, FORM.column("amount")) else None
    unit = cells.told(row, FORM.column("unit"))
    if unit and read_unit(unit).unit is None:
        row.warn("unit", "unit-unread")
    begins, ends = cells.day(row, FORM.column("valid_from")), cells.day(row, FORM.column("valid_until"))
    if begins and ends and ends < begins:
        row.refuse("valid_until", "period-order")
    decision = cells.told(row, FORM.column("decision")) or None
    if row.is_refused or kind is None or price is None or begins is None:
        return None
    return Told(product_key, number, PriceKind(kind), *price, unit, begins, ends, decision)


def take(work: Work, told: Told) -> Counter[str]:
    """Record a price; one that stands already changes nothing."""
    product = product_told(work, told.product_key, told.number)
    if told.kind not in OF_MAKERS and not is_free(work):
        raise RuleBroken("price-kind-not-own", kind=str(told.kind))
    draft = PriceDraft(
        kind=told.kind,
        product_id=product.id,
        money=told.money,
        unit=told.unit,
        valid_from=told.valid_from,
        source=work.actor.name,
        per=told.per,
        authorisation_id=product.authorisation_id,
        supplier=None if work.actor.party_id is None else work.actor.name,
        decision=told.decision,
        valid_until=told.valid_until,
    )
    return +Counter(prices=prices.record(work, [draft]).new)


def _read_and_take(row: RowReader) -> Take | None:
    told = read(row)
    return None if told is None else lambda work: take(work, told)


LAYOUT = Layout(
    "prices", ("price_kind", "amount", "unit", "valid_from"), "amount", _read_and_take, "price:record", FORM
)
