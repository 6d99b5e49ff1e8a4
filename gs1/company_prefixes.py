"""Lengths of company prefixes: a dated table, and the source that keys, linters and EPC writers may ask.

The table of GS1 is given out on request only, so this package ships the ranges under 893 (GS1 Vietnam) and reads any
fuller table that the user has a right to. A number not found there is unknown, never invalid.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from os import PathLike
from typing import Protocol

from gs1.check_digit import first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.linters import GcpAnswer
from gs1.tables import read_text, table_path

_DIGITS = 12
_SHIPPED = "company_prefix_lengths.csv"
_NOT_ISSUED = 0


class PrefixSource(Protocol):
    """Whoever knows how long company prefixes are: our table, a licensed one, a service.

    GS1 General Specifications 1.4.4.

    >>> source: PrefixSource = CompanyPrefixTable([("8931", "8931", 10)])
    >>> source.length_of("893100000123"), source.length_of("761042500212")
    (10, None)
    """

    def length_of(self, digits: str) -> int | None:
        """The length of the company prefix that `digits` begin with, or None where it is unknown."""
        ...


class CompanyPrefixTable:
    """Ranges of numbers and the length of the company prefixes inside them; a `PrefixSource` and a `GcpSource`.

    GS1 General Specifications 1.4.4.

    >>> CompanyPrefixTable([("8931", "8931", 10)]).prefix_of("893100000123")
    '8931000001'
    """

    def __init__(self, ranges: Iterable[tuple[str, str, int]]) -> None:
        rows = sorted((int(first.ljust(_DIGITS, "0")), int(last.ljust(_DIGITS, "9")), n) for first, last, n in ranges)
        self._starts = array("Q", [first for first, _, _ in rows])
        self._ends = array("Q", [last for _, last, _ in rows])
        self._lengths = bytes(length for _, _, length in rows)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> CompanyPrefixTable:
        """Read a file with the columns `from,to,gcp_length`; lines that begin with `#` are comments."""
        rows = [line.split(",") for line in read_text(path).splitlines() if line and line[0] != "#"]
        return cls((row[0], row[1], int(row[2])) for row in rows if row[0] != "from")

    def length_of(self, digits: str) -> int | None:
        """The length of the company prefix that `digits` (GTIN-13 form) begin with, or None where it is unknown.

        Raises `Gs1Error` for a text that is no digits.
        """
        position = first_non_digit(digits)
        if position >= 0:
            raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, digits, position, 1)
        number = int(digits[:_DIGITS].ljust(_DIGITS, "0"))
        place = bisect_right(self._starts, number) - 1
        if place < 0 or number > self._ends[place] or self._lengths[place] == _NOT_ISSUED:
            return None
        return self._lengths[place]

    def prefix_of(self, digits: str) -> str | None:
        """The company prefix itself, or None where its length is unknown."""
        length = self.length_of(digits)
        return digits[:length] if length is not None and len(digits) >= length else None

    def look_up(self, digits: str) -> GcpAnswer:
        """Found or unknown; a dated table cannot say invalid."""
        numeric = digits[:_DIGITS]
        if first_non_digit(numeric) >= 0:
            return GcpAnswer.UNKNOWN
        return GcpAnswer.UNKNOWN if self.length_of(numeric) is None else GcpAnswer.FOUND


@cache
def shipped_table() -> CompanyPrefixTable:
    """The ranges under 893 that this package ships, as of 2025-10-11; read at the first question.

    >>> shipped_table().prefix_of("893100000123")
    '8931000001'
    """
    return CompanyPrefixTable.load(table_path(_SHIPPED))
