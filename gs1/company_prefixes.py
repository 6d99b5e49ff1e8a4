"""Lengths of company prefixes: a dated table, and the source that linters and EPC writers may ask.

The table of GS1 is given out on request only, so this package ships the ranges under 893 (GS1 Vietnam) and reads any
fuller table that the user has a right to. A number not found there is unknown, never invalid.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from gs1.check_digit import first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.linters import GcpAnswer

_DIGITS = 12
_SHIPPED = Path(__file__).with_name("data") / "company_prefix_lengths.csv"
_NOT_ISSUED = 0


class CompanyPrefixTable:
    """Ranges of numbers and the length of the company prefixes inside them; also a `GcpSource`."""

    def __init__(self, ranges: Iterable[tuple[str, str, int]]) -> None:
        rows = sorted((int(first.ljust(_DIGITS, "0")), int(last.ljust(_DIGITS, "9")), n) for first, last, n in ranges)
        self._starts = [first for first, _, _ in rows]
        self._ends = [last for _, last, _ in rows]
        self._lengths = [length for _, _, length in rows]

    @classmethod
    def load(cls, path: str | Path) -> CompanyPrefixTable:
        """Read a file with the columns `from,to,gcp_length`."""
        with Path(path).open(encoding="utf-8", newline="") as file:
            rows = (row for row in csv.reader(line for line in file if not line.startswith("#")))
            return cls([(first, last, int(length)) for first, last, length in rows if first != "from"])

    def length_of(self, digits: str) -> int | None:
        """The length of the company prefix that `digits` (GTIN-13 form) begin with, or None where it is unknown."""
        position = first_non_digit(digits)
        if position >= 0:
            raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, digits, position, 1)
        number = int(digits[:_DIGITS].ljust(_DIGITS, "0") or "0")
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


def shipped_table() -> CompanyPrefixTable:
    """The ranges this package ships, as of 2025-10-11."""
    return CompanyPrefixTable.load(_SHIPPED)
