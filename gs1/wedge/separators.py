"""Separators that got lost: every way to put them back so that the whole message is right, the likeliest first.

The text is a web of elements: from each place where an AI can begin, its value can end at one place or at several, and
there another AI begins. The web is weighed once from its end; a best-first walk then meets the readings in the order of
their likelihood, so that a bound on the work never costs the best one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from heapq import heappop, heappush
from math import exp
from typing import NamedTuple

from gs1.charsets import SET_82, first_outside
from gs1.dictionary import GS, ApplicationIdentifier, SyntaxDictionary
from gs1.errors import Gs1Error
from gs1.message import Message
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.reading import build
from gs1.wedge.likelihood import END, Text, follows

LONGEST = 7089
"""No symbol carries more characters (QR Code, version 40, digits: ISO/IEC 18004)."""
MOST_EDGES = 4_000
MOST_STEPS = 6_000
MOST_WEIGHED = 400
_FEWEST_WEIGHED = 24
_LOST_AMONG_OTHERS = -3.0
_LOST = -0.1
_LEADS = ("]d2", "]C1", "]Q3", "]e0", "]J1")

Known = Callable[[Message], float]


@dataclass(frozen=True, slots=True)
class Repair:
    """One possible reading of a text whose separators were lost.

    `score` is the logarithm of its likelihood plus what `known` gave; `inserted_at` are the places of the given text
    before which a separator has to be put (GS1 General Specifications 7.8.5); `share` is its part of the likelihood of
    all readings found, 0 to 1.

    >>> [repair.share > 0.9 for repair in repair_separators("0108936012345674" + "10LOT7" + "21SERIAL77X")]
    [True, False]
    """

    message: Message
    score: float
    inserted_at: tuple[int, ...]
    share: float = 1.0


class _Edge(NamedTuple):
    end: int
    follow: int
    weight: float


class _Path(NamedTuple):
    at: int
    weight: float
    pairs: tuple[tuple[str, str], ...]
    cuts: tuple[int, ...]


def repair_separators(
    data: str,
    *,
    known: Known | None = None,
    limit: int = 5,
    options: ParseOptions = DEFAULT_OPTIONS,
) -> list[Repair]:
    """Return the likeliest readings of an element string whose separators were lost, best first.

    Separators that are there stay where they are (GS1 General Specifications 7.8.5: FNC1 ends every element string
    without predefined length); a symbology identifier in front is passed over. `known` may add what a registry knows
    of a message, say 100 for a batch on file; `options.today` tells which dates are usual. Every answer has passed
    the same checks as a message that was never damaged. An empty list means that no reading is right. The readings
    weighed are bounded by `MOST_WEIGHED`, the steps to them by `MOST_STEPS`.

    >>> best = repair_separators("010893601234567417271231" "10LOT7" "21SERIAL12345")[0]
    >>> best.message.bracketed(), best.inserted_at
    ('(01)08936012345674(17)271231(10)LOT7(21)SERIAL12345', (30,))
    """
    lead = 3 if data.startswith(_LEADS) else 0
    if len(data) > LONGEST:
        return []
    strict = options if options.mode == "strict" else replace(options, mode="strict")
    wanted = MOST_WEIGHED if known else max(limit, _FEWEST_WEIGHED)
    found: dict[tuple[tuple[str, str], ...], Repair] = {}
    for pairs, cuts, weight in _Web(data, lead, strict.dictionary, strict.today).readings():
        message = _right(pairs, strict)
        if message is not None:
            score = weight + (known(message) if known else 0.0)
            found.setdefault(message.pairs, Repair(message, score, cuts))
        if len(found) >= wanted:
            break
    return _ranked(list(found.values()))[:limit]


def _right(pairs: tuple[tuple[str, str], ...], options: ParseOptions) -> Message | None:
    try:
        return build(pairs, options)
    except Gs1Error:
        return None


def _ranked(found: list[Repair]) -> list[Repair]:
    """Best first, each with its share of the whole."""
    if not found:
        return []
    best = max(repair.score for repair in found)
    total = sum(exp(repair.score - best) for repair in found)
    shared = [replace(repair, share=exp(repair.score - best) / total) for repair in found]
    return sorted(shared, key=lambda repair: -repair.score)


class _Web:
    """The elements that can stand in one text, and how good the best way from each place to the end is."""

    def __init__(self, data: str, lead: int, dictionary: SyntaxDictionary, today: date | None) -> None:
        self._data = data
        self._dictionary = dictionary
        self._end = len(data.rstrip(GS))
        self._lost = _LOST_AMONG_OTHERS if GS in data[lead : self._end].lstrip(GS) else _LOST
        self._begin = self._past_separators(lead)
        self._entries: dict[int, ApplicationIdentifier | None] = {}
        self._edges: dict[int, list[_Edge]] = {}
        if self._entry(self._begin) is not None:
            self._text = Text(data, today)
            self._weave()
        self._best = self._weigh()

    def readings(self) -> Iterator[tuple[tuple[tuple[str, str], ...], tuple[int, ...], float]]:
        """Every reading without an AI twice: elements, places of lost separators, weight; best first."""
        if self._begin not in self._best or self._begin >= self._end:
            return
        first = _Path(self._begin, follows(None, self._ai(self._begin)), (), ())
        heap: list[tuple[float, int, _Path, _Edge | None]] = [(0.0, 0, first, None)]
        pushed = 0
        while heap and pushed < MOST_STEPS:
            _, _, path, edge = heappop(heap)
            if edge is not None:
                path = self._longer(path, edge)
            if path.at >= self._end:
                yield path.pairs, path.cuts, path.weight
                continue
            used = {ai for ai, _ in path.pairs} | {self._ai(path.at)}
            for edge in self._edges[path.at]:
                if edge.follow >= self._end or self._ai(edge.follow) not in used:
                    pushed += 1
                    heappush(heap, (-path.weight - edge.weight - self._best[edge.follow], pushed, path, edge))

    def _longer(self, path: _Path, edge: _Edge) -> _Path:
        ai = self._ai(path.at)
        value = self._data[path.at + len(ai) : edge.end]
        entry = self._entries[path.at]
        lost = entry is not None and entry.separator_required and edge.end == edge.follow < self._end
        cuts = (*path.cuts, edge.end) if lost else path.cuts
        return _Path(edge.follow, path.weight + edge.weight, (*path.pairs, (ai, value)), cuts)

    def _weave(self) -> None:
        """Find the elements of every place that can be reached, within `MOST_EDGES`."""
        waiting, left = [self._begin], MOST_EDGES
        seen = {self._begin}
        while waiting and left > 0:
            at = heappop(waiting)
            entry = self._entry(at)
            if entry is None:
                continue
            edges = self._edges[at] = list(self._edges_of(at, entry))
            left -= 1 + len(edges)
            for edge in edges:
                if edge.follow not in seen and edge.follow < self._end:
                    seen.add(edge.follow)
                    heappush(waiting, edge.follow)

    def _weigh(self) -> dict[int, float]:
        """The weight of the best way from each place to the end; places without a way fall out, and edges to them."""
        best = {self._end: 0.0}
        for at in sorted(self._edges, reverse=True):
            edges = self._edges[at] = [edge for edge in self._edges[at] if edge.follow in best]
            if edges:
                best[at] = max(edge.weight + best[edge.follow] for edge in edges)
        return best

    def _edges_of(self, at: int, entry: ApplicationIdentifier) -> Iterator[_Edge]:
        start = at + len(entry.ai)
        stop = self._data.find(GS, start, self._end)
        stop = self._end if stop < 0 else stop
        for end in self._ends(entry, start, stop):
            follow = self._past_separators(end)
            after = END if follow >= self._end else self._ai(follow)
            if after:
                lost = self._lost if entry.separator_required and end == follow < self._end else 0.0
                yield _Edge(end, follow, self._text.value(entry, start, end) + follows(entry.ai, after) + lost)

    def _ends(self, entry: ApplicationIdentifier, start: int, stop: int) -> Iterator[int]:
        """Where a value of this AI can end, by its own rules."""
        matcher = self._dictionary.matcher(entry.ai)
        if matcher is None:
            return
        first, last = start + entry.shortest, min(start + entry.longest, stop)
        if len(entry.components) == 1 and entry.components[0].cset == "X" and not entry.components[0].linters:
            yield from range(first, self._first_strange(start, last) + 1)
            return
        for end in range(first, last + 1):
            value = self._data[start:end]
            match = matcher.match(value, 0)
            if match and match[1] == value and (matcher.accepts is None or matcher.accepts(value)):
                yield end

    def _first_strange(self, start: int, last: int) -> int:
        place = first_outside(self._data[start:last], SET_82)
        return last if place < 0 else start + place

    def _past_separators(self, at: int) -> int:
        while at < self._end and self._data[at] == GS:
            at += 1
        return at

    def _entry(self, at: int) -> ApplicationIdentifier | None:
        if at not in self._entries:
            self._entries[at] = self._dictionary.find(self._data, at)
        return self._entries[at]

    def _ai(self, at: int) -> str:
        entry = self._entry(at)
        return entry.ai if entry else ""
