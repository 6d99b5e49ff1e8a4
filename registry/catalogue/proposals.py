"""What may be proposed on authorisations, each act as a value that goes to JSON and comes back the same."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any  # Any: `replace` takes fields of every type by name

from registry.audit.model import Json
from registry.catalogue.model import Decision, ProductDraft, ProductKind
from registry.catalogue.states import AuthorisationStep
from registry.errors import BadInput, Fault

Told = dict[str, Json]
DRAFT_TEXTS = (
    *("name", "substances", "strengths", "form", "route_code", "route", "pack", "maker", "maker_country"),
    *("maker_address", "holder", "holder_address", "standard"),
)
STEPS = (AuthorisationStep.SUSPEND, AuthorisationStep.RESUME, AuthorisationStep.REVOKE)
"""Steps that an officer proposes by themselves; grants, renewals and amendments tell more than a step."""


class ProposalState(StrEnum):
    """Where a proposal stands; from all but OPEN it never moves again."""

    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Grant:
    """A new authorisation; `successor_of` is a number of the one, lapsed or revoked, whose place it takes."""

    number: str
    about: ProductDraft
    valid_from: date
    valid_until: date | None = None
    terms: str | None = None
    is_emergency: bool = False
    successor_of: str | None = None


@dataclass(frozen=True, slots=True)
class Renew:
    """A new period, under a new number or the old one; `about` tells what the annex says of the product."""

    number: str
    after: str
    about: ProductDraft
    valid_from: date
    valid_until: date
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class Amend:
    """Another last day, or other facts of the product, without a new period."""

    number: str
    about: ProductDraft | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Suspend, resume or revoke."""

    number: str
    step: AuthorisationStep


@dataclass(frozen=True, slots=True)
class Merge:
    """Two records were proved to be of one authorisation: the first goes into the second."""

    number: str
    into: str


Act = Grant | Renew | Amend | Step | Merge
ACTS: dict[str, type[Grant] | type[Renew] | type[Amend] | type[Step] | type[Merge]] = {
    "grant": Grant,
    "renew": Renew,
    "amend": Amend,
    "step": Step,
    "merge": Merge,
}
"""The word for each act."""


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What an officer proposes: acts that rest on one decision, and the reason where the decision is not all of it."""

    decision: Decision
    acts: tuple[Act, ...]
    reason: str | None = None
    versions: tuple[tuple[str, int], ...] = ()
    """The versions of authorisations that the officer has read, by number; another one now means: read again."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it is kept. `differences` tells for each act the fields it changes, before and after."""

    id: int
    state: ProposalState
    decision: Decision
    reason: str | None
    acts: tuple[Act, ...]
    differences: tuple[Told, ...]
    versions: dict[str, int]
    proposer: str
    proposer_id: int | None
    proposer_person: str
    settler: str | None
    settled_why: str | None
    settled_at: datetime | None
    expires_at: datetime
    version: int
    recorded_at: datetime


def act_json(act: Act) -> Told:
    """Return an act as JSON."""
    word = next(word for word, kind in ACTS.items() if isinstance(act, kind))
    told: Told = {"act": word}
    for one in fields(act):
        value = getattr(act, one.name)
        if value is not None:
            told[one.name] = _written(value)
    return told


def act_from(told: Told) -> Act:
    """Return the act that `act_json` wrote; raise `BadInput` naming every part that is missing or strange."""
    kind = ACTS.get(str(told.get("act")))
    if kind is None:
        raise BadInput.of([Fault("field-choice", "/act", str(told.get("act")), ", ".join(ACTS))])
    known = {one.name: _read(one.name, told[one.name]) for one in fields(kind) if told.get(one.name) is not None}
    lacking = [one.name for one in fields(kind) if one.name not in known and _is_needed(kind, one.name)]
    if lacking:
        raise BadInput.of([Fault("field-required", f"/{name}") for name in lacking])
    return kind(**known)  # type: ignore[arg-type]  # the names and types were read by the table beside


def draft_json(draft: ProductDraft) -> Told:
    """Return a product as a source writes it, as JSON."""
    texts: Told = {name: getattr(draft, name) for name in DRAFT_TEXTS if getattr(draft, name)}
    source: Told = {**draft.source}
    return {"kind": str(draft.kind), **texts, "shelf_life_months": draft.shelf_life_months, "source": source}


def draft_from(told: Told) -> ProductDraft:
    """Return the product that `draft_json` wrote."""
    months, source = told.get("shelf_life_months"), told.get("source")
    plain = ProductDraft(
        ProductKind(str(told.get("kind") or ProductKind.MEDICINE)),
        str(told.get("name") or ""),
        shelf_life_months=months if isinstance(months, int) else None,
        source={key: str(value) for key, value in source.items()} if isinstance(source, dict) else {},
    )
    texts: dict[str, Any] = {name: str(told[name]) for name in DRAFT_TEXTS if told.get(name)}
    return replace(plain, **texts)


def _is_needed(kind: type, name: str) -> bool:
    return name in {"number", "after", "into", "step"} or (
        (kind in {Grant, Renew} and name in {"about", "valid_from"}) or (kind is Renew and name == "valid_until")
    )


def _written(value: object) -> Json:
    if isinstance(value, ProductDraft):
        return draft_json(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool) else str(value)


def _read(name: str, value: Json) -> object:
    try:
        if name == "about" and isinstance(value, dict):
            return draft_from(value)
        if name in {"valid_from", "valid_until"}:
            return date.fromisoformat(str(value))
        if name == "step":
            return STEPS[[str(one) for one in STEPS].index(str(value))]
    except ValueError:
        raise BadInput.of([Fault("field-choice", f"/{name}", str(value)[:80])]) from None
    return value if isinstance(value, bool) else str(value)
