"""Strength texts read into exact fractions with their units, as far as they can be read with certainty and no further.

Vietnamese lists write a decimal comma and a thousands dot ("2.940mg", "0,5mg", "200.000IU"), some write the English
way. Where the two readings differ and nothing decides between them, the text is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from registry.text import nfc, squeeze

UNITS: dict[str, tuple[str, Fraction]] = {
    "kg": ("mg", Fraction(1_000_000)),
    "g": ("mg", Fraction(1_000)),
    "gam": ("mg", Fraction(1_000)),
    "gram": ("mg", Fraction(1_000)),
    "mg": ("mg", Fraction(1)),
    "mcg": ("mg", Fraction(1, 1_000)),
    "µg": ("mg", Fraction(1, 1_000)),
    "μg": ("mg", Fraction(1, 1_000)),
    "ug": ("mg", Fraction(1, 1_000)),
    "l": ("ml", Fraction(1_000)),
    "lít": ("ml", Fraction(1_000)),
    "lit": ("ml", Fraction(1_000)),
    "ml": ("ml", Fraction(1)),
    "iu": ("IU", Fraction(1)),
    "ui": ("IU", Fraction(1)),
    "đvqt": ("IU", Fraction(1)),
    "miu": ("IU", Fraction(1_000_000)),
    "mui": ("IU", Fraction(1_000_000)),
    "u": ("U", Fraction(1)),
    "đơn vị": ("U", Fraction(1)),
    "mmol": ("mmol", Fraction(1)),
    "meq": ("mEq", Fraction(1)),
    "mci": ("mCi", Fraction(1)),
    "%": ("%", Fraction(1)),
    "liều": ("dose", Fraction(1)),
    "liều xịt": ("dose", Fraction(1)),
    "nhát xịt": ("dose", Fraction(1)),
}
"""Spellings of a unit -> the unit we compare in, and how many of it one is."""

COUNTED_IN_THOUSANDS = frozenset({"IU", "U"})
"""International units come in thousands, so that "200.000IU" and "4,000IU" are certain."""

NUMBER = r"\d+(?:[.,]\d+)*"
UNIT = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
QUANTITY = re.compile(rf"(?P<number>{NUMBER})\s*(?P<unit>{UNIT})(?![a-zà-ỹđ])", re.IGNORECASE)
STRENGTH = re.compile(
    rf"(?P<number>{NUMBER})\s*(?P<unit>{UNIT})(?:\s*\((?P<basis>[wv]/[wv])\))?"
    rf"(?:\s*/\s*(?P<per>{NUMBER})?\s*(?P<per_unit>{UNIT}|gói|viên|lọ|ống|chai|túi))?",
    re.IGNORECASE,
)
WHOLE_UNITS = frozenset({"gói", "viên", "lọ", "ống", "chai", "túi"})
"""Per one of these is per unit, which a strength without a denominator says as well."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount of a unit we compare in (mg, ml, IU, U, mmol, mEq, mCi, %, dose)."""

    amount: Fraction
    unit: str

    @property
    def text(self) -> str:
        """The amount as a plain decimal, or as a fraction where it has no end, with its unit: "62.5 mg"."""
        return f"{plain(self.amount)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Strength:
    """How much of a substance there is in one unit, or in one `per` (40 mg per 5 ml is 8 mg per ml)."""

    amount: Quantity
    per: str | None = None

    @property
    def text(self) -> str:
        """The canonical text: "500 mg", "8 mg/ml", "0.9 %"."""
        return f"{self.amount.text}/{self.per}" if self.per else self.amount.text


def plain(value: Fraction) -> str:
    """Return `value` as a decimal without loss, or as "n/d" when its decimals never end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = len(str(value.denominator)) * 4
    whole = f"{value.numerator * 10**digits // value.denominator:0{digits + 1}d}"
    return f"{whole[:-digits]}.{whole[-digits:]}".rstrip("0").rstrip(".")


def read_number(text: str, unit: str = "") -> Fraction | None:
    """Return the number that `text` writes, or None when a comma or dot could be read in two ways."""
    groups = re.split(r"[.,]", text)
    marks = re.findall(r"[.,]", text)
    if not marks:
        return Fraction(int(text))
    grouped = all(len(group) == 3 for group in groups[1:]) and not groups[0].startswith("0") and len(groups[0]) <= 3
    if len(marks) > 1:
        return _several_marks(groups, marks, grouped)
    if grouped and unit in COUNTED_IN_THOUSANDS:
        return Fraction(int("".join(groups)))
    if grouped and marks[0] == ".":
        return None  # "2.940": 2940 written the Vietnamese way or 2.94 written the English way
    return Fraction(f"{groups[0]}.{groups[1]}")


def _several_marks(groups: list[str], marks: list[str], grouped: bool) -> Fraction | None:
    if len(set(marks)) == 1:
        return Fraction(int("".join(groups))) if grouped else None
    if len(set(marks[:-1])) == 1 and all(len(group) == 3 for group in groups[1:-1]):
        return Fraction(f"{''.join(groups[:-1])}.{groups[-1]}")
    return None


def quantity(number: str, unit: str) -> Quantity | None:
    """Return the amount of `unit` (any known spelling) that `number` writes, or None when it is not certain."""
    name, times = UNITS[nfc(unit).lower()]
    value = read_number(number, name)
    return None if value is None else Quantity(value * times, name)


@lru_cache(maxsize=16_384)
def read_strength(text: str) -> Strength | None:
    """Return the strength that the whole of `text` writes, or None when it writes more or is uncertain."""
    match = STRENGTH.fullmatch(squeeze(text).strip(" .;,"))
    if match is None:
        return None
    amount = quantity(match["number"], match["unit"])
    if amount is None or amount.unit in {"ml", "dose"}:
        return None
    if match["per_unit"] is None or match["per_unit"].lower() in WHOLE_UNITS:
        return _undivided(amount, match["basis"])
    per = quantity(match["per"] or "1", match["per_unit"])
    if per is None or not per.amount:
        return None
    return Strength(Quantity(amount.amount / per.amount, amount.unit), per.unit)


def _undivided(amount: Quantity, basis: str | None) -> Strength:
    """Per cent weight in volume is grams in 100 ml, which is 10 mg/ml for each per cent; other bases stay per cent."""
    if amount.unit == "%" and basis and basis.lower() == "w/v":
        return Strength(Quantity(amount.amount * 10, "mg"), "ml")
    return Strength(amount)
