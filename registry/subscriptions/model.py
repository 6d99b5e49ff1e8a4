"""Values of the subscriptions area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubscriptionState(StrEnum):
    """ACTIVE is served, PAUSED by its owner is not, DEAD was given up after days of failures."""

    ACTIVE = "active"
    PAUSED = "paused"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class SubscriptionDraft:
    """What is told when one subscribes: the address, and which kinds of records (all when empty)."""

    url: str
    kinds: tuple[str, ...] = ()
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription: everything up to entry `seq` of the journal was delivered."""

    id: int
    party_id: int
    url: str
    kinds: tuple[str, ...]
    seq: int
    state: SubscriptionState
    failures: int
    secret_version: int
    next_try_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt: the changes after `seq_from` up to `seq_to`, and how the address answered."""

    id: int
    subscription_id: int
    seq_from: int
    seq_to: int
    at: datetime
    status: int | None
    said: str
    took_ms: int

    @property
    def is_taken(self) -> bool:
        """Say whether the receiver took it (any status 2xx)."""
        return self.status is not None and 200 <= self.status < 300
