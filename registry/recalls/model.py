"""Values of the recalls area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gs1 import Gtin
from registry.trace.model import Flow, PackState


@dataclass(frozen=True, slots=True)
class RecallDraft:
    """A decision to recall one batch, or all batches (`batch` None), at level 1 (gravest) to 3."""

    gtin: Gtin
    batch: str | None
    level: int
    reason: str
    decision: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Recall:
    """A recall as declared; `collect_by` is the last day that the law gives for collecting the goods."""

    id: int
    gtin: Gtin
    batch: str | None
    level: int
    reason: str
    decision: str
    decided_on: date
    declared_at: datetime
    collect_by: date
    lifted_at: datetime | None = None
    lift_decision: str | None = None
    lift_reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the recall is in force."""
        return self.lifted_at is None

    def covers(self, batch: str | None) -> bool:
        """Say whether packs of this batch are recalled; of an unknown batch (None), only by a recall of all."""
        return self.batch is None or self.batch == batch


@dataclass(frozen=True, slots=True)
class Response:
    """What a holder answered: how many packs it has set aside."""

    recall_id: int
    place: str
    at: datetime
    quantity: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReachedPlace:
    """A place that holds or sent recalled goods, by state; `response` is its newest answer."""

    place: str
    name: str | None
    party_id: int | None
    party_name: str | None
    province: str | None
    by_state: dict[PackState, int]
    response: Response | None = None

    @property
    def held(self) -> int:
        """How many packs stand there and can be collected."""
        return sum(n for state, n in self.by_state.items() if state in HELD)


HELD = frozenset({PackState.ACTIVE, PackState.LOCKED, PackState.SAMPLE, PackState.FREE_SAMPLE, PackState.CHECKED_OUT})
"""States of packs that are still at the place named in the ledger."""


@dataclass(frozen=True, slots=True)
class RecallReach:
    """Whom a recall reaches: every place, the flows between them, and totals that add up to what was made."""

    recall: Recall
    places: tuple[ReachedPlace, ...]
    flows: tuple[Flow, ...]
    made: int
    by_state: dict[PackState, int]

    @property
    def held(self) -> int:
        """How many packs stand at places and can be collected."""
        return sum(place.held for place in self.places)

    @property
    def in_transit(self) -> int:
        """How many packs are between two places."""
        return self.by_state.get(PackState.IN_TRANSIT, 0)

    @property
    def supplied(self) -> int:
        """How many packs have gone to patients."""
        return self.by_state.get(PackState.SUPPLIED, 0)
