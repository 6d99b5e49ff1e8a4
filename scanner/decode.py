"""Climbing the ladder: from a picture to symbols that say how far they may be believed.

The climb ends as soon as a text is believed (`want="first"`), or goes on to the end to find every symbol
(`want="all"`), and never goes on past its deadline. Votes and rungs are part of the answer, so that an auditor sees
why a text was believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

from scanner.carriers import MEDICAL, Carrier
from scanner.engine import Engine, RawRead
from scanner.engines import available_engines
from scanner.enhance import LINES, NEAR, Effort, Rung, View, ladder, near, reduced
from scanner.geometry import Quad
from scanner.picture import Picture
from scanner.reading import Confidence, Symbol
from scanner.retail_lines import LAYOUTS, glance, look_again
from scanner.tally import Tally

Want = Literal["first", "all"]
_ORDER = {Confidence.SURE: 0, Confidence.CONFIRMED: 1, Confidence.WEAK: 2, Confidence.AMBIGUOUS: 3}
# What a pharmacist wants of a pack that carries several symbols: the one that tells batch and expiry.
_RICHEST = {Carrier.DATA_MATRIX: 0, Carrier.CODE_128: 1, Carrier.DATABAR_EXPANDED: 1, Carrier.QR: 2}
_CONFIRMING_RUNGS = 5


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two texts for one place in the picture."""

    one: bytes
    other: bytes
    place: Quad


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The symbols found, the most useful first, and the story of the search."""

    symbols: tuple[Symbol, ...]
    conflicts: tuple[Conflict, ...]
    rungs_run: tuple[str, ...]
    elapsed_ms: float
    gave_up: bool
    """The deadline came before the ladder's end."""

    @property
    def best(self) -> Symbol | None:
        """The symbol to act on, or None where nothing may be believed."""
        return next((symbol for symbol in self.symbols if symbol.believed), None)


def read_symbols(
    picture: Picture,
    want: Want = "first",
    effort: Effort | Literal["fast", "normal", "thorough"] = Effort.NORMAL,
    deadline_ms: int = 1500,
    wanted: frozenset[Carrier] = MEDICAL,
    engines: Sequence[Engine] | None = None,
) -> ScanResult:
    """Read the wanted symbols of `picture`; an empty result says nothing about what is there."""
    here = engines if engines is not None else available_engines()
    climb = _Climb(picture, wanted, here)
    gave_up = False
    for rung in ladder(Effort(effort), [engine.name for engine in here]):
        if climb.elapsed_ms > deadline_ms:
            gave_up = True
            break
        if want == "first" and climb.is_over:
            break
        if effort == Effort.THOROUGH or not climb.can_spare(rung):
            climb.run(rung)
    return climb.result(gave_up)


class _Climb:
    """One picture on its way up the ladder."""

    def __init__(self, picture: Picture, wanted: frozenset[Carrier], engines: Sequence[Engine]) -> None:
        self._started = perf_counter()
        self._whole = View(picture.grey)
        self._reduced = reduced(picture.grey)
        self._wanted = wanted
        self._engines = {engine.name: engine for engine in engines}
        self._tally = Tally()
        self._rungs: list[str] = []
        self._found_at: int | None = None
        self._looked: set[bytes] = set()

    @property
    def elapsed_ms(self) -> float:
        return (perf_counter() - self._started) * 1000

    @property
    def is_over(self) -> bool:
        """Something is believed and nothing disputes it, or a weak text had its chances of being confirmed."""
        if self._tally.settled:
            return True
        return self._found_at is not None and len(self._rungs) - self._found_at > _CONFIRMING_RUNGS

    def can_spare(self, rung: Rung) -> bool:
        """Does a better engine make this rung needless, as long as nothing doubted was found?"""
        return rung.spare in self._engines and (self._tally.settled or not self._tally.found)

    def run(self, rung: Rung) -> None:
        engine = self._engines[rung.engine]
        asked = self._wanted & rung.carriers & engine.carriers
        if not asked:
            return
        view = self._whole if rung.whole else self._reduced
        for seen in rung.view(view):
            for read in engine.read(seen.grey, asked, rung.effort):
                place = seen.back.quad(read.polygon)
                self._tally.add(read, place, rung)
                self._second(read, place)
        self._rungs.append(rung.name)
        if self._found_at is None and self._tally.found:
            self._found_at = len(self._rungs)

    def _second(self, read: RawRead, place: Quad) -> None:
        """Give a number that one look cannot prove a second look at once, at its place, the cheapest look first."""
        for look in (self._glance, self._near, self._lines):
            if read.carrier.is_retail and self._tally.is_weak(read):
                look(read, place)

    def _glance(self, read: RawRead, place: Quad) -> None:
        fit = glance(self._whole.grey, place, read.carrier) if read.carrier in LAYOUTS else None
        if fit is not None:
            self._tally.add(RawRead(read.carrier, read.identifier, fit.text.encode(), place), place, LINES)

    def _near(self, read: RawRead, place: Quad) -> None:
        view = near(self._whole.grey, place)
        for rung in NEAR:
            engine = self._engines.get(rung.engine)
            if engine is None or read.carrier not in engine.carriers or not self._tally.is_weak(read):
                continue
            for again in engine.read(view.grey, frozenset({read.carrier}), rung.effort):
                self._tally.add(again, view.back.quad(again.polygon), rung)

    def _lines(self, read: RawRead, place: Quad) -> None:
        """The dear look, taken once for each text."""
        if read.carrier not in LAYOUTS or read.data in self._looked:
            return
        self._looked.add(read.data)
        for fit, line in look_again(self._whole.grey, place, read.carrier):
            self._tally.add(RawRead(read.carrier, read.identifier, fit.text.encode(), line), line, LINES)
            if fit.text.encode() == read.data:
                return

    def result(self, gave_up: bool) -> ScanResult:
        symbols = sorted(
            self._tally.symbols(),
            key=lambda symbol: (_ORDER[symbol.confidence], _RICHEST.get(symbol.carrier, 3), -len(symbol.data)),
        )
        conflicts = tuple(Conflict(one.data, other.data, one.polygon) for one, other in self._tally.disputes())
        return ScanResult(tuple(symbols), conflicts, tuple(self._rungs), self.elapsed_ms, gave_up)
