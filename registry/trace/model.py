"""Values of the trace area: batches, packs, containers, the ledger, captured events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gs1 import Gtin, Sscc
from registry.audit.model import Json
from registry.errors import Fault


class PackState(StrEnum):
    """The state of one serialised unit (Delegated Regulation (EU) 2016/161), or that it is between two places."""

    ACTIVE = "active"
    IN_TRANSIT = "in_transit"
    SUPPLIED = "supplied"
    EXPORTED = "exported"
    DESTROYED = "destroyed"
    STOLEN = "stolen"
    SAMPLE = "sample"
    FREE_SAMPLE = "free_sample"
    CHECKED_OUT = "checked_out"
    LOCKED = "locked"


class Stop(StrEnum):
    """Why no pack of a batch may move to the patient, whatever its own state: the upper level wins."""

    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    EXPIRED = "expired"


class Operation(StrEnum):
    """What is asked of a single pack."""

    SUPPLY = "supply"
    EXPORT = "export"
    SAMPLE = "sample"
    FREE_SAMPLE = "free_sample"
    CHECK_OUT = "check_out"
    LOCK = "lock"
    DESTROY = "destroy"
    STEAL = "stolen"
    VERIFY = "verify"
    UNDO = "undo"
    UNLOCK = "unlock"


class Entry(StrEnum):
    """How the identity of a pack came in; a typed one says so, as the European model asks."""

    SCANNED = "scanned"
    TYPED = "typed"


class Behaviour(StrEnum):
    """What a capture does when some events are faulty (GS1-Capture-Error-Behaviour, EPCIS 2.0 section 12.6)."""

    ROLLBACK = "rollback"
    PROCEED = "proceed"


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of one trade item. `recall_level` is that of the gravest recall in force, None when there is none."""

    id: int
    gtin: Gtin
    number: str
    expiry: date | None
    made: date | None = None
    quantity: int | None = None
    recall_id: int | None = None
    recall_level: int | None = None


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """What a maker tells about a batch before, or without, serial numbers."""

    gtin: Gtin
    number: str
    expiry: date | None
    made: date | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """One serialised unit as it stands now. State and place are those of the outermost container it is in.

    `place` is shown only to who may see it; `at_own_place` says that it is the place of who asks.
    """

    gtin: Gtin
    serial: str
    batch: Batch
    state: PackState
    own_state: PackState
    place: str | None
    container: Sscc | None
    version: int
    at_own_place: bool = False


@dataclass(frozen=True, slots=True)
class Container:
    """A logistic unit (SSCC) and how many packs of each batch (by key) stand in it, all levels summed."""

    sscc: Sscc
    parent: Sscc | None
    place: str
    state: PackState
    contents: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """`n` packs of a batch in one state at one place; in transit they stand under the place that sent them."""

    place: str
    state: PackState
    n: int


@dataclass(frozen=True, slots=True)
class Flow:
    """`n` packs of a batch that went from `origin` to `place`; made at `place` when `origin` is None."""

    origin: str | None
    place: str
    n: int


@dataclass(frozen=True, slots=True)
class CaptureJob:
    """What became of one captured document; `faults` point into it."""

    id: int
    behaviour: Behaviour
    received_at: datetime
    finished_at: datetime
    events: int
    captured: int
    duplicates: int
    faults: tuple[Fault, ...] = ()
    owner_id: int | None = None

    @property
    def success(self) -> bool:
        """Whether every event was captured or known already."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class StateChange:
    """An operation on a pack that took effect; `repeated` when the same request was answered before."""

    gtin: Gtin
    serial: str
    batch: str
    expiry: date | None
    operation: Operation
    state: PackState
    place: str
    at: datetime
    event_key: str
    undo_until: datetime | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A captured event: its head, and the body as it was told. `event_time` carries the offset it was told with."""

    id: int
    key: str
    type: str
    action: str | None
    step: str | None
    disposition: str | None
    place: str | None
    event_time: datetime
    record_time: datetime
    declares_error: bool
    body: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TraceStep:
    """An event in the life of a pack: its own (depth 0), or that of a container (SSCC) it was in at that time."""

    event: StoredEvent
    depth: int
    container: str | None = None


@dataclass(frozen=True, slots=True)
class PackThen:
    """A pack as it stood at an instant, told by its events alone.

    `place` is the canonical Digital Link of a place, "in-transit", or None; `containers` the nearest first.
    """

    at: datetime
    state: str
    place: str | None
    containers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recount:
    """The ledger of a batch beside a count of its packs one by one, each as (place, state) -> n."""

    batch_id: int
    made: int
    ledger: dict[tuple[str, PackState], int]
    packs: dict[tuple[str, PackState], int]

    @property
    def agrees(self) -> bool:
        """Whether ledger and packs tell the same, and every pack made is somewhere (invariant 5)."""
        return self.ledger == self.packs and self.made == sum(self.packs.values())
