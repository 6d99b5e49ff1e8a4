"""The tree over the journal: heads, proofs of inclusion and of consistency (RFC 9162 section 2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

NODE = b"\x01"
"""Prefix of an inner node (RFC 9162 section 2.1.1); leaves carry 0x00 and are hashed by `registry.audit.rules`."""
EMPTY = hashlib.sha256(b"").digest()
"""The head of a tree without leaves."""

Subtree = Callable[[int, int], bytes]
"""Gives the hash of the leaves from a number to a number, the end left out."""


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(NODE + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def root_of(leaves: list[bytes]) -> bytes:
    """Return the head of the tree over `leaves`."""
    if not leaves:
        return EMPTY
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, tree = 0, leaf
        while stack and stack[-1][0] == height:
            tree = node(stack.pop()[1], tree)
            height += 1
        stack.append((height, tree))
    tree = stack.pop()[1]
    while stack:
        tree = node(stack.pop()[1], tree)
    return tree


def inclusion_path(leaf: int, start: int, stop: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes that lead from leaf number `leaf` to the head of the leaves `start` to `stop`, leaf first."""
    if stop - start == 1:
        return []
    middle = start + split(stop - start)
    if leaf < middle:
        return [*inclusion_path(leaf, start, middle, subtree), subtree(middle, stop)]
    return [*inclusion_path(leaf, middle, stop, subtree), subtree(start, middle)]


def root_from_path(leaf: int, size: int, digest: bytes, path: list[bytes]) -> bytes | None:
    """Return the head that a proof of inclusion leads to, or None where the proof cannot be one."""
    if not 0 <= leaf < size:
        return None
    place, last, tree = leaf, size - 1, digest
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            tree = node(sibling, tree)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            tree = node(tree, sibling)
        place, last = place >> 1, last >> 1
    return tree if last == 0 else None
