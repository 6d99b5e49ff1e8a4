"""Giving out keys: the numbers under a company prefix, in their order or in a secret one.

Nothing here remembers what was given out; the caller counts, and each number of the count gives another key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from gs1.assets import Grai
from gs1.check_digit import check_digit
from gs1.codes import ErrorCode
from gs1.documents import Gcn, Gdti
from gs1.errors import Gs1Error
from gs1.gln import Gln
from gs1.gtin import Gtin
from gs1.healthcare import check_healthcare_gtin
from gs1.key_checks import demand_prefix
from gs1.keys import CheckedKey, issued
from gs1.permutation import Permutation
from gs1.serial_numbers import SAFE_UPPER, SerialNumbers
from gs1.services import Gsrn, GsrnProvider
from gs1.shipments import Gsin
from gs1.sscc import Sscc

__all__ = ["DIGITS", "SAFE_UPPER", "KeySpace", "SerialNumbers", "SparseKeySpace", "check_healthcare_gtin"]

DIGITS: dict[type[CheckedKey], int] = {
    Gtin: 14, Gln: 13, Sscc: 18, Gsrn: 18, GsrnProvider: 18, Gdti: 13, Grai: 14, Gcn: 13, Gsin: 17,
}  # fmt: skip
"""How many digits each key has, its check digit among them, a serial component not (GS1 General Specifications 2)."""

_CHOSEN_LEADS = frozenset((Gtin, Sscc))
KeyT = TypeVar("KeyT", bound=CheckedKey)


@dataclass(frozen=True, slots=True)
class KeySpace(Generic[KeyT]):
    """All keys of one kind under one company prefix, numbered from 0 (GS1 General Specifications 1.4.4).

    `kind` is any key of `DIGITS`; keys with a serial component are given without it. `leading` is the indicator digit
    of a GTIN or the extension digit of an SSCC; other keys have none to choose.

    >>> space = KeySpace(Gln, "89360123")
    >>> space.size, space.key(41).text, space.index(space.key(41))
    (10000, '8936012300413', 41)
    """

    kind: type[KeyT]
    prefix: str
    leading: int = 0

    def __post_init__(self) -> None:
        demand_prefix(self.prefix)
        if self.kind not in DIGITS or self.room < 0:
            raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, self.prefix)
        if not 0 <= self.leading <= (9 if self.kind in _CHOSEN_LEADS else 0):
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(self.leading))

    @property
    def room(self) -> int:
        """How many digits the prefix leaves for the reference."""
        return DIGITS[self.kind] - 1 - len(self._head)

    @property
    def size(self) -> int:
        """How many keys there are."""
        return int(10**self.room)

    def key(self, number: int) -> KeyT:
        """The key with this number; raises `Gs1Error` beyond the end of the space, and for a key of zeros only."""
        if not 0 <= number < self.size:
            raise Gs1Error.of(ErrorCode.KEY_SPACE_EXHAUSTED, str(number))
        payload = self._head + (f"{number:0{self.room}}" if self.room else "")
        return issued(self.kind(payload + check_digit(payload)))

    def index(self, key: KeyT) -> int:
        """The number of a key of this space; raises `Gs1Error` for a key of another space."""
        head, digits = self._head, DIGITS[self.kind]
        if not isinstance(key, self.kind) or not key.text.startswith(head):
            raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, key.text)
        return int(key.text[len(head) : digits - 1] or "0")

    def keys(self, start: int, count: int) -> Iterator[KeyT]:
        """`count` keys from number `start` on."""
        return (self.key(number) for number in range(start, start + count))

    def __iter__(self) -> Iterator[KeyT]:
        return self.keys(0, self.size)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, self.kind) and key.text.startswith(self._head)

    def sparse(self, secret: bytes) -> SparseKeySpace[KeyT]:
        """The same keys in an order that tells nobody how many were given out; the same secret, the same order.

        >>> sparse = KeySpace(Gtin, "8936012").sparse(b"a secret of sixteen bytes or more")
        >>> sparse.index(sparse.key(7)), sparse.size
        (7, 100000)
        """
        space = f"{self.kind.__name__} {self._head}".encode()
        return SparseKeySpace(self, Permutation(secret, self.size, b"medreg-keys", space))

    @property
    def _head(self) -> str:
        return f"{self.leading}{self.prefix}" if self.kind.layout.lead else self.prefix


@dataclass(frozen=True, slots=True)
class SparseKeySpace(Generic[KeyT]):
    """The keys of a space in a secret order: the same interface, each key once. Made by `KeySpace.sparse`.

    GS1 General Specifications 1.4.4 leave the order of references to the company.

    >>> space = KeySpace(Gtin, "8936012345")
    >>> sorted(space.sparse(b"a secret of sixteen bytes or more")) == list(space)
    True
    """

    space: KeySpace[KeyT]
    order: Permutation

    @property
    def size(self) -> int:
        """How many keys there are."""
        return self.space.size

    def key(self, number: int) -> KeyT:
        """The key at this place of the secret order; raises `Gs1Error` beyond the end."""
        return self.space.key(self.order.at(number))

    def index(self, key: KeyT) -> int:
        """The place of a key in the secret order; raises `Gs1Error` for a key of another space."""
        return self.order.place(self.space.index(key))

    def keys(self, start: int, count: int) -> Iterator[KeyT]:
        """`count` keys from place `start` on."""
        return (self.key(number) for number in range(start, start + count))

    def __iter__(self) -> Iterator[KeyT]:
        return self.keys(0, self.size)

    def __contains__(self, key: object) -> bool:
        return key in self.space
