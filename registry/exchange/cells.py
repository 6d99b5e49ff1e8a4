"""Reads the cells of one row and collects every fault in it, so that a row is corrected once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from registry.catalogue.countries import Origin, is_usual_name, read_origin
from registry.catalogue.numbers import AuthorisationNumber
from registry.errors import BadInput
from registry.exchange.hints import hint
from registry.exchange.model import Cells, RowFault, Severity
from registry.money import Money
from registry.text import nfc, squeeze

T = TypeVar("T")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
AMOUNT = re.compile(r"\d{1,13}(?:\.(\d{1,6}))?")
EXPECTED = re.compile(
    r"[\s\u0020-\u02af\u0300-\u036f\u0370-\u03ff\u1e00-\u1eff\u2000-\u206f\u2070-\u209f\u20ab\u2100-\u22ff\ufeff]*"
)
"""Latin with Vietnamese marks, Greek letters (µ, α, β), and the signs that pharmacy uses."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(slots=True)
class RowReader:
    """The cells of one row and the faults found so far.

    `numbers` names the columns whose cell a spreadsheet kept as a number; `waits_on` the rows without which this one
    cannot be taken.
    """

    number: int
    cells: Cells
    faults: list[RowFault] = field(default_factory=list)
    numbers: frozenset[str] = frozenset()
    waits_on: list[int] = field(default_factory=list)
    file: str = ""
    beside: tuple[RowReader, ...] = ()
    """Rows of the file that tell of the same thing, this one among them; told by the layout's `arrange`."""
    told_in: list[object] = field(default_factory=list)
    """The transaction in which one of the rows beside was taken for all of them; shared among them."""

    @property
    def is_refused(self) -> bool:
        """Say whether a fault forbids taking the row."""
        return any(one.severity is not Severity.WARNING for one in self.faults)

    def text(self, column: str) -> str:
        """Return a cell in normal form C with single blanks; damaged characters are a fault."""
        cell = self.cells.get(column)
        if not cell:
            return ""
        clean = _clean(cell)
        if clean is None:
            self.refuse(column, "text-damaged")
            return ""
        return clean

    def refuse(self, column: str, code: str, other: int | None = None) -> None:
        """Note a fault for which the row is not taken; one for each column and code; `other` is the row beside."""
        self._note(column, code, Severity.REFUSED, other)

    def warn(self, column: str, code: str) -> None:
        """Note something noticed in a row that may be taken."""
        self._note(column, code, Severity.WARNING)

    def note(self, column: str, code: str, value: str) -> None:
        """Note a fault of one part of a cell, with that part; the row is not taken."""
        if not any((one.column, one.code, one.value) == (column, code, value[:200]) for one in self.faults):
            self.faults.append(RowFault(self.number, column, code, value[:200], *hint(code)))

    def wait(self, column: str, code: str, other: int) -> None:
        """Note that the row itself is right, but cannot be taken before the row `other` is."""
        self._note(column, code, Severity.WAITING, other)

    def needed(self, column: str, code: str) -> str:
        """Return a cell that must not be empty."""
        text = self.text(column)
        if not text and not any(one.column == column for one in self.faults):
            self.refuse(column, code)
        return text

    def registration_number(self, column: str, *, optional: bool = False) -> AuthorisationNumber | None:
        """Return the registration number of a cell; a note after it is a warning."""
        if not squeeze(self.cells.get(column) or ""):
            if not optional:
                self.refuse(column, "number-missing")
            return None
        number = self._read(column, AuthorisationNumber.parse)
        if number is not None and number.note:
            self.warn(column, "number-note")
        written = squeeze(self.cells[column])
        if number is not None and " " in written.removesuffix(number.note or "").strip():
            self.warn(column, "blanks-inside")
        return number

    def origin(self, column: str) -> Origin | None:
        """Return the countries of a cell; none at all is a fault, an empty cell or mark B a warning."""
        if not squeeze(self.cells.get(column) or ""):
            self.warn(column, "country-missing")
            return None
        origin = self._read(column, read_origin)
        if origin is not None and origin.first is None:
            self.warn(column, "country-not-stated")
        if origin is not None and origin.first is not None and not is_usual_name(origin.first, self.text(column)):
            self.warn(column, "country-spelling")
        return origin

    def day(self, column: str) -> date | None:
        """Return the date of a cell; empty is None."""
        text = self.text(column)
        if not text:
            return None
        match = DAY.fullmatch(text)
        try:
            if match is not None:
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
        self.refuse(column, "date-form")
        return None

    def whole(self, column: str, code: str) -> int | None:
        """Return the whole number of a cell; empty is None."""
        text = self.text(column)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,12}(?:\.0+)?", text):
            self.refuse(column, code)
            return None
        return int(text.partition(".")[0])

    def price(self, column: str) -> tuple[Money, int] | None:
        """Return a unit price as money for so many units: 274.995 for one is exactly 2749.95 for ten."""
        text = self.text(column)
        match = AMOUNT.fullmatch(text)
        if match is None:
            self.refuse(column, "amount-form")
            return None
        digits = (match[1] or "").rstrip("0")
        per = 10 ** max(len(digits) - 2, 0)
        minor = Fraction(text) * per * 100
        if minor == 0:
            self.refuse(column, "amount-zero")
            return None
        return Money(int(minor)), per

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        text = self.text(column)
        if not text:
            return None
        try:
            return read(text)
        except BadInput as error:
            for fault in error.faults:
                self.refuse(column, fault.code)
            return None

    def _note(self, column: str, code: str, severity: Severity, other: int | None = None) -> None:
        value = (self.cells.get(column) or "")[:200] + (f" (↔ {other})" if other is not None else "")
        if not any(one.column == column and one.code == code for one in self.faults):
            self.faults.append(RowFault(self.number, column, code, value, *hint(code), severity))


@lru_cache(maxsize=1 << 16)
def _clean(cell: str) -> str | None:
    """Return a cell in normal form C with single blanks; None where characters are damaged."""
    if CONTROL.search(cell) or not EXPECTED.fullmatch(nfc(cell)):
        return None
    return squeeze(cell)
