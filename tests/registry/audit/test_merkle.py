"""The tree over the journal: heads and proofs as RFC 9162 defines them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.audit import merkle


def leaf(number: int) -> bytes:
    return hashlib.sha256(b"\x00" + number.to_bytes(4, "big")).digest()


def head_by_definition(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return merkle.node(head_by_definition(leaves[:middle]), head_by_definition(leaves[middle:]))


@pytest.mark.parametrize("size", range(1, 40))
def test_the_head_is_that_of_the_definition(size: int) -> None:
    leaves = [leaf(number) for number in range(size)]
    assert merkle.root_of(leaves) == head_by_definition(leaves)


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(1, 300), st.data())
def test_a_path_leads_from_its_leaf_to_the_head_and_from_no_other(size: int, data: st.DataObject) -> None:
    leaves = [leaf(number) for number in range(size)]
    place = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(place, 0, size, lambda start, stop: merkle.root_of(leaves[start:stop]))
    head = merkle.root_of(leaves)
    assert merkle.root_from_path(place, size, leaves[place], path) == head
    assert merkle.root_from_path(place, size, leaf(size), path) != head
    if size > 1:
        assert merkle.root_from_path((place + 1) % size, size, leaves[place], path) != head


def test_a_path_that_is_too_short_or_too_long_leads_nowhere() -> None:
    leaves = [leaf(number) for number in range(5)]
    path = merkle.inclusion_path(1, 0, 5, lambda start, stop: merkle.root_of(leaves[start:stop]))
    assert merkle.root_from_path(1, 5, leaves[1], path[:-1]) is None
    assert merkle.root_from_path(1, 5, leaves[1], [*path, leaf(9)]) is None
    assert merkle.root_from_path(5, 5, leaves[1], path) is None
