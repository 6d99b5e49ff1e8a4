"""The use case of a capture: document, checks, one transaction of events, stock, journal and outbox."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gs1 import Gtin
from registry.audit import service as audit
from registry.audit.model import Json
from registry.errors import Fault, NotFound
from registry.ids import format_id, new_id
from registry.parties import service as parties
from registry.trace import identities
from registry.trace.catalogued import ANYWHERE, own_gtins, published_gtins
from registry.trace.checks import Reporter
from registry.trace.epcis import Reading, read_document
from registry.trace.epcis_event import EpcisEvent
from registry.trace.model import Behaviour, CaptureJob
from registry.trace.projection import apply
from registry.trace.rules import OWN_FIELDS
from registry.trace.stock import Stock, Unit
from registry.trace.store import answers, events, questions, stocks
from registry.work import Work


@dataclass(slots=True)
class Verdicts:
    """What is found event by event: faults by index, duplicates, and the events to be written with their number."""

    faults: list[tuple[int, Fault]] = field(default_factory=list)
    duplicates: int = 0
    good: list[tuple[int, int, EpcisEvent]] = field(default_factory=list)


def capture(work: Work, document: bytes | Mapping[str, Json], behaviour: Behaviour = Behaviour.ROLLBACK) -> CaptureJob:
    """Capture an EPCIS document and return what became of it; every fault is told, with its place in the document.

    `rollback` keeps all events or none, `proceed` keeps the good ones. An event known already has no second effect.
    Raises `NotAllowed` without `event:capture`, and `BadInput` when the document cannot be read as one.
    """
    work.require("event:capture")
    reading = read_document(document)
    verdicts = Verdicts(reading.faults)
    fresh = _numbered(work, reading.events, verdicts)
    stock = load(work, [event for _, event in fresh])
    reporter = _reporter(work)
    doubtful: dict[Unit, int] = {}
    for number, event in fresh:
        event_id = new_id()
        found = _follows(event, doubtful) or apply(stock, event, event_id, reporter)
        if not found:
            verdicts.good.append((event_id, number, event))
            continue
        verdicts.faults += [(event.index, fault) for fault in found]
        if behaviour is Behaviour.ROLLBACK:
            doubtful |= dict.fromkeys(_units([event]), event.index)
    kept = behaviour is Behaviour.PROCEED or not verdicts.faults
    return _keep(work, reading, verdicts, _Outcome(behaviour, stock if kept else None))


def capture_job(work: Work, key: int) -> CaptureJob:
    """Return what became of a document of one's own party; raise `NotFound`, for another party's document too."""
    work.require("event:capture")
    job = events.capture(work.db, key)
    free = work.actor.party_id is None or work.actor.may(ANYWHERE)
    if job is None or not (free or job.owner_id == work.actor.party_id):
        raise NotFound("capture-unknown", id=format_id(key))
    return job


def load(work: Work, told: Iterable[EpcisEvent]) -> Stock:
    """Read everything that these events name, by key, before any of them is judged."""
    told = [*told]
    stock = Stock()
    stocks.read_units(work.db, stock, _units(told))
    emptied = {event.parent.unit for event in told if _empties(event) and event.parent}
    inside = {unit for parent in emptied for unit in put_in(work, stock, parent)}
    stocks.read_units(work.db, stock, inside)
    commissions = [event for event in told if event.type == "ObjectEvent" and event.action == "ADD"]
    made = {(named.unit.gtin, event.batch) for event in commissions for named in event.units if named.unit.gtin}
    stocks.read_batches(work.db, stock, [(gtin, number) for gtin, number in made if number is not None])
    gtins = [Gtin.parse(f"{gtin:014}") for gtin in sorted({key[0] for key in made})]
    stock.published, stock.own = published_gtins(work, gtins), own_gtins(work, gtins)
    places = {place for event in told for place in (event.place, event.origin, event.destination) if place is not None}
    places |= {fact.destination for fact in stock.containers.values() if fact.destination is not None}
    stock.parties = _parties(work, places)
    return stock


def put_in(work: Work, stock: Stock, parent: Unit) -> set[Unit]:
    """Return everything that was ever put into a container, found by walking its thread; some of it may have left."""
    fact = stock.containers.get(parent.sscc)
    event_id = fact.last_event if fact else None
    found: set[Unit] = set()
    while event_id:
        found |= set(events.put_in_by(work.db, event_id))
        link = events.item(work.db, event_id, parent)
        event_id = link[1] if link else None
    return found


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How faults are met, and the changed stock; None when nothing may be written."""

    behaviour: Behaviour
    stock: Stock | None


def _empties(event: EpcisEvent) -> bool:
    return event.type == "AggregationEvent" and event.action == "DELETE" and not event.units


def _units(told: Iterable[EpcisEvent]) -> set[Unit]:
    named = [one for event in told for one in (*event.units, event.parent) if one is not None]
    return {one.unit for one in named}


def _numbered(work: Work, told: Iterable[EpcisEvent], verdicts: Verdicts) -> list[tuple[int, EpcisEvent]]:
    """Return the events that are new, with their number under their eventID: 0, or 1.. for error declarations.

    An eventID told again with the same content is a duplicate; with other content, a fault (EPCIS 2.0 section 7.4.1).
    """
    told = [*told]
    known = events.known_keys(work.db, [event.key for event in told])
    fresh: list[tuple[int, EpcisEvent]] = []
    for event in told:
        under = known.setdefault(event.key, {})
        if event.digest in under:
            verdicts.duplicates += 1
        elif not event.declares_error and 0 in under.values():
            verdicts.faults.append((event.index, Fault("event-id-taken", f"{event.pointer}/eventID", event.key)))
        elif reserved := _reserved(event):
            verdicts.faults += [(event.index, fault) for fault in reserved]
        else:
            number = max(under.values(), default=0) + 1 if event.declares_error else 0
            under[event.digest] = number
            fresh.append((number, event))
    return fresh


def _reserved(event: EpcisEvent) -> list[Fault]:
    """Fields that only the register writes say what it did itself; from outside they would claim what never was."""
    names = [name for name in event.body if name.startswith(OWN_FIELDS)]
    return [Fault("field-reserved", f"{event.pointer}/{name}", name) for name in names]


def _follows(event: EpcisEvent, doubtful: Mapping[Unit, int]) -> list[Fault]:
    """An event on units of a refused event cannot be judged; one fault says so, instead of one for each unit."""
    refused = [doubtful[unit] for unit in _units([event]) if unit in doubtful]
    return [Fault("follows-refused-event", event.pointer, facts={"event": min(refused)})] if refused else []


def _reporter(work: Work) -> Reporter:
    """A party speaks for its own places only, unless it holds the scope to report for others."""
    party_id = work.actor.party_id
    may_dispense = work.actor.may("pack:dispense")
    if party_id is None or work.actor.may(ANYWHERE):
        return Reporter(None, may_dispense)
    own = parties.places_of(work, party_id)
    return Reporter(frozenset(int(place.gln.text) for place in own), may_dispense)


def _parties(work: Work, places: Iterable[int]) -> dict[int, int]:
    """Return the party of each place that is registered."""
    found: dict[int, int] = {}
    for place in places:
        try:
            found[place] = parties.place(work, identities.gln(place)).party_id
        except NotFound:
            continue
    return found


def _keep(work: Work, reading: Reading, verdicts: Verdicts, outcome: _Outcome) -> CaptureJob:
    """Write the stock, the events, the job, the journal and the outbox together."""
    key = new_id()
    good = verdicts.good if outcome.stock is not None else []
    if outcome.stock is not None:
        stocks.write_stock(work.db, outcome.stock, work.now_us)
        events.add_events(work.db, good, outcome.stock.items, key, work.now_us)
        questions.add_master(work.db, reading.master)
    faults = tuple(fault for _, fault in sorted(verdicts.faults, key=lambda found: found[0]))
    counts = (reading.count, len(good), verdicts.duplicates)
    job = CaptureJob(key, outcome.behaviour, work.now, work.now, *counts, faults, work.actor.party_id)
    events.add_capture(work.db, job, work.actor.name, reading.raw)
    digest = hashlib.sha256(reading.raw).hexdigest()
    subject = format_id(key)
    facts: dict[str, Json] = {"captured": len(good), "faults": len(faults), "document": digest}
    if good:
        answers.tell(work.db, new_id(), "events-captured", subject, facts, work.now_us)
    audit.record(work, "events:captured", subject, facts)
    return job
