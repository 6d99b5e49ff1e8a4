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


def trusted(reads: Iterable[RawRead]) -> Iterator[RawRead]:
    """Drop what no engine may be believed on: Interleaved 2 of 5 that is not a whole ITF-14 with its check digit."""
    for read in reads:
        if read.carrier is not Carrier.ITF_14:
            yield read
        elif len(read.data) == 14 and has_valid_check_digit(read.data.decode("ascii", "replace")):
            # ISO/IEC 16390: modifier 1 says that a check digit was there and right, which has just been seen.
            yield RawRead(Carrier.ITF_14, "]I1", read.data, read.polygon)
