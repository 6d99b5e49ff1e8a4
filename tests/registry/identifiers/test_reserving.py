"""Reserved numbers and national keys: held by one, confirmed once, released for ever, and never given twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import Gs1Error, Gtin
from registry.catalogue import service as catalogue
from registry.clock import FixedClock
from registry.errors import BadInput, Conflict, NotFound, RuleBroken
from registry.identifiers import national, reserving
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX, IdentifierState, Reservation
from registry.work import PUBLIC, SYSTEM, Actor, Work, Workbench
from tests.registry.identifiers.test_service import items

UNTIL = date(2026, 6, 30)
THREADS = 8
STRANGER = Actor("stranger", 77, frozenset({"identifier:write", "trade-item:write"}))


def held(work: Work, count: int = 1) -> list[Reservation]:
    return reserving.reserve(work, count, UNTIL)


def code_of(bench: Workbench, who: Actor, act: Callable[[Work], object]) -> str:
    with pytest.raises((BadInput, Conflict, NotFound, RuleBroken)) as refusal:
        bench.write(who, act)
    faults = refusal.value.faults
    return faults[0].code if faults else refusal.value.code


def test_a_reserved_gtin_is_confirmed_for_one_item_once(workbench: Workbench) -> None:
    one, other = workbench.write(SYSTEM, lambda work: items(work, 2))
    (kept,) = workbench.write(SYSTEM, held)
    gtin = Gtin.parse(kept.value)
    told = workbench.write(SYSTEM, partial(reserving.confirm, gtin=gtin, trade_item_id=one))
    assert (told.state, told.trade_item_id) == (IdentifierState.ASSIGNED, one)
    with workbench.read(PUBLIC) as work:
        assert catalogue.trade_item(work, gtin).id == one
    again = partial(reserving.confirm, gtin=gtin, trade_item_id=other)
    assert code_of(workbench, SYSTEM, again) == "identifier-step"
    assert code_of(workbench, SYSTEM, partial(reserving.release, gtin=gtin)) == "identifier-step"


def test_a_released_gtin_is_never_given_again(workbench: Workbench) -> None:
    (item,) = workbench.write(SYSTEM, lambda work: items(work, 1))
    (kept,) = workbench.write(SYSTEM, held)
    gtin = Gtin.parse(kept.value)
    for _ in range(2):
        told = workbench.write(SYSTEM, partial(reserving.release, gtin=gtin))
        assert told.state is IdentifierState.RETIRED
    assert code_of(workbench, SYSTEM, partial(reserving.confirm, gtin=gtin, trade_item_id=item)) == "identifier-step"
    assert code_of(workbench, SYSTEM, partial(identifiers.register_gtin, trade_item_id=item, gtin=gtin)) == "gtin-taken"
    (fresh,) = workbench.write(SYSTEM, partial(identifiers.allocate_gtins, trade_item_ids=[item]))
    assert fresh != gtin


def test_a_reservation_ends_with_its_last_day(workbench: Workbench, clock: FixedClock) -> None:
    (item,) = workbench.write(SYSTEM, lambda work: items(work, 1))
    first, second = workbench.write(SYSTEM, partial(held, count=2))
    clock.at = datetime(2026, 6, 30, 16, 59, tzinfo=UTC)
    workbench.write(SYSTEM, partial(reserving.confirm, gtin=Gtin.parse(first.value), trade_item_id=item))
    clock.at = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)
    late = partial(reserving.confirm, gtin=Gtin.parse(second.value), trade_item_id=item)
    assert code_of(workbench, SYSTEM, late) == "reservation-over"


def test_a_reservation_is_its_partys_own(workbench: Workbench) -> None:
    (kept,) = workbench.write(SYSTEM, held)
    gtin = Gtin.parse(kept.value)
    for act in (reserving.reservation, reserving.release, partial(reserving.confirm, trade_item_id=1)):
        assert code_of(workbench, STRANGER, partial(act, gtin=gtin)) == "reservation-unknown"
    mine = workbench.write(STRANGER, held)
    with workbench.read(STRANGER) as work:
        assert reserving.reservations(work, "", 10) == mine
    with workbench.read(SYSTEM) as work:
        assert len(reserving.reservations(work, "", 10)) == 2


@pytest.mark.parametrize("until", [date(2026, 3, 1), date(2028, 3, 2)])
def test_a_day_that_is_past_or_too_far_is_refused(workbench: Workbench, until: date) -> None:
    assert code_of(workbench, SYSTEM, partial(reserving.reserve, count=1, until=until)) == "reservation-day"


def test_eight_threads_reserve_no_number_twice_and_leave_no_gap(workbench: Workbench) -> None:
    workbench.write(SYSTEM, lambda work: identifiers.open_pool(work, DEMONSTRATION_PREFIX))

    def refused(work: Work) -> None:
        held(work, 3)
        raise RuleBroken("changed-mind")

    def one_thread(_: int) -> list[str]:
        found: list[str] = []
        for turn in range(4):
            if turn == 2:
                with pytest.raises(RuleBroken):
                    workbench.write(SYSTEM, refused)
            found += [one.value for one in workbench.write(SYSTEM, partial(held, count=5))]
        workbench.database.close()
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        told = [value for part in pool.map(one_thread, range(THREADS)) for value in part]
    assert len(told) == len(set(told)) == THREADS * 20
    with workbench.read(SYSTEM) as work:
        account = identifiers.account(work, DEMONSTRATION_PREFIX)
    assert (account.used, account.given, account.unexplained) == (THREADS * 20, THREADS * 20, ())


def test_eight_threads_confirm_one_number_for_one_item_only(workbench: Workbench) -> None:
    waiting = workbench.write(SYSTEM, lambda work: items(work, THREADS))
    (kept,) = workbench.write(SYSTEM, held)
    gtin = Gtin.parse(kept.value)

    def confirm(item: int) -> bool:
        try:
            workbench.write(SYSTEM, partial(reserving.confirm, gtin=gtin, trade_item_id=item))
        except (RuleBroken, Conflict):
            return False
        finally:
            workbench.database.close()
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(confirm, waiting)) == 1


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_the_check_character_finds_every_wrong_digit(number: int, place: int, more: int) -> None:
    digits = f"{number:09}"
    key = f"{national.LEAD}{digits}{national.check_character(digits)}"
    assert national.parse_key(f" {key.lower()} ") == key
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    with pytest.raises(BadInput):
        national.parse_key(f"{national.LEAD}{wrong}{key[-1]}")


def test_a_national_key_names_an_item_without_a_gtin_and_stays_its_own(workbench: Workbench) -> None:
    one, other = workbench.write(SYSTEM, lambda work: items(work, 2))
    give = partial(national.give_national_key, reason="Hàng nội bộ không có GTIN")
    first = workbench.write(SYSTEM, partial(give, trade_item_id=one))
    assert workbench.write(SYSTEM, partial(give, trade_item_id=one)) == first
    assert workbench.write(SYSTEM, partial(give, trade_item_id=other)).value != first.value
    with workbench.read(PUBLIC) as work:
        assert national.item_of_key(work, first.value)[1].id == one
        assert catalogue.item_by_identifier(work, first.value).id == one
    with pytest.raises(Gs1Error):
        Gtin.parse(first.value)


def test_an_item_with_a_gtin_needs_no_national_key_and_nobody_elses_gets_one(workbench: Workbench) -> None:
    one, other = workbench.write(SYSTEM, lambda work: items(work, 2))
    workbench.write(SYSTEM, lambda work: identifiers.register_gtin(work, one, Gtin.parse("08936012345674")))
    give = partial(national.give_national_key, reason="x")
    assert code_of(workbench, SYSTEM, partial(give, trade_item_id=one)) == "national-key-needless"
    assert code_of(workbench, STRANGER, partial(give, trade_item_id=other)) == "trade-item-unknown"
