"""Packaging as a tree: the case holds boxes, the box holds blisters, each with its GTIN where it has one."""

from __future__ import annotations

from collections.abc import Sequence

from api.pages.formats import Both
from api.pages.values import PackNode
from registry.catalogue.model import TradeItem, TradeItemState
from registry.catalogue.packaging import unit_name

PUBLIC = frozenset({TradeItemState.PUBLISHED, TradeItemState.DISCONTINUED})
"""A GTIN is told to the public once its trade item was published."""


def tree_of(items: Sequence[TradeItem]) -> tuple[PackNode, ...]:
    """Return the outermost packs, each with what it holds inside."""
    by_id = {item.id: item for item in items}
    held = {item.contains_id for item in items}
    return tuple(_node(item, by_id) for item in items if item.id not in held)


def unit_words(key: str) -> Both:
    """Return the word for a pack unit in both languages; an unknown key is shown as it is."""
    try:
        return Both(unit_name(key, "vi"), unit_name(key, "en"))
    except KeyError:
        return Both.same(key)


def _node(item: TradeItem, by_id: dict[int, TradeItem]) -> PackNode:
    inner = by_id.get(item.contains_id) if item.contains_id is not None else None
    base = (item.base_count, unit_words(item.base_unit)) if item.base_unit != item.unit else None
    return PackNode(
        unit=unit_words(item.unit),
        gtin=str(item.gtin) if item.gtin and item.state in PUBLIC else None,
        holds=(item.contains_count, unit_words(inner.unit)) if inner and item.contains_count else base,
        base=base if inner and inner.base_count > 1 else None,
        content=item.content,
        inside=(_node(inner, by_id),) if inner else (),
    )
