"""Lines across a place in a picture, read one by one by `scanner.retail_fit`.

Two uses: a second look at a number that another engine saw, independent of it, at a fraction of the cost of a second
engine; and reading symbols that are too blurred or too small for engines that measure bars.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scanner.carriers import Carrier
from scanner.geometry import Point, Quad
from scanner.picture import Grey
from scanner.retail_fit import Fit, fit_line
from scanner.retail_pattern import EAN_8, EAN_13, Floats, Layout

LAYOUTS = {Carrier.EAN_13: EAN_13, Carrier.EAN_8: EAN_8}
_MARGIN = 12.0
"""Modules of the picture taken along beyond either end."""
_SLACK = 3.0
"""Modules by which an engine's corners may be off."""
_STRIP = 0.10
"""A quadrilateral lower than this share of its length tells one scan line and not the symbol's height."""
_BAND = 5


def glance(grey: Grey, place: Quad, carrier: Carrier) -> Fit | None:
    """What the middle line of `place` says, if the engine's corners are right: a thousandth of a second."""
    line = _line(grey, *_lines(place)[0], LAYOUTS[carrier])
    return None if line is None else line.fit(0.0) or line.turned().fit(0.0)


def look_again(grey: Grey, place: Quad, carrier: Carrier) -> Iterator[tuple[Fit, Quad]]:
    """What up to three lines across `place` say of a retail symbol near there, and where each line lies.

    Another symbol may stand close by, so a line above a thin strip says nothing about the strip itself.
    """
    for begin, end in _lines(place):
        line = _line(grey, begin, end, LAYOUTS[carrier])
        fit = None if line is None else line.fit(_SLACK) or line.turned().fit(_SLACK)
        if fit is not None:
            left, right = Point(*begin.tolist()), Point(*end.tolist())
            yield fit, Quad(left, right, right, left)


@dataclass(frozen=True, slots=True)
class _Line:
    """Darkness along a scan line, and where a symbol is said to begin and end on it."""

    dark: Floats
    ends: tuple[float, float]
    layout: Layout

    def turned(self) -> _Line:
        """The same line from the other side."""
        last = self.dark.size - 1
        return _Line(self.dark[::-1], (last - self.ends[1], last - self.ends[0]), self.layout)

    def fit(self, slack: float) -> Fit | None:
        """The number on it; its ends may be off by `slack` modules."""
        module = (self.ends[1] - self.ends[0]) / self.layout.modules
        return fit_line(self.dark, self.ends, slack * module, self.layout)


def _lines(place: Quad) -> list[tuple[Floats, Floats]]:
    """Begin and end of three lines along the reading direction, at different heights."""
    a, b, c, d = (np.array(corner, dtype=np.float64) for corner in place)
    length = float(np.hypot(*(b - a)))
    height = float(np.hypot(*(d - a)))
    if height >= _STRIP * length:
        return [(a + (d - a) * share, b + (c - b) * share) for share in (0.5, 0.3, 0.7)]
    across = np.array([-(b - a)[1], (b - a)[0]]) / max(length, 1e-9)
    middle_a, middle_b = (a + d) / 2, (b + c) / 2
    return [(middle_a + across * far * length, middle_b + across * far * length) for far in (0.0, -0.04, 0.04)]


def _line(grey: Grey, begin: Floats, end: Floats, layout: Layout) -> _Line | None:
    """Darkness from `_MARGIN` modules before `begin` to as far behind `end`; None where modules melt into one pixel."""
    length = float(np.hypot(*(end - begin)))
    module = length / layout.modules
    if module < 0.7:
        return None
    along = (end - begin) / length
    across = np.array([-along[1], along[0]])
    density = min(1.0, 4.0 / module)
    count = math.ceil((length + 2 * _MARGIN * module) * density)
    steps = np.arange(count) / density - _MARGIN * module
    rows = (np.arange(_BAND) - _BAND // 2) * max(0.5, length / 200)
    x = begin[0] + along[0] * steps[None, :] + across[0] * rows[:, None]
    y = begin[1] + along[1] * steps[None, :] + across[1] * rows[:, None]
    ends = _MARGIN * module * density, (_MARGIN + layout.modules) * module * density
    return _Line(255.0 - _bilinear(grey, x, y).mean(axis=0), ends, layout)


def _bilinear(grey: Grey, x: Floats, y: Floats) -> Floats:
    rows, columns = grey.shape
    x, y = x.clip(0, columns - 1.001), y.clip(0, rows - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    far_x, far_y = x - left, y - top
    upper = grey[top, left] * (1 - far_x) + grey[top, left + 1] * far_x
    lower = grey[top + 1, left] * (1 - far_x) + grey[top + 1, left + 1] * far_x
    mixed: Floats = upper * (1 - far_y) + lower * far_y
    return mixed
