"""What stands in the register of the things that events name, held in memory while the events are applied to it.

It is read by key before, changed by `registry.trace.projection`, and what changed is written set-based after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from registry.trace.model import PackState

LEVELS_MAX = 8
"""Containers around a pack at most; a place is found by walking up this far."""
NOWHERE = 0
"""The origin of packs that were made."""


class Unit(NamedTuple):
    """The key of a pack (GTIN as an integer, serial) or of a logistic unit (0, SSCC)."""

    gtin: int
    serial: str

    @property
    def sscc(self) -> int:
        """The SSCC as an integer; 0 for a pack."""
        return 0 if self.gtin else int(self.serial)


class Role(IntEnum):
    """What an event was to a unit that it names."""

    SUBJECT = 1
    PUT_IN = 2
    TAKEN_OUT = 3
    PARENT = 4


@dataclass(slots=True)
class PackFact:
    """A pack's row; `place` is None while the pack is in a container, `ver` 0 while it is new."""

    batch: int
    state: PackState
    place: int | None
    container: int | None = None
    last_event: int = 0
    ver: int = 0


@dataclass(slots=True)
class ContainerFact:
    """A container's row and its content by batch, all levels summed; `height` counts the levels down to it."""

    place: int
    state: PackState = PackState.ACTIVE
    parent: int | None = None
    destination: int | None = None
    height: int = 1
    last_event: int = 0
    ver: int = 0
    content: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class BatchFact:
    """What the rules ask of a batch; `new` until it is written, `expiry_told` when an event told what was not known."""

    id: int
    gtin: int
    number: str
    expiry: date | None
    recall_level: int | None = None
    new: bool = False
    expiry_told: bool = False


class Item(NamedTuple):
    """A link of a unit's thread: the event, what it was to the unit, and the unit's event before."""

    event_id: int
    unit: Unit
    role: Role
    previous: int | None


@dataclass(slots=True)
class Interval:
    """A container inside another, from an event until an event; the instants are event times."""

    child: int
    parent: int
    from_event: int
    from_at: int
    until_event: int | None = None
    until_at: int | None = None


@dataclass(slots=True)
class Stock:
    """Packs, containers and batches by key, and everything that has changed since they were read."""

    packs: dict[Unit, PackFact] = field(default_factory=dict)
    containers: dict[int, ContainerFact] = field(default_factory=dict)
    batches: dict[int, BatchFact] = field(default_factory=dict)
    batch_ids: dict[tuple[int, str], int] = field(default_factory=dict)
    published: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    parties: dict[int, int] = field(default_factory=dict)
    packs_changed: set[Unit] = field(default_factory=set)
    containers_changed: set[int] = field(default_factory=set)
    holding: Counter[tuple[int, int, PackState]] = field(default_factory=Counter)
    flow: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    content: Counter[tuple[int, int]] = field(default_factory=Counter)
    items: list[Item] = field(default_factory=list)
    opened: list[Interval] = field(default_factory=list)
    open_now: dict[int, Interval] = field(default_factory=dict)
    closed: list[tuple[int, int, int]] = field(default_factory=list)

    def add_batch(self, batch: BatchFact) -> None:
        """Take in a batch that was read or is new."""
        self.batches[batch.id] = batch
        self.batch_ids[batch.gtin, batch.number] = batch.id

    def chain(self, container: int | None) -> Iterator[int]:
        """Walk up from `container` to the outermost one."""
        for _ in range(LEVELS_MAX):
            if container is None:
                return
            yield container
            container = self.containers[container].parent

    def top(self, container: int) -> ContainerFact:
        """Return the outermost container around `container`."""
        *_, outermost = self.chain(container)
        return self.containers[outermost]

    def stands(self, pack: PackFact) -> tuple[PackState, int]:
        """Return the state and place of a pack, walked up through its containers."""
        if pack.container is None:
            return pack.state, pack.place or NOWHERE
        outermost = self.top(pack.container)
        return outermost.state, outermost.place

    def link(self, unit: Unit, event_id: int, role: Role) -> None:
        """Make `event_id` the newest event of a known unit."""
        fact = self.packs[unit] if unit.gtin else self.containers[unit.sscc]
        self.items.append(Item(event_id, unit, role, fact.last_event or None))
        fact.last_event = event_id
        (self.packs_changed.add(unit) if unit.gtin else self.containers_changed.add(unit.sscc))

    def knows(self, unit: Unit) -> bool:
        """Say whether the unit stands in the register."""
        return unit in self.packs if unit.gtin else unit.sscc in self.containers

    def open(self, child: int, parent: int, event_id: int, at: int) -> None:
        """Begin the interval in which `child` stands in `parent`."""
        self.open_now[child] = Interval(child, parent, event_id, at)
        self.opened.append(self.open_now[child])

    def close(self, child: int, event_id: int, at: int) -> None:
        """End the open interval of `child`, whether it was opened before or by an earlier event of this document."""
        interval = self.open_now.pop(child, None)
        if interval is None:
            self.closed.append((child, event_id, at))
        else:
            interval.until_event, interval.until_at = event_id, at

    def count(self, container: int | None, batches: Iterable[tuple[int, int]]) -> None:
        """Add `n` packs of each batch to a container and to all around it; negative numbers take out."""
        told = [*batches]
        for level in self.chain(container):
            content = self.containers[level].content
            self.containers_changed.add(level)
            for batch, n in told:
                content[batch] = content.get(batch, 0) + n
                self.content[level, batch] += n

    def shift(self, batch: int, n: int, before: tuple[int, PackState], after: tuple[int, PackState]) -> None:
        """Move `n` packs of a batch in the ledger from one (place, state) to another."""
        self.holding[batch, *before] -= n
        self.holding[batch, *after] += n
