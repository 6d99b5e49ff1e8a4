"""Tables and texts of jobs. A job is taken by one UPDATE, so two workers never hold the same."""

from __future__ import annotations

import json
from collections.abc import Sequence

from peewee import BigIntegerField, IntegerField, TextField

from registry.audit.model import Json
from registry.clock import from_microseconds
from registry.db.base import CodeField, InstantField, JsonField, Table
from registry.db.connection import Database, Row
from registry.jobs.model import Job, JobDraft, JobState


class JobRow(Table):
    """A job, from its cause to its end."""

    id = BigIntegerField(primary_key=True)
    kind = CodeField()
    key = CodeField(null=True, unique=True)
    state = CodeField()
    args = JsonField()
    owner_id = BigIntegerField(null=True, index=True)
    actor = TextField()
    done = BigIntegerField()
    whole = BigIntegerField()
    attempts = IntegerField()
    result = JsonField(null=True)
    fault = JsonField(null=True)
    run_at = InstantField()
    lease_until = InstantField(null=True)
    worker = CodeField(null=True)
    created_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        table_name = "job"
        indexes = ((("state", "run_at"), False),)


TABLES = (JobRow,)
COLUMNS = "id, kind, state, args, owner_id, actor, done, whole, attempts, result, fault, created_at, ended_at"
ADD = (
    "INSERT INTO job (id, kind, key, state, args, owner_id, actor, done, whole, attempts, run_at, created_at)"
    " VALUES (?, ?, ?, 'waiting', ?, ?, ?, 0, 0, 0, ?, ?) ON CONFLICT (key) DO NOTHING"
)
BY_KEY = f"SELECT {COLUMNS} FROM job WHERE key = ?"
BY_ID = f"SELECT {COLUMNS} FROM job WHERE id = ?"
OF_OWNER = f"SELECT {COLUMNS} FROM job WHERE owner_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
ALL = f"SELECT {COLUMNS} FROM job WHERE id < ? ORDER BY id DESC LIMIT ?"
OPEN = "((state = 'waiting' AND run_at <= ?) OR (state = 'running' AND lease_until < ?))"
CLAIM = (
    "UPDATE job SET state = 'running', worker = ?, lease_until = ?, attempts = attempts + 1"
    f" WHERE id = (SELECT id FROM job WHERE {OPEN} AND kind IN ({{kinds}}) ORDER BY run_at, id LIMIT 1) AND {OPEN}"
    f" RETURNING {COLUMNS}"
)
ADVANCE = "UPDATE job SET done = ?, whole = ?, lease_until = ? WHERE id = ? AND state = 'running' AND worker = ?"
END = (
    "UPDATE job SET state = ?, result = ?, fault = ?, ended_at = ?, lease_until = NULL"
    " WHERE id = ? AND state = 'running' AND worker = ?"
)
AGAIN = (
    "UPDATE job SET state = 'waiting', run_at = ?, fault = ?, lease_until = NULL"
    " WHERE id = ? AND state = 'running' AND worker = ?"
)


def add(database: Database, job_id: int, draft: JobDraft, who: tuple[int | None, str], run_at: int, at: int) -> bool:
    """Write a job; False when its key is taken."""
    told = (job_id, draft.kind, draft.key, _text(draft.args), *who, run_at, at)
    return database.run(ADD, told) == 1


def by_key(database: Database, key: str) -> Job | None:
    """Return the job under a key."""
    row = database.one(BY_KEY, (key,))
    return _job(row) if row else None


def by_id(database: Database, job_id: int) -> Job | None:
    """Return a job."""
    row = database.one(BY_ID, (job_id,))
    return _job(row) if row else None


def page(database: Database, owner_id: int | None, before: int, limit: int) -> list[Job]:
    """Return the newest jobs before an id, of one owner or of all."""
    rows = (
        database.rows(ALL, (before, limit)) if owner_id is None else database.rows(OF_OWNER, (owner_id, before, limit))
    )
    return [_job(row) for row in rows]


def claim(database: Database, kinds: Sequence[str], worker: str, now: int, lease_until: int) -> Job | None:
    """Take the job that waits longest, for a worker, until its lease ends."""
    text = CLAIM.format(kinds=", ".join("?" * len(kinds)))
    row = database.one(text, (worker, lease_until, now, now, *kinds, now, now))
    return _job(row) if row else None


def advance(database: Database, job_id: int, worker: str, done: int, whole: int, lease_until: int) -> bool:
    """Write how far a job is; False when the worker no longer holds it."""
    return database.run(ADVANCE, (done, whole, lease_until, job_id, worker)) == 1


def end(
    database: Database,
    job_id: int,
    worker: str,
    state: JobState,
    told: tuple[dict[str, Json] | None, dict[str, Json] | None],
    at: int,
) -> bool:
    """Write what came of a job; False when the worker no longer holds it."""
    result, fault = (_text(one) if one is not None else None for one in told)
    return database.run(END, (state, result, fault, at, job_id, worker)) == 1


def again(database: Database, job_id: int, worker: str, run_at: int, fault: dict[str, Json]) -> bool:
    """Let a job wait for another try; False when the worker no longer holds it."""
    return database.run(AGAIN, (run_at, _text(fault), job_id, worker)) == 1


def _text(told: dict[str, Json]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _job(row: Row) -> Job:
    key, kind, state, args, owner, actor, done, whole, attempts, result, fault, created, ended = row
    return Job(
        key,
        kind,
        JobState(state),
        json.loads(args),
        owner,
        actor,
        done,
        whole,
        attempts,
        json.loads(result) if result else None,
        json.loads(fault) if fault else None,
        from_microseconds(created),
        from_microseconds(ended) if ended else None,
    )
