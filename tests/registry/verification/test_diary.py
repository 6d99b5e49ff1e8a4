"""Who asked for which pack, when, and what was answered: noted aside, read by the authority, forgotten in time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from registry.alerts import service as alerts
from registry.clock import FixedClock
from registry.errors import NotAllowed
from registry.trace.limits import limit
from registry.verification import diary as diaries
from registry.verification import service as verification
from registry.verification.diary import Diary
from registry.verification.model import Identity, Verdict
from registry.work import PUBLIC, SYSTEM, Actor, Workbench
from tests.registry.trace.chain import GTIN, PHARMACY, Chain, build_chain, stock_pharmacy


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def ask(bench: Workbench, diary: Diary, who: Actor, identity: Identity) -> Verdict:
    with bench.read(who) as work:
        verdict = verification.verify(work, identity)
        diary.note(work, "test", identity, verdict)
    return verdict


def test_a_verification_is_noted_with_who_where_when_and_the_answer(
    workbench: Workbench, chain: Chain, clock: FixedClock
) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    diary = Diary(workbench)
    ask(workbench, diary, chain.pharmacist, Identity(GTIN, serial))
    ask(workbench, diary, PUBLIC, Identity(GTIN, serial, "LOT9"))
    assert diary.flush() == 2
    with workbench.read(SYSTEM) as work:
        newest, first = (query.asked for query in verification.queries(work, GTIN, serial).items)
    assert (first.actor, first.place, first.colour, first.reasons) == ("pharmacy", PHARMACY.text, "green", "")
    assert (newest.actor, newest.place, newest.reasons, newest.batch) == ("public", None, "batch-unregistered", "LOT9")
    assert first.at == newest.at == clock.at


def test_who_asked_is_told_to_the_authority_only_and_by_pages(workbench: Workbench, chain: Chain) -> None:
    serial, diary = stock_pharmacy(workbench, chain, 1)[0], Diary(workbench)
    for _ in range(5):
        ask(workbench, diary, PUBLIC, Identity(GTIN, serial))
    diary.flush()
    with workbench.read(chain.pharmacist) as work, pytest.raises(NotAllowed):
        verification.queries(work, GTIN, serial)
    with workbench.read(SYSTEM) as work:
        first = verification.queries(work, GTIN, serial, None, 3)
        second = verification.queries(work, GTIN, serial, first.next, 3)
    assert (len(first.items), len(second.items), second.next) == (3, 2, None)
    assert len({one.id for one in (*first.items, *second.items)}) == 5


def test_it_is_forgotten_when_its_time_is_over_and_not_before(
    workbench: Workbench, chain: Chain, clock: FixedClock
) -> None:
    serial, diary = stock_pharmacy(workbench, chain, 1)[0], Diary(workbench)
    ask(workbench, diary, PUBLIC, Identity(GTIN, serial))
    diary.flush()
    clock.at += limit("query-kept", clock.at.date()).span
    assert workbench.write(SYSTEM, verification.forget) == 0
    clock.at += timedelta(seconds=1)
    assert workbench.write(SYSTEM, verification.forget) == 1
    assert workbench.write(SYSTEM, verification.forget) == 0


def test_many_threads_note_and_nothing_is_lost_or_told_twice(workbench: Workbench, chain: Chain) -> None:
    serial, diary = stock_pharmacy(workbench, chain, 1)[0], Diary(workbench)
    with workbench.read(PUBLIC) as work:
        verdict = verification.verify(work, Identity(GTIN, serial))

        def note() -> None:
            for _ in range(300):
                diary.note(work, "test", Identity(GTIN, serial), verdict)

        threads = [threading.Thread(target=note) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    diary.flush()
    with workbench.read(SYSTEM) as work:
        count = work.db.one("SELECT COUNT(*), COUNT(DISTINCT id) FROM verification_query", ())
    assert count is not None
    assert tuple(count) == (1800, 1800)


def test_what_is_noted_is_written_soon_without_being_asked(
    workbench: Workbench, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diaries, "WRITE_EVERY_S", 0.01)
    serial, diary = stock_pharmacy(workbench, chain, 1)[0], Diary(workbench)
    ask(workbench, diary, PUBLIC, Identity(GTIN, serial))
    waited = threading.Event()
    for _ in range(200):
        with workbench.read(SYSTEM) as work:
            if verification.queries(work, GTIN, serial).items:
                return
        waited.wait(0.02)
    raise AssertionError("it was never written")


def test_a_full_diary_drops_the_oldest_and_says_how_many(
    workbench: Workbench, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diaries, "WAITING_MOST", 2)
    diary = Diary(workbench)
    for serial in ("A", "B", "C"):
        ask(workbench, diary, PUBLIC, Identity(GTIN, serial))
    assert (diary.dropped, diary.flush()) == (1, 2)


def test_only_a_party_at_its_place_raises_alerts_by_asking(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    wrong = Identity(GTIN, serial.lower(), "LOT7")

    def told(who: Actor) -> list[tuple[str, str | None, int]]:
        with workbench.read(who) as work:
            verdict = verification.verify(work, wrong)
        raised = workbench.write(who, lambda work: verification.report(work, wrong, verdict))
        return [(one.code, one.cause, one.level) for one in raised]

    assert told(PUBLIC) == []
    assert told(chain.authority) == []
    assert told(chain.pharmacist) == [("serial-unknown", "caps-lock", 3)]
    with workbench.read(chain.pharmacist) as work:
        assert [one.operation for one in alerts.alerts(work).items] == ["verify"]
