"""Allocation: every number of a space gives another right key; serial numbers never repeat and cannot be guessed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gs1 import Giai, Gln, Gs1Error, Gsrn, Gtin, SerialNumber, Sscc
from gs1.allocation import DIGITS, SAFE_UPPER, KeySpace, SerialNumbers
from gs1.keys import CheckedKey
from gs1.permutation import Permutation

SECRET = b"a secret of sixteen bytes or more"


def test_a_key_space_gives_all_its_keys_once_and_each_is_right() -> None:
    space = KeySpace(Gtin, "8936012345")
    keys = list(space.keys(0, space.size))
    assert len(set(keys)) == space.size == 100
    assert all(Gtin.parse(key.text) == key for key in keys)
    assert [space.index(key) for key in keys] == list(range(100))


@pytest.mark.parametrize(
    ("space", "size", "first"),
    [
        (KeySpace(Gtin, "8936012", 1), 100_000, "18936012000001"),
        (KeySpace(Gln, "89360123"), 10_000, "8936012300005"),
        (KeySpace(Sscc, "8936012", 3), 1_000_000_000, "38936012000000007"),
    ],
)
def test_size_and_first_key_of_a_space(space: KeySpace[Gtin], size: int, first: str) -> None:
    assert space.size == size
    assert space.kind.parse(space.key(0).text) == space.key(0)
    assert space.key(0).text.startswith(first[:10])


@pytest.mark.parametrize("number", [-1, 100])
def test_beyond_the_space_there_is_no_key(number: int) -> None:
    with pytest.raises(Gs1Error, match="KEY_SPACE_EXHAUSTED"):
        KeySpace(Gtin, "8936012345").key(number)


def test_serial_numbers_of_a_small_space_are_a_permutation() -> None:
    serials = SerialNumbers(SECRET, length=2, alphabet="ABCDEFGHJK")
    made = [serials.nth(number) for number in range(serials.size)]
    assert len(set(made)) == serials.size == 100
    assert made != sorted(made)


@given(st.integers(0, 32**12 - 1), st.binary(min_size=16, max_size=64))
def test_a_serial_number_is_a_right_ai_21_and_leads_back_to_its_count(number: int, secret: bytes) -> None:
    serials = SerialNumbers(secret)
    serial = serials.nth(number)
    assert SerialNumber.parse(serial).text == serial
    assert set(serial) <= set(SAFE_UPPER)
    assert serials.index(serial) == number


def test_neighbouring_counts_share_no_pattern_and_another_secret_gives_other_numbers() -> None:
    ours, theirs = SerialNumbers(SECRET), SerialNumbers(SECRET + b"!")
    made = [ours.nth(number) for number in range(2000)]
    same_place = sum(a == b for one, two in pairwise(made) for a, b in zip(one, two, strict=True))
    assert same_place / (1999 * 12) < 0.05, "one character in 32 agrees by chance"
    assert not set(made) & {theirs.nth(number) for number in range(2000)}
    assert ours.guess_probability(10**9) < 1e-4


def test_look_alikes_are_not_in_the_alphabet() -> None:
    assert not set("01IO") & set(SAFE_UPPER)
    assert len(SAFE_UPPER) == 32


@pytest.mark.parametrize(
    ("secret", "length", "alphabet"),
    [(b"short", 12, SAFE_UPPER), (SECRET, 21, SAFE_UPPER), (SECRET, 5, "AAB"), (SECRET, 5, "é")],
)
def test_a_weak_or_faulty_series_is_refused(secret: bytes, length: int, alphabet: str) -> None:
    with pytest.raises(Gs1Error):
        SerialNumbers(secret, length, alphabet)


@given(st.binary(min_size=16, max_size=40), st.integers(1, 700))
@settings(max_examples=30)
def test_a_permutation_of_any_small_size_meets_every_number_once_and_finds_its_place(secret: bytes, size: int) -> None:
    order = Permutation(secret, size)
    met = [order.at(number) for number in range(size)]
    assert sorted(met) == list(range(size))
    assert [order.place(number) for number in met] == list(range(size))


@pytest.mark.parametrize("size", [2**61 + 7, 10**12, 62**20])
def test_a_permutation_of_a_great_size_leads_back_from_both_ends(size: int) -> None:
    order = Permutation(SECRET, size)
    for number in (0, 1, size // 2, size - 1):
        assert order.place(order.at(number)) == number
    with pytest.raises(Gs1Error, match="KEY_SPACE_EXHAUSTED"):
        order.at(size)


KINDS = [(kind, "89360123456789"[: digits - 4 - bool(kind.layout.lead)]) for kind, digits in DIGITS.items()]


@pytest.mark.parametrize(("kind", "prefix"), KINDS)
def test_every_key_of_digits_has_a_space_whose_keys_are_right_and_lead_back(
    kind: type[CheckedKey], prefix: str
) -> None:
    space = KeySpace(kind, prefix[:12])
    numbers = [0, 1, space.size // 2, space.size - 1]
    made = [space.key(number) for number in numbers]
    assert [kind.parse(key.text) for key in made] == made
    assert [space.index(key) for key in made] == numbers
    assert all(key in space for key in made)


@pytest.mark.parametrize(("kind", "prefix"), KINDS)
def test_a_sparse_space_has_the_same_keys_in_an_order_of_its_own(kind: type[CheckedKey], prefix: str) -> None:
    space = KeySpace(kind, prefix[:12])
    sparse = space.sparse(SECRET)
    first = list(sparse.keys(0, 50))
    assert (sparse.size, len(set(first))) == (space.size, 50)
    assert first != list(space.keys(0, 50))
    assert [sparse.index(key) for key in first] == list(range(50))
    assert first[0] in sparse


def test_a_sparse_space_gives_each_of_its_keys_once() -> None:
    space = KeySpace(Gtin, "8936012345")
    assert sorted(space.sparse(SECRET)) == list(space)
    assert list(space.sparse(SECRET)) != list(space.sparse(SECRET + b"!"))
    assert list(KeySpace(Gtin, "8936012345", 1).sparse(SECRET)) != [
        key.with_indicator(1) for key in space.sparse(SECRET)
    ], "each space has an order of its own"


@pytest.mark.parametrize(
    ("kind", "prefix", "leading"),
    [(Gln, "8936", 1), (Gtin, "8936", 10), (Gtin, "893x", 0), (Gsrn, "893", 0), (Giai, "8936", 0)],
)
def test_a_space_that_cannot_be_is_refused(kind: type[Gtin], prefix: str, leading: int) -> None:
    with pytest.raises(Gs1Error):
        KeySpace(kind, prefix, leading)


def test_a_key_of_another_space_has_no_number_here() -> None:
    with pytest.raises(Gs1Error, match="INVALID_GCP_PREFIX"):
        KeySpace(Gtin, "8936012345").index(Gtin.build("4030096", 7))


def test_a_key_of_zeros_is_not_given_out() -> None:
    with pytest.raises(Gs1Error, match="ALL_ZERO_KEY"):
        KeySpace(Gtin, "0000").key(0)


def test_the_limit_of_the_regulation_is_one_in_ten_thousand() -> None:
    serials = SerialNumbers(SECRET, length=4)
    assert serials.is_hard_to_guess(serials.most_issued)
    assert not serials.is_hard_to_guess(serials.most_issued + 1)
    assert serials.guess_probability(serials.most_issued) < 1e-4


def test_an_order_of_serial_numbers_is_kept_for_ever_for_packs_carry_it() -> None:
    assert list(SerialNumbers(b"a secret of sixteen bytes or more").numbers(0, 3)) == [
        "JAM756XMMD7A",
        "SFF8GP76JNX9",
        "9TKQYMYABXGB",
    ]
