"""What the pages show: plain frozen values that no template has to think about, the same in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from api.pages.formats import Both
from api.pages.words import Told
from registry.prices.model import Comparison as Compared
from registry.prices.model import Series


class Tone(StrEnum):
    """The colour of a statement; an icon and words always say the same."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Chip:
    """A short state with its colour."""

    tone: Tone
    word: Told


@dataclass(frozen=True, slots=True)
class Banner:
    """The verdict line of a page: what is the case, and what to do."""

    tone: Tone
    title: Told
    steps: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The median price of one unit over some awards."""

    kind: str
    median: Fraction
    unit: Both
    count: int
    currency: str = "VND"


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list."""

    id: str
    name: str
    kind: str
    substances: str
    form: str | None
    maker: str | None
    number: str | None
    state: Chip
    price: UnitPrice | None = None
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class RecallLine:
    """A recall in a list: `batches` is empty when every batch is recalled."""

    id: str
    name: str
    level: int
    reason: str
    decided_on: date
    batches: tuple[str, ...]
    state: Chip


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A substance with its strength, its decimals as each language writes them."""

    name: str
    strength: Both | None


@dataclass(frozen=True, slots=True)
class OldNumber:
    """A number that a renewal replaced; `until` is the last day on which it may be used, where it is known."""

    number: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Licence:
    """What is known of the authorisation, and how it is known."""

    number: str
    state: Chip
    evidence: Told
    old_numbers: tuple[OldNumber, ...] = ()
    decision: str | None = None
    decided_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class PackNode:
    """One level of packaging; `holds` tells what is directly inside, `base` how much of the base unit in all."""

    unit: Both
    gtin: str | None
    holds: tuple[int, Both] | None = None
    base: tuple[int, Both] | None = None
    content: str | None = None
    inside: tuple[PackNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """One price as a document tells it, for one unit; `arithmetic` shows the division where there was one."""

    day: date
    per_unit: Fraction
    quantity: int | None
    buyer: str | None
    province: str | None
    supplier: str | None
    decision: str | None
    arithmetic: Both | None = None


@dataclass(frozen=True, slots=True)
class PriceGroup:
    """All prices of a product of one kind in one unit; `packs` tells what whole packs come to at the median."""

    series: Series
    unit: Both
    awards: tuple[Award, ...]
    packs: tuple[Both, ...] = ()

    @property
    def more(self) -> int:
        """How many prices are not listed."""
        return self.series.summary.n - len(self.awards)


@dataclass(frozen=True, slots=True)
class Rival:
    """A medicine of the same group; `percent` is its difference from the one being looked at."""

    id: str
    name: str
    maker: str | None
    median: Fraction
    count: int
    percent: Fraction | None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Prices of one group side by side, cheapest first."""

    compared: Compared
    unit: Both
    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows came from, and the day they tell of."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything told of one product."""

    id: str
    name: str
    kind: str
    ingredients: tuple[Ingredient, ...]
    form: str | None
    routes: tuple[Both, ...]
    maker: str | None
    country: Both | None
    banner: Banner
    licence: Licence | None
    packs: tuple[PackNode, ...]
    pack_text: str | None
    prices: tuple[PriceGroup, ...]
    comparison: Comparison | Told
    recalls: tuple[RecallLine, ...] = ()
    sources: tuple[Source, ...] = ()
    prescription: bool | None = None
    version: int = 1
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What a scanned identity says: the verdict first, then the product."""

    gtin: str
    tone: Tone
    title: Told
    next_step: Both
    reasons: tuple[Both, ...]
    checked: datetime
    product: ProductPage | None
    batch: str | None = None
    serial: str | None = None
    expiry: date | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page: how much the register holds, and the latest recalls."""

    products: int
    authorisations: int
    trade_items: int
    recalls: tuple[RecallLine, ...]
    counted: datetime


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked, and a page of what was found."""

    query: str
    cards: tuple[Card, ...] = ()
    next: str | None = None
    further: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One symbol read from a picture, when it holds several."""

    text: str
    address: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The form for a code, and what went wrong; `mark` is the text before the fault, the fault, and the rest."""

    typed: str = ""
    fault: Told | None = None
    advice: Told | None = None
    mark: tuple[str, str, str] | None = None
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class RecallPage:
    """One recall for the public: no holders, no quantities."""

    id: str
    name: str
    level: int
    reason: str
    decision: str
    decided_on: date
    due: date
    batches: tuple[str, ...]
    state: Chip
    gtin: str
    product_id: str | None
    clock: Told
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """A refusal in human words: what is the case, what to do, and each fault with its value."""

    title: str
    detail: str | None
    hint: str | None
    faults: tuple[tuple[str, str], ...]
    status: int
    request: str
