"""Which symbols of one picture speak of one product, and what they say together.

A pack carries DataMatrix and EAN-13, a logistic label two or three GS1-128, a composite symbol two components. Keys
decide where they can: another GTIN, SSCC or serial number is another pack. Where keys are silent the places decide.
What two carriers of one item tell differently is named, never settled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from gs1 import Gs1Error, Message, ParseOptions, Problem, parse, parse_scan_data
from scanner.geometry import Quad
from scanner.reading import Symbol

_ONE_OF_SEVERAL = ParseOptions(mode="lenient", scope="carrier")
_LINKS = ("http://", "https://")
_KEYS = ("00", "01", "02", "8006")
"""What names an item: logistic unit, trade item, contained trade item, piece of a trade item."""
_TOGETHER = ({"00", "02"}, {"00", "01"})
"""Keys that one logistic label may carry side by side (General Specifications 3.3.2 and 4.14)."""
_SERIAL = "21"
REACH = 0.75
"""Symbols of one label lie within this share of the longer one's length."""
SKEW = 15.0
"""Degrees by which two symbols printed in one go may seem turned against each other."""


@dataclass(frozen=True, slots=True)
class ProductReading:
    """One item and the symbols that speak of it.

    `message` is None where a symbol claims to be GS1 and nothing of it can be read. `faults` are those of the symbols
    and those between them: a value told in two ways, an element that lacks the one it needs.
    """

    message: Message | None
    symbols: tuple[Symbol, ...]
    faults: tuple[Problem, ...]


def group(symbols: Iterable[Symbol]) -> tuple[ProductReading, ...]:
    """Join the symbols of each item, in the order given; a symbol that holds no GS1 data is left out.

    Equal texts are told once. Whether a symbol may be believed stays with the symbol: give only those you believe.
    """
    carriers = [carrier for symbol in symbols if (carrier := _carrier(symbol)) is not None]
    clusters = [[carrier] for carrier in carriers]
    for one, other in _by_nearness(carriers):
        here = next(cluster for cluster in clusters if one in cluster)
        there = next(cluster for cluster in clusters if other in cluster)
        if here is not there and not any(_are_apart(*pair) for pair in product(here, there)):
            here += there
            clusters = [cluster for cluster in clusters if cluster is not there]
    return tuple(_reading(cluster, carriers) for cluster in clusters)


@dataclass(frozen=True, slots=True, eq=False)
class _Carrier:
    """A symbol and its own part of the message."""

    symbol: Symbol
    message: Message | None
    faults: tuple[Problem, ...] = ()

    def value(self, ai: str) -> str | None:
        return None if self.message is None else self.message.get(ai)

    @property
    def keys(self) -> set[str]:
        return {ai for ai in _KEYS if self.value(ai) is not None}


def _carrier(symbol: Symbol) -> _Carrier | None:
    text = symbol.data.decode("utf-8", "replace")
    try:
        if symbol.is_gs1:
            return _Carrier(symbol, parse_scan_data(symbol.identifier + text, _ONE_OF_SEVERAL))
        return _Carrier(symbol, parse(text, _ONE_OF_SEVERAL)) if text.lower().startswith(_LINKS) else None
    except Gs1Error as refused:
        return _Carrier(symbol, None, refused.problems) if symbol.is_gs1 else None


def _by_nearness(carriers: list[_Carrier]) -> Iterator[tuple[_Carrier, _Carrier]]:
    """Pairs that may be joined: different texts with one key first, then by place only, then equal texts."""
    ranked = []
    for one, other in combinations(carriers, 2):
        rank = _rank(one, other)
        if rank is not None:
            ranked.append((rank, _gap(one.symbol.polygon, other.symbol.polygon), one, other))
    for _, _, one, other in sorted(ranked, key=lambda pair: pair[:2]):
        yield one, other


def _rank(one: _Carrier, other: _Carrier) -> int | None:
    """How strong the reason is to join two carriers, 0 the strongest; None where there is none."""
    if one.message is None or other.message is None or _are_apart(one, other):
        return None
    if one.symbol.data == other.symbol.data:
        return 2
    if one.keys & other.keys:
        return 0
    may_share = not one.keys or not other.keys or (one.keys | other.keys) in _TOGETHER
    return 1 if may_share and _lie_together(one.symbol, other.symbol) else None


def _are_apart(one: _Carrier, other: _Carrier) -> bool:
    """Do keys or serial number show two items, or do other values differ on symbols that do not lie together?"""
    mine, theirs = (dict(carrier.message.pairs) if carrier.message else {} for carrier in (one, other))
    differing = {ai for ai in mine.keys() & theirs.keys() if mine[ai] != theirs[ai]}
    if differing & {*_KEYS, _SERIAL} or {"01", "02"} <= one.keys | other.keys:
        return True
    same_pack = _SERIAL in mine and mine[_SERIAL] == theirs.get(_SERIAL)
    return bool(differing) and not same_pack and not _lie_together(one.symbol, other.symbol)


def _lie_together(one: Symbol, other: Symbol) -> bool:
    """Are they near for their size and turned alike, as symbols printed on one label are?"""
    quarter = 90 if one.carrier.is_matrix or other.carrier.is_matrix else 180
    skew = abs(_angle(one.polygon) - _angle(other.polygon)) % quarter
    reach = REACH * max(_length(one.polygon), _length(other.polygon))
    return min(skew, quarter - skew) <= SKEW and _gap(one.polygon, other.polygon) <= reach


def _angle(quad: Quad) -> float:
    return math.degrees(math.atan2(quad.b.y - quad.a.y, quad.b.x - quad.a.x))


def _length(quad: Quad) -> float:
    return max(math.dist(quad.a, quad.b), math.dist(quad.b, quad.c))


def _gap(one: Quad, other: Quad) -> float:
    """The free space between the two boxes, 0 where they touch."""
    left, top, right, bottom = one.box
    other_left, other_top, other_right, other_bottom = other.box
    across = max(other_left - right, left - other_right, 0.0)
    down = max(other_top - bottom, top - other_bottom, 0.0)
    return math.hypot(across, down)


def _reading(cluster: list[_Carrier], order: list[_Carrier]) -> ProductReading:
    """What a cluster says together, the logistic unit first, then the item, then what has no key."""
    cluster = sorted(cluster, key=order.index)
    symbols = tuple(carrier.symbol for carrier in cluster)
    spoken = sorted(
        cluster, key=lambda carrier: next((place for place, ai in enumerate(_KEYS) if ai in carrier.keys), len(_KEYS))
    )
    messages = [carrier.message for carrier in spoken if carrier.message is not None]
    if not messages:
        return ProductReading(None, symbols, tuple(fault for carrier in cluster for fault in carrier.faults))
    whole = messages[0].merge(*messages[1:])
    return ProductReading(whole, symbols, whole.problems)
