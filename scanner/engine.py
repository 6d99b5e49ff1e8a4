"""What a reading engine is: grey pixels in; bytes, a symbology identifier and corners out.

An engine never sees a file. It answers with bytes and never with an engine's own "text", which shows separators and
brackets in ways that cannot be told apart from data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from gs1 import has_valid_check_digit
from scanner.carriers import Carrier
from scanner.geometry import Quad
from scanner.picture import Grey


@dataclass(frozen=True, slots=True)
class Pass:
    """How hard an engine should look in one pass over one view of the picture."""

    rotate: bool = True
    invert: bool = False
    halve: bool = False
    threshold: bool = False
    pure: bool = False
    deep: bool = False


@dataclass(frozen=True, slots=True)
class RawRead:
    """One symbol as an engine told it: bytes with GS kept and no leading FNC1, corners in pixels of that view."""

    carrier: Carrier
    identifier: str
    data: bytes
    polygon: Quad


class Engine(Protocol):
    """A reader of symbols. Another engine joins by offering these four names."""

    @property
    def name(self) -> str:
        """How votes are signed."""

    @property
    def version(self) -> str:
        """What an auditor needs to repeat a reading."""

    @property
    def carriers(self) -> frozenset[Carrier]:
        """What this engine can be trusted with."""

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:
        """Every wanted symbol found in `grey`."""


ITF_SHORTEST = 6
"""Interleaved 2 of 5 has no check and no strong guards: any texture holds symbols of two or four digits."""


def asked_for(wanted: frozenset[Carrier]) -> frozenset[Carrier]:
    """What to ask an engine for: all know Interleaved 2 of 5 as one symbology, whether a GTIN is inside or not."""
    return wanted - {Carrier.ITF} | {Carrier.ITF_14} if Carrier.ITF in wanted else wanted


def trusted(reads: Iterable[RawRead], wanted: frozenset[Carrier]) -> Iterator[RawRead]:
    """Drop what no engine may be believed on, short symbols of Interleaved 2 of 5, and tell ITF-14 from the rest."""
    for read in reads:
        told = _interleaved(read) if read.carrier is Carrier.ITF_14 else read
        if told is not None and told.carrier in wanted:
            yield told


def _interleaved(read: RawRead) -> RawRead | None:
    if len(read.data) < ITF_SHORTEST or not read.data.isdigit():
        return None
    if len(read.data) == 14 and has_valid_check_digit(read.data.decode("ascii")):
        # ISO/IEC 16390: modifier 1 says that a check digit was there and right, which has just been seen.
        return RawRead(Carrier.ITF_14, "]I1", read.data, read.polygon)
    return RawRead(Carrier.ITF, "]I0", read.data, read.polygon)
