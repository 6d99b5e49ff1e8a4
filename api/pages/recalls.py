"""Recalls for the public: what, which batch, why, and what to do; never who holds the goods."""

from __future__ import annotations

from api.pages.values import Chip, RecallLine, RecallPage, Tone
from api.pages.words import Told
from registry.catalogue import service as catalogue
from registry.clock import day_in_vietnam
from registry.errors import NotFound
from registry.ids import format_id
from registry.paging import Cursor, Page
from registry.recalls import service as recalls
from registry.recalls.model import Recall
from registry.work import Work


def lines(work: Work, cursor: Cursor | None, limit: int) -> Page[RecallLine]:
    """Return the open recalls, newest first."""
    return recalls.open_recalls(work, cursor, limit).map(lambda one: line_of(one, name_of(work, one)))


def page_of(work: Work, recall_id: int) -> RecallPage:
    """Return one recall; raise `NotFound` for none."""
    one = recalls.recall(work, recall_id)
    return RecallPage(
        id=format_id(one.id),
        name=name_of(work, one),
        level=one.level,
        reason=one.reason,
        decision=one.decision,
        decided_on=one.decided_on,
        due=one.collect_by,
        batches=(one.batch,) if one.batch else (),
        state=chip_of(one),
        gtin=one.gtin.text,
        product_id=_product_id(work, one),
        clock=_clock(work, one),
        lifted_on=day_in_vietnam(one.lifted_at) if one.lifted_at else None,
    )


def line_of(one: Recall, name: str) -> RecallLine:
    """Return a recall of the product `name` in one line."""
    batches = (one.batch,) if one.batch else ()
    return RecallLine(format_id(one.id), name, one.level, one.reason, one.decided_on, batches, chip_of(one))


def chip_of(one: Recall) -> Chip:
    """Return the state of a recall."""
    return Chip(Tone.RED, Told("recalls.open")) if one.is_open else Chip(Tone.GREY, Told("recalls.lifted"))


def name_of(work: Work, one: Recall) -> str:
    """Return the name of the product recalled; its GTIN when the register does not know it."""
    try:
        return catalogue.product(work, catalogue.trade_item(work, one.gtin).product_id).name
    except NotFound:
        return one.gtin.text


def _product_id(work: Work, one: Recall) -> str | None:
    try:
        return format_id(catalogue.trade_item(work, one.gtin).product_id)
    except NotFound:
        return None


def _clock(work: Work, one: Recall) -> Told:
    if one.lifted_at:
        return Told.of("recall.clock_lifted", day=day_in_vietnam(one.lifted_at))
    if one.collect_by < work.today:
        return Told.of("recall.clock_overdue", day=one.collect_by)
    days = (one.collect_by - one.decided_on).days
    return Told.of("recall.clock_due", day=one.collect_by, days=days, decided=one.decided_on)
