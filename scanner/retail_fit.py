"""Reading one line of an EAN-13 or EAN-8 by fitting pictures of its digits, where its edges are too soft to measure.

Readers that measure bars need edges. A blurred line has none, but its light still follows from the digits: the line is
laid under the guards in many ways, and each digit is the one whose blurred picture fits best. Nothing is believed that
fits badly, that another digit fits nearly as well, or that breaks the rules of the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gs1 import has_valid_check_digit
from scanner.retail_pattern import DIGIT, STEPS, Floats, Layout, bank, picture, unit

BEST_LAYINGS = 5
MANY_LAYINGS = 8
WIDTHS = 36
"""Widths tried between the narrowest and the whole line: neighbours differ by one part in forty."""
_GUARDS = 0.55
BENDS = (-1.5, -0.75, 0.0, 0.75, 1.5)
"""How far the middle may stand from half way, in modules: round bottles and slanted views."""
DRIFTS = np.arange(-4, 5)
"""How far a digit may stand from its place in the laying, in samples; neighbours differ by one at most."""
_STEP_COST = 0.03
SEARCH = 9
"""Steps to either side in which the ends are sought."""
_DOUBT = 0.10
"""What an end costs that stands as far as it may from where it was told."""
_QUIET = 5
_WORST_DIGIT = 0.55
_MEAN_DIGIT = 0.80
_MARGIN = 0.02


@dataclass(frozen=True, slots=True)
class Laying:
    """Where in a line the first bar begins and the last ends; every array is one laying an entry."""

    first: Floats
    last: Floats
    bend: Floats

    def places(self, modules: Floats, whole: int) -> Floats:
        """Positions in the line of places told in modules from the first bar: (layings, places)."""
        share = modules / whole
        width = (self.last - self.first)[:, None]
        bulge = self.bend[:, None] * width / whole * (4 * share * (1 - share))
        return self.first[:, None] + width * share + bulge


@dataclass(frozen=True, slots=True)
class Fit:
    """A text that fits a line, how well, and how much better than the next."""

    text: str
    quality: float
    margin: float
    first: float
    last: float


def fit_line(line: Floats, ends: tuple[float, float], slack: float, layout: Layout) -> Fit | None:
    """Read `line` (darkness along a scan line), whose first bar begins and last bar ends at `ends`, give or take."""
    if slack == 0:
        return _digits(line, Laying(np.array(ends[:1]), np.array(ends[1:]), np.zeros(1)), layout)
    return _digits(line, _likely(line, ends, slack, layout), layout)


def _likely(line: Floats, ends: tuple[float, float], slack: float, layout: Layout) -> Laying:
    """The layings near `ends` under which the guards look most like guards."""
    steps = np.linspace(-slack, slack, 2 * SEARCH + 1)
    starts, stops = (grid.ravel() for grid in np.meshgrid(ends[0] + steps, ends[1] + steps))
    straight = Laying(starts, stops, np.zeros_like(starts))
    doubt = (np.abs(starts - ends[0]) + np.abs(stops - ends[1])) / slack * _DOUBT
    keep = np.argsort(_guards(line, straight, layout) - doubt)[-BEST_LAYINGS:]
    bends = np.array(BENDS)
    bent = Laying(starts[keep].repeat(bends.size), stops[keep].repeat(bends.size), np.tile(bends, keep.size))
    best = np.argsort(_guards(line, bent, layout) - doubt[keep].repeat(bends.size))[-BEST_LAYINGS:]
    return Laying(bent.first[best], bent.last[best], bent.bend[best])


def fit_anywhere(line: Floats, narrowest: float, layout: Layout) -> Fit | None:
    """Read `line`, of which a symbol fills the share `narrowest` at least, from whichever side it is meant to be."""
    layings = _anywhere(line, narrowest * line.size, layout)
    if layings is None:
        return None
    fit = _digits(line, layings, layout)
    if fit is not None:
        return fit
    last = line.size - 1
    turned = _digits(line[::-1], Laying(last - layings.last, last - layings.first, layings.bend), layout)
    return turned and Fit(turned.text, turned.quality, turned.margin, last - turned.first, last - turned.last)


def _anywhere(line: Floats, narrowest: float, layout: Layout) -> Laying | None:
    """The few layings whose guards look most like guards, no two of them nearly the same; None where none does."""
    widths = np.geomspace(narrowest, line.size, WIDTHS) / layout.modules
    places = np.arange(0.0, line.size, narrowest / layout.modules * 0.6)
    first, middle, last = (_guard_table(line, places, widths, which) for which in range(3))
    begin, width = np.meshgrid(np.arange(places.size), np.arange(WIDTHS))
    step = places[1] - places[0]
    end = np.rint(begin + widths[width] * (layout.modules - 3) / step).astype(np.intp)
    half = np.rint(begin + widths[width] * (layout.modules - 5) / 2 / step).astype(np.intp)
    inside = end + 3 * widths[width] / step < places.size
    begin, width, half, end = begin[inside], width[inside], half[inside], end[inside]
    quality = (first[width, begin] + middle[width, half] + last[width, end]) / 3
    chosen: list[int] = []
    for index in np.argsort(quality)[: -8 * MANY_LAYINGS : -1]:
        if quality[index] < _GUARDS or len(chosen) == MANY_LAYINGS:
            break
        if all(abs(begin[index] - begin[one]) > 1 or abs(end[index] - end[one]) > 1 for one in chosen):
            chosen.append(int(index))
    if not chosen:
        return None
    starts = places[begin[chosen]]
    return Laying(starts, starts + widths[width[chosen]] * layout.modules, np.zeros(len(chosen)))


def _guard_table(line: Floats, places: Floats, widths: Floats, which: int) -> Floats:
    """How much a guard beginning at each place, with modules of each width, looks like one: (widths, places)."""
    offsets, shape = _guard_pictures(1)[which]
    reach = np.rint(widths[:, None] * offsets).astype(np.intp)
    at = np.rint(places).astype(np.intp)[None, :, None] + reach[:, None, :]
    seen = line.astype(np.float32)[at.clip(0, line.size - 1)]
    seen -= seen.mean(axis=-1, keepdims=True)
    length = np.sqrt(np.einsum("wpx,wpx->wp", seen, seen))
    alike: Floats = np.einsum("wpx,x->wp", seen, shape.astype(np.float32)) / np.maximum(length, 1e-6)
    return alike


@cache
def _guard_pictures(steps: int) -> tuple[tuple[Floats, Floats], ...]:
    """Start, middle and end guard with what is known beside them: places relative to the guard, and the picture."""
    words = (("0" * _QUIET + "1010", -_QUIET), ("1010101", -1), ("0101" + "0" * _QUIET, -1))
    return tuple(
        ((np.arange(len(word) * steps) + 0.5) / steps + before, picture(word, 0.6, 0.0, steps))
        for word, before in words
    )


def _guards(line: Floats, laying: Laying, layout: Layout) -> Floats:
    """How well the three guards fit, mean of three correlations."""
    half = 3 + DIGIT * layout.side
    total = np.zeros_like(laying.first)
    for (places, shape), begins in zip(_guard_pictures(STEPS), (0, half, layout.modules - 3), strict=True):
        total += unit(_sampled(line, laying.places(places + begins, layout.modules))) @ shape
    return total / 3


def _sampled(line: Floats, places: Floats) -> Floats:
    return np.interp(places.ravel(), np.arange(line.size), line).reshape(places.shape)


def _digits(line: Floats, laying: Laying, layout: Layout) -> Fit | None:
    """The digits of the laying that they fit best, each allowed to drift a little from its neighbour."""
    pictures = bank()
    begins = np.array(layout.starts, dtype=np.float64)
    reach = (np.arange((DIGIT + 2) * STEPS) + 0.5) / STEPS - 1
    places = (begins[:, None, None] + DRIFTS[None, :, None] / STEPS + reach).ravel()
    seen = unit(_sampled(line, laying.places(places, layout.modules)).reshape(-1, begins.size, DRIFTS.size, reach.size))
    left = _likeness(seen[:, : layout.side], pictures.left)
    right = _likeness(seen[:, layout.side :], pictures.right)
    best = np.concatenate([left.max(axis=-1), right.max(axis=-1)], axis=2)
    quality, back = _drifted(best)
    which, condition, end = np.unravel_index(int(quality.argmax()), quality.shape)
    path = _path(back[:, which, condition], int(end))
    chosen = [left[which, condition, place, path[place]] for place in range(layout.side)]
    chosen += [right[which, condition, place, path[place + layout.side]] for place in range(layout.side)]
    return _judged(chosen, layout, laying, int(which))


def _likeness(seen: Floats, pictures: Floats) -> Floats:
    """(layings, conditions, digits, drifts, patterns), in products too small for a library to start threads for."""
    conditions, patterns, samples = pictures.shape
    alike = seen @ pictures.reshape(-1, samples).T
    shaped: Floats = alike.reshape(*seen.shape[:3], conditions, patterns).transpose(0, 3, 1, 2, 4)
    return shaped


def _drifted(best: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The best sum over all drifts from the first digit to the last, and the step that led to each."""
    digits = best.shape[2]
    anchored = np.where(np.abs(DRIFTS) <= 2, 0.0, -0.2)
    total = best[:, :, 0] + anchored
    back = np.zeros((digits, *total.shape), dtype=np.intp)
    for digit in range(1, digits):
        padded = np.pad(total, ((0, 0), (0, 0), (1, 1)), constant_values=-99.0)
        steps = np.stack([padded[..., :-2] - _STEP_COST, padded[..., 1:-1], padded[..., 2:] - _STEP_COST])
        back[digit] = steps.argmax(axis=0) - 1
        total = steps.max(axis=0) + best[:, :, digit]
    return total + anchored, back


def _path(back: NDArray[np.intp], end: int) -> list[int]:
    path = [end]
    for digit in range(len(back) - 1, 0, -1):
        path.append(path[-1] + int(back[digit, path[-1]]))
    return path[::-1]


def _judged(chosen: list[Floats], layout: Layout, laying: Laying, which: int) -> Fit | None:
    digits = [int(alike.argmax()) for alike in chosen]
    text = layout.text(digits[: layout.side], digits[layout.side :])
    if text is None or not has_valid_check_digit(text):
        return None
    best = np.array([alike.max() for alike in chosen])
    margin = min(float(np.diff(np.partition(alike, -2)[-2:])[0]) for alike in chosen)
    if best.min() < _WORST_DIGIT or best.mean() < _MEAN_DIGIT or margin < _MARGIN:
        return None
    return Fit(text, float(best.mean()), margin, float(laying.first[which]), float(laying.last[which]))
