"""Points, quadrilaterals, and the straight way back from a changed view to the pixels that were sent."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple


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
        """Do the two boxes share a place? A linear code is often told as a thin strip, so any touch counts."""
        left, top, right, bottom = self.box
        other_left, other_top, other_right, other_bottom = other.box
        return left <= other_right and other_left <= right and top <= other_bottom and other_top <= bottom

    @property
    def area(self) -> float:
        """Square pixels, by the shoelace rule."""
        ring = (*self, self.a)
        return abs(sum(p.x * q.y - q.x * p.y for p, q in pairwise(ring))) / 2


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
