from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest

from registry.clock import FixedClock
from registry.db.connection import Value, plan
from registry.errors import BadInput, Conflict, NotAllowed, NotFound
from registry.money import Money
from registry.paging import Cursor
from registry.prices import service, store
from registry.prices.model import Comparison, NoComparison, PriceDraft, PriceKind, Recorded, Refusal
from registry.work import PUBLIC, SYSTEM, Workbench
from tests.registry.conftest import NOON
from tests.registry.prices.builders import a_tablet, an_award, record, register

YEAR = date(2025, 1, 1)


def awards(product_id: int, *amounts: str, **changes: object) -> list[PriceDraft]:
    return [
        an_award(amount, product_id=product_id, decision=f"{place}/QĐ", **changes)
        for place, amount in enumerate(amounts)
    ]


def test_a_second_import_adds_nothing(workbench: Workbench) -> None:
    drafts = awards(1, "100", "110", "110")
    assert record(workbench, drafts) == Recorded(3, 0)
    assert record(workbench, [*drafts, drafts[0], an_award("120")]) == Recorded(1, 4)


def test_what_was_told_is_what_is_read(workbench: Workbench) -> None:
    draft = an_award("113.93", per=10, printed="Paracetamol 500mg", authorisation_id=7, product_id=5)
    record(workbench, [draft])
    with workbench.read(PUBLIC) as work:
        (price,) = service.of_product(work, 5).items
        assert service.price(work, price.id) == price
    assert price.draft == draft
    assert (price.unit.key, price.share, price.recorded_at) == ("tablet", Fraction("11.393"), NOON)


def test_recording_needs_the_right_and_reading_does_not(workbench: Workbench) -> None:
    with pytest.raises(NotAllowed):
        workbench.write(PUBLIC, lambda work: service.record(work, [an_award()]))


def test_one_wrong_draft_keeps_all_out(workbench: Workbench) -> None:
    with pytest.raises(BadInput):
        record(workbench, [an_award(), an_award(money=Money(-1))])
    with workbench.read(PUBLIC) as work:
        assert service.of_product(work, 1).items == ()


def test_a_price_is_not_edited_but_superseded(workbench: Workbench, clock: FixedClock) -> None:
    record(workbench, [an_award("1200")])
    with workbench.read(PUBLIC) as work:
        (old,) = service.of_product(work, 1).items
    clock.at = NOON + timedelta(days=10)
    new = workbench.write(SYSTEM, lambda work: service.correct(work, old.id, an_award("1250"), "đọc nhầm"))
    with workbench.read(PUBLIC) as work:
        assert [price.id for price in service.of_product(work, 1).items] == [new.id]
        kept = service.price(work, old.id)
        day = date(2025, 6, 1)
        before = service.prices_on(work, 1, day, known_at=NOON + timedelta(days=9))
        after = service.prices_on(work, 1, day, known_at=clock.at)
        unknown = service.prices_on(work, 1, day, known_at=NOON - timedelta(days=1))
    assert kept.draft == old.draft
    assert kept.superseded is not None
    assert (kept.superseded.by, kept.superseded.reason, kept.superseded.at) == (new.id, "đọc nhầm", clock.at)
    assert [price.draft.money.amount for price in before] == ["1200.00"]
    assert [price.draft.money.amount for price in after] == ["1250.00"]
    assert unknown == ()


def test_a_superseded_price_is_not_revived_by_importing_its_list_again(workbench: Workbench) -> None:
    record(workbench, [an_award()])
    with workbench.read(PUBLIC) as work:
        (old,) = service.of_product(work, 1).items
    workbench.write(SYSTEM, lambda work: service.withdraw(work, old.id, "không phải của thuốc này"))
    assert record(workbench, [an_award()]) == Recorded(0, 1)
    with workbench.read(PUBLIC) as work:
        assert service.of_product(work, 1).items == ()
        assert service.history(work, 1).series == ()


def test_a_price_is_superseded_once(workbench: Workbench) -> None:
    record(workbench, [an_award()])
    with workbench.read(PUBLIC) as work:
        (old,) = service.of_product(work, 1).items
    workbench.write(SYSTEM, lambda work: service.withdraw(work, old.id, "lý do"))
    with pytest.raises(Conflict) as caught:
        workbench.write(SYSTEM, lambda work: service.correct(work, old.id, an_award("1"), "lý do"))
    assert caught.value.code == "price-superseded"
    with workbench.read(PUBLIC) as work:
        assert service.of_product(work, 1).items == ()


def test_a_correction_that_says_nothing_new_is_refused(workbench: Workbench) -> None:
    record(workbench, [an_award()])
    with workbench.read(PUBLIC) as work:
        (old,) = service.of_product(work, 1).items
    with pytest.raises(Conflict) as caught:
        workbench.write(SYSTEM, lambda work: service.correct(work, old.id, an_award(), "lý do"))
    assert caught.value.code == "price-recorded"


def test_an_unknown_price_is_not_found(workbench: Workbench) -> None:
    with workbench.read(PUBLIC) as work, pytest.raises(NotFound):
        service.price(work, 4)


def test_pages_neither_repeat_nor_skip(workbench: Workbench) -> None:
    days = [YEAR + timedelta(days=number // 3) for number in range(25)]
    record(workbench, [an_award(str(100 + place), valid_from=day) for place, day in enumerate(days)])
    seen: list[int] = []
    cursor: Cursor | None = None
    with workbench.read(PUBLIC) as work:
        while True:
            page = service.of_product(work, 1, cursor, limit=4)
            seen += [price.id for price in page.items]
            cursor = page.next
            if cursor is None:
                break
        newest = service.of_product(work, 1, limit=1).items[0]
        with pytest.raises(BadInput):
            service.of_product(work, 1, Cursor(("x",)))
    assert len(seen) == len(set(seen)) == 25
    assert newest.draft.valid_from == max(days)


def test_history_is_ready_for_a_chart(workbench: Workbench) -> None:
    record(
        workbench,
        [
            *awards(1, "100", "120", "140", valid_from=date(2025, 1, 3)),
            *awards(1, "200", valid_from=date(2025, 3, 1)),
            *awards(1, "9000", unit="Hộp"),
        ],
    )
    with workbench.read(PUBLIC) as work:
        tablets, boxes = service.history(work, 1).series
    assert [(point.day.month, int(point.share)) for point in tablets.points] == [(1, 100), (1, 120), (1, 140), (3, 200)]
    assert [(month.month.month, int(month.summary.median)) for month in tablets.months] == [(1, 120), (3, 200)]
    assert (tablets.points[0].buyer, tablets.points[0].province) == ("Bệnh viện Đa khoa Ví dụ", "Thành phố Hà Nội")
    assert (boxes.unit.key, boxes.summary.n) == ("box", 1)


def test_equal_medicines_stand_cheapest_first_with_the_present_one_marked(workbench: Workbench) -> None:
    one, two, three = register(workbench, a_tablet("Một"), a_tablet("Hai"), a_tablet("Ba"))
    record(workbench, [*awards(one, "200", "220"), *awards(two, "100"), *awards(three, "1500")])
    with workbench.read(PUBLIC) as work:
        found = service.compare(work, one)
    assert isinstance(found, Comparison)
    assert [(row.name, int(row.summary.median), row.is_present) for row in found.rows] == [
        ("Hai", 100, False),
        ("Một", 210, True),
        ("Ba", 1500, False),
    ]
    assert (found.summary.n, int(found.summary.median)) == (4, 210)
    assert [row.ratio for row in found.rows] == [Fraction(10, 21), 1, Fraction(50, 7)]
    assert [row.is_outlier for row in found.rows] == [False, False, True]


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        ([], ["100", "110"], Refusal.NO_PRICE),
        (["100", "110", "120"], [], Refusal.NO_EQUAL),
        (["100"], ["110"], Refusal.TOO_FEW),
    ],
)
def test_too_little_is_not_compared(
    workbench: Workbench, mine: Sequence[str], theirs: Sequence[str], reason: Refusal
) -> None:
    one, two = register(workbench, a_tablet("Một"), a_tablet("Hai"))
    record(workbench, [*awards(one, *mine), *awards(two, *theirs)])
    with workbench.read(PUBLIC) as work:
        found = service.compare(work, one)
    assert isinstance(found, NoComparison)
    assert found.reason is reason


def test_another_unit_or_kind_is_no_equal(workbench: Workbench) -> None:
    one, two = register(workbench, a_tablet("Một"), a_tablet("Hai"))
    record(
        workbench,
        [*awards(one, "1", "2", "3"), *awards(two, "90", unit="Hộp"), *awards(two, "1", kind=PriceKind.DECLARED)],
    )
    with workbench.read(PUBLIC) as work:
        found = service.compare(work, one)
    assert isinstance(found, NoComparison)
    assert found.reason is Refusal.NO_EQUAL


def test_a_unit_that_says_nothing_is_not_compared(workbench: Workbench) -> None:
    one, two = register(workbench, a_tablet("Một"), a_tablet("Hai"))
    record(workbench, [*awards(one, "1", "2", unit="Chai/lọ"), *awards(two, "3", unit="Chai/lọ")])
    with workbench.read(PUBLIC) as work:
        found = service.compare(work, one)
    assert isinstance(found, NoComparison)
    assert found.reason is Refusal.UNIT_UNREAD


def test_a_product_nobody_can_group_is_not_compared(workbench: Workbench) -> None:
    one, two = register(workbench, a_tablet("Một", strengths=""), a_tablet("Hai", strengths=""))
    record(workbench, [*awards(one, "1", "2"), *awards(two, "3")])
    with workbench.read(PUBLIC) as work:
        found = service.compare(work, one)
    assert isinstance(found, NoComparison)
    assert (found.reason, found.prices) == (Refusal.NO_GROUP, 2)


def test_prices_of_long_ago_do_not_stand_beside_new_ones(workbench: Workbench) -> None:
    one, two = register(workbench, a_tablet("Một"), a_tablet("Hai"))
    record(
        workbench,
        [
            *awards(one, "100", "110", valid_from=date(2025, 1, 1)),
            *awards(two, "105", valid_from=date(2024, 6, 1)),
            *awards(two, "10", valid_from=date(2019, 6, 1)),
        ],
    )
    with workbench.read(PUBLIC) as work:
        found = service.compare(work, one)
    assert isinstance(found, Comparison)
    assert (int(found.summary.least), found.since) == (100, date(2024, 6, 1))


def test_search_lists_get_one_line_for_each_product(workbench: Workbench) -> None:
    record(workbench, [*awards(1, "100", "300"), *awards(2, "50"), *awards(3, "7", unit="Uống")])
    with workbench.read(PUBLIC) as work:
        cards = service.latest_cards(work, [1, 2, 3, 4, 1])
        assert service.latest_cards(work, []) == {}
    assert {key: (int(card.median), card.n) for key, card in cards.items()} == {1: (200, 2), 2: (50, 1)}


QUERIES: list[tuple[str, tuple[Value, ...]]] = [
    (store.PRICE, (1,)),
    (store.FIRST_PAGE, (1, 30)),
    (store.NEXT_PAGE, (1, "2025-01-01", 5, 30)),
    (store.BEGUN, (1, "2025-01-01", 5, 5)),
    (store.IN_UNIT, (1, "tender", "tablet", "VND")),
    (store.SUPERSEDE, (1, None, "why", 1)),
    (store.of_products_text(3), (1, 2, 3)),
]


def test_no_query_scans_the_prices(workbench: Workbench) -> None:
    first = date(2020, 1, 1)
    drafts = [
        an_award(str(100 + place), product_id=place % 400, valid_from=first + timedelta(place % 1500))
        for place in range(4000)
    ]
    record(workbench, drafts)
    workbench.write(SYSTEM, lambda work: work.db.run("ANALYZE"))
    with workbench.read(PUBLIC) as work:
        plans = [plan(work.db, text, values) for text, values in QUERIES]
    for one in plans:
        assert "SCAN price" not in one
        assert "Seq Scan on price" not in one


@pytest.mark.slow
def test_100000_prices_are_still_fast(workbench: Workbench) -> None:
    first = date(2020, 1, 1)
    for chunk in range(10):
        record(
            workbench,
            [
                an_award(str(100 + place), product_id=place % 2000, valid_from=first + timedelta(place % 1500))
                for place in range(chunk * 10_000, chunk * 10_000 + 10_000)
            ],
        )
    workbench.write(SYSTEM, lambda work: work.db.run("ANALYZE"))
    with workbench.read(PUBLIC) as work:
        began = time.perf_counter()
        assert len(service.latest_cards(work, list(range(30)))) == 30
        assert service.history(work, 7).series[0].summary.n == 50
        assert len(service.of_product(work, 9).items) == 30
        assert time.perf_counter() - began < 0.5
