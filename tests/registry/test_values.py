"""The small values of the spine: keys, money, cursors, settings."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadInput
from registry.ids import IdMaker, format_id, parse_id
from registry.money import Money, nearest
from registry.paging import Cursor, Page, check_limit
from registry.settings import Settings


def test_eight_threads_never_get_one_key_twice_and_each_sees_them_grow() -> None:
    make, found, lock = IdMaker(node=7), [], threading.Lock()

    def take() -> None:
        mine = [make() for _ in range(5000)]
        assert mine == sorted(mine)
        with lock:
            found.extend(mine)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 40_000
    assert max(found) < 1 << 63


@given(st.integers(0, (1 << 63) - 1))
def test_a_key_reads_back_from_its_text_and_sorts_like_it(key: int) -> None:
    assert parse_id(format_id(key)) == key
    assert format_id(key) <= format_id((1 << 63) - 1)


@pytest.mark.parametrize("text", ["", "abc", "u" * 13, "z" * 13, "0" * 12 + "!"])
def test_what_is_no_key_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_id(text)
    assert caught.value.faults[0].code == "id-form"


@given(st.integers(-(10**14), 10**14))
def test_money_reads_back_from_its_text(minor: int) -> None:
    assert Money.parse(Money(minor).amount) == Money(minor)


@pytest.mark.parametrize("text", ["1.234,50", "1e3", "0.001", "", "12 000", "NaN", "1" * 16])
def test_an_amount_is_never_guessed(text: str) -> None:
    with pytest.raises(BadInput):
        Money.parse(text)


def test_a_trailing_zero_beyond_the_hundredth_is_no_precision() -> None:
    assert Money.parse("14135.000") == Money(1_413_500)


def test_a_share_stays_exact_until_it_is_shown() -> None:
    share = Money.parse("1000").per(3)
    assert share == Fraction(1000, 3)
    assert nearest(share).amount == "333.33"
    assert nearest(Fraction(1, 8)).amount == "0.12"


@given(st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.text(max_size=20)), max_size=4))
def test_a_cursor_reads_back_from_its_text(key: list[int | str]) -> None:
    assert Cursor.parse(str(Cursor(tuple(key)))).key == tuple(key)


@pytest.mark.parametrize("text", ["!", "bm90IGpzb24", "e30", "Ü"])
def test_a_foreign_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        Cursor.parse(text)
    assert caught.value.faults[0].code == "cursor-form"


def test_the_last_page_has_no_ghost_behind_it() -> None:
    assert Page.cut([1, 2, 3], 3, lambda n: (n,)).next is None
    assert Page.cut([1, 2, 3], 2, lambda n: (n,)).next == Cursor((2,))
    assert Page[int].cut([], 2, lambda n: (n,)).next is None


def test_a_limit_outside_its_range_is_refused() -> None:
    for limit in (0, 201):
        with pytest.raises(BadInput):
            check_limit(limit)


def test_every_bad_setting_is_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        Settings.read({"MEDREG_PORT": "eighty", "MEDREG_THREADS": "-1", "PATH": "/bin"})
    assert [fault.pointer for fault in caught.value.faults] == ["/MEDREG_PORT", "/MEDREG_THREADS"]


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings.read({"MEDREG_HOME": str(tmp_path / "new")})
    assert settings.secret() == settings.secret()
    assert len(settings.secret()) == 32
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0
