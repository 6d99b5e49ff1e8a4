"""The diary of verifications: noted in memory, written together a moment later, so that no answer waits for it.

What was noted in the last second is lost when the process is killed: a verification changes nothing, so nothing but
its own trace is lost. When more are waiting than can be kept, the oldest are dropped, and how many is told.
"""

from __future__ import annotations

import logging
import threading
from collections import deque

from registry.ids import new_id
from registry.verification import store
from registry.verification.model import Asked, Identity, Verdict
from registry.work import SYSTEM, Work, Workbench

LOG = logging.getLogger(__name__)
WRITE_EVERY_S = 1.0
SLICE = 500
WAITING_MOST = 50_000


class Diary:
    """Notes who asked for which pack and what was answered, for one workbench; any thread may note."""

    def __init__(self, workbench: Workbench) -> None:
        self._bench = workbench
        self._waiting: deque[tuple[int, Asked]] = deque()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self.dropped = 0

    def note(self, work: Work, channel: str, identity: Identity, verdict: Verdict) -> None:
        """Note a verdict that `work` gave; it is written within a second."""
        who = work.actor
        codes = " ".join(reason.code for reason in verdict.reasons)
        asked = Asked(
            *(work.now, channel, who.name, who.party_id, who.place),
            *(identity.gtin, identity.serial, identity.batch, verdict.colour, codes),
        )
        with self._lock:
            if len(self._waiting) >= WAITING_MOST:
                self._waiting.popleft()
                self.dropped += 1
            self._waiting.append((new_id(), asked))
            if self._timer is None:
                self._timer = threading.Timer(WRITE_EVERY_S, self._write_later)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> int:
        """Write what waits, in slices; return how many were written. What cannot be written waits on."""
        written = 0
        while rows := self._take():
            try:
                self._bench.write(SYSTEM, lambda work, rows=rows: store.add(work.db, rows))  # type: ignore[misc]  # bound now
            except Exception:
                with self._lock:
                    self._waiting.extendleft(reversed(rows))
                raise
            written += len(rows)
        return written

    def _take(self) -> list[tuple[int, Asked]]:
        with self._lock:
            return [self._waiting.popleft() for _ in range(min(SLICE, len(self._waiting)))]

    def _write_later(self) -> None:
        with self._lock:
            self._timer = None
        try:
            self.flush()
        except Exception:
            LOG.exception("the diary of verifications waits for a better moment")
        finally:
            if self._bench.database.dialect == "postgresql":
                self._bench.database.close()
