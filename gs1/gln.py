"""The Global Location Number: names a party or a place, AIs (410) to (417)."""

from __future__ import annotations

from dataclasses import dataclass

from gs1.keys import build_digits, demand_key


@dataclass(frozen=True, slots=True, order=True)
class Gln:
    """A GLN, thirteen digits (GS1 General Specifications 3.7)."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Gln:
        """Return `text` as a GLN; raise `Gs1Error` for anything but thirteen digits with a right check digit."""
        demand_key(text, (13,), "414")
        return cls(text)

    @classmethod
    def build(cls, company_prefix: str, reference: int | str) -> Gln:
        """Return the GLN of `reference` under `company_prefix`."""
        return cls(build_digits(company_prefix, reference, 12))

    @property
    def check_digit(self) -> str:
        """The last digit."""
        return self.text[-1]

    @property
    def payload(self) -> str:
        """The twelve digits before the check digit."""
        return self.text[:-1]

    def __str__(self) -> str:
        return self.text
