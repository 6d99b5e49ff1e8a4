"""How each country lays out a restricted circulation number with a variable measure: `data/restricted_circulation.tsv`.

A country more, or a rule changed by its member organisation, is a line more or a line changed in that table.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from gs1.check_digit import first_non_digit, price_weight_check_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.tables import table_lines

_PREFIX_DIGITS = 2


class MeasureKind(StrEnum):
    """What the variable digits count (GS1 General Specifications, "Variable measure trade items").

    >>> CirculationRegion.parse("GB").rule_of("20").kind.value
    'price'
    """

    WEIGHT = "weight"
    PRICE = "price"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class CirculationRule:
    """One layout of the twelve digits before the check digit (GS1 General Specifications 2.1.12).

    >>> CirculationRule("23IIIIIIVVVV", MeasureKind.WEIGHT, 3).amount("238806011234")
    Decimal('1.234')
    """

    pattern: str
    kind: MeasureKind
    decimals: int

    @property
    def prefix(self) -> str:
        """The two digits that choose this rule."""
        return self.pattern[:_PREFIX_DIGITS]

    def item_reference(self, digits: str) -> str:
        """The digits that name the item."""
        return self._cut(digits, "I")

    def amount(self, digits: str) -> Decimal:
        """The measure with its decimals."""
        return Decimal(self._cut(digits, "V")).scaleb(-self.decimals)

    def faulty_check(self, digits: str) -> int | None:
        """Where the check digit of the measure stands, if it is wrong; None where it is right or there is none."""
        place = self.pattern.find("C")
        if place < 0 or digits[place] == price_weight_check_digit(self._cut(digits, "V")):
            return None
        return place

    def write(self, item_reference: str, amount: Decimal) -> str:
        """The twelve digits for an item and a measure; raises `Gs1Error` for what the layout cannot hold."""
        if len(item_reference) != self.pattern.count("I") or first_non_digit(item_reference) >= 0:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, item_reference)
        digits = self._measure_digits(amount)
        check = price_weight_check_digit(digits) if "C" in self.pattern else ""
        return self.prefix + item_reference + check + digits

    def _measure_digits(self, amount: Decimal) -> str:
        room = self.pattern.count("V")
        if not amount.is_finite() or not 0 <= amount < Decimal(10) ** (room - self.decimals):
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(amount))
        value = amount.scaleb(self.decimals)
        if value != int(value):
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(amount))
        return f"{int(value):0{room}}"

    def _cut(self, digits: str, letter: str) -> str:
        return digits[self.pattern.index(letter) : self.pattern.rindex(letter) + 1]


@dataclass(frozen=True, slots=True)
class CirculationRegion:
    """A country whose rules are known: ISO 3166-1 code, name, currency, and its rules by their prefix.

    >>> CirculationRegion.parse("se") == CirculationRegion.parse("Sweden")
    True
    """

    code: str
    name: str
    currency: str
    rules: tuple[CirculationRule, ...]

    @classmethod
    def parse(cls, text: str) -> CirculationRegion:
        """Return the region of this ISO 3166-1 alpha-2 code or English name; raise `Gs1Error` for any other text."""
        wanted = text.strip().upper().replace(" ", "_")
        for region in regions():
            if wanted in (region.code, region.name):
                return region
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, text)

    def rule_of(self, digits: str) -> CirculationRule | None:
        """The rule for a number of thirteen digits, or None where this country has none."""
        return next((rule for rule in self.rules if digits.startswith(rule.prefix)), None)


@cache
def regions() -> tuple[CirculationRegion, ...]:
    """All regions whose rules are known, read at the first question.

    >>> [region.code for region in regions()]
    ['DE', 'DK', 'EE', 'FI', 'GB', 'LT', 'LV', 'NO', 'SE']
    """
    rules: dict[tuple[str, str, str], list[CirculationRule]] = {}
    for line in table_lines("restricted_circulation.tsv"):
        code, name, currency, pattern, kind, decimals, _ = line.split("\t")
        rules.setdefault((code, name, currency), []).append(CirculationRule(pattern, MeasureKind(kind), int(decimals)))
    return tuple(CirculationRegion(*region, tuple(found)) for region, found in rules.items())
