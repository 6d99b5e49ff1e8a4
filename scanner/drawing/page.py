"""What a printer is given: dark modules on whole dots, words and rules, all in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scanner.drawing.tables import MM_PER_INCH

Modules = NDArray[np.bool_]
Weight = Literal["Regular", "Medium", "Bold"]
MM_PER_POINT = MM_PER_INCH / 72
DIGIT = 0.74
"""Height of digits and capitals over the size of the letters, in the typeface of labels."""
LEAST_DIGIT_MM = 1.5
"""Human readable text is never made smaller than this."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A matrix of modules, each a square of `x_dots` printer dots, with its top left corner on a whole dot."""

    modules: Modules
    x_dots: int
    left: int
    top: int

    def dots(self) -> Modules:
        """Each module as its square of dots."""
        return self.modules.repeat(self.x_dots, axis=0).repeat(self.x_dots, axis=1)

    def bars(self) -> Iterator[tuple[int, int, int, int]]:
        """Dark rectangles as left, top, width, height in modules; equal rows that follow each other are one band."""
        modules = self.modules
        starts = [0, *(np.flatnonzero((modules[1:] != modules[:-1]).any(axis=1)) + 1).tolist(), len(modules)]
        for top, bottom in pairwise(starts):
            edges = np.flatnonzero(np.diff(modules[top].astype(np.int8), prepend=0, append=0)).tolist()
            for left, right in zip(edges[::2], edges[1::2], strict=True):
                yield left, top, right - left, bottom - top


@dataclass(frozen=True, slots=True)
class Words:
    """One run of text: left end of its baseline in millimetres, weight, size in points, darkness 0 (black) to 255."""

    x: float
    y: float
    text: str
    weight: Weight
    points: float
    grey: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line to the right from a place in millimetres."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page or label in millimetres, for a printer of `dpi`."""

    size: tuple[float, float]
    dpi: int
    inks: tuple[Ink, ...]
    words: tuple[Words, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def size_dots(self) -> tuple[int, int]:
        """Width and height in whole dots."""
        return to_dots(self.size[0], self.dpi), to_dots(self.size[1], self.dpi)


def to_dots(mm: float, dpi: int) -> int:
    """The whole dot nearest to a place."""
    return round(mm * dpi / MM_PER_INCH)


def to_mm(dots: int, dpi: int) -> float:
    """Where a dot begins."""
    return dots * MM_PER_INCH / dpi


def points_of(digit_mm: float) -> float:
    """The size of letters whose digits are `digit_mm` high."""
    return digit_mm / (DIGIT * MM_PER_POINT)
