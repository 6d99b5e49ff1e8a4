"""Many allocators at once: no GTIN twice, every gap explained; and numbers that no healthcare item may bear."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from gs1 import Gtin
from gs1.allocation import KeySpace
from registry.catalogue import service as catalogue
from registry.catalogue.packaging import Level, PackReading
from registry.errors import Conflict, RuleBroken
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX, IdentifierState
from registry.work import SYSTEM, Work, Workbench
from tests.registry.catalogue.builders import a_listed, a_product

THREADS = 8


def bottles(work: Work, count: int, number: str) -> list[int]:
    """Register bottles of 1, 2, 3... tablets of one product, which wait for their GTINs."""
    made = a_listed(work, number, a_product(name=f"Thuốc {number}"))
    sizes = range(1, count + 1)
    packs = [PackReading(f"Chai {size} viên", (Level("bottle", 1), Level("tablet", size))) for size in sizes]
    return [catalogue.register_trade_items(work, made.product_id, pack)[-1].id for pack in packs]


def foreign(work: Work, numbers: list[int]) -> list[str]:
    """Take in keys of the pool's own prefix as if another office had given them out."""
    taken = [KeySpace(Gtin, DEMONSTRATION_PREFIX).key(number) for number in numbers]
    for item, gtin in zip(bottles(work, len(taken), "VD-30000-15"), taken, strict=True):
        identifiers.register_gtin(work, item, gtin)
    return [one.text for one in taken]


def race(bench: Workbench, each: int) -> None:
    """Let eight threads allocate while some numbers are taken and every seventh call of a thread is rolled back."""
    bench.write(SYSTEM, lambda work: identifiers.open_pool(work, DEMONSTRATION_PREFIX))
    taken = bench.write(SYSTEM, lambda work: foreign(work, [3, each]))
    waiting = [bench.write(SYSTEM, partial(bottles, count=each, number=f"VD-3100{one}-15")) for one in range(THREADS)]
    size = max(1, each // 10)

    def refused(work: Work, part: list[int]) -> None:
        identifiers.allocate_gtins(work, part)
        raise RuleBroken("changed-mind")

    def one_thread(items: list[int]) -> list[Gtin]:
        found: list[Gtin] = []
        for place in range(0, len(items), size):
            part = items[place : place + size]
            if place % 7 == 0:
                with pytest.raises(RuleBroken):
                    bench.write(SYSTEM, partial(refused, part=part))
            found += bench.write(SYSTEM, partial(identifiers.allocate_gtins, trade_item_ids=part))
        bench.database.close()
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        told = [gtin.text for found in pool.map(one_thread, waiting) for gtin in found]
    assert len(told) == len(set(told)) == THREADS * each
    with bench.read(SYSTEM) as work:
        account = identifiers.account(work, DEMONSTRATION_PREFIX)
    assert account.given == len(told)
    assert set(account.passed_over) == set(taken)
    assert account.used == account.given + len(taken)
    assert account.unexplained == ()


def test_eight_threads_leave_no_gap_unexplained(workbench: Workbench) -> None:
    race(workbench, 20)


@pytest.mark.slow
def test_eight_threads_give_ten_thousand_gtins_each_run_without_a_gap(workbench: Workbench) -> None:
    race(workbench, 1250)


def test_a_retired_gtin_is_refused_for_ever_for_its_own_item_and_for_others(workbench: Workbench) -> None:
    one, other = workbench.write(SYSTEM, lambda work: bottles(work, 2, "VD-32000-15"))
    gtin = Gtin.parse("08936012345674")
    workbench.write(SYSTEM, lambda work: identifiers.register_gtin(work, one, gtin))
    workbench.write(SYSTEM, lambda work: identifiers.move_identifier(work, gtin.text, IdentifierState.RETIRED))
    for item in (one, other):
        with pytest.raises(Conflict) as refusal:
            workbench.write(SYSTEM, partial(identifiers.register_gtin, trade_item_id=item, gtin=gtin))
        assert refusal.value.code == "gtin-taken"


@pytest.mark.parametrize("digits", ["208806011234", "978030640615", "990000000000"])
def test_a_number_of_restricted_circulation_a_book_or_a_coupon_is_refused(workbench: Workbench, digits: str) -> None:
    (item,) = workbench.write(SYSTEM, lambda work: bottles(work, 1, "VD-33000-15"))
    gtin = next(one for one in map(_parsed, (f"0{digits}{last}" for last in range(10))) if one)
    with pytest.raises(RuleBroken) as refusal:
        workbench.write(SYSTEM, lambda work: identifiers.register_gtin(work, item, gtin))
    assert refusal.value.code == "gtin-not-for-goods"


def _parsed(text: str) -> Gtin | None:
    try:
        return Gtin.parse(text)
    except ValueError:
        return None
