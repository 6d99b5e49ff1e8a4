"""Prices as a page shows them: by kind and unit, each with its arithmetic; and equal medicines beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from api.pages.formats import Both
from api.pages.packs import unit_words
from api.pages.values import Award, Comparison, PriceGroup, Rival, Source, UnitPrice
from api.pages.words import Told
from registry.catalogue.model import TradeItem
from registry.clock import day_in_vietnam
from registry.ids import format_id
from registry.prices import arithmetic
from registry.prices.model import Comparison as Compared
from registry.prices.model import ComparisonRow, NoComparison, Price, PriceCard, PrintedUnit, Series, Unit

LISTED_MAX = 8
"""Prices listed for each unit; the chart and the figures beside it tell of all, the JSON holds all."""
PACKS_MAX = 3


def unit_of(printed: PrintedUnit) -> Both:
    """Return the words for a price unit; one that nobody could read stays as printed."""
    return name_of(printed.unit) if printed.unit else Both.same(printed.text)


def name_of(unit: Unit) -> Both:
    """Return the words for a unit of the list."""
    return Both(unit.vi, unit.en)


def unit_price_of(card: PriceCard) -> UnitPrice:
    """Return the one line of price of a search list."""
    return UnitPrice(card.kind, card.median, name_of(card.unit), card.n, card.currency)


def groups_of(series: Sequence[Series], prices: Sequence[Price], items: Sequence[TradeItem]) -> tuple[PriceGroup, ...]:
    """Return every series with the newest of its prices and what whole packs come to."""
    return tuple(PriceGroup(one, unit_of(one.unit), _awards(one, prices), _packs(one, items)) for one in series)


def sources_of(prices: Sequence[Price]) -> tuple[Source, ...]:
    """Return the documents that prices came from, each with the day it was last recorded from."""
    newest: dict[str, Price] = {}
    for price in prices:
        known = newest.get(price.draft.source)
        if known is None or known.recorded_at < price.recorded_at:
            newest[price.draft.source] = price
    return tuple(Source(name, day_in_vietnam(price.recorded_at)) for name, price in sorted(newest.items()))


def comparison_of(told: Compared | NoComparison) -> Comparison | Told:
    """Return equal medicines side by side, or the sentence why not."""
    if isinstance(told, NoComparison):
        return Told.of(f"compare.refused_{told.reason}", prices=told.prices, products=told.products)
    present = next((row.summary.median for row in told.rows if row.is_present), None)
    return Comparison(told, name_of(told.unit), tuple(_rival(row, present) for row in told.rows))


def _rival(row: ComparisonRow, present: Fraction | None) -> Rival:
    median = row.summary.median
    percent = None if not present else Fraction(round((median / present - 1) * 100))
    return Rival(format_id(row.product_id), row.name, row.maker, median, row.summary.n, percent, row.is_present)


def _awards(series: Series, prices: Sequence[Price]) -> tuple[Award, ...]:
    wanted = {point.price_id for point in series.points}
    return tuple(_award(price) for price in prices if price.id in wanted)[:LISTED_MAX]


def _award(price: Price) -> Award:
    draft = price.draft
    divided = draft.per != 1
    return Award(
        day=draft.valid_from,
        per_unit=price.share,
        quantity=draft.quantity,
        buyer=draft.buyer.name if draft.buyer else None,
        province=draft.buyer.province if draft.buyer else None,
        supplier=draft.supplier,
        decision=draft.decision,
        arithmetic=Both(*(arithmetic.unit_price_text(price, lang) for lang in ("vi", "en"))) if divided else None,
    )


def _packs(series: Series, items: Sequence[TradeItem]) -> tuple[Both, ...]:
    """Return what whole packs come to at the median: "630 ₫/viên × 30 viên = 18.900 ₫/hộp"."""
    unit = series.unit.unit
    if unit is None or series.currency != "VND":
        return ()
    packs = [item for item in items if item.base_unit == unit.key and item.base_count > 1]
    return tuple(_pack(series.summary.median, item, unit) for item in packs[:PACKS_MAX])


def _pack(share: Fraction, item: TradeItem, unit: Unit) -> Both:
    pack, count = unit_words(item.unit), item.base_count
    return Both(
        arithmetic.pack_price_text(share, count, (pack.vi, unit.vi), "vi"),
        arithmetic.pack_price_text(share, count, (pack.en, unit.en), "en"),
    )
