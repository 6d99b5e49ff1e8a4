"""`/v1/jobs`: work that outlives a request, and how far it is."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields

from api.auth import reading
from api.v1.fields import Instant, Key, PageQuery
from api.v1.lists import cursor_of, linked
from registry.ids import parse_id
from registry.jobs import service
from registry.jobs.model import Job

jobs = APIBlueprint("jobs", __name__, url_prefix="/v1/jobs", tag="Jobs")


class JobShown(Schema):
    """A job: waiting, running, done or failed; `done` of `whole` steps."""

    id = Key(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    done = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    attempts = fields.Integer(required=True)
    result = fields.Dict(keys=fields.String(), allow_none=True)
    fault = fields.Dict(keys=fields.String(), allow_none=True)
    created_at = Instant(required=True)
    ended_at = Instant(allow_none=True)


class JobsShown(Schema):
    """A page of jobs, newest first."""

    items = fields.List(fields.Nested(JobShown), required=True)
    next = fields.String(allow_none=True)


@jobs.get("")
@jobs.input(PageQuery, location="query")
@jobs.output(JobsShown)
@jobs.doc(operation_id="listJobs", security="key")
def list_jobs(query_data: dict[str, Any]) -> dict[str, object]:
    """Return one's own jobs, newest first; all jobs with the scope job:read."""
    with reading() as work:
        return linked(service.jobs(work, cursor_of(query_data), query_data["limit"]))


@jobs.get("/<job_id>")
@jobs.output(JobShown)
@jobs.doc(operation_id="readJob", security="key")
def read_job(job_id: str) -> Job:
    """Return a job to its owner, or to who holds job:read."""
    with reading() as work:
        return service.job(work, parse_id(job_id))
