"""Counting the votes: which looks agree on a text, and which texts dispute a place.

A GTIN's check digit proves little: one in ten misreads passes it. So linear retail codes, and any linear code seen
only through a filter, need two independent looks; symbols with Reed-Solomon correction and Code 128 in an unchanged
picture are believed at once. Reasons and figures: docs of the scanner, "the vote".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from scanner.carriers import Carrier
from scanner.engine import RawRead
from scanner.enhance import Rung
from scanner.geometry import Quad
from scanner.reading import Confidence, Symbol, Vote

CLEAR_LEAD = 3
"""Independent looks by which one text must lead another."""
NOISY = frozenset({"halved", "threshold", "sharp", "regions-sharp", "tapir-soft"})
"""Views that make false numbers: measured on real photographs, five to ten in a thousand."""


@dataclass(slots=True)
class Sighting:
    """One text with every look that gave it; the corners are those of the largest extent seen in a clean look."""

    carrier: Carrier
    identifier: str
    data: bytes
    polygon: Quad
    votes: list[Vote] = field(default_factory=list)

    @property
    def witnesses(self) -> int:
        """Independent looks: the same engine on the same view counts once."""
        return len({(vote.engine, vote.witness) for vote in self.votes})

    @property
    def is_sure(self) -> bool:
        """Does one look prove it?"""
        if self.carrier.is_matrix:
            return True
        return not self.carrier.is_retail and any(vote.clean and vote.engine != "zbar" for vote in self.votes)

    @property
    def is_noise(self) -> bool:
        """Was it seen only in views that are known to make numbers of their own?"""
        return all(vote.witness in NOISY for vote in self.votes)

    def beats(self, rival: Sighting) -> bool:
        """Is it safe to forget a rival for the same place? Two against one is not: two engines can err together."""
        if self.is_sure != rival.is_sure:
            return self.is_sure
        if rival.is_noise and not self.is_noise:
            return self.witnesses >= 2
        return self.witnesses - rival.witnesses >= CLEAR_LEAD

    def disputes(self, other: Sighting) -> bool:
        """Do both claim one place with different texts? Matrix symbols prove themselves and dispute nothing."""
        both_linear = not self.carrier.is_matrix and not other.carrier.is_matrix
        return both_linear and self.data != other.data and self.polygon.overlaps(other.polygon)


class Tally:
    """The sightings of one picture, by text."""

    def __init__(self) -> None:
        self._sightings: dict[tuple[bytes, bytes], Sighting] = {}

    def add(self, read: RawRead, polygon: Quad, rung: Rung) -> None:
        """Count one look; a text seen before gains a vote."""
        sighting = self._sightings.setdefault(
            _text_of(read), Sighting(read.carrier, read.identifier, read.data, polygon)
        )
        if rung.clean and polygon.area > sighting.polygon.area * 1.05:
            sighting.polygon = polygon
        vote = Vote(rung.engine, rung.name, rung.witness, rung.clean)
        if vote not in sighting.votes:
            sighting.votes.append(vote)

    def is_weak(self, read: RawRead) -> bool:
        """Has the text of `read` been seen by one witness only?"""
        return self._sightings[_text_of(read)].witnesses < 2

    @property
    def found(self) -> bool:
        """Was anything seen at all?"""
        return bool(self._sightings)

    @property
    def settled(self) -> bool:
        """Is at least one text believed, and none left that a further look could prove or overturn?"""
        verdicts = {symbol.confidence for symbol in self.symbols()}
        return bool(verdicts & {Confidence.SURE, Confidence.CONFIRMED}) and Confidence.AMBIGUOUS not in verdicts

    def symbols(self) -> Iterator[Symbol]:
        """Every text with the confidence it has earned so far; one that clearly lost a dispute is left out."""
        for sighting in self._sightings.values():
            confidence = self._confidence(sighting)
            if confidence is not None:
                yield Symbol(
                    sighting.carrier,
                    sighting.identifier,
                    sighting.data,
                    sighting.polygon,
                    confidence,
                    tuple(sighting.votes),
                )

    def disputes(self) -> Iterator[tuple[Sighting, Sighting]]:
        """Pairs of texts that claim one place."""
        for one, other in combinations(self._sightings.values(), 2):
            if one.disputes(other):
                yield one, other

    def _confidence(self, sighting: Sighting) -> Confidence | None:
        rivals = [other for other in self._sightings.values() if other is not sighting and sighting.disputes(other)]
        if any(rival.beats(sighting) for rival in rivals):
            return None
        if any(not sighting.beats(rival) for rival in rivals):
            return Confidence.AMBIGUOUS
        if sighting.is_sure:
            return Confidence.SURE
        return Confidence.CONFIRMED if sighting.witnesses >= 2 else Confidence.WEAK


def _text_of(read: RawRead) -> tuple[bytes, bytes]:
    """What makes two reads one text: a retail number is the same in EAN-13 and UPC-A, a GS1 text is not a plain one."""
    if read.carrier in {Carrier.EAN_13, Carrier.EAN_8, Carrier.UPC_E}:
        return b"retail", read.data.rjust(14, b"0")
    return read.identifier.encode("ascii"), read.data
