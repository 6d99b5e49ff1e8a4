"""The use case of one pack's change of state: one compare-and-set with event, ledger, journal and outbox beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gs1 import Gln, Gtin
from gs1.epc import Sgln, Sgtin
from registry.audit import service as audit
from registry.audit.model import Json
from registry.clock import VIETNAM
from registry.errors import Conflict, LostRace, NotAllowed, NotFound, RuleBroken
from registry.ids import format_id, new_id
from registry.trace.canonical import digest, named_by
from registry.trace.epcis_event import EpcisEvent, Named
from registry.trace.model import Batch, Operation, PackState, StateChange
from registry.trace.rules import (
    OPERATION_FIELD,
    UNDO_WITHIN,
    UNDONE_IN_TIME,
    Asked,
    Outcome,
    changes_state,
    stop_of,
    transition,
)
from registry.trace.stock import LEVELS_MAX, NOWHERE, Item, PackFact, Role, Unit
from registry.trace.store import answers, events, ledger, packs
from registry.work import Work

TOLD_AS: dict[Operation, tuple[str, str, str | None]] = {
    Operation.SUPPLY: ("OBSERVE", "dispensing", "dispensed"),
    Operation.EXPORT: ("DELETE", "decommissioning", "inactive"),
    Operation.SAMPLE: ("OBSERVE", "sampling", "non_sellable_other"),
    Operation.FREE_SAMPLE: ("OBSERVE", "sampling", "non_sellable_other"),
    Operation.CHECK_OUT: ("OBSERVE", "holding", "reserved"),
    Operation.LOCK: ("OBSERVE", "holding", "non_sellable_other"),
    Operation.DESTROY: ("DELETE", "destroying", "destroyed"),
    Operation.STEAL: ("DELETE", "decommissioning", "stolen"),
    Operation.UNDO: ("OBSERVE", "stocking", "sellable_accessible"),
}
"""Action, business step and disposition of the event of each operation (CBV 2.0 sections 7.1 and 7.2)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One pack and what is asked of it."""

    gtin: Gtin
    serial: str
    operation: Operation

    @property
    def unit(self) -> Unit:
        """The key of the pack."""
        return Unit(int(self.gtin.text), self.serial)

    def __str__(self) -> str:
        return f"{self.operation} {self.gtin.text} {self.serial}"


def change(work: Work, request: Request, key: str | None) -> StateChange:
    """Change the state of a pack that stands at the actor's place, or refuse with the reason.

    Raises `NotAllowed` without the scope or a place, `NotFound("pack-unknown")`, `RuleBroken("pack-refused")` with
    reason, state, EMVS code and alert, and `Conflict` when the idempotency key was used for another request.
    """
    work.require("pack:dispense" if request.operation in {Operation.SUPPLY, Operation.UNDO} else "pack:decommission")
    if work.actor.place is None:
        raise NotAllowed("place-missing", actor=work.actor.name)
    client = str(work.actor.party_id or work.actor.name)
    if key is not None:
        earlier = answers.claim(work.db, client, key, str(request), work.now_us)
        if earlier is not None:
            return _again(request, earlier)
    made = _change(work, request, int(work.actor.place))
    if key is not None:
        answers.answer(work.db, client, key, _written(made))
    return made


def _change(work: Work, request: Request, place: int) -> StateChange:
    pack = packs.pack(work.db, request.unit)
    batch = packs.batch(work.db, pack.batch, hold=True) if pack else None
    if pack is None or batch is None:
        raise NotFound("pack-unknown", gtin=request.gtin.text, serial=request.serial)
    levels, state, here = _stands(work, pack)
    outcome = _judge(work, request, batch, replace(pack, state=state), place)
    if not outcome.done:
        raise refused(request, state, outcome)
    if here != place:
        raise refused(request, state, Outcome(state, "held-elsewhere", alert=True))
    told = _event(work, request, place, pack.last_event)
    event_id = new_id()
    if not packs.change_pack(work.db, request.unit, pack, outcome.state, place, event_id):
        raise LostRace("changed-meanwhile")
    for level in levels:
        packs.take_from_content(work.db, level, batch.id)
    ledger.shift_one(work.db, batch.id, place, state, outcome.state)
    link = Item(event_id, request.unit, Role.SUBJECT, pack.last_event)
    events.add_events(work.db, [(event_id, 0, told)], [link], 0, work.now_us)
    return _tell(work, request, batch, outcome.state, told.key)


def _stands(work: Work, pack: PackFact) -> tuple[list[int], PackState, int]:
    """Return the containers around a pack from the nearest up, each held, and the state and place that they give it."""
    levels: list[int] = []
    state, place, container = pack.state, pack.place or NOWHERE, pack.container
    while container is not None and len(levels) < LEVELS_MAX:
        fact = packs.hold_container(work.db, container)
        if fact is None:
            raise LostRace("container-gone")
        levels.append(container)
        state, place, container = fact.state, fact.place, fact.parent
    return levels, state, place


def _judge(work: Work, request: Request, batch: Batch, pack: PackFact, place: int) -> Outcome:
    withdrawn = packs.trade_item_stop(work.db, int(batch.gtin.text))
    level = batch.recall_level if withdrawn is None else min(withdrawn[1], batch.recall_level or withdrawn[1])
    stop = stop_of(batch.expiry, level, work.today)
    if request.operation in {Operation.DESTROY, Operation.STEAL, Operation.LOCK}:
        stop = None
    same_place = pack.place == place
    since = work.now - _changed_at(work, request.unit, pack) if request.operation is Operation.UNDO else timedelta()
    return transition(pack.state, request.operation, stop, Asked(same_place, since, attempt=2))


def _changed_at(work: Work, unit: Unit, pack: PackFact) -> datetime:
    """Return when the pack took its state: the newest event of its thread that changes states."""
    event_id: int | None = pack.last_event
    while event_id is not None:
        event = events.events(work.db, [event_id])[event_id]
        if changes_state(event):
            return event.event_time
        link = events.item(work.db, event_id, unit)
        event_id = link[1] if link else None
    return work.now


def refused(request: Request, state: PackState, outcome: Outcome) -> RuleBroken:
    """Return the refusal of an operation, with its reason, the state, the EMVS code and whether it is an alert."""
    return RuleBroken(
        "pack-refused",
        gtin=request.gtin.text,
        serial=request.serial,
        operation=request.operation.value,
        reason=outcome.reason,
        state=state.value,
        nmvs=outcome.code,
        alert=outcome.alert,
    )


def _event(work: Work, request: Request, place: int, after: int) -> EpcisEvent:
    """Return the EPCIS event of an operation, as if it had been captured; it names the pack's event before it."""
    action, step, disposition = TOLD_AS[request.operation]
    at = work.now.astimezone(VIETNAM)
    uri = Sgtin(request.gtin, request.serial).digital_link()
    body: dict[str, Json] = {
        "type": "ObjectEvent",
        "eventTime": at.isoformat(),
        "eventTimeZoneOffset": "+07:00",
        "epcList": [uri],
        "action": action,
        "bizStep": step,
        "disposition": disposition,
        "bizLocation": {"id": Sgln(Gln.parse(f"{place:013}")).digital_link()},
        OPERATION_FIELD: request.operation.value,
        "urn:medreg:after": format_id(after),
    }
    content = digest(body, {})
    body["eventID"] = named_by(content)
    named = Named(request.unit, "/epcList/0", uri)
    return EpcisEvent(
        0, "", named_by(content), content, "ObjectEvent", action, step, disposition, at, "+07:00", (named,), None,
        place, place, None, None, None, False, body,
    )  # fmt: skip


def _tell(work: Work, request: Request, batch: Batch, state: PackState, event_key: str) -> StateChange:
    """Write outbox and journal, and return what was done."""
    undo_until = work.now + UNDO_WITHIN if state in UNDONE_IN_TIME else None
    made = StateChange(
        request.gtin, request.serial, batch.number, batch.expiry, request.operation, state,
        work.actor.place or "", work.now, event_key, undo_until,
    )  # fmt: skip
    subject = f"{request.gtin.text}/{request.serial}"
    facts: dict[str, Json] = {"batch": batch.number, "place": work.actor.place, "event": event_key}
    answers.tell(work.db, new_id(), f"pack-{state}", subject, facts, work.now_us)
    audit.record(work, f"pack:{request.operation}", subject, facts)
    return made


def _written(made: StateChange) -> dict[str, Json]:
    return {
        "batch": made.batch,
        "expiry": made.expiry.isoformat() if made.expiry else None,
        "state": made.state.value,
        "place": made.place,
        "at": made.at.isoformat(),
        "event": made.event_key,
        "undo_until": made.undo_until.isoformat() if made.undo_until else None,
    }


def _again(request: Request, earlier: tuple[str, Json]) -> StateChange:
    """Return the answer that was given to the same request before."""
    asked, told = earlier
    if asked != str(request) or not isinstance(told, dict):
        raise Conflict("idempotency-key-reused", request=asked)
    expiry, undo_until = told["expiry"], told["undo_until"]
    return StateChange(
        request.gtin,
        request.serial,
        str(told["batch"]),
        date.fromisoformat(expiry) if isinstance(expiry, str) else None,
        request.operation,
        PackState(str(told["state"])),
        str(told["place"]),
        datetime.fromisoformat(str(told["at"])),
        str(told["event"]),
        datetime.fromisoformat(undo_until) if isinstance(undo_until, str) else None,
        repeated=True,
    )
