"""Use cases of the trace area: capture events, supply a pack at most once, and say where everything is."""

from __future__ import annotations

from datetime import datetime

from gs1 import BatchNumber, Gs1Error, Gtin, Sscc
from gs1.epc import Sgtin
from registry.audit import service as audit
from registry.errors import BadInput, Conflict, Fault, NotAllowed, NotFound
from registry.ids import format_id, new_id
from registry.paging import Cursor, Page, check_limit
from registry.trace.asking import Refusal, Request
from registry.trace.capturing import capture, capture_job
from registry.trace.catalogued import is_own
from registry.trace.changing import attempt, change
from registry.trace.identities import gln_text
from registry.trace.model import (
    Batch,
    BatchDraft,
    Container,
    Flow,
    Holding,
    Operation,
    Pack,
    PackState,
    PackThen,
    Recount,
    StateChange,
    StoredEvent,
    TraceStep,
)
from registry.trace.querying import (
    check_value,
    drop_query,
    name_query,
    named_queries,
    named_query,
    query_events,
    values_of,
)
from registry.trace.reading import life, then
from registry.trace.rebuilding import rebuild
from registry.trace.stock import LEVELS_MAX, NOWHERE, PackFact, Unit
from registry.trace.store import events, ledger, packs
from registry.work import Work

__all__ = [
    "Refusal",
    "Request",
    "add_batch",
    "attempt",
    "batch",
    "batches_of",
    "capture",
    "capture_job",
    "change_state",
    "check_value",
    "drop_query",
    "events_by_key",
    "find_batch",
    "find_container",
    "find_or_add_batch",
    "find_pack",
    "flows",
    "history",
    "hold_batches",
    "holders",
    "is_serialised",
    "mark_recalled",
    "name_query",
    "named_queries",
    "named_query",
    "pack_then",
    "query_events",
    "rebuild",
    "recount",
    "supply",
    "undo_supply",
    "values_of",
]


def add_batch(work: Work, draft: BatchDraft) -> Batch:
    """Register a batch without serial numbers; raise `Conflict` when its number stands, `BadInput` for a bad one."""
    work.require("batch:write")
    key = new_id()
    try:
        BatchNumber.parse(draft.number)
    except Gs1Error as error:
        fault = Fault("batch-form", "/batch", draft.number, error.message("en"), error.start, error.length)
        raise BadInput.of([fault]) from None
    if not is_own(work, draft.gtin):
        raise NotAllowed("trade-item-not-yours", gtin=draft.gtin.text)
    if not packs.add_batch(work.db, key, draft, work.now_us):
        raise Conflict("batch-registered", gtin=draft.gtin.text, batch=draft.number)
    audit.record(work, "batch:added", f"{draft.gtin.text}/{draft.number}", {"expiry": str(draft.expiry)})
    return batch(work, key)


def batch(work: Work, batch_id: int) -> Batch:
    """Return a batch, or raise `NotFound`."""
    found = packs.batch(work.db, batch_id)
    if found is None:
        raise NotFound("batch-unknown", id=format_id(batch_id))
    return found


def find_batch(work: Work, gtin: Gtin, number: str) -> Batch | None:
    """Return the batch of this number, if it is registered."""
    return packs.batch_named(work.db, int(gtin.text), number)


def batches_of(work: Work, gtin: Gtin, cursor: Cursor | None = None, limit: int = 30) -> Page[Batch]:
    """Return the batches of a trade item in order of their numbers."""
    after = str(cursor.key[0]) if cursor else ""
    return packs.batches_of(work.db, int(gtin.text), after, check_limit(limit))


def is_serialised(work: Work, gtin: Gtin, number: str | None) -> bool:
    """Say whether packs of this batch were commissioned one by one; of any batch, when it is not told or not known."""
    known = None if number is None else find_batch(work, gtin, number)
    if known is None:
        return packs.has_packs(work.db, int(gtin.text))
    return ledger.made(work.db, known.id) > 0


def find_pack(work: Work, gtin: Gtin, serial: str) -> Pack | None:
    """Return a pack as it stands now, if it is known; its place only to its holder and to who may read holdings."""
    row = packs.pack(work.db, Unit(int(gtin.text), serial))
    if row is None:
        return None
    state, place = _stands(work, row)
    here = gln_text(place)
    at_own_place = here == work.actor.place
    shown = here if at_own_place or work.actor.may("holding:read") else None
    container = None if row.container is None else Sscc(f"{row.container:018}")
    own_batch = batch(work, row.batch)
    return Pack(gtin, serial, own_batch, state, row.state, shown, container, row.ver, at_own_place)


def find_container(work: Work, sscc: Sscc) -> Container | None:
    """Return a logistic unit with its contents by batch, if it is known; needs `holding:read`."""
    work.require("holding:read")
    row = packs.container(work.db, int(sscc.text))
    if row is None:
        return None
    contents = packs.content_of(work.db, int(sscc.text))
    state, place = row.state, row.place
    if row.parent is not None:
        state, place = _stands(work, PackFact(0, PackState.ACTIVE, None, row.parent))
    parent = None if row.parent is None else Sscc(f"{row.parent:018}")
    return Container(sscc, parent, gln_text(place), state, contents)


def supply(work: Work, gtin: Gtin, serial: str, idempotency_key: str | None = None) -> StateChange:
    """Supply a pack that stands at the actor's place to a patient: at most once, under any clients and retries.

    Raises what `registry.trace.changing.change` says; a repeat with the same idempotency key gives the same answer.
    """
    return change(work, Request(gtin, serial, Operation.SUPPLY), idempotency_key)


def undo_supply(work: Work, gtin: Gtin, serial: str, idempotency_key: str | None = None) -> StateChange:
    """Take back a supply at the same place within ten days, when the batch is neither recalled nor expired."""
    return change(work, Request(gtin, serial, Operation.UNDO), idempotency_key)


def change_state(
    work: Work, gtin: Gtin, serial: str, operation: Operation, idempotency_key: str | None = None
) -> StateChange:
    """Do any operation of the European model on one pack at the actor's place."""
    return change(work, Request(gtin, serial, operation), idempotency_key)


def holders(work: Work, batch_id: int) -> tuple[Holding, ...]:
    """Return who holds how many packs of a batch in which state, from the ledger; needs `holding:read`."""
    work.require("holding:read")
    return ledger.holders(work.db, batch_id)


def flows(work: Work, batch_id: int) -> tuple[Flow, ...]:
    """Return what went from where to where of a batch, from the ledger; needs `holding:read`."""
    work.require("holding:read")
    return ledger.flows(work.db, batch_id)


def recount(work: Work, batch_id: int) -> Recount:
    """Count the packs of a batch one by one beside the ledger: the auditor's proof; needs `holding:read`."""
    work.require("holding:read")
    counted: dict[tuple[str, PackState], int] = {}
    for state, place, container, n in ledger.count_packs(work.db, int(batch(work, batch_id).gtin.text), batch_id):
        effective, here = _stands(work, PackFact(batch_id, state, place, container))
        key = (gln_text(here), effective)
        counted[key] = counted.get(key, 0) + n
    told = {(one.place, one.state): one.n for one in ledger.holders(work.db, batch_id)}
    return Recount(batch_id, ledger.made(work.db, batch_id), told, counted)


def history(work: Work, gtin: Gtin, serial: str) -> tuple[TraceStep, ...]:
    """Return the life of a pack, oldest first, with the events of containers around it; needs `event:read`."""
    work.require("event:read")
    return life(work, Unit(int(gtin.text), serial))


def pack_then(work: Work, gtin: Gtin, serial: str, at: datetime) -> PackThen:
    """Return how a pack stood at an instant, from its events alone; needs `event:read`.

    Raises `NotFound` when the pack is unknown, or did not exist yet.
    """
    work.require("event:read")
    found = then(work, Unit(int(gtin.text), serial), Sgtin(gtin, serial).digital_link(), at)
    if found is None:
        raise NotFound("pack-unknown", gtin=gtin.text, serial=serial)
    return found


def events_by_key(work: Work, event_id: str) -> tuple[StoredEvent, ...]:
    """Return the event of this eventID and the error declarations beside it; none when unknown. Needs `event:read`."""
    work.require("event:read")
    return events.events_of_key(work.db, event_id)


def find_or_add_batch(work: Work, gtin: Gtin, number: str) -> Batch:
    """Return the batch of this number, noted without an expiry when nobody told of it yet; needs `batch:recall`."""
    work.require("batch:recall")
    found = find_batch(work, gtin, number)
    if found is None:
        packs.add_batch(work.db, new_id(), BatchDraft(gtin, number, None), work.now_us)
        found = find_batch(work, gtin, number)
    if found is None:
        raise NotFound("batch-unknown", gtin=gtin.text, batch=number)
    return found


def hold_batches(work: Work, gtin: Gtin) -> None:
    """Hold every batch of a trade item until the end of the transaction; needs `batch:recall`."""
    work.require("batch:recall")
    packs.hold_batches(work.db, int(gtin.text))


def mark_recalled(
    work: Work, gtin: Gtin, whole: tuple[int, int] | None, gravest: dict[str, tuple[int, int] | None]
) -> None:
    """Mark the batches named with the gravest (recall, level) in force for each, or with none; needs `batch:recall`.

    `whole` is the recall of all batches, which those to come are born with. Whoever verifies or supplies after the
    commit sees it; a supply under way on PostgreSQL ends before it.
    """
    work.require("batch:recall")
    packs.set_trade_item_stop(work.db, int(gtin.text), whole)
    for key, number in packs.batch_keys(work.db, int(gtin.text)):
        if number in gravest:
            packs.mark_batch(work.db, key, gravest[number])


def _stands(work: Work, row: PackFact) -> tuple[PackState, int]:
    """Return the state and place of a pack, walked up through its containers."""
    state, place, container = row.state, row.place or NOWHERE, row.container
    for _ in range(LEVELS_MAX):
        fact = None if container is None else packs.container(work.db, container)
        if fact is None:
            break
        state, place, container = fact.state, fact.place, fact.parent
    return state, place
