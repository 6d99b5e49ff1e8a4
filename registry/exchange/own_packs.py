"""The makers' layout of packs: one row a packaging level, its GTIN where it has one, and what it holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationNumber, TradeItem, TradeItemDraft
from registry.errors import BadInput, Fault, NotFound, RuleBroken
from registry.exchange import own_cells as cells
from registry.exchange.cells import RowReader
from registry.exchange.columns import form_of
from registry.exchange.layout import Layout, Take
from registry.exchange.nesting import arrange
from registry.exchange.ownership import product_told
from registry.identifiers import service as identifiers
from registry.work import Work

FORM = form_of("packs")
COUNT_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """A row, read: `contains` is a pack key of the product, or a GTIN."""

    product_key: str
    number: AuthorisationNumber | None
    pack_key: str
    level: str
    unit: str
    gtin: Gtin | None
    contains: str
    contains_count: int | None
    base_count: int | None
    base_unit: str
    content: str | None
    pack_text: str
    publish: bool


def read(row: RowReader) -> Told | None:
    """Read a row, or return None with its faults noted."""
    product_key = cells.key(row, FORM.column("product_key"))
    number = row.registration_number("registration_number", optional=True)
    if not (row.cells.get("product_key") or row.cells.get("registration_number")):
        row.refuse("product_key", "product-not-told")
    told = Told(
        product_key=product_key,
        number=number,
        pack_key=cells.key(row, FORM.column("pack_key")),
        level=cells.choice(row, FORM.column("level")) or "",
        unit=cells.told(row, FORM.column("unit")),
        gtin=cells.gtin(row, FORM.column("gtin")),
        contains=cells.key(row, FORM.column("contains")),
        contains_count=cells.whole(row, FORM.column("contains_count"), 1, COUNT_MOST),
        base_count=cells.whole(row, FORM.column("base_count"), 1, COUNT_MOST),
        base_unit=cells.told(row, FORM.column("base_unit")),
        content=cells.told(row, FORM.column("content")) or None,
        pack_text=cells.told(row, FORM.column("pack_text")),
        publish=cells.choice(row, FORM.column("publish")) == "yes",
    )
    _check_counts(row)
    if told.publish and not row.cells.get("gtin"):
        row.refuse("gtin", "gtin-missing")
    return None if row.is_refused else told


def take(work: Work, told: Told) -> Counter[str]:
    """Register a packaging level with its GTIN; count what is new."""
    product = product_told(work, told.product_key, told.number)
    inner = _inner(work, product.id, told.contains) if told.contains else None
    draft = _draft(told, inner)
    item, is_new = catalogue.register_trade_item(work, product.id, draft)
    if not is_new:
        _check_unchanged(item, draft)
    new = Counter({"trade items": int(is_new)})
    if told.gtin is not None and item.gtin != told.gtin:
        identifiers.register_gtin(work, item.id, told.gtin)
        new["GTINs"] += 1
    if told.publish:
        before = item.state
        new["trade items published"] += catalogue.publish(work, item.id).state is not before
    return +new


def _check_counts(row: RowReader) -> None:
    holds, counted = bool(row.cells.get("contains")), bool(row.cells.get("contains_count"))
    if holds and not counted:
        row.refuse("contains_count", "cell-empty")
    if counted and not holds:
        row.refuse("contains", "contained-not-told")
    if not holds and not row.cells.get("base_count"):
        row.refuse("base_count", "cell-empty")


def _draft(told: Told, inner: TradeItem | None) -> TradeItemDraft:
    counted = inner.base_count * (told.contains_count or 0) if inner is not None else told.base_count
    return TradeItemDraft(
        path=told.pack_key,
        level=told.level,
        unit=told.unit,
        base_count=told.base_count or counted or 0,
        base_unit=told.base_unit,
        pack_text=told.pack_text,
        contains_id=inner.id if inner else None,
        contains_count=told.contains_count,
        content=told.content,
    )


def _inner(work: Work, product_id: int, reference: str) -> TradeItem:
    """Return the trade item that a row holds: by the product's own pack key, else by any identifier."""
    found = catalogue.trade_item_by_path(work, product_id, reference)
    if found is not None:
        return found
    try:
        value = Gtin.parse(reference).text if reference.isdecimal() and len(reference) in cells.GTIN_LENGTHS else ""
        return catalogue.item_by_identifier(work, value or reference)
    except (NotFound, ValueError):
        raise BadInput.of([Fault("contained-unknown", pointer="/contains", value=reference)]) from None


def _check_unchanged(item: TradeItem, draft: TradeItemDraft) -> None:
    """Raise `RuleBroken` where a known key is told with other counts: another pack needs another key and GTIN.

    GTIN Management Standard: a change of the quantity in a pack needs a new GTIN.
    """
    kept = (item.level, item.contains_id, item.contains_count, item.base_count)
    if kept != (draft.level, draft.contains_id, draft.contains_count, draft.base_count):
        raise RuleBroken("pack-changed", pack=draft.path)


def _read_and_take(row: RowReader) -> Take | None:
    told = read(row)
    return None if told is None else lambda work: take(work, told)


LAYOUT = Layout(
    "packs", ("pack_key", "level", "unit", "base_unit"), "pack_key", _read_and_take, "trade-item:write", FORM, arrange
)
