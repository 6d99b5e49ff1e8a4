"""The use case of one pack's change of state: one compare-and-set with event, ledger, journal and outbox beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from registry.audit import service as audit
from registry.audit.model import Json
from registry.errors import BadInput, Fault, LostRace, NotAllowed
from registry.ids import new_id
from registry.trace.asking import Refusal, Request, again, written
from registry.trace.catalogued import published_gtins
from registry.trace.limits import limit
from registry.trace.model import Batch, Operation, PackState, StateChange
from registry.trace.rules import (
    UNDO_WITHIN,
    UNDONE_IN_TIME,
    Asked,
    Outcome,
    changes_state,
    stop_of,
    transition,
)
from registry.trace.stock import LEVELS_MAX, NOWHERE, ContainerFact, Item, PackFact, Role, Unit
from registry.trace.store import answers, attempts, events, ledger, packs
from registry.trace.telling import event_of
from registry.work import Work

DISPENSING = frozenset({Operation.SUPPLY, Operation.UNDO})


def change(work: Work, request: Request, key: str | None) -> StateChange:
    """Change the state of a pack that stands at the actor's place, or raise the refusal, which then leaves no trace.

    Raises `NotAllowed` without the scope or a place, `NotFound("pack-unknown")`, `RuleBroken("pack-refused")` with
    reason, state, EMVS code and alert, and `Conflict` when the idempotency key was used for another request.
    """
    told = attempt(work, request, key)
    if isinstance(told, Refusal):
        raise told.error()
    return told


def attempt(work: Work, request: Request, key: str | None, *, once: bool = False) -> StateChange | Refusal:
    """Change the state of a pack, or return why not; a refusal counts as an attempt when the work is committed.

    A refused request gives its key back, so that it may be asked again on a better day; with `once` the refusal is
    the answer under that key for ever, as for acts that were done without a line.
    """
    check_may(work, request.operation)
    check_time(work, request)
    client = str(work.actor.party_id or work.actor.name)
    if key is not None:
        earlier = answers.claim(work.db, client, key, str(request), work.now_us)
        if earlier is not None:
            return again(request, earlier)
    made = _change(work, request, f"{client}:{key or new_id()}")
    if key is not None and isinstance(made, Refusal) and not once:
        answers.release(work.db, client, key)
    elif key is not None:
        answers.answer(work.db, client, key, written(made))
    return made


def check_may(work: Work, operation: Operation) -> None:
    """Raise `NotAllowed` without the scope of an operation, or without a place; `BadInput` for what changes nothing."""
    if operation is Operation.VERIFY:
        raise BadInput.of([Fault("field-choice", "/operation", operation)])
    work.require("pack:dispense" if operation in DISPENSING else "pack:decommission")
    if work.actor.place is None:
        raise NotAllowed("place-missing", actor=work.actor.name)


def check_time(work: Work, request: Request) -> None:
    """Raise `BadInput` when the clock of who asks is further from ours than the limits allow."""
    told = request.client_time
    if told is None:
        return
    behind, ahead = (limit(f"client-time-{side}", work.today) for side in ("behind", "ahead"))
    facts: dict[str, object] = {"now": work.now.isoformat()}
    if work.now - told > behind.span:
        raise BadInput.of(
            [Fault("client-time-old", "/client_time", told.isoformat(), facts=facts | {"most": behind.value})]
        )
    if told - work.now > ahead.span:
        raise BadInput.of(
            [Fault("client-time-ahead", "/client_time", told.isoformat(), facts=facts | {"most": ahead.value})]
        )


def _change(work: Work, request: Request, asked_as: str) -> StateChange | Refusal:
    place = int(work.actor.place or NOWHERE)
    pack = packs.pack(work.db, request.unit)
    batch = packs.batch(work.db, pack.batch, hold=True) if pack else None
    if pack is None or batch is None:
        return _unknown(work, request)
    levels, state, here = _stands(work, pack)
    outcome = _mismatch(work, request, batch, state)
    outcome = outcome or _judge(work, request, batch, (replace(pack, state=state), place, asked_as))
    if outcome.done and here != place:
        outcome = Outcome(state, "held-elsewhere", alert=True)
    if not outcome.done:
        return Refusal.of(request, outcome, state).at(batch.number, here == place and state is not PackState.IN_TRANSIT)
    event_id = new_id()
    after, at = _after(work, request, pack, levels)
    told = event_of(request, place, (after, at))
    if not packs.change_pack(work.db, request.unit, pack, outcome.state, place, event_id):
        raise LostRace("changed-meanwhile")
    for level in levels:
        packs.take_from_content(work.db, level, batch.id)
    ledger.shift_one(work.db, batch.id, place, state, outcome.state)
    link = Item(event_id, request.unit, Role.SUBJECT, pack.last_event)
    events.add_events(work.db, [(event_id, 0, told)], [link], 0, work.now_us)
    return _tell(work, request, batch, (outcome.state, at, told.key))


def _unknown(work: Work, request: Request) -> Refusal:
    """An unknown serial number of a serialised product is an alert; without packs, or a product, the cause is known."""
    serialised = packs.has_packs(work.db, int(request.gtin.text))
    if serialised or published_gtins(work, [request.gtin]):
        return Refusal.of(request, Outcome(PackState.ACTIVE, "serial-unknown", "NMVS_NC_PC_02", alert=serialised), None)
    return Refusal.of(request, Outcome(PackState.ACTIVE, "product-unknown", "NMVS_NC_PC_01"), None)


def _mismatch(work: Work, request: Request, batch: Batch, state: PackState) -> Outcome | None:
    """What else was read from the pack must be what is registered of it."""
    if request.batch not in {None, batch.number}:
        known = packs.batch_named(work.db, int(request.gtin.text), str(request.batch)) is not None
        found = ("batch-mismatch", "NMVS_FE_LOT_13") if known else ("batch-unregistered", "NMVS_FE_LOT_03")
        return Outcome(state, *found, alert=True)
    if None not in {request.expiry, batch.expiry} and request.expiry != batch.expiry:
        return Outcome(state, "expiry-mismatch", "NMVS_FE_LOT_12", alert=True)
    return None


def _stands(work: Work, pack: PackFact) -> tuple[dict[int, ContainerFact], PackState, int]:
    """Return the containers around a pack from the nearest up, each held, and the state and place that they give it."""
    levels: dict[int, ContainerFact] = {}
    state, place, container = pack.state, pack.place or NOWHERE, pack.container
    while container is not None and len(levels) < LEVELS_MAX:
        fact = packs.hold_container(work.db, container)
        if fact is None:
            raise LostRace("container-gone")
        levels[container] = fact
        state, place, container = fact.state, fact.place, fact.parent
    return levels, state, place


def _judge(work: Work, request: Request, batch: Batch, asked: tuple[PackFact, int, str]) -> Outcome:
    withdrawn = packs.trade_item_stop(work.db, int(batch.gtin.text))
    level = batch.recall_level if withdrawn is None else min(withdrawn[1], batch.recall_level or withdrawn[1])
    stop = stop_of(batch.expiry, level, work.today)
    circumstances = _circumstances(work, request, *asked) if stop is None else None
    return transition(asked[0].state, request.operation, stop, circumstances)


def _circumstances(work: Work, request: Request, pack: PackFact, place: int, asked_as: str) -> Asked:
    """Say what an undo and a repeated supply depend on; an attempt to supply here again is counted."""
    same_place = pack.place == place
    if request.operation is Operation.UNDO:
        return Asked(same_place, _since(work, request.unit, pack))
    if not same_place or (request.operation, pack.state) != (Operation.SUPPLY, PackState.SUPPLIED):
        return Asked(same_place)
    n = attempts.count(work.db, request.unit, place, pack.last_event, asked_as)
    warnings, within = limit("repeat-warnings", work.today), limit("repeat-within", work.today)
    return Asked(same_place, _since(work, request.unit, pack), n, warnings.value, within.span)


def _since(work: Work, unit: Unit, pack: PackFact) -> timedelta:
    """Return how long ago the pack took its state: the newest event of its thread that changes states."""
    event_id: int | None = pack.last_event
    while event_id is not None:
        event = events.events(work.db, [event_id])[event_id]
        if changes_state(event):
            return work.now - event.event_time
        link = events.item(work.db, event_id, unit)
        event_id = link[1] if link else None
    return timedelta()


def _after(work: Work, request: Request, pack: PackFact, levels: dict[int, ContainerFact]) -> tuple[int, datetime]:
    """Return the pack's event before, and when this one happened.

    An act told late happened after everything that the register knows to have gone before it, and not in the future.
    """
    if request.client_time is None:
        return pack.last_event, work.now
    before = events.events(work.db, [pack.last_event, *(fact.last_event for fact in levels.values())])
    earliest = max(event.event_time for event in before.values()) + timedelta(milliseconds=1)
    return pack.last_event, min(max(request.client_time, earliest), work.now)


def _tell(work: Work, request: Request, batch: Batch, done: tuple[PackState, datetime, str]) -> StateChange:
    """Write outbox and journal, and return what was done."""
    state, at, event_key = done
    undo_until = at + UNDO_WITHIN if state in UNDONE_IN_TIME else None
    made = StateChange(
        request.gtin, request.serial, batch.number, batch.expiry, request.operation, state,
        work.actor.place or "", at, event_key, undo_until,
    )  # fmt: skip
    subject = f"{request.gtin.text}/{request.serial}"
    facts: dict[str, Json] = {"batch": batch.number, "place": work.actor.place, "event": event_key}
    if request.client_time is not None:
        facts["client_time"] = request.client_time.isoformat()
    answers.tell(work.db, new_id(), f"pack-{state}", subject, facts, work.now_us)
    audit.record(work, f"pack:{request.operation}", subject, facts)
    return made
