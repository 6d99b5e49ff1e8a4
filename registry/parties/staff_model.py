"""Values of staff: accounts of people and their sessions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffDraft:
    """What is told when an account is made: the name to log in with, whom it acts for, and with which scopes."""

    login: str
    party_id: int
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Staff:
    """A person's account; `password` is a digest (argon2id), `totp_version` 0 means no second factor."""

    id: int
    login: str
    party_id: int
    scopes: frozenset[str]
    password: str
    must_change: bool = True
    totp_version: int = 0
    totp_step: int = 0
    is_disabled: bool = False
    party_name: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """An open session: whose, since when, and when it was last used (microseconds since 1970 UTC)."""

    staff_id: int
    created_at: int
    seen_at: int
