"""Values of the review of a decision: its rows, what each would change, and what the officer said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from registry.audit.model import Json
from registry.catalogue.model import Decision
from registry.exchange.model import Cells, RowFault


class RowKind(StrEnum):
    """What a row means for the register. CONFLICT: the register contradicts it. FAULT: it cannot be read surely."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    FAULT = "fault"


class Verdict(StrEnum):
    """What the reviewer says of a row; CORRECTED is accepted with other cells than were read."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REFUSED = "refused"


class ReviewState(StrEnum):
    """Where a decision stands: its rows are looked at, one proposal waits, or everything is in the register."""

    REVIEW = "review"
    PROPOSED = "proposed"
    APPLIED = "applied"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row under review: `differences` names each field with its value before and after."""

    place: int
    kind: RowKind
    verdict: Verdict
    cells: Cells
    differences: dict[str, Json] = field(default_factory=dict)
    faults: tuple[RowFault, ...] = ()
    note: str | None = None
    decided_by: str | None = None

    @property
    def is_clear(self) -> bool:
        """Say whether nothing at all was noticed in the row, so that it may be accepted with others at once."""
        return self.kind in TAKEABLE and not self.faults


TAKEABLE = frozenset({RowKind.NEW, RowKind.CHANGED, RowKind.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Review:
    """A decision under review, with all its rows; `notes` tell rows that its title promises and that were not read."""

    id: int
    state: ReviewState
    decision: Decision
    source: str
    notes: tuple[str, ...]
    proposal_id: int | None
    actor: str
    version: int
    recorded_at: datetime
    rows: tuple[ReviewRow, ...] = ()
