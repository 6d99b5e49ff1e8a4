"""How well two quadrilaterals agree: the shared area over the area of both together."""

from __future__ import annotations

from itertools import pairwise

from scanner.geometry import Point, Quad


def shared_part(one: Quad, other: Quad) -> float:
    """Intersection over union of two convex quadrilaterals, 0 to 1."""
    ring = list(one) if _turn(one) > 0 else list(reversed(one))
    for start, end in pairwise((*_clockwise(other), _clockwise(other)[0])):
        ring = _clipped(ring, start, end)
        if len(ring) < 3:
            return 0.0
    common = abs(_turn(ring)) / 2
    union = one.area + other.area - common
    return common / union if union else 0.0


def _clockwise(quad: Quad) -> list[Point]:
    return list(quad) if _turn(quad) > 0 else list(reversed(quad))


def _turn(ring: tuple[Point, ...] | list[Point]) -> float:
    return float(sum(p.x * q.y - q.x * p.y for p, q in pairwise((*ring, ring[0]))))


def _clipped(ring: list[Point], start: Point, end: Point) -> list[Point]:
    """The part of `ring` on the inner side of one edge (Sutherland and Hodgman)."""

    def side(point: Point) -> float:
        return (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)

    kept: list[Point] = []
    for last, point in pairwise((ring[-1], *ring)):
        before, now = side(last), side(point)
        if (before >= 0) != (now >= 0):
            part = before / (before - now)
            kept.append(Point(last.x + (point.x - last.x) * part, last.y + (point.y - last.y) * part))
        if now >= 0:
            kept.append(point)
    return kept
