import os
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import monotonic

import pytest

from scanner import ScanCode, ScanError, close_worker, isolation, open_picture, read_in_worker
from tests.scanner.hostile import FORMS, REFUSALS, Hostile, cuts, flips, hostile_files, large_but_allowed

SECONDS = 2.0
MEGABYTES = 300
HOSTILE = list(hostile_files())


@pytest.fixture(scope="module", autouse=True)
def worker_ended() -> Iterator[None]:
    yield
    close_worker()


class Measured:
    """What one file cost in the worker: seconds, and megabytes at the peak of its resident memory."""

    def __init__(self, file: bytes) -> None:
        forget_peak(worker_id())
        started = monotonic()
        self.code = refusal_in_worker(file)
        self.seconds = monotonic() - started
        self.megabytes = peak(worker_id())

    def check(self, name: str) -> None:
        assert self.code is None or self.code in REFUSALS, f"{name}: {self.code}"
        assert self.seconds < SECONDS, f"{name}: {self.seconds:.1f} s"
        assert self.megabytes < MEGABYTES, f"{name}: {self.megabytes} MB"


def refusal_in_worker(file: bytes) -> ScanCode | None:
    try:
        read_in_worker(file, effort="fast", deadline_ms=500)
    except ScanError as refused:
        return refused.code
    return None


def refusal_here(file: bytes) -> ScanCode | None:
    try:
        open_picture(file)
    except ScanError as refused:
        return refused.code
    return None


def worker_id() -> str:
    running = isolation._running.get(os.getpid())
    if running is None or not running.alive:
        refusal_in_worker(b"no picture")
        running = isolation._running[os.getpid()]
    return str(running._process.pid)


def forget_peak(pid: str) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def peak(pid: str) -> int:
    """Megabytes: the high water mark of resident memory."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_each_trap_is_told_by_its_code_in_little_time_and_memory(hostile: Hostile) -> None:
    told = Measured(hostile.file)
    assert told.code is hostile.code
    told.check(hostile.name)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_each_trap_costs_next_to_nothing_in_our_own_process_too(hostile: Hostile) -> None:
    forget_peak("self")
    before = peak("self")
    assert refusal_here(hostile.file) is hostile.code
    assert peak("self") - before < 30


@pytest.mark.filterwarnings("ignore")  # Pillow warns of damaged headers; the caller hears of them by a code
@pytest.mark.parametrize("form", FORMS)
def test_a_cut_or_damaged_picture_is_opened_or_refused_by_a_code(form: str) -> None:
    told = {refusal_here(file) for file in chain(cuts(form), flips(form, 40))}
    assert told <= {None, *REFUSALS}
    assert told & REFUSALS


def test_the_worker_lives_on_after_damaged_pictures() -> None:
    first = worker_id()
    for form in FORMS:
        for file in flips(form, 3, seed=1):
            Measured(file).check(form)
    assert worker_id() == first


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_hundreds_of_damaged_pictures_of_each_form_never_end_the_worker(form: str) -> None:
    first, told = worker_id(), Counter[ScanCode | None]()
    for number, file in enumerate(chain(cuts(form), flips(form, 600))):
        measured = Measured(file)
        measured.check(f"{form} {number}")
        told[measured.code] += 1
    assert told.total() > 600
    assert told[None] < told.total()
    assert worker_id() == first


@pytest.mark.slow
def test_the_largest_pictures_allowed_stay_within_time_and_memory() -> None:
    for name, file in large_but_allowed():
        Measured(file).check(name)
