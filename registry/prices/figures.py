"""Figures over prices, exact: spread, medians of months, series by kind and unit, and the one line of a search list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from registry.prices.model import MonthSummary, Price, PriceCard, PricePoint, Series, Summary

OUTLIER = 5
"""A price over five times the median is marked for a person to look at."""
RECENT = timedelta(days=365)
"""A search list shows the median of the last year in which there was any price."""


def summarise(shares: Iterable[Fraction]) -> Summary:
    """Return the spread of one or more shares; quartiles lie between neighbours (Hyndman and Fan, type 7)."""
    ordered = sorted(shares)
    least, lower, median, upper, most = (quantile(ordered, Fraction(part, 4)) for part in range(5))
    return Summary(len(ordered), least, lower, median, upper, most)


def quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """Return the value below which `part` of the `ordered` values lie; raise `IndexError` for no values."""
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def is_outlier(share: Fraction, median: Fraction) -> bool:
    """Say whether a unit price is over five times the median."""
    return share > OUTLIER * median


def months(points: Iterable[PricePoint]) -> tuple[MonthSummary, ...]:
    """Return the spread of every month in which a price begins, in order."""
    found = periods(points, 1)
    return tuple(MonthSummary(month, summarise(point.share for point in found[month])) for month in found)


def periods(points: Iterable[PricePoint], length: int) -> dict[date, list[PricePoint]]:
    """Return the points of each period of `length` months (1, 3 or 12) by its first day, in order."""
    found: dict[date, list[PricePoint]] = {}
    for point in sorted(points, key=lambda one: one.day):
        month = (point.day.month - 1) // length * length + 1
        found.setdefault(date(point.day.year, month, 1), []).append(point)
    return found


def series_of(prices: Iterable[Price]) -> tuple[Series, ...]:
    """Return `prices` as series of one kind, unit and currency each; most prices first, then the latest."""
    found: dict[tuple[str, str, str], list[Price]] = defaultdict(list)
    for price in prices:
        unit = price.unit.key or f"={price.unit.text.lower()}"
        found[price.draft.kind.value, unit, price.draft.money.currency].append(price)
    made = [_series(sorted(group, key=lambda one: (one.draft.valid_from, one.id))) for group in found.values()]
    return tuple(sorted(made, key=lambda one: (len(one.points), one.points[-1].day), reverse=True))


def comparable(series: Iterable[Series]) -> Iterable[Series]:
    """Return the series whose prices say per what."""
    return (one for one in series if one.unit.unit is not None and one.unit.unit.is_comparable)


def card(product_id: int, series: Iterable[Series]) -> PriceCard | None:
    """Return one line for a product, the last year of the first series that says per what; None without one."""
    for one in comparable(series):
        latest = one.points[-1].day
        recent = [point.share for point in one.points if point.day > latest - RECENT]
        spread = summarise(recent)
        if one.unit.unit is not None:
            return PriceCard(product_id, one.kind, one.unit.unit, one.currency, spread.n, spread.median, latest)
    return None


def _series(prices: Sequence[Price]) -> Series:
    points = tuple(point_of(price) for price in prices)
    first = prices[0]
    spread = summarise(point.share for point in points)
    return Series(first.draft.kind, first.unit, first.draft.money.currency, points, months(points), spread)


def point_of(price: Price) -> PricePoint:
    """Return a price as a point in time: the day it begins to hold."""
    draft, buyer = price.draft, price.draft.buyer
    place = (buyer.name, buyer.province) if buyer else (None, None)
    return PricePoint(price.id, draft.valid_from, price.share, draft.quantity, *place)
