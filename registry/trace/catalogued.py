"""What the trace area asks of the catalogue: which trade items are published."""

from __future__ import annotations

from collections.abc import Iterable

from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.states import TradeItemState
from registry.errors import NotFound
from registry.work import Work


def published_gtins(work: Work, gtins: Iterable[Gtin]) -> frozenset[int]:
    """Return, as integers, those of `gtins` whose trade item is published: only their packs may be commissioned."""
    return frozenset(int(gtin.text) for gtin in gtins if _is_published(work, gtin))


def _is_published(work: Work, gtin: Gtin) -> bool:
    try:
        return catalogue.trade_item(work, gtin).state is TradeItemState.PUBLISHED
    except NotFound:
        return False
