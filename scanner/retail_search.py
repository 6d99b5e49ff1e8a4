"""Finding EAN-13 and EAN-8 where no other engine sees them: blurred, far away, badly lit.

The busiest places of a picture are turned upright (`scanner.regions`); where their edges run in one direction only,
several lines are read there by `scanner.retail_fit`. One line proves nothing here, since nobody else has seen the
number: two lines must agree and none may say another.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scanner.carriers import Carrier
from scanner.engine import Pass, RawRead
from scanner.geometry import Affine, Point, Quad
from scanner.picture import Grey
from scanner.regions import upright_regions
from scanner.retail_fit import Fit, fit_anywhere
from scanner.retail_lines import LAYOUTS
from scanner.retail_pattern import Floats, Layout

_SHARES = (0.5, 0.35, 0.65, 0.8)
"""Heights at which a region is read."""
_BAND = 0.06
_ONE_WAY = 1.8
"""How much stronger the edges of one direction must be than those of the other."""
_LINE = 420
"""Samples a line is brought to."""
_NARROWEST = 0.4
"""Share of the region's width that a symbol fills at least."""
_IDENTIFIERS = {Carrier.EAN_13: "]E0", Carrier.EAN_8: "]E4"}


class Lines:
    """Our own reader of retail codes: slow beside the others, and good where light is all that is left of the bars."""

    name = "lines"
    version = "1"
    carriers = frozenset({Carrier.EAN_13})

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:  # noqa: ARG002 - one effort
        """Every wanted retail number on which two lines of a busy region agree."""
        asked = sorted(self.carriers & wanted)
        return [read for cut, back in upright_regions(grey) for read in _in_region(cut, back, asked)]


def _in_region(cut: Grey, back: Affine, asked: list[Carrier]) -> Iterator[RawRead]:
    across = np.abs(np.diff(cut.astype(np.int16), axis=1)).mean()
    down = np.abs(np.diff(cut.astype(np.int16), axis=0)).mean()
    if down > _ONE_WAY * across:
        # A quarter turn: the row of the turned cut is the column of the cut.
        turned = Affine(0, 1, 0, 1, 0, 0)
        cut, back = np.ascontiguousarray(cut.T), back.after(turned)
    elif across <= _ONE_WAY * down:
        return
    for carrier in asked:
        fit = _agreed(cut, LAYOUTS[carrier])
        if fit is not None:
            yield RawRead(carrier, _IDENTIFIERS[carrier], fit.text.encode(), back.quad(_place(fit, cut)))
            return


def _agreed(cut: Grey, layout: Layout) -> Fit | None:
    """The number that two lines of the region tell, if no line tells another."""
    fits: list[Fit] = []
    for share in _SHARES:
        fit = fit_anywhere(_band(cut, share), _NARROWEST, layout)
        if fit is None:
            continue
        fits.append(fit)
        if len({one.text for one in fits}) > 1:
            return None
        if len(fits) == 2:
            return fit
    return None


def _band(cut: Grey, share: float) -> Floats:
    rows = cut.shape[0]
    half = max(1, round(rows * _BAND / 2))
    middle = int(rows * share)
    dark: Floats = 255.0 - cut[max(0, middle - half) : middle + half + 1].mean(axis=0)
    return np.interp(np.linspace(0, dark.size - 1, _LINE), np.arange(dark.size), dark)


def _place(fit: Fit, cut: Grey) -> Quad:
    rows, columns = cut.shape
    left, right = (at * (columns - 1) / (_LINE - 1) for at in (fit.first, fit.last))
    top, bottom = rows * min(_SHARES), rows * max(_SHARES)
    return Quad(Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom))
