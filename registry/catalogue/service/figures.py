"""How much the catalogue holds, for the first page; it reads whole indexes, so callers keep the answer a while."""

from __future__ import annotations

from dataclasses import dataclass

from registry.catalogue.store import figures
from registry.work import Work


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of the catalogue."""

    products: int
    authorisations: int
    trade_items: int


def counted(work: Work) -> Figures:
    """Return how many products, authorisations and GTINs the register holds."""
    return Figures(*figures.counts(work.db))
