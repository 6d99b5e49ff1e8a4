from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from gs1 import Gtin, Sscc
from registry.catalogue import service as catalogue
from registry.catalogue.packaging import PackReading, parse_packs
from registry.errors import BadInput, Conflict, NotFound, RuleBroken, TooMuch
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX, IdentifierState, KeyKind
from registry.work import PUBLIC, SYSTEM, Work, Workbench
from tests.registry.catalogue.builders import a_listed, a_product

SECRET = bytes(range(32))
THREADS = 8
EACH = 6


def items(work: Work, count: int, number: str = "VD-10001-15") -> list[int]:
    made = a_listed(work, number, a_product(name=f"Thuốc {number}"))
    packs = parse_packs("; ".join(f"Chai {size} viên" for size in range(10, 10 + count)))
    assert all(isinstance(pack, PackReading) for pack in packs)
    return [
        catalogue.register_trade_items(work, made.product_id, pack)[-1].id
        for pack in packs
        if isinstance(pack, PackReading)
    ]


def allocate(work: Work, count: int) -> list[Gtin]:
    identifiers.open_pool(work, DEMONSTRATION_PREFIX)
    return identifiers.allocate_gtins(work, items(work, count))


def test_gtins_come_from_the_pool_in_order_and_stay(workbench: Workbench) -> None:
    gtins = workbench.write(SYSTEM, lambda work: allocate(work, 3))
    assert [one.text[:8] for one in gtins] == ["08938888"] * 3
    assert len({one.text for one in gtins}) == 3
    with workbench.read(PUBLIC) as work:
        known = [catalogue.trade_item(work, one) for one in gtins]
        assert identifiers.pool(work, DEMONSTRATION_PREFIX).used == 3
        assert identifiers.pool(work, DEMONSTRATION_PREFIX).is_demonstration
    again = workbench.write(SYSTEM, lambda work: identifiers.allocate_gtins(work, [one.id for one in known]))
    assert again == gtins


def test_eight_threads_never_get_one_gtin_sscc_or_serial_twice(workbench: Workbench) -> None:
    (first, *rest) = workbench.write(SYSTEM, lambda work: allocate(work, 1))
    assert not rest
    workbench.write(SYSTEM, lambda work: identifiers.open_pool(work, DEMONSTRATION_PREFIX, KeyKind.SSCC))
    waiting = [
        workbench.write(SYSTEM, partial(items, count=EACH, number=f"VD-2000{thread}-15")) for thread in range(THREADS)
    ]

    def one_thread(thread: int) -> tuple[list[str], list[str], list[str]]:
        gtins: list[Gtin] = []
        ssccs: list[Sscc] = []
        serials: list[str] = []
        for item in waiting[thread]:
            gtins += workbench.write(SYSTEM, partial(identifiers.allocate_gtins, trade_item_ids=[item]))
            ssccs += workbench.write(SYSTEM, lambda work: identifiers.allocate_sscc(work, 2))
            serials += workbench.write(SYSTEM, lambda work: identifiers.issue_serials(work, first, 5, SECRET))
        workbench.database.close()
        return [one.text for one in gtins], [one.text for one in ssccs], serials

    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(one_thread, range(THREADS)))
    for kind, expected in enumerate((THREADS * EACH, THREADS * EACH * 2, THREADS * EACH * 5)):
        values = [value for thread in told for value in thread[kind]]
        assert len(values) == expected
        assert len(set(values)) == expected


def test_a_retired_gtin_never_returns(workbench: Workbench) -> None:
    (gtin,) = workbench.write(SYSTEM, lambda work: allocate(work, 1))
    workbench.write(SYSTEM, lambda work: identifiers.move_identifier(work, gtin.text, IdentifierState.RETIRED))
    with pytest.raises(RuleBroken):
        workbench.write(SYSTEM, lambda work: identifiers.move_identifier(work, gtin.text, IdentifierState.ACTIVE))
    (other,) = workbench.write(SYSTEM, lambda work: items(work, 1, "VD-10002-15"))
    with pytest.raises(Conflict):
        workbench.write(SYSTEM, lambda work: identifiers.register_gtin(work, other, gtin))
    (fresh,) = workbench.write(SYSTEM, lambda work: identifiers.allocate_gtins(work, [other]))
    assert fresh != gtin


def test_a_gtin_given_out_elsewhere_is_passed_over_by_the_pool(workbench: Workbench) -> None:
    def take_in(work: Work) -> tuple[Gtin, list[Gtin]]:
        identifiers.open_pool(work, DEMONSTRATION_PREFIX)
        foreign, *own = items(work, 3)
        gtin = Gtin.build(DEMONSTRATION_PREFIX, "00000")
        identifiers.register_gtin(work, foreign, gtin)
        return gtin, identifiers.allocate_gtins(work, own)

    gtin, own = workbench.write(SYSTEM, take_in)
    assert gtin not in own
    assert len(set(own)) == 2


def test_serials_are_the_registers_own_and_differ_between_gtins(workbench: Workbench) -> None:
    one, other = workbench.write(SYSTEM, lambda work: allocate(work, 2))
    first = workbench.write(SYSTEM, lambda work: identifiers.issue_serials(work, one, 3, SECRET))
    second = workbench.write(SYSTEM, lambda work: identifiers.issue_serials(work, other, 3, SECRET))
    assert not set(first) & set(second)
    assert {len(serial) for serial in first + second} == {12}


def test_an_empty_pool_says_so_and_gives_nothing(workbench: Workbench) -> None:
    prefix = "893888888888"
    workbench.write(SYSTEM, lambda work: identifiers.open_pool(work, prefix))
    first, second = workbench.write(SYSTEM, lambda work: items(work, 2))
    workbench.write(SYSTEM, lambda work: identifiers.allocate_gtins(work, [first], prefix))
    with pytest.raises(TooMuch) as caught:
        workbench.write(SYSTEM, lambda work: identifiers.allocate_gtins(work, [second], prefix))
    assert caught.value.code == "pool-exhausted"


def test_what_is_no_prefix_no_pool_or_no_count_is_refused(workbench: Workbench) -> None:
    with pytest.raises(BadInput):
        workbench.write(SYSTEM, lambda work: identifiers.open_pool(work, "12x"))
    with pytest.raises(NotFound):
        workbench.write(SYSTEM, lambda work: identifiers.allocate_gtins(work, [1], "8931111"))
    (gtin,) = workbench.write(SYSTEM, lambda work: allocate(work, 1))
    with pytest.raises(BadInput):
        workbench.write(SYSTEM, lambda work: identifiers.issue_serials(work, gtin, 0, SECRET))
