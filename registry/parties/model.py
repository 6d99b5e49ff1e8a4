"""Values of the parties area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gs1 import Gln


class RoleKind(StrEnum):
    """What a party may be in the register, from a day to a day."""

    HOLDER = "holder"
    MANUFACTURER = "manufacturer"
    IMPORTER = "importer"
    WHOLESALER = "wholesaler"
    PHARMACY = "pharmacy"
    HOSPITAL = "hospital"
    AUTHORITY = "authority"
    INSURER = "insurer"
    CONTRACTOR = "contractor"


@dataclass(frozen=True, slots=True)
class Party:
    """A company, health facility or authority; `country` is ISO 3166-1 alpha-2 where known."""

    id: int
    name: str
    country: str | None = None
    business_code: str | None = None


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """What is told when a party is added."""

    name: str
    country: str | None = None
    business_code: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role a party holds from `valid_from` until `valid_until` (open when None)."""

    party_id: int
    kind: RoleKind
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A physical place of a party, named by a GLN (GS1 General Specifications 3.7.9, AI 414)."""

    gln: Gln
    party_id: int
    name: str
    province: str | None = None


@dataclass(frozen=True, slots=True)
class ApiKeyDraft:
    """What is told when a key is made: whose, what for, with which scopes, at which place (GLN), until when."""

    party_id: int
    name: str
    scopes: frozenset[str]
    place: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A machine's key as the register shows it: never the key itself, only its first characters."""

    id: int
    prefix: str
    draft: ApiKeyDraft
    created_at: datetime
    revoked_at: datetime | None = None
