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
    address: str | None = None
    version: int = 1


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
    licence: str | None = None
    approver: str | None = None


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name a party bore from a day (unknown when None) until a day."""

    name: str
    valid_until: date
    valid_from: date | None = None


class CertificateKind(StrEnum):
    """What a certificate says of a party's practice or quality system."""

    GMP = "gmp"
    GDP = "gdp"
    GSP = "gsp"
    GPP = "gpp"
    ISO_13485 = "iso-13485"
    CE = "ce"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of a party; its file is named by SHA-256."""

    id: int
    party_id: int
    kind: CertificateKind
    number: str
    issuer: str
    scope: str
    valid_from: date
    valid_until: date | None
    file_sha256: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """What an agent may do for a principal (`powers` are scopes), from a day until a day, by a document."""

    id: int
    principal_id: int
    agent_id: int
    powers: frozenset[str]
    valid_from: date
    valid_until: date
    document_sha256: str
    is_ended: bool = False

    def covers(self, scope: str, day: date) -> bool:
        """Say whether the agent may use `scope` for the principal on `day`."""
        in_time = not self.is_ended and self.valid_from <= day <= self.valid_until
        return in_time and bool(self.powers & {scope, f"{scope.partition(':')[0]}:*", "*"})


@dataclass(frozen=True, slots=True)
class Place:
    """A physical place of a party, named by a GLN (GS1 General Specifications 3.7.9, AI 414)."""

    gln: Gln
    party_id: int
    name: str
    province: str | None = None


@dataclass(frozen=True, slots=True)
class ApiKeyDraft:
    """What is told when a key is made: whose, what for, with which scopes, at which place (GLN), until when.

    `agent_id` is the party that made it by a mandate: the key works while mandates cover its scopes.
    """

    party_id: int
    name: str
    scopes: frozenset[str]
    place: str | None = None
    expires_at: datetime | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A machine's key as the register shows it: never the key itself, only its first characters."""

    id: int
    prefix: str
    draft: ApiKeyDraft
    created_at: datetime
    revoked_at: datetime | None = None
    last_used_day: date | None = None
