"""Numbers, money and dates as each language writes them: 1.234,50 ₫ and 31/12/2025, or 1,234.50 ₫ and 31 Dec 2025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from registry.clock import VIETNAM
from registry.money import Money, nearest

NARROW = "\u00a0"
"""A blank that no line break may take: between an amount and its sign."""
SIGNS = {"VND": "₫", "EUR": "€", "USD": "$"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Both:
    """A text of the register in both languages: the word for a unit, a route, a country, a line of arithmetic."""

    vi: str
    en: str

    @classmethod
    def same(cls, text: str) -> Both:
        """Return a text that is not translated: a name, or a word as printed."""
        return cls(text, text)


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language writes what is no word."""

    language: str

    def number(self, value: int | Fraction, places: int = 0) -> str:
        """Return `value` with grouped thousands and at most `places` decimals, rounded half to even."""
        scaled = round(Fraction(value) * 10**places)
        whole, part = divmod(abs(scaled), 10**places)
        decimals = f"{part:0{places}}".rstrip("0") if places else ""
        text = f"{'−' if scaled < 0 else ''}{whole:,}" + (f".{decimals}" if decimals else "")
        return text if self.language == "en" else text.translate(str.maketrans(",.", ".,"))

    def money(self, value: Money) -> str:
        """Return an amount with its sign; hundredths are told only where there are some, and then both of them."""
        whole, part = divmod(abs(value.minor), 100)
        text = self.number(whole)
        if part:
            text += f"{'.' if self.language == 'en' else ','}{part:02}"
        return f"{'−' if value.minor < 0 else ''}{text}{NARROW}{SIGNS.get(value.currency, value.currency)}"

    def share(self, value: Fraction, currency: str = "VND") -> str:
        """Return the exact price of one unit, rounded for display."""
        return self.money(nearest(value, currency))

    def day(self, value: date) -> str:
        """Return a calendar date: 31/12/2025, or 31 Dec 2025."""
        if self.language == "en":
            return f"{value.day}{NARROW}{MONTHS[value.month - 1]}{NARROW}{value.year}"
        return f"{value:%d/%m/%Y}"

    def month(self, value: date) -> str:
        """Return a month: 12/2025, or Dec 2025."""
        return f"{MONTHS[value.month - 1]}{NARROW}{value.year}" if self.language == "en" else f"{value:%m/%Y}"

    def instant(self, value: datetime) -> str:
        """Return an instant in the legal time of Viet Nam, to the minute."""
        local = value.astimezone(VIETNAM)
        return f"{local:%H:%M}{',' if self.language == 'en' else ''} {self.day(local.date())}"

    def tell(self, value: object) -> str:
        """Return any fact of a sentence as this language writes it; text stays as it is."""
        match value:
            case bool() | str():
                return str(value)
            case int() | Fraction():
                return self.number(value, 2)
            case Money():
                return self.money(value)
            case datetime():
                return self.instant(value)
            case date():
                return self.day(value)
            case Both():
                return value.en if self.language == "en" else value.vi
            case _:
                return str(value)
