"""Allocation: every number of a space gives another right key; serial numbers never repeat and cannot be guessed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gs1 import Gln, Gs1Error, Gtin, SerialNumber, Sscc
from gs1.allocation import SAFE_UPPER, KeySpace, SerialNumbers, check_healthcare_gtin

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
@settings(max_examples=50)
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


@pytest.mark.parametrize(
    ("gtin", "base", "faults"),
    [
        (Gtin.build("8936012", 7), True, 0),
        (Gtin.build("8936012", 7, 1), False, 0),
        (Gtin.build("8936012", 7, 1), True, 1),
        (Gtin.build("8936012", 7, 9), False, 1),
        (Gtin.build("2036012", 7), True, 1),
    ],
)
def test_healthcare_rules_for_new_gtins(gtin: Gtin, base: bool, faults: int) -> None:
    assert len(check_healthcare_gtin(gtin, is_base_level=base)) == faults
