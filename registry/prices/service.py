"""Use cases of the prices area: record what documents say, correct it without editing, show and compare it.

Published and awarded prices are public facts; recording them needs the scope `price:record`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.clock import to_microseconds
from registry.errors import BadInput, Conflict, Fault, NotFound
from registry.ids import format_id, new_id
from registry.paging import LIMIT_USUAL, Cursor, Page, check_limit
from registry.prices import comparing, figures, rules, store
from registry.prices.model import (
    Comparison,
    History,
    NoComparison,
    Price,
    PriceCard,
    PriceDraft,
    PriceKind,
    Recorded,
    Refusal,
    Series,
    Superseded,
    Unit,
)
from registry.prices.units import read_unit
from registry.work import Work

GROUP_MAX = 200
"""Equal products that one comparison looks at; the largest group in the published awards of 2024-2025 has 5."""


def record(work: Work, drafts: Sequence[PriceDraft]) -> Recorded:
    """Record prices; one that says nothing new is counted as unchanged, also after it was superseded.

    Raise `BadInput` with the faults of every draft, each pointer beginning with the place of the draft.
    """
    work.require("price:record")
    tidied = [rules.tidy(draft) for draft in drafts]
    rules.check(tidied)
    rows = [(new_id(), rules.content_key(draft), draft, read_unit(draft.unit)) for draft in tidied]
    new = store.add(work.db, rows, work.now_us)
    if new:
        sources = sorted({draft.source for draft in tidied})
        audit.record(
            work, "price:recorded", sources[0], {"new": new, "unchanged": len(rows) - new, "sources": [*sources]}
        )
    return Recorded(new, len(rows) - new)


def correct(work: Work, price_id: int, draft: PriceDraft, reason: str) -> Price:
    """Put another price in the place of one that was recorded wrongly; the old one stays readable.

    Raise `Conflict` when the old one was superseded before, or when the register holds the new statement already.
    """
    work.require("price:record")
    told = rules.check_reason(reason)
    tidied = rules.tidy(draft)
    rules.check([tidied])
    price(work, price_id)
    new = new_id()
    if not store.add(work.db, [(new, rules.content_key(tidied), tidied, read_unit(tidied.unit))], work.now_us):
        raise Conflict("price-recorded", id=format_id(price_id))
    return _supersede(work, price_id, Superseded(work.now, told, new))


def withdraw(work: Work, price_id: int, reason: str) -> Price:
    """Stop showing a price, with the reason; it stays readable as of the days it was shown.

    Raise `Conflict` when it was superseded before.
    """
    work.require("price:record")
    price(work, price_id)
    return _supersede(work, price_id, Superseded(work.now, rules.check_reason(reason)))


def price(work: Work, price_id: int) -> Price:
    """Return a price, superseded or not, or raise `NotFound`."""
    found = store.price(work.db, price_id)
    if found is None:
        raise NotFound("price-unknown", id=format_id(price_id))
    return found


def of_product(work: Work, product_id: int, cursor: Cursor | None = None, limit: int = LIMIT_USUAL) -> Page[Price]:
    """Return the prices of a product that stand now, newest first."""
    found = store.of_product(work.db, product_id, _place(cursor), check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.draft.valid_from.isoformat(), one.id))


def prices_on(work: Work, product_id: int, day: date, known_at: datetime | None = None) -> tuple[Price, ...]:
    """Return the prices in force on `day` as the register showed them at the instant `known_at` (now when None)."""
    instant = work.now_us if known_at is None else to_microseconds(known_at)
    return rules.in_force(store.begun(work.db, product_id, day, instant), day)


def history(work: Work, product_id: int) -> History:
    """Return every standing price of a product in time, by kind, unit and currency, with the medians of the months."""
    return History(product_id, figures.series_of(store.of_products(work.db, [product_id]).get(product_id, [])))


def compare(work: Work, product_id: int, kind: PriceKind = PriceKind.TENDER) -> Comparison | NoComparison:
    """Set a product among its equals by the price of one unit, or say why not; raise `NotFound` for no such product."""
    product = catalogue.product(work, product_id)
    series = [one for one in history(work, product_id).series if one.kind is kind]
    if not series:
        return NoComparison(product_id, Refusal.NO_PRICE)
    prices = sum(len(one.points) for one in series)
    if product.group_key is None:
        return NoComparison(product_id, Refusal.NO_GROUP, prices, 1)
    mine = next(iter(figures.comparable(series)), None)
    if mine is None or mine.unit.unit is None:
        return NoComparison(product_id, Refusal.UNIT_UNREAD, prices, 1)
    others = _others(work, product_id, product.group_key, mine, mine.unit.unit)
    return comparing.compare(comparing.Peer(product, mine.points), others, mine, mine.unit.unit)


def latest_cards(work: Work, product_ids: Sequence[int]) -> dict[int, PriceCard]:
    """Return one line of price for each of `product_ids` that has one: the median of the last year it was bought."""
    found = store.of_products(work.db, list(dict.fromkeys(product_ids)))
    cards = (figures.card(product_id, figures.series_of(prices)) for product_id, prices in found.items())
    return {card.product_id: card for card in cards if card is not None}


def _others(work: Work, product_id: int, group_key: str, series: Series, unit: Unit) -> list[comparing.Peer]:
    peers = []
    for card in catalogue.of_group(work, group_key, GROUP_MAX):
        if card.id == product_id:
            continue
        found = store.in_unit(work.db, card.id, (series.kind, unit.key, series.currency))
        if found:
            points = tuple(figures.point_of(one) for one in found)
            peers.append(comparing.Peer(catalogue.product(work, card.id), points))
    return peers


def _supersede(work: Work, price_id: int, superseded: Superseded) -> Price:
    if not store.supersede(work.db, price_id, superseded):
        raise Conflict("price-superseded", id=format_id(price_id))
    facts = {"reason": superseded.reason, "by": format_id(superseded.by) if superseded.by else None}
    audit.record(work, "price:superseded", format_id(price_id), {**facts})
    return price(work, superseded.by or price_id)


def _place(cursor: Cursor | None) -> tuple[str, int] | None:
    match cursor.key if cursor else None:
        case None:
            return None
        case (str(day), int(price_id)):
            return day, price_id
        case _:
            raise BadInput.of([Fault("cursor-form", pointer="/cursor", value=str(cursor)[:40])])
