"""The worker: does what waits, plans each day once, survives a handler that fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from apiflask import APIFlask

from api import jobs as desk_jobs
from api.jobs import Shift, Worker
from registry.audit import service as audit
from registry.audit.model import Json
from registry.clock import FixedClock
from registry.jobs import service as jobs
from registry.jobs.model import JobDraft, JobState
from registry.work import SYSTEM
from tests.api.conftest import desk_of
from tests.api.world import build


@pytest.fixture
def worker(app: APIFlask) -> Worker:
    build(app)
    return Worker(desk_of(app).workbench, desk_of(app).settings)


def test_the_day_that_ended_is_sealed_the_next_morning(app: APIFlask, worker: Worker) -> None:
    bench = desk_of(app).workbench
    worker.run_waiting()
    with bench.read(SYSTEM) as work:
        assert audit.seals(work) == []
    assert isinstance(bench.clock, FixedClock)
    bench.clock.at += timedelta(days=1)
    assert worker.run_waiting() >= 1
    with bench.read(SYSTEM) as work:
        (seal,) = audit.seals(work)
        assert (seal.size > 20, seal.signature is not None) == (True, True)
        assert audit.check_seals(work) == 1
    assert worker.run_waiting() == 0


def test_a_failing_job_is_told_and_tried_again_and_the_worker_lives(
    app: APIFlask, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = desk_of(app).workbench

    def broken(shift: Shift) -> dict[str, Json]:
        raise ZeroDivisionError(f"of {shift.job.kind}")

    monkeypatch.setitem(desk_jobs.HANDLERS, "broken", broken)
    left = bench.write(SYSTEM, lambda work: jobs.enqueue(work, JobDraft("broken")))
    worker.run_waiting()
    with bench.read(SYSTEM) as work:
        told = jobs.job(work, left.id)
    assert (told.state, told.attempts) == (JobState.WAITING, 1)
    assert told.fault == {"code": "ZeroDivisionError", "said": "of broken"}
