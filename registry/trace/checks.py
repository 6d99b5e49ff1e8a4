"""What must be true before an event may change the stock; each check returns every fault that it finds. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from registry.errors import Fault
from registry.trace.epcis_event import EpcisEvent, Named
from registry.trace.model import Operation, PackState
from registry.trace.rules import stop_of, transition
from registry.trace.stock import LEVELS_MAX, NOWHERE, ContainerFact, Role, Stock, Unit


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports: at which places (None: at any), and whether packs may be dispensed by events."""

    places: frozenset[int] | None = None
    may_dispense: bool = True


@dataclass(frozen=True, slots=True)
class Telling:
    """One event on its way into the stock."""

    stock: Stock
    event: EpcisEvent
    event_id: int
    reporter: Reporter

    def link(self, named: Iterable[Named], role: Role = Role.SUBJECT) -> None:
        """Thread the event to each unit named."""
        for one in named:
            self.stock.link(one.unit, self.event_id, role)


def place_faults(told: Telling, place: int | None) -> list[Fault]:
    """The place must be told, and be one that the reporter may speak for."""
    event = told.event
    if place is None:
        return [Fault("place-missing", f"{event.pointer}/bizLocation")]
    if told.reporter.places is not None and place not in told.reporter.places:
        return [Fault("place-not-yours", event.place_pointer, f"{place:013}")]
    return []


def batch_faults(told: Telling, packs: list[Named]) -> list[Fault]:
    """The batch and its expiry must be told, and agree with what is registered."""
    stock, event = told.stock, told.event
    if event.batch is None or event.expiry is None:
        missing = "batch-missing" if event.batch is None else "expiry-missing"
        return [Fault(missing, f"{event.pointer}/ilmd")]
    faults = []
    for gtin in sorted({named.unit.gtin for named in packs}):
        known = stock.batches.get(stock.batch_ids.get((gtin, event.batch), 0))
        if known and known.expiry not in {None, event.expiry}:
            facts: dict[str, object] = {"gtin": f"{gtin:014}", "batch": event.batch, "registered": str(known.expiry)}
            faults.append(Fault("expiry-differs", f"{event.pointer}/ilmd", event.expiry.isoformat(), facts=facts))
    return faults


def nesting_faults(stock: Stock, named: Named, parent: int) -> list[Fault]:
    """No container stands in itself, and none is nested deeper than eight levels."""
    if named.unit.gtin:
        return []
    around = [*stock.chain(parent)] if parent in stock.containers else [parent]
    if named.unit.sscc in around:
        return [Fault("containment-cycle", named.pointer, named.told)]
    if len(around) + stock.containers[named.unit.sscc].height > LEVELS_MAX:
        return [Fault("containment-depth", named.pointer, named.told, facts={"most": LEVELS_MAX})]
    return []


def arriving_faults(stock: Stock, named: Named, place: int | None) -> list[Fault]:
    """Only what is on its way arrives, and only where it was sent, as far as the destination is a known place."""
    faults = known_faults(stock, named) or transit_faults(stock, named)
    if faults or named.unit.gtin or place is None:
        return faults
    meant = stock.containers[named.unit.sscc].destination
    if meant is None or meant == place or stock.parties.get(meant) in {None, stock.parties.get(place)}:
        return []
    return [Fault("sent-elsewhere", named.pointer, named.told, facts={"destination": f"{meant:013}"})]


def change_faults(told: Telling, named: Named, operation: Operation, place: int | None) -> list[Fault]:
    """The pack is active, its batch may leave, and it stands where the reporter says."""
    stock = told.stock
    faults = known_faults(stock, named)
    if faults:
        return faults
    if not named.unit.gtin:
        return emptiness_faults(stock.containers[named.unit.sscc], named)
    pack = stock.packs[named.unit]
    state, here = stock.stands(pack)
    batch = stock.batches[pack.batch]
    leaves_to_patient = operation is Operation.SUPPLY
    stop = stop_of(batch.expiry, batch.recall_level, told.event.day) if leaves_to_patient else None
    outcome = transition(state, operation, stop)
    if not outcome.done:
        return [Fault(outcome.reason or "", named.pointer, named.told, facts={"state": state, "code": outcome.code})]
    return [] if place is None or here == place else [elsewhere(named)]


def emptiness_faults(container: ContainerFact, named: Named) -> list[Fault]:
    """The label of a logistic unit is given up only when nothing stands in it."""
    if container.parent is not None or any(container.content.values()):
        return [Fault("container-not-empty", named.pointer, named.told)]
    return []


def known_faults(stock: Stock, named: Named) -> list[Fault]:
    """The unit stands in the register."""
    if stock.knows(named.unit):
        return []
    return [Fault("pack-unknown" if named.unit.gtin else "container-unknown", named.pointer, named.told)]


def loose_faults(told: Telling, named: Named, place: int | None) -> list[Fault]:
    """A unit may be packed or shipped only when it is known, in no container, active, and where the reporter says."""
    faults = known_faults(told.stock, named)
    if faults:
        return faults
    inside = parent_of(told.stock, named)
    if inside is not None:
        return [Fault("in-container", named.pointer, named.told, facts={"container": f"{inside:018}"})]
    fact = told.stock.packs[named.unit] if named.unit.gtin else told.stock.containers[named.unit.sscc]
    if fact.state is not PackState.ACTIVE:
        return [Fault("not-active", named.pointer, named.told, facts={"state": fact.state})]
    return [] if place is None or fact.place == place else [elsewhere(named)]


def standing_faults(parent: Named, place: int | None, top: ContainerFact) -> list[Fault]:
    """A container is opened or filled only while it stands at the place of the event."""
    if top.state is not PackState.ACTIVE:
        return [Fault("container-not-here", parent.pointer, parent.told, facts={"state": top.state})]
    return [] if place is None or top.place == place else [elsewhere(parent)]


def transit_faults(stock: Stock, named: Named) -> list[Fault]:
    """The unit is on its way, and not inside another that is."""
    inside = parent_of(stock, named)
    if inside is not None:
        return [Fault("in-container", named.pointer, named.told, facts={"container": f"{inside:018}"})]
    fact = stock.packs[named.unit] if named.unit.gtin else stock.containers[named.unit.sscc]
    if fact.state is not PackState.IN_TRANSIT:
        return [Fault("not-in-transit", named.pointer, named.told, facts={"state": fact.state})]
    return []


def parent_of(stock: Stock, named: Named) -> int | None:
    """Return the container that a unit stands in directly."""
    if not stock.knows(named.unit):
        return None
    if named.unit.gtin:
        return stock.packs[named.unit].container
    return stock.containers[named.unit.sscc].parent


def place_of(stock: Stock, unit: Unit) -> int:
    """Return the place in the row of a unit."""
    return (stock.packs[unit] if unit.gtin else stock.containers[unit.sscc]).place or NOWHERE


def elsewhere(named: Named) -> Fault:
    """The unit is held somewhere else; where, is not told to who does not hold it."""
    return Fault("held-elsewhere", named.pointer, named.told)
