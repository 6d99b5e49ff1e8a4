"""The unit of work: who asks, what time it is, and the open transaction; and the bench that opens and closes it."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar  # Any: the queue holds use cases of every result type

from registry.clock import Clock, SystemClock, day_in_vietnam, to_microseconds
from registry.db.connection import Database
from registry.errors import LostRace, NotAllowed, TooMuch

T = TypeVar("T")
GROUP_MAX = 256
"""Use cases that share one commit on SQLite at most (measured: 28 times the rate of single commits on a 2 ms disk)."""
QUEUE_MAX = 10_000
TRIES = 10
STEP_BACK_S = 0.002
"""A loser of a race steps back for a while drawn from a doubling range, so that the next race is another one."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a party with its scopes (`area:action`), at a place (GLN) when the key belongs to one.

    `person` tells apart those who act for one party: whose approval is another's, and not the proposer's own.
    """

    name: str
    party_id: int | None = None
    scopes: frozenset[str] = field(default_factory=frozenset)
    place: str | None = None
    person: str | None = None

    def may(self, scope: str) -> bool:
        """Say whether the actor holds `scope`, itself or by `area:*` or `*`."""
        return bool(self.scopes & {scope, f"{scope.partition(':')[0]}:*", "*"})


PUBLIC = Actor("public")
"""Anybody, without a key."""
SYSTEM = Actor("system", scopes=frozenset({"*"}))
"""The register itself: migrations, seeds, imports and jobs run at the machine."""


@dataclass(frozen=True, slots=True)
class Work:
    """One unit of work. `now` stands still inside it, and everything written in it is committed together."""

    actor: Actor
    now: datetime
    db: Database

    @property
    def now_us(self) -> int:
        """The instant as stored: microseconds since 1970 UTC."""
        return to_microseconds(self.now)

    @property
    def today(self) -> date:
        """The calendar date in Viet Nam."""
        return day_in_vietnam(self.now)

    def require(self, scope: str) -> None:
        """Raise `NotAllowed` unless the actor holds `scope`."""
        if not self.actor.may(scope):
            raise NotAllowed("scope-missing", scope=scope)


class Workbench:
    """Opens units of work on one database: many readers; one writing thread on SQLite, every thread on PostgreSQL."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self.database = database
        self.clock: Clock = clock or SystemClock()
        self._writer = _Writer(database) if database.dialect == "sqlite" else None

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Work]:
        """Open a unit of work that only reads, on one snapshot."""
        with self.database.reading():
            yield Work(actor, self.clock.now(), self.database)

    def write(self, actor: Actor, use_case: Callable[[Work], T]) -> T:
        """Run `use_case` in a write transaction and return its result after the commit; its errors undo only itself.

        On PostgreSQL a lost race is run again, so `use_case` must be repeatable.
        """
        if self._writer is not None:
            return self._writer.submit(lambda: use_case(self._work(actor)))
        return self._write_here(actor, use_case)

    def close(self) -> None:
        """Finish what is queued and close this thread's connection."""
        if self._writer is not None:
            self._writer.close()
        self.database.close()

    def _work(self, actor: Actor) -> Work:
        return Work(actor, self.clock.now(), self.database)

    def _write_here(self, actor: Actor, use_case: Callable[[Work], T]) -> T:
        for attempt in range(TRIES):
            try:
                with self.database.writing():
                    return use_case(self._work(actor))
            except Exception as error:
                lost = isinstance(error, LostRace) or self.database.may_run_again(error)
                if attempt + 1 == TRIES or not lost:
                    raise
            time.sleep(secrets.randbelow(1 << min(attempt, 6)) * STEP_BACK_S)
        raise AssertionError("the last try returns or raises")


@dataclass(slots=True)
class _Task:
    """A use case waiting for the writing thread, and the promise its caller waits on."""

    run: Callable[[], Any]
    done: Future[Any] = field(default_factory=Future)


class _Writer:
    """The one writing thread of SQLite: takes what is queued into one transaction, answers each after the commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: queue.Queue[_Task | None] = queue.Queue(QUEUE_MAX)
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, run: Callable[[], T]) -> T:
        """Queue `run`, wait for its result (inside the thread: run at once); raise `TooMuch` when the queue is full."""
        if threading.current_thread() is self._thread:
            return run()
        self._wake()
        task = _Task(run)
        try:
            self._queue.put_nowait(task)
        except queue.Full:
            raise TooMuch("writer-busy", waiting=QUEUE_MAX) from None
        result: T = task.done.result()
        return result

    def close(self) -> None:
        """Let the thread finish what is queued and end."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _wake(self) -> None:
        with self._start:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._loop, name="medreg-writer", daemon=True)
                self._thread.start()

    def _loop(self) -> None:
        try:
            while (first := self._queue.get()) is not None:
                group, last = self._gather(first)
                self._commit(group)
                if last:
                    return
        finally:
            self._database.close()

    def _gather(self, first: _Task) -> tuple[list[_Task], bool]:
        group = [first]
        while len(group) < GROUP_MAX:
            try:
                task = self._queue.get_nowait()
            except queue.Empty:
                break
            if task is None:
                return group, True
            group.append(task)
        return group, False

    def _commit(self, group: list[_Task]) -> None:
        answers: list[Callable[[], None]] = []
        try:
            with self._database.writing():
                answers.extend(self._attempt(task) for task in group)
        except BaseException as error:  # noqa: BLE001 - the commit failed: nobody may believe in a result
            for task in group:
                task.done.set_exception(error)
            return
        for answer in answers:
            answer()

    def _attempt(self, task: _Task) -> Callable[[], None]:
        """Run one use case apart from its neighbours; return how to answer its caller once the group is committed."""
        try:
            with self._database.apart():
                result = task.run()
        except Exception as error:  # noqa: BLE001 - it is handed to the caller, who waits for it
            told = error
            return lambda: task.done.set_exception(told)
        return lambda: task.done.set_result(result)
