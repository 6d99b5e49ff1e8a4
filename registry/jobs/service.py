"""Use cases of jobs: leave work for later, take it, tell how far it is, end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from registry.audit.model import Json
from registry.clock import to_microseconds
from registry.errors import Conflict, NotFound
from registry.ids import format_id, new_id
from registry.jobs import store
from registry.jobs.model import Job, JobDraft, JobState
from registry.paging import Cursor, Page, check_limit
from registry.work import Work

LEASE = timedelta(minutes=5)
"""A worker that tells nothing for so long is taken for dead, and its job is taken again."""
ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=5)
BEFORE_ALL = (1 << 63) - 1


def enqueue(work: Work, draft: JobDraft) -> Job:
    """Leave a job in the transaction of `work`; under a key that is taken, return the job that took it."""
    made = new_id()
    run_at = to_microseconds(draft.run_at) if draft.run_at else work.now_us
    store.add(work.db, made, draft, (work.actor.party_id, work.actor.name), run_at, work.now_us)
    found = store.by_key(work.db, draft.key) if draft.key else store.by_id(work.db, made)
    if found is None:
        raise LookupError("a job that was written can be read")
    return found


def job(work: Work, job_id: int) -> Job:
    """Return a job to its owner, or to who holds `job:read`; raise `NotFound` to everybody else."""
    found = store.by_id(work.db, job_id)
    own = found is not None and found.owner_id is not None and found.owner_id == work.actor.party_id
    if found is None or not (own or work.actor.may("job:read")):
        raise NotFound("job-unknown", id=format_id(job_id))
    return found


def jobs(work: Work, cursor: Cursor | None = None, limit: int = 30) -> Page[Job]:
    """Return the newest jobs: one's own, or all of them with `job:read`."""
    before = int(cursor.key[0]) if cursor else BEFORE_ALL
    owner = None if work.actor.may("job:read") else work.actor.party_id or -1
    found = store.page(work.db, owner, before, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.id,))


def claim(work: Work, kinds: Sequence[str], worker: str) -> Job | None:
    """Take the job that waits longest among some kinds; None when there is none."""
    return store.claim(work.db, kinds, worker, work.now_us, _lease(work))


def advance(work: Work, job_id: int, worker: str, done: int, whole: int) -> None:
    """Tell how far a job is and keep it for another lease; raise `Conflict` when it was taken from this worker."""
    if not store.advance(work.db, job_id, worker, done, whole, _lease(work)):
        raise Conflict("job-taken", id=format_id(job_id))


def finish(work: Work, job_id: int, worker: str, result: dict[str, Json]) -> None:
    """End a job with its result; raise `Conflict` when it was taken from this worker."""
    if not store.end(work.db, job_id, worker, JobState.DONE, (result, None), work.now_us):
        raise Conflict("job-taken", id=format_id(job_id))


def fail(work: Work, held: Job, worker: str, fault: dict[str, Json], *, for_ever: bool = False) -> None:
    """Say why a job failed; it is tried again after a doubling wait, at most five times, unless `for_ever`."""
    if for_ever or held.attempts >= ATTEMPTS:
        kept = store.end(work.db, held.id, worker, JobState.FAILED, (None, fault), work.now_us)
    else:
        kept = store.again(work.db, held.id, worker, to_microseconds(_next_try(work.now, held.attempts)), fault)
    if not kept:
        raise Conflict("job-taken", id=format_id(held.id))


def _next_try(now: datetime, attempts: int) -> datetime:
    return now + FIRST_WAIT * (1 << min(attempts, 10))


def _lease(work: Work) -> int:
    return to_microseconds(work.now + LEASE)
