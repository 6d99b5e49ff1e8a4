"""Values of the jobs area."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from registry.audit.model import Json


class JobState(StrEnum):
    """Where a job stands. A running job whose lease ran out is taken again, so its work must be repeatable."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobDraft:
    """What is to be done: the kind names the handler. A `key` is taken once: asking again gives the first job."""

    kind: str
    args: dict[str, Json] = field(default_factory=dict)
    key: str | None = None
    run_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job: how far it is (`done` of `whole`), and what came of it."""

    id: int
    kind: str
    state: JobState
    args: dict[str, Json]
    owner_id: int | None
    actor: str
    done: int
    whole: int
    attempts: int
    result: dict[str, Json] | None
    fault: dict[str, Json] | None
    created_at: datetime
    ended_at: datetime | None

    @property
    def has_ended(self) -> bool:
        """Say whether nothing more will come of it."""
        return self.state in (JobState.DONE, JobState.FAILED)
