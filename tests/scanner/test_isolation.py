import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from scanner import ScanCode, ScanError, close_worker, isolation, open_picture, read_in_worker, read_symbols
from tests.scanner.builders import a_drawing
from tests.scanner.test_picture import png_claiming


@pytest.fixture(autouse=True)
def worker_ended() -> Iterator[None]:
    yield
    close_worker()


def worker_id() -> int:
    return isolation._running[os.getpid()]._process.pid


def test_the_worker_reads_what_we_read() -> None:
    file = a_drawing().png()
    here, there = read_symbols(open_picture(file)), read_in_worker(file)
    assert there.symbols == here.symbols
    assert there.rungs_run == here.rungs_run


def test_the_worker_is_kept_for_the_next_picture() -> None:
    read_in_worker(a_drawing().png())
    first = worker_id()
    read_in_worker(a_drawing().png())
    assert worker_id() == first


def test_a_refusal_in_the_worker_is_the_same_error_here() -> None:
    with pytest.raises(ScanError) as refused:
        read_in_worker(png_claiming(20_000, 20_000))
    assert refused.value.code is ScanCode.PICTURE_TOO_MANY_PIXELS
    with pytest.raises(ScanError) as refused:
        read_in_worker(b"<html>")
    assert refused.value.facts == {"type": "unknown"}


def test_a_worker_that_dies_is_followed_by_another() -> None:
    read_in_worker(a_drawing().png())
    first = worker_id()
    os.kill(first, signal.SIGKILL)
    isolation._running[os.getpid()]._process.wait()
    assert read_in_worker(a_drawing().png()).symbols
    assert worker_id() != first


def test_a_worker_that_hangs_is_killed_in_time_and_followed_by_another() -> None:
    read_in_worker(a_drawing().png())
    first = worker_id()
    os.kill(first, signal.SIGSTOP)
    started = monotonic()
    with pytest.raises(ScanError) as refused:
        read_in_worker(a_drawing().png(), kill_after_s=0.3)
    assert refused.value.code is ScanCode.SCAN_TOO_LONG
    assert monotonic() - started < 2
    assert read_in_worker(a_drawing().png()).symbols


def reads_in_a_child(file: bytes) -> None:
    sys.exit(0 if read_in_worker(file, kill_after_s=20).symbols else 1)


def test_a_servers_worker_process_may_have_a_worker_of_its_own() -> None:
    """A daemonic process, such as a web server's worker, may start no process of multiprocessing."""
    child = multiprocessing.get_context("spawn").Process(
        target=reads_in_a_child, args=(a_drawing().png(),), daemon=True
    )
    child.start()
    child.join(30)
    assert child.exitcode == 0


def test_threads_take_turns() -> None:
    file, found = a_drawing().png(), []
    threads = [threading.Thread(target=lambda: found.append(read_in_worker(file).symbols)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_the_worker_has_little_memory_and_writes_no_file() -> None:
    read_in_worker(a_drawing().png())
    listed = Path(f"/proc/{worker_id()}/limits").read_text(encoding="ascii").splitlines()
    limits = {line[:26].strip(): line[26:].split()[0] for line in listed}
    assert limits["Max address space"] == str(1 << 30)
    assert limits["Max file size"] == "0"
    assert limits["Max core file size"] == "0"
