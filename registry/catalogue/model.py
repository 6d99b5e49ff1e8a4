"""Values of the catalogue: authorisations with their numbers, products, and trade items."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gs1 import Gtin
from registry.catalogue.facts import DeviceFacts, Facts, MedicineFacts
from registry.catalogue.ingredients import Ingredient
from registry.catalogue.numbers import AuthorisationNumber, NumberForm
from registry.catalogue.states import AuthorisationState, AuthorisationStep, TradeItemState

__all__ = [
    "OTHER_NAMES",
    "Authorisation",
    "AuthorisationDraft",
    "AuthorisationEvent",
    "AuthorisationNumber",
    "AuthorisationState",
    "AuthorisationStep",
    "Decision",
    "DeviceFacts",
    "Evidence",
    "Facts",
    "IdentifierKind",
    "Ingredient",
    "IssuingAgency",
    "ItemIdentifier",
    "MedicineFacts",
    "NumberForm",
    "NumberRecord",
    "Product",
    "ProductCard",
    "ProductDraft",
    "ProductKind",
    "Renewal",
    "TradeItem",
    "TradeItemDraft",
    "TradeItemState",
]


OTHER_NAMES = "other_names"
"""Key in the sources of a product: names that other sources use for it."""


class ProductKind(StrEnum):
    """What an authorisation is for."""

    MEDICINE = "medicine"
    DEVICE = "device"
    SUPPLY = "supply"


class Evidence(StrEnum):
    """What the register rests on: a list, an award or a decision as published, or a submission by the holder."""

    LIST = "list"
    AWARD = "award"
    DECISION = "decision"
    SUBMISSION = "submission"


@dataclass(frozen=True, slots=True)
class Decision:
    """The act of an authority that a step rests on: its number, and its day, issuer and document where known.

    `document` is the SHA-256 of the file that was published, in hexadecimal.
    """

    number: str
    decided_on: date | None = None
    authority: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class NumberRecord:
    """A number that names, or named, an authorisation; `usable_until` ends the overlap after a renewal."""

    text: str
    form: NumberForm
    is_current: bool
    usable_from: date | None = None
    usable_until: date | None = None
    note: str | None = None

    def is_usable(self, day: date) -> bool:
        """Say whether goods may still carry this number on `day`: a replaced number may for a while."""
        return (self.usable_from is None or self.usable_from <= day) and (
            self.usable_until is None or day <= self.usable_until
        )


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A marketing authorisation or circulation number: its state and period, and every number it ever had."""

    id: int
    kind: ProductKind
    number: str
    state: AuthorisationState
    product_id: int
    holder_id: int | None
    valid_from: date | None
    valid_until: date | None
    evidence: Evidence
    decision: str | None
    version: int
    numbers: tuple[NumberRecord, ...] = ()
    terms: str | None = None
    """How long the decision lets it run: P5Y, P3Y (ISO 8601), or "until" for a day that it names."""
    is_emergency: bool = False
    """A circulation number of a device that was issued in an emergency, and so expires (Decree 98/2021/ND-CP)."""
    successor_of: int | None = None
    """The authorisation, lapsed or revoked, whose place this one took."""
    merged_into: int | None = None
    """The record that was proved to be of the same authorisation; it holds the numbers now."""

    @property
    def is_invented(self) -> bool:
        """Say whether it belongs to the seed country, whose numbers no authority issues."""
        return any(number.form is NumberForm.DEMO for number in self.numbers)

    @property
    def is_foreign(self) -> bool:
        """Say whether another country's authority issued it: it licenses nothing in Viet Nam."""
        return any(number.form is NumberForm.FOREIGN for number in self.numbers)

    def is_in_force(self, day: date) -> bool:
        """Say whether goods may be placed on the market under it on `day`."""
        if self.state is not AuthorisationState.IN_FORCE or self.is_foreign:
            return False
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class AuthorisationEvent:
    """One step in the life of an authorisation, and the decision it cites."""

    step: AuthorisationStep
    state: AuthorisationState
    decision: Decision | None
    note: str | None
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as a source writes it; every text is kept beside what is read in it.

    `substances` may hold strengths ("Prednison 5mg"); `strengths` is given where the source has them in a cell of
    their own, and `parts`, (substance, strength), where each has a row of its own. `market` is the country (ISO 3166-1
    alpha-2) of another register: its products are compared among themselves only. `source` keeps cells
    that were normalised, by column, as they stood.
    """

    kind: ProductKind
    name: str
    substances: str = ""
    strengths: str | None = None
    form: str | None = None
    route_code: str | None = None
    route: str | None = None
    pack: str | None = None
    maker: str | None = None
    maker_country: str | None = None
    maker_address: str | None = None
    holder: str | None = None
    holder_address: str | None = None
    standard: str | None = None
    shelf_life_months: int | None = None
    source: dict[str, str] = field(default_factory=dict)
    facts: Facts | None = None
    parts: tuple[tuple[str, str | None], ...] = ()
    market: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A medicine, device or supply; `group_key` is None where its prices cannot be compared surely."""

    id: int
    kind: ProductKind
    name: str
    form: str | None
    form_key: str | None
    routes: tuple[str, ...]
    ingredients_text: str
    ingredients: tuple[Ingredient, ...]
    strength: str | None
    prescription: bool | None
    control: str | None
    maker_id: int | None
    maker_name: str | None
    maker_country: str | None
    holder_id: int | None
    holder: str | None
    pack_text: str | None
    standard: str | None
    shelf_life_months: int | None
    group_key: str | None
    authorisation_id: int | None
    source: dict[str, str]
    version: int
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in one line of a list."""

    id: int
    kind: ProductKind
    name: str
    ingredients: str
    strength: str | None
    form: str | None
    maker: str | None
    holder: str | None
    number: str | None
    state: AuthorisationState | None
    group_key: str | None = None
    evidence: Evidence | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class AuthorisationDraft:
    """An authorisation to register: granted by a decision, or seen in a list or an award (state LISTED)."""

    number: AuthorisationNumber
    evidence: Evidence
    decision: Decision | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    terms: str | None = None
    is_emergency: bool = False
    successor_of: int | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal by decision: the number before, the number after (the same where it is kept), and the new period."""

    before: AuthorisationNumber
    after: AuthorisationNumber
    decision: Decision
    valid_from: date
    valid_until: date
    terms: str | None = None


class IssuingAgency(StrEnum):
    """Who gives out an identifier of a trade item (Regulation (EU) 2017/745 article 27), or the register itself."""

    GS1 = "GS1"
    HIBCC = "HIBCC"
    ICCBBA = "ICCBBA"
    IFA = "IFA"
    NATIONAL = "national"


class IdentifierKind(StrEnum):
    """What an identifier of a trade item is for (FDA GUDID data elements; EUDAMED)."""

    PRIMARY = "primary"
    PACKAGE = "package"
    SECONDARY = "secondary"
    UNIT_OF_USE = "unit-of-use"
    DIRECT_MARKING = "direct-marking"
    PREVIOUS = "previous"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class ItemIdentifier:
    """An identifier of a trade item, from a day until a day; a GTIN is kept with its 14 digits."""

    agency: IssuingAgency
    value: str
    kind: IdentifierKind
    trade_item_id: int
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class TradeItemDraft:
    """A trade item as a maker or another register tells it: its GTIN where it has one, and what it holds.

    `path` says in one word which pack of the product it is, so that telling it again adds nothing.
    """

    path: str
    level: str
    unit: str
    base_count: int
    base_unit: str
    pack_text: str
    contains_id: int | None = None
    contains_count: int | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class TradeItem:
    """What a GTIN names: one packaging level of a product. `gtin` is None until one is assigned.

    It holds `contains_count` of the trade item `contains_id`, and `base_count` innermost units in all.
    """

    id: int
    gtin: Gtin | None
    product_id: int
    level: str
    unit: str
    contains_id: int | None
    contains_gtin: Gtin | None
    contains_count: int | None
    base_count: int
    base_unit: str
    content: str | None
    pack_text: str
    state: TradeItemState
    version: int
