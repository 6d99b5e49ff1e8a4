"""Decoding pictures of strangers in a process that may die: little memory, little time, and nothing to steal.

One worker per process of ours, started at the first picture and kept; it is a plain subprocess, so it starts equally
under a server's worker, a test, or a thread. Questions and answers are JSON in frames, never pickles: a worker taken
over by a picture can say wrong words but run nothing on our side.
"""

from __future__ import annotations

import atexit
import os
import selectors
import subprocess
import sys
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import IO, Literal

import msgspec

from scanner.decode import ScanResult, Want
from scanner.enhance import Effort
from scanner.errors import ScanCode, ScanError
from scanner.picture import demand_size
from scanner.worker import FRAME, Order, Refusal, unpacked

KILL_AFTER_S = 2.0
START_WITHIN_S = 20.0
_HOUSE = Path(__file__).resolve().parent.parent


def read_in_worker(
    source: bytes,
    *,
    want: Want = "first",
    effort: Effort | Literal["fast", "normal", "thorough"] = Effort.NORMAL,
    deadline_ms: int = 1500,
    kill_after_s: float = KILL_AFTER_S,
) -> ScanResult:
    """Open and read a picture in the worker; its `ScanError` is raised here as if it had happened here.

    Raises `ScanError` too when the worker had to be killed (`scan-too-long`), died (`scan-crashed`), or is kept busy
    by others for longer than one picture may take (`scan-busy`). The next call finds a new worker.
    """
    demand_size(len(source))
    order = Order(want, Effort(effort), deadline_ms)
    if not _turn.acquire(timeout=2 * kill_after_s):
        raise ScanError(ScanCode.SCAN_BUSY, waited_s=2 * kill_after_s)
    try:
        return _worker().ask(order, source, kill_after_s)
    finally:
        _turn.release()


def close_worker() -> None:
    """End the worker, if one runs. The next picture starts another."""
    with _turn:
        running = _running.pop(os.getpid(), None)
        if running is not None:
            running.end()


_turn = Lock()
_running: dict[int, _Worker] = {}


def _worker() -> _Worker:
    """This process's worker. A fork inherits the table but not the right to the pipes, hence the process id."""
    worker = _running.get(os.getpid())
    if worker is None or not worker.alive:
        worker = _running[os.getpid()] = _Worker()
    return worker


class _Worker:
    """A running decoder: two pipes and the right to kill it."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, [str(_HOUSE), os.environ.get("PYTHONPATH", "")]))
        surroundings = {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "PATH": os.environ.get("PATH", os.defpath)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scanner.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
        )
        atexit.register(self.end)
        self._receive(monotonic() + START_WITHIN_S)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Close the pipes and reap the process; a worker reads the closed pipe as the end of its work."""
        atexit.unregister(self.end)
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # what was still to be written has no reader any more
                    continue
        self._process.wait()

    def ask(self, order: Order, source: bytes, kill_after_s: float) -> ScanResult:
        """Send one picture and wait for the answer, not longer than allowed."""
        until = monotonic() + kill_after_s
        try:
            self._send(msgspec.json.encode(order), until)
            self._send(source, until)
            answer = unpacked(self._receive(until))
        except (BrokenPipeError, ConnectionResetError, EOFError, ValueError) as dead:
            self.end()
            raise ScanError(ScanCode.SCAN_CRASHED) from dead
        if isinstance(answer, Refusal):
            raise ScanError(answer.code, **answer.facts)
        return answer

    def _send(self, words: bytes, until: float) -> None:
        """Write one frame without ever blocking for good on a worker that stopped reading."""
        pipe = _open(self._process.stdin)
        os.set_blocking(pipe.fileno(), False)
        rest = memoryview(FRAME.pack(len(words)) + words)
        while rest:
            self._wait(pipe, selectors.EVENT_WRITE, until)
            rest = rest[os.write(pipe.fileno(), rest) :]

    def _receive(self, until: float) -> bytes:
        length = FRAME.unpack(self._read_exactly(FRAME.size, until))[0]
        return self._read_exactly(length, until)

    def _read_exactly(self, size: int, until: float) -> bytes:
        pipe = _open(self._process.stdout)
        parts = bytearray()
        while len(parts) < size:
            self._wait(pipe, selectors.EVENT_READ, until)
            part = os.read(pipe.fileno(), size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    def _wait(self, pipe: IO[bytes], event: int, until: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(0.0, until - monotonic())):
                self.end()
                raise ScanError(ScanCode.SCAN_TOO_LONG)


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None or pipe.closed:
        raise BrokenPipeError
    return pipe
