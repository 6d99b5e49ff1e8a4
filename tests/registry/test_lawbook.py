from __future__ import annotations

from datetime import date

import pytest

from registry import lawbook
from registry.errors import NotFound

DECIDED = date(2025, 12, 3)


def test_an_old_number_is_usable_for_twelve_months() -> None:
    assert lawbook.period("old-number-usable", DECIDED).after(DECIDED) == date(2026, 12, 3)


@pytest.mark.parametrize(("level", "days"), [(1, 3), (2, 15), (3, 30)])
def test_recalled_goods_are_collected_within_days_by_level(level: int, days: int) -> None:
    assert (lawbook.period(f"recall-collect-level-{level}", DECIDED).after(DECIDED) - DECIDED).days == days


def test_a_day_before_the_law_has_no_period() -> None:
    with pytest.raises(NotFound):
        lawbook.period("old-number-usable", date(1990, 1, 1))
    with pytest.raises(NotFound):
        lawbook.period("nothing-of-the-kind", DECIDED)


def test_every_entry_names_its_legal_source() -> None:
    assert all(len(one.source) > 20 and one.value >= 0 for one in lawbook.all_periods())


def test_a_month_without_that_day_ends_on_its_last() -> None:
    assert lawbook.add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert lawbook.add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)
