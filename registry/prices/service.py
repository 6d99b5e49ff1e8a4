"""Use cases of the prices area: record what documents say, correct it without editing, show and compare it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from registry.paging import LIMIT_USUAL, Cursor, Page
from registry.prices.model import (
    Comparison,
    History,
    NoComparison,
    Price,
    PriceCard,
    PriceDraft,
    PriceKind,
    Recorded,
)
from registry.work import Work


def record(work: Work, drafts: Sequence[PriceDraft]) -> Recorded:
    """Record prices; one that stands already, with every fact the same, is counted as unchanged."""
    raise NotImplementedError


def correct(work: Work, price_id: int, draft: PriceDraft, reason: str) -> Price:
    """Put another price in the place of one that was recorded wrongly; the old one stays readable."""
    raise NotImplementedError


def withdraw(work: Work, price_id: int, reason: str) -> Price:
    """Stop showing a price, with the reason; it stays readable as of the days it was shown."""
    raise NotImplementedError


def price(work: Work, price_id: int) -> Price:
    """Return a price, superseded or not, or raise `NotFound`."""
    raise NotImplementedError


def of_product(work: Work, product_id: int, cursor: Cursor | None = None, limit: int = LIMIT_USUAL) -> Page[Price]:
    """Return the prices of a product that stand now, newest first."""
    raise NotImplementedError


def prices_on(work: Work, product_id: int, day: date, known_at: datetime | None = None) -> tuple[Price, ...]:
    """Return the prices in force on `day` as the register knew them at `known_at` (now when None)."""
    raise NotImplementedError


def history(work: Work, product_id: int) -> History:
    """Return every price of a product in time, by kind and unit, with the median of each month."""
    raise NotImplementedError


def compare(work: Work, product_id: int, kind: PriceKind = PriceKind.TENDER) -> Comparison | NoComparison:
    """Set a product among its equals by unit price, or say why not."""
    raise NotImplementedError


def latest_cards(work: Work, product_ids: Sequence[int]) -> dict[int, PriceCard]:
    """Return one line of price for each of `product_ids` that has one."""
    raise NotImplementedError
