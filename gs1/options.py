"""How to read: strict or lenient, against which day, with which separators and allowances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gs1.dictionary import GS, STANDARD, SyntaxDictionary
from gs1.linters import GcpSource, NoGcpSource

_NO_SOURCE = NoGcpSource()


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """The switches of reading; the defaults are those of the official engine.

    `mode` strict refuses at the first fault, lenient keeps what can be read and lists all faults. `today` pins the
    century rule. `require_fnc1` refuses an element string that does not begin with FNC1. `requisites` off leaves out
    the rule that some AIs need others; `associations` off leaves out every rule between AIs. `short_names` reads
    `/gtin/` for `/01/`.
    """

    mode: Literal["strict", "lenient"] = "strict"
    today: date | None = None
    separators: str = GS
    require_fnc1: bool = False
    associations: bool = True
    requisites: bool = True
    permit_unknown_ais: bool = False
    permit_unknown_dl_attributes: bool = False
    permit_zero_suppressed_gtin: bool = False
    short_names: bool = False
    gcp: GcpSource = _NO_SOURCE
    dictionary: SyntaxDictionary = STANDARD

    @property
    def quick(self) -> bool:
        """Whether a faultless text may be accepted without the careful reading: strict, and every check our own."""
        return self.mode == "strict" and self.gcp is _NO_SOURCE

    @property
    def lenient(self) -> bool:
        """Whether faults are collected instead of raised."""
        return self.mode == "lenient"


DEFAULT_OPTIONS = ParseOptions()
