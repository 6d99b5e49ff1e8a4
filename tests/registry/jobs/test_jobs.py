"""Jobs: taken by one worker at a time, taken again when it dies, tried again when it fails, seen by their owner."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest

from registry.clock import FixedClock
from registry.errors import Conflict, NotFound
from registry.jobs import service as jobs
from registry.jobs.model import Job, JobDraft, JobState
from registry.work import PUBLIC, SYSTEM, Actor, Workbench

OWNER = Actor("Nhà thuốc An", 7)
OTHER = Actor("Nhà thuốc Bình", 8)


def leave(workbench: Workbench, key: str | None = None, actor: Actor = OWNER) -> Job:
    return workbench.write(actor, lambda work: jobs.enqueue(work, JobDraft("import", {"file": "a.csv"}, key)))


def take(workbench: Workbench, worker: str = "w1") -> Job | None:
    return workbench.write(SYSTEM, lambda work: jobs.claim(work, ["import"], worker))


def test_a_job_is_left_taken_advanced_and_ended(workbench: Workbench) -> None:
    left = leave(workbench)
    held = take(workbench)
    assert held is not None
    assert (held.id, held.state, held.args, held.attempts) == (left.id, JobState.RUNNING, {"file": "a.csv"}, 1)
    assert take(workbench) is None
    workbench.write(SYSTEM, lambda work: jobs.advance(work, held.id, "w1", 500, 2000))
    workbench.write(SYSTEM, lambda work: jobs.finish(work, held.id, "w1", {"taken": 2000}))
    with workbench.read(OWNER) as work:
        ended = jobs.job(work, held.id)
    assert (ended.state, ended.done, ended.whole, ended.result) == (JobState.DONE, 500, 2000, {"taken": 2000})


def test_a_key_is_taken_once(workbench: Workbench) -> None:
    assert leave(workbench, "seal:2026-03-02").id == leave(workbench, "seal:2026-03-02").id


def test_a_job_of_a_dead_worker_is_taken_again_and_the_dead_one_may_not_end_it(
    workbench: Workbench, clock: FixedClock
) -> None:
    leave(workbench)
    first = take(workbench, "w1")
    clock.at += timedelta(minutes=6)
    again = take(workbench, "w2")
    assert first is not None
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)
    with pytest.raises(Conflict):
        workbench.write(SYSTEM, lambda work: jobs.finish(work, first.id, "w1", {}))


def test_a_failed_job_waits_longer_each_time_and_is_given_up(workbench: Workbench, clock: FixedClock) -> None:
    left = leave(workbench)
    tries = 0
    while tries < 50:
        held = take(workbench)
        if held is None:
            clock.at += timedelta(seconds=5)
            with workbench.read(OWNER) as work:
                if jobs.job(work, left.id).has_ended:
                    break
            continue
        tries += 1
        one = held
        workbench.write(SYSTEM, lambda work, one=one: jobs.fail(work, one, "w1", {"code": "busy"}))  # type: ignore[misc] # binds the loop's value
    with workbench.read(OWNER) as work:
        ended = jobs.job(work, left.id)
    assert (tries, ended.state, ended.fault) == (jobs.ATTEMPTS, JobState.FAILED, {"code": "busy"})


def test_a_job_is_shown_to_its_owner_and_to_the_authority_alone(workbench: Workbench) -> None:
    left = leave(workbench)
    for actor in (OTHER, PUBLIC):
        with workbench.read(actor) as work:
            assert jobs.jobs(work).items == ()
            with pytest.raises(NotFound):
                jobs.job(work, left.id)
    with workbench.read(SYSTEM) as work:
        assert [one.id for one in jobs.jobs(work).items] == [left.id]


def test_workers_that_race_never_hold_the_same_job(workbench: Workbench) -> None:
    for _ in range(40):
        leave(workbench)
    held: Counter[int] = Counter()

    def work_on(name: str) -> None:
        while (one := take(workbench, name)) is not None:
            held[one.id] += 1

    threads = [threading.Thread(target=work_on, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(held) == 40
    assert set(held.values()) == {1}
