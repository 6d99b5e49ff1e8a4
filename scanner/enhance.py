"""The rungs of the ladder: each looks at the picture a little differently, the cheap ones first.

A rung names its engine, the view it makes of the picture, and how far that view may be believed. Two rungs on the same
view by the same engine are one witness, not two: sharpening and thresholding make false numbers of their own, and one
of zxing-cpp's false EANs comes from its half-size pass.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from scanner.carriers import LINEAR, MATRIX, Carrier
from scanner.engine import Pass
from scanner.geometry import SAME, Affine, Quad, scaled
from scanner.picture import Grey
from scanner.regions import upright_regions

ALL = frozenset(Carrier)
USUAL = Pass()
REDUCED_PIXELS = 2_000_000
REDUCE_ABOVE = 3_000_000
FILTER_PIXELS = 1_200_000
"""A filter costs as much as an engine; what it can bring out survives this size."""
ENLARGE_BELOW = 500_000
NEAR_SIDE = 600


class Effort(StrEnum):
    """How long a reader should try: a camera frame, a usual upload, or a picture that matters."""

    FAST = "fast"
    NORMAL = "normal"
    THOROUGH = "thorough"


@dataclass(frozen=True, slots=True)
class View:
    """Pixels to look at, and the way back to the picture's own."""

    grey: Grey
    back: Affine = SAME


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: which engine looks at which view, how hard, for what, and from which effort on."""

    name: str
    engine: str
    view: Callable[[View], Iterator[View]]
    effort: Pass = USUAL
    carriers: frozenset[Carrier] = ALL
    clean: bool = True
    witness: str = "plain"
    since: Effort = Effort.FAST
    spare: str | None = None
    """At normal effort, climbed only where this engine is missing or a doubted text still wants a vote."""
    whole: bool = False
    """Works on every pixel that was sent instead of the copy reduced to about 2 megapixels."""


def reduced(grey: Grey) -> View:
    """The picture itself, or a copy of about 2 megapixels of a large one."""
    return View(grey) if grey.size <= REDUCE_ABOVE else shrunk(View(grey), REDUCED_PIXELS)


def shrunk(view: View, pixels: int) -> View:
    """A copy of no more than `pixels`."""
    if view.grey.size <= pixels:
        return view
    factor = (pixels / view.grey.size) ** 0.5
    size = (round(view.grey.shape[1] * factor), round(view.grey.shape[0] * factor))
    small = Image.fromarray(view.grey).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return View(_pixels(small), view.back.after(scaled(factor)))


def _pixels(image: Image.Image) -> Grey:
    return np.asarray(image, dtype=np.uint8)


def _plain(view: View) -> Iterator[View]:
    yield view


def _inverted(view: View) -> Iterator[View]:
    yield View(255 - view.grey, view.back)


def _contrast(view: View) -> Iterator[View]:
    yield View(_pixels(ImageOps.autocontrast(Image.fromarray(view.grey), cutoff=1)), view.back)


def _filtered(*filters: ImageFilter.Filter) -> Callable[[View], Iterator[View]]:
    def view_through(view: View) -> Iterator[View]:
        smaller = shrunk(view, FILTER_PIXELS)
        image = Image.fromarray(smaller.grey)
        for each in filters:
            image = image.filter(each)
        yield View(_pixels(image), smaller.back)

    return view_through


def _joined(view: View) -> Iterator[View]:
    """Dark dots spread by a pixel and drawn back again, so that neighbours of a dot-peened symbol touch."""
    spread = _extreme(np.minimum, view.grey)
    yield View(np.ascontiguousarray(_extreme(np.maximum, spread)), view.back)


def _extreme(of: np.ufunc, grey: Grey) -> Grey:
    """The least or greatest of each pixel's nine neighbours."""
    wide = np.pad(grey, 1, mode="edge")
    rows = of(of(wide[:-2], wide[1:-1]), wide[2:])
    nine: Grey = of(of(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return nine


def _enlarged(view: View) -> Iterator[View]:
    if view.grey.size < ENLARGE_BELOW:
        height, width = view.grey.shape
        image = Image.fromarray(view.grey).resize((width * 3, height * 3), Image.Resampling.BICUBIC)
        yield View(_pixels(image), view.back.after(scaled(3)))


def _regions(view: View) -> Iterator[View]:
    for pixels, back in upright_regions(view.grey):
        yield View(pixels, view.back.after(back))


def _sharp_regions(view: View) -> Iterator[View]:
    for region in _regions(view):
        yield from _filtered(_SHARPEN)(region)


def _soft_regions(view: View) -> Iterator[View]:
    for region in _regions(view):
        yield from _filtered(_BLUR)(region)


_SHARPEN = ImageFilter.UnsharpMask(radius=2, percent=200, threshold=0)
_BLUR = ImageFilter.GaussianBlur(1.2)
_MEDIAN = ImageFilter.MedianFilter(3)
_FULL = Pass(rotate=True, invert=True)
_THRESHOLD = Pass(invert=True, threshold=True)
_NORMAL, _THOROUGH = Effort.NORMAL, Effort.THOROUGH

RUNGS: tuple[Rung, ...] = (
    Rung("fast", "zxing", _plain, Pass(rotate=False)),
    Rung("full", "zxing", _plain, _FULL),
    Rung("negative", "zxing", _inverted, carriers=LINEAR),
    Rung("second", "tapir", _filtered(), witness="tapir"),
    Rung("soft", "zxing", _filtered(_BLUR), _FULL, clean=False, witness="soft"),
    Rung("third", "zbar", _contrast, witness="zbar", spare="tapir"),
    Rung("search", "lines", _plain, witness="search", since=_NORMAL, whole=True),
    Rung("third-soft", "zbar", _filtered(_BLUR), carriers=LINEAR, clean=False, witness="zbar-soft", since=_NORMAL),
    Rung("joined", "zxing", _joined, carriers=MATRIX, clean=False, witness="joined", since=_NORMAL),
    Rung("sharp", "zxing", _filtered(_SHARPEN), _FULL, clean=False, witness="sharp", since=_NORMAL),
    Rung("regions", "zxing", _regions, _FULL, clean=False, witness="regions", since=_NORMAL, spare="tapir", whole=True),
    Rung("median", "zxing", _filtered(_MEDIAN), clean=False, witness="median", since=_NORMAL, spare="tapir"),
    Rung(
        "regions-sharp",
        "zxing",
        _sharp_regions,
        _FULL,
        clean=False,
        witness="regions-sharp",
        since=_THOROUGH,
        whole=True,
    ),
    Rung(
        "regions-soft",
        "zxing",
        _soft_regions,
        _FULL,
        clean=False,
        witness="regions-soft",
        since=_NORMAL,
        spare="tapir",
        whole=True,
    ),
    Rung("enlarged", "zxing", _enlarged, _FULL, clean=False, witness="enlarged", since=_NORMAL, spare="tapir"),
    Rung("threshold", "zxing", _plain, _THRESHOLD, clean=False, witness="threshold", since=_THOROUGH),
    Rung("halved", "zxing", _plain, Pass(invert=True, halve=True), clean=False, witness="halved", since=_THOROUGH),
    Rung("deep", "tapir", _plain, Pass(deep=True), witness="tapir-deep", since=_THOROUGH),
)

# Not climbed but taken beside every rung, at the place where an engine saw a number that needs a second vote.
LINES = Rung("lines", "lines", _plain, witness="lines")
NEAR = (
    Rung("near", "zxing", _plain, _FULL, clean=False, witness="soft"),
    Rung("second-near", "tapir", _plain, clean=False, witness="tapir-soft"),
)


def near(grey: Grey, place: Quad) -> View:
    """The surroundings of `place`, enlarged where small and softened: another look for a fraction of a rung."""
    left, top, right, bottom = place.box
    margin = 0.12 * max(right - left, bottom - top)
    x, y = max(0, int(left - margin)), max(0, int(top - margin))
    cut = Image.fromarray(grey[y : int(bottom + margin) + 1, x : int(right + margin) + 1])
    factor = 2 if max(cut.size) < NEAR_SIDE else 1
    larger = cut.resize((cut.width * factor, cut.height * factor), Image.Resampling.BICUBIC).filter(_BLUR)
    return View(_pixels(larger), Affine(1 / factor, 0, x, 0, 1 / factor, y))


_RANK = {Effort.FAST: 0, Effort.NORMAL: 1, Effort.THOROUGH: 2}


def ladder(effort: Effort, engines: Collection[str]) -> tuple[Rung, ...]:
    """The rungs up to `effort` that the engines here can climb, in the order they are climbed."""
    return tuple(rung for rung in RUNGS if rung.engine in engines and _RANK[rung.since] <= _RANK[effort])
