"""Values of the prices area. A price says per what and since when; amounts are exact, shares are Fractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from registry.money import Money


class PriceKind(StrEnum):
    """What a price is. Two kinds never meet in one figure."""

    DECLARED = "declared"
    """The expected wholesale price that a holder publishes (Decree 163/2025/ND-CP)."""
    LISTED = "listed"
    """The retail price a seller displays."""
    TENDER = "tender"
    """The price of an award in public procurement."""
    NEGOTIATED = "negotiated"
    """The price the state reached by negotiation."""
    INSURANCE = "insurance"
    """What health insurance pays."""
    CEILING = "ceiling"
    """The most that may be asked."""


class UnitKind(StrEnum):
    """What a price unit counts, and so what must agree before two prices in it are compared."""

    PIECE = "piece"
    """One dose unit: tablet, pill, patch. The strength belongs to it."""
    VESSEL = "vessel"
    """One container of medicine: vial, bottle, tube. Its content must agree."""
    PACK = "pack"
    """A package of several units. What it holds must agree."""
    MEASURE = "measure"
    """A weight, volume or activity: gram, millilitre, international unit."""
    UNSTATED = "unstated"
    """A form that was not filled in ("chai/lọ/ống"): known as a unit, never compared."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A price unit of the list `price_units`, with its names; `key` agrees with the pack units of the catalogue."""

    key: str
    kind: UnitKind
    vi: str
    en: str

    @property
    def is_comparable(self) -> bool:
        """Say whether a price in this unit says per what."""
        return self.kind is not UnitKind.UNSTATED


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A price unit as printed, and the unit it was read as; an unknown word stays text and is never compared."""

    text: str
    unit: Unit | None

    @property
    def key(self) -> str | None:
        """The key of the unit, where it was read."""
        return self.unit.key if self.unit else None


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who bought: a health facility as printed, with its insurance code and province."""

    name: str
    code: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """What a document says about one price: `money` buys `per` units; `supplier` sells, or declares, them.

    `printed` keeps name, strength and pack as the document prints them, where they tell two rows apart.
    A quantity of None means that the document gives none; published lists write 0.
    """

    kind: PriceKind
    product_id: int
    money: Money
    unit: str
    valid_from: date
    source: str
    per: int = 1
    authorisation_id: int | None = None
    quantity: int | None = None
    buyer: Buyer | None = None
    supplier: str | None = None
    decision: str | None = None
    technical_group: str | None = None
    package: str | None = None
    valid_until: date | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Superseded:
    """When and why a price stopped being shown; `by` stands in its place, None when it was withdrawn."""

    at: datetime
    reason: str
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """A recorded price. It is never edited: a correction is a new price that supersedes it."""

    id: int
    draft: PriceDraft
    unit: PrintedUnit
    recorded_at: datetime
    superseded: Superseded | None = None

    @property
    def share(self) -> Fraction:
        """The exact price of one unit."""
        return self.draft.money.per(self.draft.per)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording did: prices new to the register, and prices that stood there already."""

    new: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class PricePoint:
    """One price in time, for a chart and its table."""

    price_id: int
    day: date
    share: Fraction
    quantity: int | None = None
    buyer: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The spread of some prices: count, least, quartiles and most, exact."""

    n: int
    least: Fraction
    lower: Fraction
    median: Fraction
    upper: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """The spread of the prices that begin in one month; `month` is its first day."""

    month: date
    summary: Summary


@dataclass(frozen=True, slots=True)
class Series:
    """The prices of one product, of one kind, in one unit and currency, oldest first."""

    kind: PriceKind
    unit: PrintedUnit
    currency: str
    points: tuple[PricePoint, ...]
    months: tuple[MonthSummary, ...]
    summary: Summary


@dataclass(frozen=True, slots=True)
class History:
    """How the price of a product went: the series with most prices first; a unit nobody could read has its own."""

    product_id: int
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class PriceCard:
    """A price in one line of a search list: the median of the unit and kind with most prices, and how many they are."""

    product_id: int
    kind: PriceKind
    unit: Unit
    currency: str
    n: int
    median: Fraction
    latest: date


class Refusal(StrEnum):
    """Why prices are not compared."""

    NO_GROUP = "no-group"
    """Ingredients, strength, form or route of the product are not known with certainty."""
    NO_PRICE = "no-price"
    """The product has no price of the kind asked for."""
    UNIT_UNREAD = "unit-unread"
    """The product's prices do not say per what in a word we know."""
    NO_EQUAL = "no-equal"
    """No other product of the group has a price of the same kind and unit."""
    CONTENT_DIFFERS = "content-differs"
    """Equal products are sold in vessels or packs that hold more, less, or an amount not stated."""
    TOO_FEW = "too-few"
    """Fewer than three prices in all: no middle to speak of."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One product among its equals: the spread of its prices, and its median over the median of all."""

    product_id: int
    name: str
    maker: str | None
    summary: Summary
    latest: date
    ratio: Fraction
    is_present: bool
    is_outlier: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Equal products by price of one unit, cheapest first; `content` is what one unit holds, where it is stated."""

    product_id: int
    kind: PriceKind
    unit: Unit
    currency: str
    rows: tuple[ComparisonRow, ...]
    summary: Summary
    since: date
    until: date
    content: str | None = None
    set_aside: int = 0
    """Products of the group left out because their units hold another content, or one not stated."""


@dataclass(frozen=True, slots=True)
class NoComparison:
    """An honest no, with the reason and how many prices and products were found."""

    product_id: int
    reason: Refusal
    prices: int = 0
    products: int = 0
