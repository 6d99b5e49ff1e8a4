"""The rungs of the ladder: each looks at the picture a little differently, the cheap ones first.

A rung names its engine, the view it makes of the picture, and how far that view may be believed. Two rungs on the same
view by the same engine are one witness, not two: sharpening and thresholding make false numbers of their own, and one
of zxing-cpp's false EANs comes from its half-size pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from scanner.carriers import LINEAR, Carrier
from scanner.engines import Pass
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
_FULL = Pass(rotate=True, invert=True)

RUNGS: tuple[Rung, ...] = (
    Rung("fast", "zxing", _plain, Pass(rotate=False)),
    Rung("full", "zxing", _plain, _FULL),
    Rung("negative", "zxing", _inverted, carriers=LINEAR, witness="plain"),
    # Before any second engine: two engines on one view can err together, and a little blur is what shows it.
    Rung("soft", "zxing", _filtered(_BLUR), _FULL, clean=False, witness="soft"),
    Rung("second", "zbar", _contrast, witness="zbar"),
    Rung(
        "second-soft",
        "zbar",
        _filtered(_BLUR),
        carriers=LINEAR,
        clean=False,
        witness="zbar-soft",
        since=Effort.NORMAL,
    ),
    Rung("sharp", "zxing", _filtered(_SHARPEN), _FULL, clean=False, witness="sharp", since=Effort.NORMAL),
    Rung("regions", "zxing", _regions, _FULL, clean=False, witness="regions", since=Effort.NORMAL, whole=True),
    Rung(
        "joined",
        "zxing",
        _filtered(ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3)),
        clean=False,
        witness="joined",
        since=Effort.NORMAL,
    ),
    Rung("median", "zxing", _filtered(ImageFilter.MedianFilter(3)), clean=False, witness="median", since=Effort.NORMAL),
    Rung(
        "regions-sharp",
        "zxing",
        _sharp_regions,
        _FULL,
        clean=False,
        witness="regions-sharp",
        since=Effort.THOROUGH,
        whole=True,
    ),
    Rung(
        "regions-soft",
        "zxing",
        _soft_regions,
        _FULL,
        clean=False,
        witness="regions-soft",
        since=Effort.THOROUGH,
        whole=True,
    ),
    Rung("enlarged", "zxing", _enlarged, _FULL, clean=False, witness="enlarged", since=Effort.THOROUGH),
    Rung(
        "threshold",
        "zxing",
        _plain,
        Pass(invert=True, threshold=True),
        clean=False,
        witness="threshold",
        since=Effort.THOROUGH,
    ),
    Rung(
        "halved", "zxing", _plain, Pass(invert=True, halve=True), clean=False, witness="halved", since=Effort.THOROUGH
    ),
)

_RANK = {Effort.FAST: 0, Effort.NORMAL: 1, Effort.THOROUGH: 2}


def ladder(effort: Effort) -> tuple[Rung, ...]:
    """The rungs up to `effort`, in the order they are climbed."""
    return tuple(rung for rung in RUNGS if _RANK[rung.since] <= _RANK[effort])
