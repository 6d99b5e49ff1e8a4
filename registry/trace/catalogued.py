"""What the trace area asks of the catalogue: which trade items are published, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable

from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import TradeItem
from registry.catalogue.states import TradeItemState
from registry.errors import NotFound
from registry.work import Work

ANYWHERE = "place:any"
"""The scope of who may report for other parties, at their places and of their goods."""


def published_gtins(work: Work, gtins: Iterable[Gtin]) -> frozenset[int]:
    """Return, as integers, those of `gtins` whose trade item is published: only their packs may be commissioned."""
    return frozenset(int(gtin.text) for gtin in gtins if _is_published(_item(work, gtin)))


def own_gtins(work: Work, gtins: Iterable[Gtin]) -> frozenset[int]:
    """Return, as integers, those of `gtins` whose packs and batches the actor may bring into being.

    These are the goods that it makes or holds the authorisation of; all, for who may report for others.
    """
    return frozenset(int(gtin.text) for gtin in gtins if is_own(work, gtin))


def is_own(work: Work, gtin: Gtin) -> bool:
    """Say whether the actor makes the goods of a GTIN or holds their authorisation, or may report for others."""
    if work.actor.party_id is None or work.actor.may(ANYWHERE):
        return True
    item = _item(work, gtin)
    if item is None:
        return False
    product = catalogue.product(work, item.product_id)
    return work.actor.party_id in {product.maker_id, product.holder_id}


def _item(work: Work, gtin: Gtin) -> TradeItem | None:
    try:
        return catalogue.trade_item(work, gtin)
    except NotFound:
        return None


def _is_published(item: TradeItem | None) -> bool:
    return item is not None and item.state is TradeItemState.PUBLISHED
