"""Values of the identifiers area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DEMONSTRATION_PREFIX = "8938888"
"""An invented company prefix under 893 (GS1 Viet Nam) for demonstrations; no real goods may carry its keys."""


class KeyKind(StrEnum):
    """Which key a pool gives out."""

    GTIN = "gtin"
    GLN = "gln"
    SSCC = "sscc"


class IdentifierState(StrEnum):
    """The life of a key: once assigned it goes forward only, and a retired key never returns (GS1 GTIN Management)."""

    RESERVED = "reserved"
    ASSIGNED = "assigned"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Pool:
    """The keys under one company prefix: how many there are, and how many were given out or passed over."""

    kind: KeyKind
    prefix: str
    name: str
    is_demonstration: bool
    used: int
    size: int

    @property
    def left(self) -> int:
        """How many keys the pool can still give."""
        return self.size - self.used


@dataclass(frozen=True, slots=True)
class PoolAccount:
    """What became of the numbers that a pool has used: given out, passed over as known before, or not explained."""

    used: int
    given: int
    passed_over: tuple[str, ...]
    unexplained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A key known to the register, given out here or elsewhere, and the trade item that it names."""

    value: str
    kind: KeyKind
    state: IdentifierState
    prefix: str | None
    trade_item_id: int | None


@dataclass(frozen=True, slots=True)
class PrefixDraft:
    """What is told of a company prefix: its holder (None: the national pool), what proves it, from when until when."""

    prefix: str
    party_id: int | None
    source: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class CompanyPrefix:
    """A GS1 company prefix and the party that holds it; without a party it is the national pool's."""

    id: int
    prefix: str
    party_id: int | None
    source: str
    valid_from: date
    valid_until: date | None = None

    @property
    def is_national(self) -> bool:
        """Whether it stands open to every party that has no prefix of its own."""
        return self.party_id is None

    def is_valid_on(self, day: date) -> bool:
        """Whether the licence covers a day, its last day included."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Reservation:
    """A number held for a party until a day, and what became of it."""

    value: str
    party_id: int | None
    until: date
    state: IdentifierState
    trade_item_id: int | None


@dataclass(frozen=True, slots=True)
class NationalKey:
    """The key of a trade item without a GTIN, and why it has none."""

    value: str
    trade_item_id: int
    reason: str
