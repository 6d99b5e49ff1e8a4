"""What was seen, how far it may be believed, and what it says in the language of GS1."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gs1 import Gs1Error, Message, Problem, parse, parse_bracketed, parse_scan_data
from gs1.udi.read import parse_udi
from gs1.udi.value import Udi
from scanner.carriers import Carrier
from scanner.charset import as_text
from scanner.geometry import Quad

GS1_IDENTIFIERS = frozenset({"]C1", "]d2", "]Q3", "]e0", "]E0", "]E4", "]I1"})
_ENVELOPE = "[)>"
_OTHER_UDI = ("+", "=", _ENVELOPE)
_LINKS = ("http://", "https://", "HTTP://", "HTTPS://")


class Confidence(StrEnum):
    """How far a text may be believed."""

    SURE = "sure"
    """An error-correcting symbol, or Code 128 in an unchanged picture."""
    CONFIRMED = "confirmed"
    """Two independent looks agree."""
    WEAK = "weak"
    """One look only, at a symbol whose check digit proves little: read again."""
    AMBIGUOUS = "ambiguous"
    """Looks at the same place disagree: read again."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One look that gave this text."""

    engine: str
    rung: str
    witness: str
    clean: bool


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol found in a picture. `data` keeps GS, without a leading FNC1; corners are pixels of the picture sent."""

    carrier: Carrier
    identifier: str
    data: bytes
    polygon: Quad
    confidence: Confidence
    votes: tuple[Vote, ...]

    @property
    def is_gs1(self) -> bool:
        """Does the symbology identifier say that the text follows GS1 (ISO/IEC 15424)?"""
        return self.identifier in GS1_IDENTIFIERS

    @property
    def believed(self) -> bool:
        """May a reading be acted on without a second look?"""
        return self.confidence in {Confidence.SURE, Confidence.CONFIRMED}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a symbol says: a GS1 message where it holds one, its text always, and every fault against the rules."""

    symbol: Symbol
    text: str
    message: Message | None
    faults: tuple[Problem, ...]
    udi: Udi | None = None
    """What a carrier of HIBCC, ICCBBA or IFA says."""


def to_reading(symbol: Symbol) -> Reading:
    """Say what `symbol` holds. GS1 content that breaks the rules is told as faults beside the text, never repaired."""
    text = as_text(symbol.data, symbol.carrier)
    if not symbol.is_gs1 and not text.startswith(_LINKS):
        return _of_another_agency(symbol, text)
    try:
        message = _message(symbol, text)
    except Gs1Error as refused:
        # A link that is no GS1 Digital Link is simply a link: only a symbol that claims GS1 can break its rules.
        return Reading(symbol, text, None, tuple(refused.problems) if symbol.is_gs1 else ())
    return Reading(symbol, text, message, ())


def _of_another_agency(symbol: Symbol, text: str) -> Reading:
    """A UDI of an agency besides GS1, told by how it begins; any other text is simply a text."""
    if not text.startswith(_OTHER_UDI):
        return Reading(symbol, text, None, ())
    try:
        return Reading(symbol, text, None, (), parse_udi(text))
    except Gs1Error as refused:
        # "+84 24 ..." is a telephone number: only the envelope of ISO/IEC 15434 claims more than a plain text does.
        return Reading(symbol, text, None, tuple(refused.problems) if text.startswith(_ENVELOPE) else ())


def _message(symbol: Symbol, text: str) -> Message:
    if symbol.carrier is Carrier.ITF_14:
        return parse_bracketed(f"(01){text}")
    return parse_scan_data(symbol.identifier + text) if symbol.is_gs1 else parse(text)
