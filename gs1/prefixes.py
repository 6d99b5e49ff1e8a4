"""GS1 prefixes: which member organisation issued a number. Advice, never a reason to refuse.

A prefix names who issued the number, not where the product was made (GS1 General Specifications 1.4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gs1.check_digit import first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

_TABLE = Path(__file__).with_name("data") / "gs1_prefixes.tsv"


class PrefixState(StrEnum):
    """What is known of a prefix."""

    KNOWN = "known"
    RESERVED = "reserved"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Prefix:
    """One GS1 prefix: its digits, who uses it for what, and the country of the member organisation."""

    digits: str
    usage: str
    country: str | None
    state: PrefixState


_Range = tuple[str, PrefixState, str | None, str]


def _read(path: Path) -> dict[int, list[tuple[str, _Range]]]:
    by_length: dict[int, list[tuple[str, _Range]]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, last, state, country, usage = line.split("\t")
            by_length.setdefault(len(first), []).append((first, (last, PrefixState(state), country or None, usage)))
    return dict(sorted(by_length.items(), reverse=True))


_RANGES = _read(_TABLE)


def prefix_of(digits: str) -> Prefix:
    """Return the GS1 prefix that `digits` (in GTIN-13 form) begin with; its state is unknown where none is listed.

    Raises `Gs1Error` for a text that is no digits.
    """
    position = first_non_digit(digits)
    if position >= 0 or not digits:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, digits, max(position, 0), 1 if digits else 0)
    for length, ranges in _RANGES.items():
        head = digits[:length]
        for first, (last, state, country, usage) in ranges if len(head) == length else ():
            if first <= head <= last:
                return Prefix(head, usage, country, state)
    return Prefix(digits[:3], "", None, PrefixState.UNKNOWN)
