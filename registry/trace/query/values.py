"""Values in the form that they are compared in: one text for one identity, numbers and times as text in their order."""

from __future__ import annotations

import hashlib
import re
import struct
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from gs1 import Gs1Error
from gs1.epc import canonical_text
from registry.clock import to_microseconds
from registry.trace.vocabulary import short

TEXT_MAX = 200
"""A longer text is compared by its beginning and its digest: an index entry has a size."""
SIGN = 1 << 63
MASK = (1 << 64) - 1
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
VOCABULARY = ("https://gs1.org/voc/", "http://gs1.org/voc/", "https://www.gs1.org/voc/", "gs1:")
_UNITS: dict[str, tuple[str, float, float]] = {
    code: (base, float(factor), float(offset))
    for code, (base, factor, offset) in tomllib.loads(
        (Path(__file__).parents[2] / "data" / "units_of_measure.toml").read_text(encoding="utf-8")
    )["units"].items()
}


@lru_cache(maxsize=1 << 15)
def identity(uri: str) -> str:
    """Return one text for one identity (URN and Digital Link alike); what is no GS1 identity stays as it is."""
    if not uri.startswith(("urn:epc:", "http://", "https://")):
        return clipped(uri)
    try:
        return clipped(canonical_text(uri))
    except Gs1Error:
        return clipped(uri)


def term(word: str) -> str:
    """Return the bare word of a vocabulary term in any of its spellings (CBV 2.0 section 7; GS1 Web Vocabulary)."""
    for start in VOCABULARY:
        if word.startswith(start):
            return clipped(word[len(start) :].removeprefix("MT-"))
    return clipped(short(word))


def clipped(text: str) -> str:
    """Return a text short enough for an index; two different texts stay different."""
    if len(text) <= TEXT_MAX:
        return text
    return f"{text[:TEXT_MAX]}~{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def number(value: object) -> float | None:
    """Return a JSON number, or a text that is one, as a number; None for everything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return float(value) if isinstance(value, str) and NUMBER.fullmatch(value) else None


def ordered(value: float) -> str:
    """Return a number as 16 characters whose order is that of the numbers; the 12th digit is the last that counts."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", float(f"{value:.12g}") + 0.0))
    return f"{bits ^ MASK if bits & SIGN else bits | SIGN:016x}"


def instant(value: object) -> int | None:
    """Return an instant or date in ISO 8601 as microseconds; None for everything else. A bare date is its midnight."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        told = datetime.fromisoformat(value)
    except ValueError:
        return None
    return to_microseconds(told if told.tzinfo else told.replace(tzinfo=UTC))


def timed(microseconds: int) -> str:
    """Return an instant as text whose order is that of time."""
    return f"{microseconds + SIGN:020d}"


def base_unit(code: str) -> str:
    """Return the unit that values told in `code` are compared in."""
    return _UNITS.get(code, (code, 1.0, 0.0))[0]


def in_base(value: float, code: str, spread: bool = False) -> float:
    """Return a value told in a unit as a value in its base unit; a spread (standard deviation) knows no offset."""
    _, factor, offset = _UNITS.get(code, (code, 1.0, 0.0))
    return value * factor + (0.0 if spread else offset)


def full_name(name: str, prefixes: Mapping[str, str]) -> str:
    """Return the name of a field with its prefix spelled out, so that prefixes never matter."""
    prefix, colon, local = name.partition(":")
    meant = prefixes.get(prefix) if colon and not local.startswith("//") else None
    return clipped(meant + local if meant else name)
