"""The worker: takes jobs one after another and does them; what is to be done every day is left as jobs too.

A handler is given the bench, the settings and the job, tells how far it is, and returns the result. It may be run again
after a crash, so what it does must be repeatable.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from api import webhooks
from api.v1 import import_job, scan_job
from registry.audit import publishing
from registry.audit import service as audit
from registry.audit.model import Json
from registry.catalogue import service as catalogue
from registry.errors import Conflict, RegistryError
from registry.jobs import service as jobs
from registry.jobs.model import Job, JobDraft
from registry.settings import Settings
from registry.work import SYSTEM, Work, Workbench

LOG = logging.getLogger(__name__)
IDLE_S = 1.0
STOP_S = 10.0


@dataclass(frozen=True, slots=True)
class Shift:
    """What a handler works with."""

    workbench: Workbench
    settings: Settings
    job: Job
    worker: str

    def tell(self, done: int, whole: int) -> None:
        """Say how far the job is; raise `Conflict` when another worker has taken it."""
        self.workbench.write(SYSTEM, lambda work: jobs.advance(work, self.job.id, self.worker, done, whole))


Handler = Callable[[Shift], dict[str, Json]]


def seal_journal(shift: Shift) -> dict[str, Json]:
    """Seal the days of the journal that have ended."""
    sign = publishing.signer(shift.settings.secret())
    sealed = shift.workbench.write(SYSTEM, lambda work: audit.seal_days(work, sign))
    return {"days": [seal.day.isoformat() for seal in sealed]}


def keep_calendar(shift: Shift) -> dict[str, Json]:
    """Let lapse what ended, remind the holders of what ends soon, and end proposals that nobody settled."""
    told: dict[str, Json] = {}
    for name, use_case in CALENDAR:
        count = 0
        while done := shift.workbench.write(SYSTEM, use_case):
            count += done
        told[name] = count
    return told


CALENDAR = (
    ("lapsed", catalogue.lapse_ended),
    ("reminded", catalogue.remind),
    ("expired", catalogue.expire_overdue),
)
"""What the day does to authorisations, in slices until nothing is left."""
HANDLERS: dict[str, Handler] = {
    "seal-journal": seal_journal,
    "keep-calendar": keep_calendar,
    scan_job.KIND: scan_job.read_pictures,
    import_job.KIND: import_job.take_file,
}
"""Kind of job -> what does it."""
DAILY = (
    "keep-calendar",
    "seal-journal",
)
"""Kinds that are left once a day, under the day as their key."""


class Worker:
    """One thread that does jobs until it is stopped."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        self._bench = workbench
        self._settings = settings
        self._name = f"worker-{secrets.token_hex(4)}"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="medreg-jobs", daemon=True)
        self._planned: date | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the job at hand; wait for it a while."""
        self._stop.set()
        self._thread.join(STOP_S)

    def run_waiting(self) -> int:
        """Do every job that waits now and tell every subscriber, in this thread; return how many things were done."""
        self._plan_day()
        done = 0
        while not self._stop.is_set() and self._one():
            done += 1
        return done + webhooks.deliver_waiting(self._bench, self._settings)

    def _loop(self) -> None:
        while not self._stop.wait(IDLE_S):
            try:
                self.run_waiting()
            except Exception:
                LOG.exception("the worker goes on after a fault")

    def _plan_day(self) -> None:
        def plan(work: Work) -> date:
            for kind in DAILY:
                jobs.enqueue(work, JobDraft(kind, key=f"{kind}:{work.today.isoformat()}"))
            return work.today

        with self._bench.read(SYSTEM) as work:
            today = work.today
        if self._planned != today:
            self._planned = self._bench.write(SYSTEM, plan)

    def _one(self) -> bool:
        kinds = sorted(HANDLERS)
        held = self._bench.write(SYSTEM, lambda work: jobs.claim(work, kinds, self._name))
        if held is None:
            return False
        shift = Shift(self._bench, self._settings, held, self._name)
        try:
            result = HANDLERS[held.kind](shift)
        except Conflict as lost:
            if lost.code != "job-taken":
                self._fail(held, lost)
        except RegistryError as refused:
            self._fail(held, refused, for_ever=True)
        except Exception as fault:  # whatever it was, the job must be told failed and the worker must live
            LOG.exception("job %s failed", held.kind)
            self._fail(held, fault)
        else:
            self._bench.write(SYSTEM, lambda work: jobs.finish(work, held.id, self._name, result))
        return True

    def _fail(self, held: Job, fault: Exception, *, for_ever: bool = False) -> None:
        code = fault.code if isinstance(fault, RegistryError) else type(fault).__name__
        told: dict[str, Json] = {"code": code, "said": str(fault)[:500]}
        self._bench.write(SYSTEM, lambda work: jobs.fail(work, held, self._name, told, for_ever=for_ever))
