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
    century rule (GS1 General Specifications 7.12). `separators` are the characters that stand for FNC1.
    `require_fnc1` refuses an element string that does not begin with FNC1; `permit_plain_data` lets `parse` read one
    that neither FNC1 nor a symbology identifier marks. `requisites` off leaves out the rule that some AIs need others;
    `associations` off leaves out every rule between AIs. `scope` "carrier" says that the text is one of several
    carriers of an item: what an AI needs may stand on another one, so only `Message.merge` judges that. `short_names`
    reads `/gtin/` for `/01/`. `gcp` is asked about company prefixes; `dictionary` is the table of AIs.

    >>> ParseOptions(mode="lenient").lenient, ParseOptions(scope="carrier").judges_requisites
    (True, False)
    """

    mode: Literal["strict", "lenient"] = "strict"
    today: date | None = None
    separators: str = GS
    require_fnc1: bool = False
    permit_plain_data: bool = False
    associations: bool = True
    requisites: bool = True
    scope: Literal["item", "carrier"] = "item"
    permit_unknown_ais: bool = False
    permit_unknown_dl_attributes: bool = False
    permit_zero_suppressed_gtin: bool = False
    short_names: bool = False
    gcp: GcpSource = _NO_SOURCE
    dictionary: SyntaxDictionary = STANDARD

    @property
    def quick(self) -> bool:
        """Whether a faultless text may be accepted without the careful reading: strict, and every check our own.

        >>> ParseOptions().quick, ParseOptions(mode="lenient").quick
        (True, False)
        """
        return self.mode == "strict" and self.gcp is _NO_SOURCE

    @property
    def checks_itself(self) -> bool:
        """Whether every check is our own, so that a quick acceptance leaves nothing unasked.

        >>> ParseOptions(mode="lenient").checks_itself
        True
        """
        return self.gcp is _NO_SOURCE

    @property
    def judges_requisites(self) -> bool:
        """Whether an AI that lacks another one it needs is a fault of the text that is read.

        >>> ParseOptions(scope="carrier").judges_requisites
        False
        """
        return self.requisites and self.scope == "item"

    @property
    def lenient(self) -> bool:
        """Whether faults are collected instead of raised.

        >>> ParseOptions(mode="lenient").lenient
        True
        """
        return self.mode == "lenient"


DEFAULT_OPTIONS = ParseOptions()
