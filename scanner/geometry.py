"""Points, quadrilaterals, and the straight way back from a changed view to the pixels that were sent."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

ONE_PLACE = 0.25
"""Boxes that share this much of the smaller in both directions are one place."""


class Point(NamedTuple):
    """A place in a picture: columns to the right, rows down."""

    x: float
    y: float


class Quad(NamedTuple):
    """Four corners, clockwise from the symbol's own top left as far as the engine tells."""

    a: Point
    b: Point
    c: Point
    d: Point

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        xs = [corner.x for corner in self]
        ys = [corner.y for corner in self]
        return min(xs), min(ys), max(xs), max(ys)

    def overlaps(self, other: Quad) -> bool:
        """Do the two boxes share a place? A linear code is often told as a thin strip, so shares are of the smaller.

        Corners run a little over the edge: two codes printed one above the other touch and are two all the same.
        """
        left, top, right, bottom = self.box
        other_left, other_top, other_right, other_bottom = other.box
        across = _shared((left, right), (other_left, other_right))
        return min(across, _shared((top, bottom), (other_top, other_bottom))) >= ONE_PLACE

    @property
    def area(self) -> float:
        """Square pixels, by the shoelace rule."""
        ring = (*self, self.a)
        return abs(sum(p.x * q.y - q.x * p.y for p, q in pairwise(ring))) / 2


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The share of the shorter span, of a pixel at least, that lies in the longer."""
    common = min(one[1], other[1]) - max(one[0], other[0]) + 1
    return common / (min(one[1] - one[0], other[1] - other[0]) + 1)


class Affine(NamedTuple):
    """x' = ax + by + c, y' = dx + ey + f: from a view's pixels back to the picture's."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """One point carried over."""
        return Point(self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)

    def quad(self, quad: Quad) -> Quad:
        """Four corners carried over."""
        return Quad(*(self.point(corner.x, corner.y) for corner in quad))

    def after(self, first: Affine) -> Affine:
        """The map that does `first` and then this one."""
        return Affine(
            self.a * first.a + self.b * first.d,
            self.a * first.b + self.b * first.e,
            self.a * first.c + self.b * first.f + self.c,
            self.d * first.a + self.e * first.d,
            self.d * first.b + self.e * first.e,
            self.d * first.c + self.e * first.f + self.f,
        )


SAME = Affine()


def scaled(factor: float) -> Affine:
    """Back from a view enlarged by `factor`."""
    return Affine(a=1 / factor, e=1 / factor)
