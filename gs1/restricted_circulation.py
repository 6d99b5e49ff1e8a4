"""Restricted circulation numbers: GTINs that mean something only inside one company or one country.

A shop weighs meat and prints the weight or the price into the number. Which digits say what is for each country's
member organisation to tell (GS1 General Specifications 2.1.11, 2.1.12).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gs1.circulation_rules import CirculationRegion, CirculationRule, MeasureKind
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.gtin import Gtin
from gs1.prefixes import Circulation


@dataclass(frozen=True, slots=True)
class VariableMeasure:
    """What the digits say: a weight in kilograms, a price in a currency (ISO 4217), or a count.

    >>> RestrictedNumber.parse("2511119000129", "DE").measure
    VariableMeasure(kind=<MeasureKind.COUNT: 'count'>, amount=Decimal('12'), currency=None)
    """

    kind: MeasureKind
    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class RestrictedNumber:
    """A restricted circulation number and what its region's rules read out of it (GS1 General Specifications).

    `region` is None where none was told or the number stays inside one company; `item_reference` and `measure` are
    None where no rule reads them.

    >>> number = RestrictedNumber.parse("2088060112343", "SE")
    >>> number.item_reference, number.measure.amount, number.measure.currency
    ('880601', Decimal('12.34'), 'SEK')
    """

    gtin: Gtin
    circulation: Circulation
    region: CirculationRegion | None = None
    item_reference: str | None = None
    measure: VariableMeasure | None = None

    @classmethod
    def parse(
        cls, text: str, region: CirculationRegion | str | None = None, *, verify: bool = True
    ) -> RestrictedNumber:
        """Return a restricted circulation number of 8, 12 or 13 digits, read by the rules of `region`.

        Raises `Gs1Error` for what is no GTIN or not restricted, for an unknown region, and, unless `verify` is off,
        for a wrong check digit of the measure.
        """
        gtin = Gtin.parse(text)
        found = restricted_number(gtin, region, verify=verify)
        if found is None:
            raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, gtin.text, 1, len(gtin.prefix.digits), "01")
        return found

    @classmethod
    def build(
        cls, region: CirculationRegion | str, prefix: str, item_reference: str, amount: Decimal
    ) -> RestrictedNumber:
        """Return the number for an item and its measure under one of the region's two-digit prefixes.

        Raises `Gs1Error` for a prefix without a rule and for what the rule's digits cannot hold.

        >>> str(RestrictedNumber.build("DE", "28", "1111", Decimal("6.870")).gtin)
        '02811111068708'
        """
        place = _region(region)
        rule = place.rule_of(prefix)
        if rule is None:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, prefix)
        return cls.parse(Gtin.complete(rule.write(item_reference, amount)).text, place)

    @property
    def weight(self) -> Decimal | None:
        """The weight in kilograms, where the number holds one."""
        return self._amount(MeasureKind.WEIGHT)

    @property
    def price(self) -> Decimal | None:
        """The price in the currency of the region, where the number holds one."""
        return self._amount(MeasureKind.PRICE)

    @property
    def count(self) -> int | None:
        """The count, where the number holds one."""
        amount = self._amount(MeasureKind.COUNT)
        return None if amount is None else int(amount)

    def without_measure(self) -> Gtin:
        """The number of the item itself, its measure set to zero: what a price list is asked for.

        The number as it is where no rule reads a measure out of it.

        >>> str(RestrictedNumber.parse("2088060112343", "SE").without_measure())
        '02088060100005'
        """
        rule = self.region.rule_of(self.gtin.text[1:]) if self.region is not None else None
        if rule is None or self.item_reference is None:
            return self.gtin
        return Gtin.complete(rule.write(self.item_reference, Decimal(0)))

    def _amount(self, kind: MeasureKind) -> Decimal | None:
        return self.measure.amount if self.measure is not None and self.measure.kind is kind else None


def restricted_number(
    gtin: Gtin, region: CirculationRegion | str | None = None, *, verify: bool = True
) -> RestrictedNumber | None:
    """Return what a restricted circulation number says, or None for a GTIN that is not restricted.

    GS1 General Specifications, "Restricted circulation numbers".

    Raises `Gs1Error` for an unknown region and, unless `verify` is off, for a wrong check digit of the measure: some
    companies use that digit for something else.

    >>> restricted_number(Gtin.parse("2388060112344"), "FI").weight
    Decimal('1.234')
    >>> restricted_number(Gtin.parse("8936012345674")) is None
    True
    """
    place = None if region is None else _region(region)
    circulation = gtin.circulation
    if circulation is None:
        return None
    if circulation is Circulation.COMPANY or place is None:
        return RestrictedNumber(gtin, circulation, None, gtin.item_reference())
    rule = place.rule_of(gtin.text[1:])
    if rule is None:
        return RestrictedNumber(gtin, circulation, place)
    return _measured(gtin, place, rule, verify=verify)


def _measured(gtin: Gtin, region: CirculationRegion, rule: CirculationRule, *, verify: bool) -> RestrictedNumber:
    digits = gtin.text[1:13]
    wrong = rule.faulty_check(digits) if verify else None
    if wrong is not None:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, gtin.text, 1 + wrong, 1, "01")
    currency = region.currency if rule.kind is MeasureKind.PRICE else None
    measure = VariableMeasure(rule.kind, rule.amount(digits), currency)
    return RestrictedNumber(gtin, Circulation.GEOGRAPHICAL, region, rule.item_reference(digits), measure)


def _region(region: CirculationRegion | str) -> CirculationRegion:
    return CirculationRegion.parse(region) if isinstance(region, str) else region
