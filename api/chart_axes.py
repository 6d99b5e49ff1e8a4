"""Axes of the charts: round numbers and months to label, and the way from a value to a place on the paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
WIDE_RANGE = 20
"""From this ratio of dearest to cheapest on, equal distances mean equal ratios (a logarithmic axis)."""
NEAR_ZERO = Fraction(1, 2)
"""An axis begins at zero when the cheapest is below this share of the dearest."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: its ends, the values to label, and whether equal distances mean equal ratios."""

    low: Fraction
    high: Fraction
    ticks: tuple[Fraction, ...]
    is_ratio: bool

    def place(self, start: float, end: float) -> Callable[[Fraction], float]:
        """Return the function from a value to its place between `start` (the low end) and `end`."""
        if self.is_ratio:
            low, high = math.log(self.low), math.log(self.high)
            return lambda value: start + (end - start) * (math.log(value) - low) / (high - low)
        span = self.high - self.low
        return lambda value: start + (end - start) * float((value - self.low) / span)


def value_axis(least: Fraction, most: Fraction, labels: int = 5) -> Axis:
    """Return an axis of round values over the positive values `least` to `most`; one value gets room around it."""
    if most >= WIDE_RANGE * least:
        return _ratio_axis(least, most, labels)
    low = Fraction(0) if least < NEAR_ZERO * most else least
    if least == most:
        low, most = least * Fraction(9, 10), most * Fraction(11, 10)
    step = _step((most - low) / (labels - 1))
    first, last = math.floor(low / step), math.ceil(most / step)
    ticks = tuple(step * count for count in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, is_ratio=False)


def _step(rough: Fraction) -> Fraction:
    power = Fraction(10) ** math.floor(math.log10(rough))
    return next(power * step for step in STEPS if power * step >= rough)


def _ratio_axis(least: Fraction, most: Fraction, labels: int) -> Axis:
    first, last = math.floor(math.log10(least)), math.ceil(math.log10(most))
    for leads in ((1, 2, 5), (1, 3)):
        ticks = [Fraction(10) ** power * lead for power in range(first, last + 1) for lead in leads]
        low = max(tick for tick in ticks if tick <= least)
        high = min((tick for tick in ticks if tick >= most), default=ticks[-1])
        kept = tuple(tick for tick in ticks if low <= tick <= high)
        if len(kept) <= labels + 1:
            return Axis(low, high, kept, is_ratio=True)
    stride = math.ceil((last - first) / labels)
    decades = tuple(Fraction(10) ** power for power in range(first, last + stride, stride))
    return Axis(decades[0], decades[-1], decades, is_ratio=True)


def month_ticks(first: date, last: date, labels: int = 5) -> tuple[date, ...]:
    """Return at most `labels` beginnings of months, evenly apart, from the month of `first` to after that of `last`.

    Days of one month get the month before as well, so that they stand in the middle.
    """
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
    begin -= end - begin == 1
    for step in MONTH_STEPS:
        start = begin - begin % step if step > 1 else begin
        stop = end + -(end - start) % step
        if (stop - start) // step + 1 <= labels:
            break
    return tuple(date(count // 12, count % 12 + 1, 1) for count in range(start, stop + 1, step))


def day_place(ticks: Sequence[date], start: float, end: float) -> Callable[[date], float]:
    """Return the function from a day to its place between `start`, where the first of `ticks` stands, and `end`."""
    first, span = ticks[0].toordinal(), ticks[-1].toordinal() - ticks[0].toordinal()
    return lambda day: start + (end - start) * (day.toordinal() - first) / span
