"""The world at an instant, folded from events alone: containment, places, states and holders. Pure.

Projections answer what stands now; this answers what stood then, and proves the projections. Events are taken in the
order of their event times (ties in the order told); one that is declared erroneous has no effect (EPCIS 2.0 section
7.4.1.2), whenever it was declared. Identities are canonical texts, so URN and Digital Link are the same thing.

A thing's place is the latest place told of itself, or of something around it while it was inside; nothing is written
to the packs of a pallet when the pallet moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from registry.audit.model import Json
from registry.clock import to_microseconds
from registry.trace.identities import canonical
from registry.trace.model import Operation
from registry.trace.rules import OPERATION_FIELD
from registry.trace.stock import LEVELS_MAX
from registry.trace.vocabulary import short

IN_TRANSIT = "in-transit"
"""The place of what was sent and not yet received (CBV 2.0 section 7.2, disposition in_transit)."""
ACTIVE, TRANSFORMED = "active", "transformed"
GONE = {"dispensing": "dispensed", "destroying": "destroyed", "decommissioning": "inactive"}
"""Business steps after which nobody holds the thing, and the state they leave when no disposition says it better."""
ENDS = frozenset({"dispensed", "retail_sold", "destroyed", "stolen", "inactive", "expired", "disposed"})
"""Dispositions of things that have left the chain."""
LOT_NAMES = frozenset({"lotNumber", "batchNumber", "hasBatchLotNumber"})


class Told(NamedTuple):
    """What one event says of containment, place and state; `at` in microseconds."""

    at: int
    order: int
    body: Mapping[str, Json]

    def word(self, name: str) -> str:
        """Return a vocabulary word in its bare form, empty when it is not told."""
        value = self.body.get(name)
        return short(value) if isinstance(value, str) else ""

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the canonical identities listed in a field."""
        value = self.body.get(name)
        listed = value if isinstance(value, list) else [value]
        return tuple(canonical(one) for one in listed if isinstance(one, str))

    @property
    def place(self) -> str | None:
        """Where the things are after the event: in transit, at the business location, or not told."""
        if self.word("disposition") == "in_transit":
            return IN_TRANSIT
        location = self.body.get("bizLocation")
        told = location.get("id") if isinstance(location, dict) else None
        return canonical(told) if isinstance(told, str) else None

    @property
    def lot(self) -> str | None:
        """The batch number that the event tells of the things it brings into being."""
        ilmd = self.body.get("ilmd")
        named = ilmd.items() if isinstance(ilmd, dict) else ()
        found = (value for name, value in named if name.replace("#", ":").split(":")[-1].split("/")[-1] in LOT_NAMES)
        return next((value for value in found if isinstance(value, str)), None)


class PlaceFact(NamedTuple):
    """A place told, and by the how-manieth event."""

    place: str
    order: int


@dataclass(slots=True)
class Thing:
    """One identity: its state and batch, the last place told of itself, and what it is inside since which event."""

    state: str = ACTIVE
    lot: str | None = None
    fact: PlaceFact | None = None
    parent: str | None = None
    since: int = 0
    children: set[str] = field(default_factory=set)


def told_of(events: Iterable[Mapping[str, Json]], at: datetime | None = None) -> list[Told]:
    """Return the events that count at `at` (inclusive), in the order they happened, without those declared wrong."""
    bodies = [*events]
    wrong = {body.get("eventID") for body in bodies if "errorDeclaration" in body} - {None}
    limit = None if at is None else to_microseconds(at)
    found = [
        Told(to_microseconds(datetime.fromisoformat(str(body["eventTime"]))), order, body)
        for order, body in enumerate(bodies, start=1)
        if body.get("eventID") not in wrong and "errorDeclaration" not in body
    ]
    return sorted((told for told in found if limit is None or told.at <= limit), key=lambda told: (told.at, told.order))


class World:
    """Everything that events have told, after the last of them."""

    def __init__(self, events: Iterable[Told] = ()) -> None:
        self.things: dict[str, Thing] = {}
        self._tick = 0
        for told in events:
            self.fold(told)

    def fold(self, told: Told) -> None:
        """Take in the next event."""
        self._tick += 1
        kind = told.body.get("type")
        if kind == "ObjectEvent":
            self._object(told)
        elif kind == "AggregationEvent":
            self._aggregation(told)
        elif kind == "TransformationEvent":
            self._transformation(told)

    def containers(self, uri: str) -> tuple[str, ...]:
        """Return what is around a thing, the nearest first."""
        return tuple(self._around(canonical(uri)))

    def place(self, uri: str) -> str | None:
        """Return the canonical place of a thing, `IN_TRANSIT`, or None when nobody told it."""
        return self._place(canonical(uri))

    def state(self, uri: str) -> str | None:
        """Return the state of a thing; None when it is unknown."""
        thing = self.things.get(canonical(uri))
        return None if thing is None else thing.state

    def contents(self, uri: str) -> tuple[str, ...]:
        """Return everything inside a thing, all levels, in the order of their texts."""
        inside: list[str] = []
        level = [canonical(uri)]
        for _ in range(LEVELS_MAX):
            level = [child for one in level if one in self.things for child in sorted(self.things[one].children)]
            inside += level
        return tuple(inside)

    def holders(self, lot: str) -> dict[str, int]:
        """Return how many things of a batch stand where; those that left the chain under the state they left in."""
        counted: Counter[str] = Counter()
        for key, thing in self.things.items():
            if thing.lot == lot:
                counted[(self._place(key) or "") if thing.state == ACTIVE else thing.state] += 1
        return dict(counted)

    # ------------------------------------------------------------ how events change it
    def _object(self, told: Told) -> None:
        for key in told.keys("epcList"):
            thing = self._thing(key)
            if told.body.get("action") == "ADD":
                thing.lot = told.lot or thing.lot
            self._tell_place(thing, told.place)
            self._tell_state(key, told)

    def _tell_state(self, key: str, told: Told) -> None:
        if told.body.get(OPERATION_FIELD) == Operation.UNDO:
            self.things[key].state = ACTIVE
            return
        disposition, step = told.word("disposition"), told.word("bizStep")
        left = disposition in ENDS or step in GONE
        if told.body.get("action") != "DELETE" and not left:
            return
        self._take_out(key)
        self.things[key].state = disposition if disposition in ENDS else GONE.get(step, "inactive")

    def _aggregation(self, told: Told) -> None:
        parents = told.keys("parentID")
        if not parents:
            return
        parent, action = parents[0], told.body.get("action")
        children = told.keys("childEPCs")
        if action == "DELETE":
            for key in children or tuple(self._thing(parent).children):
                if self._thing(key).parent == parent:
                    self._take_out(key)
        if action == "ADD":
            for key in children:
                self._put_in(key, parent)
        for key in (parent, *children):
            self._tell_place(self._thing(key), told.place)

    def _transformation(self, told: Told) -> None:
        for key in told.keys("inputEPCList"):
            self._thing(key)
            self._take_out(key)
            self.things[key].state = TRANSFORMED
        for key in told.keys("outputEPCList"):
            thing = self._thing(key)
            thing.lot = told.lot or thing.lot
            self._tell_place(thing, told.place)

    def _thing(self, key: str) -> Thing:
        return self.things.setdefault(key, Thing())

    def _tell_place(self, thing: Thing, place: str | None) -> None:
        if place is not None:
            thing.fact = PlaceFact(place, self._tick)

    def _put_in(self, key: str, parent: str) -> None:
        if key == parent or key in self._around(parent):
            return
        self._take_out(key)
        thing = self._thing(key)
        thing.parent, thing.since = parent, self._tick
        self._thing(parent).children.add(key)

    def _take_out(self, key: str) -> None:
        """Out of its container a thing stands where the container stood."""
        thing = self._thing(key)
        if thing.parent is None:
            return
        place = self._place(key)
        self.things[thing.parent].children.discard(key)
        thing.parent = None
        self._tell_place(thing, place)

    def _around(self, key: str) -> Iterator[str]:
        thing = self.things.get(key)
        for _ in range(LEVELS_MAX):
            if thing is None or thing.parent is None:
                return
            yield thing.parent
            thing = self.things.get(thing.parent)

    def _place(self, key: str) -> str | None:
        """The latest place told of the thing, or of one around it since it is inside that one."""
        thing = self.things.get(key)
        best = None if thing is None else thing.fact
        since = 0
        while thing is not None and thing.parent is not None:
            since = max(since, thing.since)
            thing = self.things.get(thing.parent)
            fact = None if thing is None else thing.fact
            if fact is not None and fact.order >= since and (best is None or fact.order > best.order):
                best = fact
        return None if best is None else best.place
