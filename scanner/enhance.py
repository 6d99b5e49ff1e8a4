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

from scanner.carriers import LINEAR, Carrier
from scanner.engine import Pass
from scanner.geometry import SAME, Affine, scaled
from scanner.picture import Grey
from scanner.regions import upright_regions

ALL = frozenset(Carrier)
USUAL = Pass()
REDUCED_PIXELS = 2_000_000
REDUCE_ABOVE = 3_000_000
ENLARGE_BELOW = 500_000


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
    """At normal effort, climbed only where this engine is missing."""
    whole: bool = False
    """Works on every pixel that was sent instead of the copy reduced to about 2 megapixels."""


def reduced(grey: Grey) -> View:
    """The picture itself, or a copy of about 2 megapixels of a large one."""
    if grey.size <= REDUCE_ABOVE:
        return View(grey)
    factor = (REDUCED_PIXELS / grey.size) ** 0.5
    size = (round(grey.shape[1] * factor), round(grey.shape[0] * factor))
    small = Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return View(_pixels(small), scaled(factor))


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
        image = Image.fromarray(view.grey)
        for each in filters:
            image = image.filter(each)
        yield View(_pixels(image), view.back)

    return view_through


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
_JOIN = (ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3))
_FULL = Pass(rotate=True, invert=True)
_THRESHOLD = Pass(invert=True, threshold=True)
_NORMAL, _THOROUGH = Effort.NORMAL, Effort.THOROUGH

RUNGS: tuple[Rung, ...] = (
    Rung("fast", "zxing", _plain, Pass(rotate=False)),
    Rung("full", "zxing", _plain, _FULL),
    Rung("negative", "zxing", _inverted, carriers=LINEAR),
    Rung("second", "tapir", _plain, witness="tapir"),
    Rung("soft", "zxing", _filtered(_BLUR), _FULL, clean=False, witness="soft"),
    Rung("third", "zbar", _contrast, witness="zbar"),
    Rung("third-soft", "zbar", _filtered(_BLUR), carriers=LINEAR, clean=False, witness="zbar-soft", since=_NORMAL),
    Rung("joined", "zxing", _filtered(*_JOIN), clean=False, witness="joined", since=_NORMAL),
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
        "regions-soft", "zxing", _soft_regions, _FULL, clean=False, witness="regions-soft", since=_THOROUGH, whole=True
    ),
    Rung("enlarged", "zxing", _enlarged, _FULL, clean=False, witness="enlarged", since=_THOROUGH),
    Rung("threshold", "zxing", _plain, _THRESHOLD, clean=False, witness="threshold", since=_THOROUGH),
    Rung("halved", "zxing", _plain, Pass(invert=True, halve=True), clean=False, witness="halved", since=_THOROUGH),
    Rung("deep", "tapir", _plain, Pass(deep=True), witness="tapir-deep", since=_THOROUGH),
)

# Not climbed but taken beside every rung: `scanner.retail_lines` at the place where an engine saw a retail number.
LINES = Rung("lines", "lines", _plain, clean=True, witness="lines")

_RANK = {Effort.FAST: 0, Effort.NORMAL: 1, Effort.THOROUGH: 2}


def ladder(effort: Effort, engines: Collection[str]) -> tuple[Rung, ...]:
    """The rungs up to `effort` that the engines here can climb, in the order they are climbed."""
    here = [rung for rung in RUNGS if rung.engine in engines and _RANK[rung.since] <= _RANK[effort]]
    return tuple(rung for rung in here if effort is Effort.THOROUGH or rung.spare not in engines)
