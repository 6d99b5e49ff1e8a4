"""Money: whole hundredths of a unit as an integer, a decimal string outside, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from registry.errors import BadInput, Fault

SCALE = 100
"""The đồng has no minor unit in ISO 4217, yet a tablet may cost a fraction: we keep hundredths of every currency."""
AMOUNT = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,2})0*)?")
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in hundredths of `currency` (ISO 4217 letters)."""

    minor: int
    currency: str = "VND"

    @classmethod
    def parse(cls, text: str, currency: str = "VND") -> Money:
        """Return the amount written as a decimal ("1234.50"); raise `BadInput` for anything finer than a hundredth."""
        match = AMOUNT.fullmatch(text.strip())
        if match is None:
            raise BadInput.of([Fault("amount-form", value=text[:40])])
        if CURRENCY.fullmatch(currency) is None:
            raise BadInput.of([Fault("currency-form", value=currency[:40])])
        sign, whole, part = match.groups()
        minor = int(whole) * SCALE + int((part or "").ljust(2, "0"))
        return cls(-minor if sign else minor, currency)

    @property
    def amount(self) -> str:
        """The amount as a decimal string with two places, as it stands in JSON."""
        whole, part = divmod(abs(self.minor), SCALE)
        return f"{'-' if self.minor < 0 else ''}{whole}.{part:02}"

    def per(self, count: int | Fraction) -> Fraction:
        """Return the exact share, in whole units of the currency, when this amount buys `count` (not zero)."""
        return Fraction(self.minor, SCALE) / count

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def nearest(share: Fraction, currency: str = "VND") -> Money:
    """Return an exact share as money, rounded half to even; for display only."""
    return Money(round(share * SCALE), currency)
