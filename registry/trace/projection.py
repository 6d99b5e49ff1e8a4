"""What an event does to the stock: every rule is checked first, and a faulty event changes nothing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from registry.errors import Fault
from registry.ids import new_id
from registry.trace import checks
from registry.trace.checks import Reporter, Telling
from registry.trace.epcis_event import EpcisEvent, Named
from registry.trace.model import Operation, PackState
from registry.trace.rules import transition
from registry.trace.stock import NOWHERE, BatchFact, ContainerFact, PackFact, Role, Stock, Unit

OF_DISPOSITION = {
    "dispensed": Operation.SUPPLY,
    "retail_sold": Operation.SUPPLY,
    "stolen": Operation.STEAL,
}
"""What a decommissioning means when its disposition (CBV 2.0 section 7.2) says more than that the object is gone."""


def apply(stock: Stock, event: EpcisEvent, event_id: int, reporter: Reporter) -> list[Fault]:
    """Change `stock` as `event` tells and return no fault; or return every fault and change nothing."""
    if event.declares_error:
        return []
    return _act_of(event)(Telling(stock, event, event_id, reporter))


def _act_of(event: EpcisEvent) -> Callable[[Telling], list[Fault]]:
    if event.type == "AggregationEvent":
        return {"ADD": _put_in, "DELETE": _take_out}.get(event.action or "", _observe)
    if event.type != "ObjectEvent":
        return _observe
    if event.action == "OBSERVE":
        return OBSERVED.get(event.step or "", _observe)
    return _commission if event.action == "ADD" else _decommission


# ---------------------------------------------------------------- commissioning
def _commission(told: Telling) -> list[Fault]:
    """ObjectEvent ADD: packs of one batch begin to exist at a place, or the labels of empty logistic units do."""
    stock, event = told.stock, told.event
    packs = [named for named in event.units if named.unit.gtin]
    place = event.place
    faults = checks.place_faults(told, place) + (checks.batch_faults(told, packs) if packs else [])
    for named in event.units:
        if named.unit.gtin and named.unit.gtin not in stock.published:
            faults.append(Fault("trade-item-unpublished", named.pointer, f"{named.unit.gtin:014}"))
        elif named.unit.gtin and named.unit.gtin not in stock.own:
            faults.append(Fault("trade-item-not-yours", named.pointer, f"{named.unit.gtin:014}"))
        elif stock.knows(named.unit):
            faults.append(
                Fault("pack-commissioned" if named.unit.gtin else "container-known", named.pointer, named.told)
            )
    if faults or place is None:
        return faults
    for named in event.units:
        if named.unit.gtin:
            batch = _batch(told, named.unit.gtin)
            stock.packs[named.unit] = PackFact(batch.id, PackState.ACTIVE, place)
            stock.holding[batch.id, place, PackState.ACTIVE] += 1
            stock.flow[batch.id, NOWHERE, place] += 1
        else:
            stock.containers[named.unit.sscc] = ContainerFact(place)
    told.link(event.units)
    return []


def _batch(told: Telling, gtin: int) -> BatchFact:
    """Return the batch that the event names, made when it is new; an expiry told first now is kept."""
    number, expiry = told.event.batch or "", told.event.expiry
    known = told.stock.batches.get(told.stock.batch_ids.get((gtin, number), 0))
    if known is None:
        known = BatchFact(new_id(), gtin, number, expiry, new=True)
        told.stock.add_batch(known)
    if known.expiry is None:
        known.expiry, known.expiry_told = expiry, True
    return known


# ---------------------------------------------------------------- aggregation
def _put_in(told: Telling) -> list[Fault]:
    """AggregationEvent ADD: active units that stand loose at one place go into a container there."""
    stock, event = told.stock, told.event
    if event.parent is None or event.parent.unit.gtin:
        return [Fault("parent-missing", f"{event.pointer}/parentID")] if event.units or event.parent else []
    parent, place = event.parent.unit.sscc, event.place
    faults = checks.place_faults(told, place)
    if parent in stock.containers:
        faults += checks.standing_faults(event.parent, place, top=stock.top(parent))
    for named in event.units:
        faults += checks.loose_faults(told, named, place) or checks.nesting_faults(stock, named, parent)
    if faults or place is None:
        return faults
    stock.containers.setdefault(parent, ContainerFact(place))
    added: Counter[int] = Counter()
    for named in event.units:
        added.update(_set_container(stock, named.unit, parent))
        if not named.unit.gtin:
            stock.open(named.unit.sscc, parent, told.event_id, event.at_us)
    stock.count(parent, added.items())
    _raise_heights(stock, event.units, parent)
    told.link([event.parent], Role.PARENT)
    told.link(event.units, Role.PUT_IN)
    return []


def _set_container(stock: Stock, unit: Unit, parent: int) -> dict[int, int]:
    """Put one unit into `parent` and return the packs it brings, by batch."""
    if unit.gtin:
        pack = stock.packs[unit]
        pack.place, pack.container = None, parent
        return {pack.batch: 1}
    child = stock.containers[unit.sscc]
    child.parent = parent
    return child.content


def _raise_heights(stock: Stock, units: Iterable[Named], parent: int) -> None:
    height = max((stock.containers[named.unit.sscc].height for named in units if not named.unit.gtin), default=0)
    for level in stock.chain(parent):
        height += 1
        stock.containers[level].height = max(stock.containers[level].height, height)


def _take_out(told: Telling) -> list[Fault]:
    """AggregationEvent DELETE: the units named (all, when none is named) stand loose where the container stands."""
    stock, event = told.stock, told.event
    if event.parent is None or event.parent.unit.gtin:
        return [Fault("parent-missing", f"{event.pointer}/parentID")] if event.units or event.parent else []
    parent = event.parent.unit.sscc
    if parent not in stock.containers:
        return [Fault("container-unknown", event.parent.pointer, event.parent.told)]
    top = stock.top(parent)
    faults = checks.place_faults(told, top.place if event.place is None else event.place)
    faults += checks.standing_faults(event.parent, event.place, top)
    units = event.units or _children(stock, event.parent)
    faults += [
        Fault("not-in-container", named.pointer, named.told)
        for named in units
        if checks.parent_of(stock, named) != parent
    ]
    if faults:
        return faults
    taken: Counter[int] = Counter()
    for named in units:
        taken.update(_set_loose(stock, named.unit, top.place))
        if not named.unit.gtin:
            stock.close(named.unit.sscc, told.event_id, event.at_us)
    stock.count(parent, [(batch, -n) for batch, n in taken.items()])
    told.link([event.parent], Role.PARENT)
    told.link(units, Role.TAKEN_OUT)
    return []


def _set_loose(stock: Stock, unit: Unit, place: int) -> dict[int, int]:
    if unit.gtin:
        pack = stock.packs[unit]
        pack.place, pack.container = place, None
        return {pack.batch: 1}
    child = stock.containers[unit.sscc]
    child.parent, child.place, child.state, child.destination = None, place, PackState.ACTIVE, None
    return child.content


def _children(stock: Stock, parent: Named) -> tuple[Named, ...]:
    """Everything that stands directly in a container; the loader has read it because the event names no child."""
    packs = [unit for unit, pack in stock.packs.items() if pack.container == parent.unit.sscc]
    inner = [Unit(0, f"{key:018}") for key, fact in stock.containers.items() if fact.parent == parent.unit.sscc]
    return tuple(Named(unit, parent.pointer, parent.told) for unit in (*packs, *inner))


# ---------------------------------------------------------------- moving
def _ship(told: Telling) -> list[Fault]:
    """Shipping (CBV 2.0 section 7.1): units that stand loose at the origin are on their way from there."""
    stock, event = told.stock, told.event
    origin = event.origin
    faults = checks.place_faults(told, origin)
    for named in event.units:
        faults += checks.loose_faults(told, named, origin)
    if faults or origin is None:
        return faults
    for named in event.units:
        _move(stock, named.unit, PackState.ACTIVE, PackState.IN_TRANSIT, origin)
        if not named.unit.gtin:
            stock.containers[named.unit.sscc].destination = event.destination
    told.link(event.units)
    return []


def _receive(told: Telling) -> list[Fault]:
    """Receiving: units on their way arrive, and the flow from their origin is counted."""
    stock, event = told.stock, told.event
    place = event.place
    faults = checks.place_faults(told, place)
    for named in event.units:
        faults += checks.arriving_faults(stock, named, place)
    if faults or place is None:
        return faults
    for named in event.units:
        _move(stock, named.unit, PackState.IN_TRANSIT, PackState.ACTIVE, place)
    told.link(event.units)
    return []


def _return_to_origin(told: Telling) -> list[Fault]:
    """Void shipping: units on their way never left; they stand at their origin again."""
    stock, event = told.stock, told.event
    faults = checks.place_faults(told, event.origin)
    for named in event.units:
        faults += checks.known_faults(stock, named) or checks.transit_faults(stock, named)
        if not faults and checks.place_of(stock, named.unit) != event.origin:
            faults.append(checks.elsewhere(named))
    if faults or event.origin is None:
        return faults
    for named in event.units:
        _move(stock, named.unit, PackState.IN_TRANSIT, PackState.ACTIVE, event.origin)
    told.link(event.units)
    return []


def _move(stock: Stock, unit: Unit, before: PackState, after: PackState, place: int) -> None:
    """Change state and place of a loose unit; of a container only its own row, and the ledger by its content."""
    fact = stock.packs[unit] if unit.gtin else stock.containers[unit.sscc]
    old = fact.place or NOWHERE
    fact.place, fact.state = place, after
    content = {fact.batch: 1} if isinstance(fact, PackFact) else fact.content
    if isinstance(fact, ContainerFact):
        fact.destination = None
    for batch, n in content.items():
        stock.shift(batch, n, (old, before), (place, after))
        if old != place:
            stock.flow[batch, old, place] += n


# ---------------------------------------------------------------- leaving the chain
def _dispense(told: Telling) -> list[Fault]:
    """Dispensing: each pack is supplied where it stands."""
    return _change(told, Operation.SUPPLY)


def _decommission(told: Telling) -> list[Fault]:
    """ObjectEvent DELETE: packs leave the chain for ever; the label of an empty logistic unit may be given up."""
    return _change(told, OF_DISPOSITION.get(told.event.disposition or "", Operation.DESTROY))


def _change(told: Telling, operation: Operation) -> list[Fault]:
    stock, event = told.stock, told.event
    place = event.place if event.place is not None else event.origin
    faults = checks.place_faults(told, place)
    if operation is Operation.SUPPLY and not told.reporter.may_dispense:
        faults.append(Fault("scope-missing", f"{event.pointer}/bizStep", facts={"scope": "pack:dispense"}))
    for named in event.units:
        faults += checks.change_faults(told, named, operation, place)
    if faults or place is None:
        return faults
    for named in event.units:
        if named.unit.gtin:
            leave(stock, named.unit, transition(PackState.ACTIVE, operation).state, place)
        else:
            stock.containers[named.unit.sscc].state = PackState.DESTROYED
    told.link(event.units)
    return []


def leave(stock: Stock, unit: Unit, state: PackState, place: int) -> None:
    """Give an active pack another state: it leaves its container, and contents and ledger follow."""
    pack = stock.packs[unit]
    stock.count(pack.container, [(pack.batch, -1)])
    stock.shift(pack.batch, 1, (place, PackState.ACTIVE), (place, state))
    pack.state, pack.place, pack.container = state, place, None


# ---------------------------------------------------------------- all others
def _observe(told: Telling) -> list[Fault]:
    """An event without effect on state or place: it joins the threads of the units that the register knows."""
    told.link(named for named in told.event.units if told.stock.knows(named.unit))
    return []


OBSERVED: dict[str, Callable[[Telling], list[Fault]]] = {
    "shipping": _ship,
    "receiving": _receive,
    "void_shipping": _return_to_origin,
    "dispensing": _dispense,
}
"""What an ObjectEvent OBSERVE does, by its business step (CBV 2.0 section 7.1)."""
