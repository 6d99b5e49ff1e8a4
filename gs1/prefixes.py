"""GS1 prefixes: which member organisation issued a number. Advice, never a reason to refuse.

A prefix names who issued the number, not where the product was made (GS1 General Specifications 1.4.5).
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from functools import cache
from typing import NamedTuple, TypeAlias

from gs1.check_digit import first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.tables import table_lines

_PREFIXES = "gs1_prefixes.tsv"
_PREFIXES_8 = "gs1_8_prefixes.tsv"
_LENGTH_8 = 3
_Row: TypeAlias = "tuple[str, str, str | None, PrefixState, Circulation | None]"


class PrefixState(StrEnum):
    """What is known of a prefix (GS1 General Specifications, "GS1 Prefixes").

    >>> prefix_of("0500000000000").state.value
    'reserved'
    """

    KNOWN = "known"
    RESERVED = "reserved"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"


class Circulation(StrEnum):
    """Where a restricted circulation number may be used (GS1 General Specifications 2.1.11, 2.1.12).

    >>> prefix_of("2088060112343").circulation.value
    'geographical'
    """

    COMPANY = "company"
    GEOGRAPHICAL = "geographical"


class Prefix(NamedTuple):
    """One GS1 prefix: its digits, who uses it for what, and the country of the member organisation.

    >>> prefix_of("8936012345674").member_organisation
    'GS1 Vietnam'
    """

    digits: str
    usage: str
    country: str | None
    state: PrefixState
    circulation: Circulation | None = None

    @property
    def member_organisation(self) -> str | None:
        """The member organisation that issues under this prefix, such as GS1 Vietnam; None where none does."""
        return self.usage if self.state is PrefixState.KNOWN and self.usage.startswith("GS1") else None


class _Ranges:
    """The ranges of prefixes of one length, in order."""

    def __init__(self, length: int, firsts: tuple[str, ...], rows: tuple[_Row, ...]) -> None:
        self.length = length
        self.firsts = firsts
        self.rows = rows

    def find(self, digits: str) -> Prefix | None:
        """The prefix of `digits`, where one of these ranges holds it."""
        head = digits[: self.length]
        place = bisect_right(self.firsts, head) - 1
        if len(head) < self.length or place < 0 or head > self.rows[place][0]:
            return None
        return Prefix(head, *self.rows[place][1:])


@cache
def _ranges(table: str) -> tuple[_Ranges, ...]:
    """The ranges of a table by length, the longest first, read at the first question."""
    by_length: dict[int, list[list[str]]] = {}
    for line in table_lines(table):
        row = line.split("\t")
        by_length.setdefault(len(row[0]), []).append(row)
    return tuple(_of_length(length, sorted(rows)) for length, rows in sorted(by_length.items(), reverse=True))


def _of_length(length: int, rows: list[list[str]]) -> _Ranges:
    meanings = tuple(
        (last, usage, country or None, PrefixState(state), Circulation(circulation) if circulation else None)
        for _, last, state, country, circulation, usage in rows
    )
    return _Ranges(length, tuple(row[0] for row in rows), meanings)


def prefix_of(digits: str) -> Prefix:
    """Return the GS1 prefix that `digits` (in GTIN-13 form) begin with; its state is unknown where none is listed.

    Raises `Gs1Error` for a text that is no digits.

    >>> prefix_of("8936012345674")
    Prefix(digits='893', usage='GS1 Vietnam', country='VN', state=<PrefixState.KNOWN: 'known'>, circulation=None)
    """
    _demand_digits(digits)
    return _find(digits, _PREFIXES) or Prefix(digits[:_LENGTH_8], "", None, PrefixState.UNKNOWN)


def prefix_of_8(digits: str) -> Prefix:
    """Return the GS1-8 prefix that the digits of a GTIN-8 begin with (GS1 General Specifications 1.4.3).

    Raises `Gs1Error` for a text that is no digits.

    >>> prefix_of_8("20123451").circulation
    <Circulation.COMPANY: 'company'>
    """
    _demand_digits(digits)
    found = _find(digits, _PREFIXES_8) or _find(digits, _PREFIXES)
    if found is None:
        return Prefix(digits[:_LENGTH_8], "", None, PrefixState.UNKNOWN)
    return Prefix(digits[:_LENGTH_8], found.usage, found.country, found.state, found.circulation)


def _find(digits: str, table: str) -> Prefix | None:
    return next((found for ranges in _ranges(table) if (found := ranges.find(digits))), None)


def _demand_digits(digits: str) -> None:
    position = first_non_digit(digits)
    if position >= 0 or not digits:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, digits, max(position, 0), 1 if digits else 0)
