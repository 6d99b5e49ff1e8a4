"""Use cases on trade items: one for each packaging level of a product, named by a GTIN, published under a licence."""

from __future__ import annotations

from gs1 import Gtin
from registry.audit import service as audit
from registry.catalogue import bodies, rules, store
from registry.catalogue.model import ItemIdentifier, TradeItem, TradeItemDraft, TradeItemState
from registry.catalogue.packaging import PackReading
from registry.catalogue.service.authorisations import authorisations_of
from registry.catalogue.service.products import product
from registry.catalogue.states import check_trade_item_step
from registry.errors import Conflict, NotFound, RuleBroken, Stale
from registry.ids import format_id, new_id
from registry.work import Work


def register_trade_items(work: Work, product_id: int, pack: PackReading) -> list[TradeItem]:
    """Register every level of a pack, from the inside out; levels that stand already are returned as they are."""
    work.require("trade-item:write")
    product(work, product_id)
    items: list[TradeItem] = []
    for plan in rules.plan_levels(pack):
        item = rules.draft_item(new_id(), product_id, plan, items[-1] if items else None, pack.text)
        if store.trade_items.add(work.db, item, plan.path, work.now_us):
            audit.keep(work, bodies.trade_item_snapshot(item), "trade-item:registered", {"pack": plan.path})
        kept = store.trade_items.by_path(work.db, product_id, plan.path)
        items.append(kept or item)
    return items


def register_trade_item(work: Work, product_id: int, draft: TradeItemDraft) -> tuple[TradeItem, bool]:
    """Register one packaging level as it was told, checked against what it holds; say whether it is new."""
    work.require("trade-item:write")
    product(work, product_id)
    inner = trade_item_by_id(work, draft.contains_id) if draft.contains_id is not None else None
    rules.check_level(draft, inner, product_id)
    item = TradeItem(
        id=new_id(),
        gtin=None,
        product_id=product_id,
        level=draft.level,
        unit=draft.unit,
        contains_id=draft.contains_id,
        contains_gtin=inner.gtin if inner else None,
        contains_count=draft.contains_count,
        base_count=draft.base_count,
        base_unit=draft.base_unit,
        content=draft.content,
        pack_text=draft.pack_text,
        state=TradeItemState.DRAFT,
        version=1,
    )
    new = store.trade_items.add(work.db, item, draft.path, work.now_us)
    if new:
        audit.keep(work, bodies.trade_item_snapshot(item), "trade-item:registered", {"pack": draft.path})
    kept = store.trade_items.by_path(work.db, product_id, draft.path)
    return kept or item, new


def add_identifier(work: Work, identifier: ItemIdentifier) -> bool:
    """Keep an identifier beside the GTIN; False when it stands, `Conflict` when it names another trade item."""
    work.require("trade-item:write")
    if store.trade_items.add_identifier(work.db, identifier, work.now_us):
        facts = {"agency": identifier.agency, "value": identifier.value, "kind": identifier.kind}
        audit.record(work, "trade-item:identified", format_id(identifier.trade_item_id), {**facts})
        return True
    known = store.trade_items.id_by_identifier(work.db, identifier.value)
    if known != identifier.trade_item_id:
        raise Conflict("identifier-taken", value=identifier.value)
    return False


def identifiers_of(work: Work, trade_item_id: int) -> list[ItemIdentifier]:
    """Return the identifiers of a trade item beside its GTIN."""
    return store.trade_items.identifiers(work.db, trade_item_id)


def item_by_identifier(work: Work, value: str) -> TradeItem:
    """Return the trade item that any identifier names, GTIN or other; raise `NotFound`."""
    known = store.trade_items.id_by_identifier(work.db, value)
    if known is None:
        raise NotFound("identifier-unknown", value=value[:80])
    return trade_item_by_id(work, known)


def trade_item(work: Work, gtin: Gtin) -> TradeItem:
    """Return the trade item that a GTIN names, or raise `NotFound`."""
    found = store.trade_items.by_gtin(work.db, gtin)
    if found is None:
        raise NotFound("gtin-unknown", gtin=gtin.text)
    return found


def trade_item_by_id(work: Work, trade_item_id: int) -> TradeItem:
    """Return a trade item by its key, or raise `NotFound`."""
    found = store.trade_items.by_id(work.db, trade_item_id)
    if found is None:
        raise NotFound("trade-item-unknown", id=format_id(trade_item_id))
    return found


def trade_item_by_path(work: Work, product_id: int, path: str) -> TradeItem | None:
    """Return the trade item that one word names within its product: a pack reading's path, or the maker's own key."""
    return store.trade_items.by_path(work.db, product_id, path)


def trade_items_of(work: Work, product_id: int) -> list[TradeItem]:
    """Return the trade items of a product, in the order of their registration (inner levels before outer ones)."""
    return store.trade_items.of_product(work.db, product_id)


def assign_gtin(work: Work, trade_item_id: int, gtin: Gtin) -> TradeItem:
    """Give a trade item its GTIN, once and for ever; raise `RuleBroken` when it has another."""
    work.require("trade-item:write")
    current = trade_item_by_id(work, trade_item_id)
    if current.gtin == gtin:
        return current
    if store.trade_items.by_gtin(work.db, gtin) is not None:
        raise Conflict("gtin-taken", gtin=gtin.text)
    if not store.trade_items.set_gtin(work.db, trade_item_id, gtin):
        raise RuleBroken("gtin-fixed", id=format_id(trade_item_id), gtin=str(current.gtin))
    named = trade_item_by_id(work, trade_item_id)
    audit.keep(work, bodies.trade_item_snapshot(named), "trade-item:named", {"gtin": gtin.text})
    return named


def publish(work: Work, trade_item_id: int) -> TradeItem:
    """Publish a trade item: from then on its GTIN, level and counts are fixed. Only with an authorisation in force."""
    work.require("trade-item:write")
    current = trade_item_by_id(work, trade_item_id)
    if current.state is TradeItemState.PUBLISHED:
        return current
    check_trade_item_step(current.state, TradeItemState.PUBLISHED)
    if current.gtin is None:
        raise RuleBroken("trade-item-without-gtin", id=format_id(trade_item_id))
    held = authorisations_of(work, current.product_id)
    if not any(one.is_in_force(work.today) for one in held):
        raise RuleBroken("authorisation-not-in-force", numbers=[one.number for one in held])
    return _move(work, current, TradeItemState.PUBLISHED)


def discontinue(work: Work, trade_item_id: int) -> TradeItem:
    """Say that a published trade item is no longer made; what is in the market keeps its identity."""
    work.require("trade-item:write")
    current = trade_item_by_id(work, trade_item_id)
    check_trade_item_step(current.state, TradeItemState.DISCONTINUED)
    return _move(work, current, TradeItemState.DISCONTINUED)


def _move(work: Work, item: TradeItem, state: TradeItemState) -> TradeItem:
    if not store.trade_items.set_state(work.db, item, state):
        raise Stale("trade-item-changed", id=format_id(item.id))
    moved = trade_item_by_id(work, item.id)
    audit.keep(work, bodies.trade_item_snapshot(moved, work.today), f"trade-item:{state}", {"gtin": str(item.gtin)})
    return moved
