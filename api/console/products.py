"""A product as its maker's desk, or the authority's, shows it: licence, numbers, packs with GTINs, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.console.differences import Line, line_of, tells
from api.pages.formats import Both
from api.pages.licences import chip_on
from api.pages.packs import unit_words
from api.pages.product import ingredients_of
from api.pages.values import Chip, Tone
from api.pages.values import Ingredient as Substance
from api.pages.words import Told
from registry.audit import service as audit
from registry.audit.model import FieldChange
from registry.catalogue import bodies
from registry.catalogue import service as catalogue
from registry.catalogue.model import Authorisation, NumberRecord, Product, ProductCard, TradeItem, TradeItemState
from registry.errors import NotFound
from registry.ids import format_id
from registry.work import Work

ITEM_TONES = {TradeItemState.PUBLISHED: Tone.GREEN, TradeItemState.DISCONTINUED: Tone.AMBER}
HISTORY_MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A product in a list of the desk."""

    id: str
    name: str
    substances: str
    number: str | None
    until: str | None
    state: Chip


@dataclass(frozen=True, slots=True)
class Item:
    """A packaging level with the arithmetic of what it holds: count, unit, and innermost units in all."""

    id: str
    unit: Both
    gtin: str | None
    state: Chip
    holds: tuple[int, Both] | None
    total: tuple[int, Both]
    depth: int
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What one act changed in a record."""

    at: datetime
    actor: str
    reason: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the desk tells of a product."""

    id: str
    product: Product
    ingredients: tuple[Substance, ...]
    licence: Authorisation | None
    state: Chip | None
    numbers: tuple[NumberRecord, ...]
    items: tuple[Item, ...]
    history: tuple[Event, ...]
    authorisation_id: str | None


def row_of(work: Work, card: ProductCard, language_day: str | None) -> Row:
    """Return a card as a row of the desk's list."""
    substances = " ".join(part for part in (card.ingredients, card.strength) if part)
    return Row(format_id(card.id), card.name, substances, card.number, language_day, chip_on(card, work.today))


def sheet_of(work: Work, product: Product, language: str) -> Sheet:
    """Return all that the desk tells of a product."""
    held = catalogue.authorisations_of(work, product.id)
    licence = next((one for one in reversed(held) if one.id == product.authorisation_id), held[-1] if held else None)
    return Sheet(
        id=format_id(product.id),
        product=product,
        ingredients=ingredients_of(product),
        licence=licence,
        state=chip_on(licence, work.today) if licence else None,
        numbers=tuple(number for one in held for number in one.numbers),
        items=tuple(items_of(catalogue.trade_items_of(work, product.id))),
        history=tuple(history_of(work, product, held, language)),
        authorisation_id=format_id(licence.id) if licence else None,
    )


def items_of(items: Sequence[TradeItem]) -> list[Item]:
    """Return the packaging levels, each outermost one followed by what it holds."""
    by_id = {one.id: one for one in items}
    inside = {one.contains_id for one in items}
    found: list[Item] = []
    for outermost in (one for one in items if one.id not in inside):
        step: TradeItem | None = outermost
        depth = 0
        while step is not None:
            found.append(_item(step, by_id, depth))
            step, depth = by_id.get(step.contains_id) if step.contains_id else None, depth + 1
    return list({one.id: one for one in found}.values())


def history_of(work: Work, product: Product, held: Sequence[Authorisation], language: str) -> list[Event]:
    """Return what each act changed in the product and its authorisations, newest first."""
    keys = [(bodies.PRODUCT, format_id(product.id)), *((bodies.AUTHORISATION, format_id(one.id)) for one in held)]
    events: dict[int, tuple[FieldChange, list[Line]]] = {}
    for kind, key in keys:
        for change in _changes(work, kind, key):
            if not tells(change.before, change.after):
                continue
            events.setdefault(change.version.seq, (change, []))[1].append(line_of(change, language))
    newest = [events[seq] for seq in sorted(events, reverse=True)][:HISTORY_MOST]
    return [Event(one.version.recorded_at, one.version.actor, one.version.reason, tuple(made)) for one, made in newest]


def _changes(work: Work, kind: str, key: str) -> list[FieldChange]:
    try:
        return audit.field_history(work, kind, key)
    except NotFound:
        return []


def _item(one: TradeItem, by_id: dict[int, TradeItem], depth: int) -> Item:
    inner = by_id.get(one.contains_id) if one.contains_id is not None else None
    return Item(
        id=format_id(one.id),
        unit=unit_words(one.unit),
        gtin=str(one.gtin) if one.gtin else None,
        state=Chip(ITEM_TONES.get(one.state, Tone.GREY), Told(f"item.{one.state}")),
        holds=(one.contains_count, unit_words(inner.unit)) if inner and one.contains_count else None,
        total=(one.base_count, unit_words(one.base_unit)),
        depth=min(depth, 4),
        is_draft=one.state is TradeItemState.DRAFT,
    )
