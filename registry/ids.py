"""Keys made by the application: 63-bit integers in order of time, and their short text for people and addresses."""

from __future__ import annotations

import secrets
import threading
import time

from registry.errors import BadInput, Fault

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no i, l, o, u."""
LENGTH = 13
BORN = 1_577_836_800_000
"""2020-01-01T00:00:00Z in milliseconds; 41 bits from there reach the year 2089."""
VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"i": 1, "l": 1, "o": 0}


class IdMaker:
    """Makes 63-bit keys: 41 bits of milliseconds, 10 of node, 12 of counter; no two calls give the same key."""

    def __init__(self, node: int | None = None) -> None:
        self._node = (secrets.randbits(10) if node is None else node) & 0x3FF
        self._lock = threading.Lock()
        self._last = 0
        self._count = 0

    def __call__(self) -> int:
        """Return the next key, larger than every key this maker gave before."""
        with self._lock:
            moment = max(time.time_ns() // 1_000_000 - BORN, self._last)
            self._count = self._count + 1 if moment == self._last else 0
            if self._count > 0xFFF:
                moment, self._count = moment + 1, 0
            self._last = moment
            return moment << 22 | self._node << 12 | self._count


new_id = IdMaker()
"""The maker of this process. Its order is a convenience for storage; no rule may read the time out of a key."""


def format_id(key: int) -> str:
    """Return `key` as 13 characters of Crockford base 32, which sort as the keys do."""
    return "".join(ALPHABET[key >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def parse_id(text: str) -> int:
    """Return the key that `text` shows, or raise `BadInput`; the look-alikes i, l and o are read as 1, 1 and 0."""
    lowered = text.lower()
    if len(lowered) != LENGTH or any(character not in VALUES for character in lowered):
        raise BadInput.of([Fault("id-form", value=text[:40])])
    key = 0
    for character in lowered:
        key = key << 5 | VALUES[character]
    if key >= 1 << 63:
        raise BadInput.of([Fault("id-form", value=text)])
    return key
