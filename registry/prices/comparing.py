"""Comparing: equal products by the price of one unit, with an honest no where they are not equal enough.

Measured on published awards: with ingredient, strength, route and unit alone the dearest is up to 17.8 times the
cheapest (90th percentile), because a bottle may hold 100 ml or 500 ml. So what a unit holds must agree as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from registry.catalogue.model import Product
from registry.catalogue.packaging import PackReading, parse_packs
from registry.prices.figures import is_outlier, summarise
from registry.prices.model import (
    Comparison,
    ComparisonRow,
    NoComparison,
    PricePoint,
    Refusal,
    Series,
    Summary,
    Unit,
    UnitKind,
)

PRICES_MIN = 3
"""Below three prices there is no middle to speak of."""
PERIOD = timedelta(days=730)
"""Prices are compared over the two years up to the newest of them."""
PARTS_WITH_VOLUME = 4
"""A group key of substances, form and route has a fourth part when the volume of one unit is in it."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A product of the group with its prices of the kind, unit and currency that are compared."""

    product: Product
    points: tuple[PricePoint, ...]


def compare(present: Peer, others: Iterable[Peer], series: Series, unit: Unit) -> Comparison | NoComparison:
    """Set `present` among `others` of its group; `series` is its own, read as prices of one `unit`."""
    priced = [peer for peer in others if peer.points]
    refuse = _Refused(present.product.id, [present, *priced])
    if not priced:
        return refuse(Refusal.NO_EQUAL)
    if _must_be_told(present.product, unit) and content_of(present.product, unit) is None:
        return refuse(Refusal.CONTENT_DIFFERS)
    equal = [peer for peer in priced if holds_the_same(present.product, peer.product, unit)]
    if not equal:
        return refuse(Refusal.CONTENT_DIFFERS)
    peers = _recent([present, *equal])
    shares = [point.share for peer in peers for point in peer.points]
    if len(peers) == 1 or peers[0].product.id != present.product.id:
        return refuse(Refusal.NO_EQUAL)
    if len(shares) < PRICES_MIN:
        return refuse(Refusal.TOO_FEW)
    spread = summarise(shares)
    rows = sorted((_row(peer, present, spread) for peer in peers), key=lambda row: (row.summary.median, row.name))
    days = [point.day for peer in peers for point in peer.points]
    return Comparison(
        product_id=present.product.id,
        kind=series.kind,
        unit=unit,
        currency=series.currency,
        rows=tuple(rows),
        summary=spread,
        since=min(days),
        until=max(days),
        content=content_of(present.product, unit) or None,
        set_aside=len(priced) - len(equal),
    )


def content_of(product: Product, unit: Unit) -> str | None:
    """Return what one `unit` of the product holds ("5 ml"), "" when its packs state nothing, None when unclear."""
    if unit.kind not in {UnitKind.VESSEL, UnitKind.PACK}:
        return ""
    contents: set[str | None] = set()
    for reading in parse_packs(product.pack_text) if product.pack_text else ():
        contents.add(_content(reading, unit) if isinstance(reading, PackReading) else None)
    return contents.pop() if len(contents) == 1 else None


def holds_the_same(one: Product, other: Product, unit: Unit) -> bool:
    """Say whether a unit of both, which are of one group, holds the same amount of medicine.

    A tablet does; so does a vessel whose volume is in the group key. Where the strength is a share of the content (5 %,
    100 mcg a dose) or the unit is a pack, both contents must be known; elsewhere two that are stated must not differ.
    """
    if unit.kind not in {UnitKind.VESSEL, UnitKind.PACK} or _volume_is_in_key(one, unit):
        return True
    mine, theirs = content_of(one, unit), content_of(other, unit)
    if _must_be_told(one, unit) or _must_be_told(other, unit):
        return mine is not None and mine == theirs
    return mine == theirs or not mine or not theirs


def _must_be_told(product: Product, unit: Unit) -> bool:
    if unit.kind is UnitKind.PACK:
        return True
    if unit.kind is not UnitKind.VESSEL or _volume_is_in_key(product, unit):
        return False
    strengths = [ingredient.strength for ingredient in product.ingredients]
    return any(one is not None and (one.per is not None or one.amount.unit == "%") for one in strengths)


def _volume_is_in_key(product: Product, unit: Unit) -> bool:
    return unit.kind is UnitKind.VESSEL and (product.group_key or "").count("|") + 1 >= PARTS_WITH_VOLUME


def _content(reading: PackReading, unit: Unit) -> str | None:
    for place, level in enumerate(reading.levels):
        if level.unit == unit.key:
            return reading.path(place).partition("/")[2]
    return None


def _recent(peers: Sequence[Peer]) -> list[Peer]:
    newest = max(point.day for peer in peers for point in peer.points)
    kept = [replace(peer, points=_since(peer.points, newest - PERIOD)) for peer in peers]
    return [peer for peer in kept if peer.points]


def _since(points: Iterable[PricePoint], first: date) -> tuple[PricePoint, ...]:
    return tuple(point for point in points if point.day >= first)


def _row(peer: Peer, present: Peer, spread: Summary) -> ComparisonRow:
    own = summarise(point.share for point in peer.points)
    return ComparisonRow(
        product_id=peer.product.id,
        name=peer.product.name,
        maker=peer.product.maker_name,
        summary=own,
        latest=max(point.day for point in peer.points),
        ratio=own.median / spread.median,
        is_present=peer.product.id == present.product.id,
        is_outlier=is_outlier(own.median, spread.median),
    )


@dataclass(frozen=True, slots=True)
class _Refused:
    product_id: int
    peers: Sequence[Peer]

    def __call__(self, reason: Refusal) -> NoComparison:
        prices = sum(len(peer.points) for peer in self.peers)
        return NoComparison(self.product_id, reason, prices, len(self.peers))
