"""Values of the alerts area."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gs1 import Gtin
from registry.audit.model import Json
from registry.errors import BadInput, Fault
from registry.ids import format_id, parse_id

COUNTRY = "VN-"
GROUPS = (4, 8)


class AlertState(StrEnum):
    """Where an alert stands; a closed one is never opened again."""

    OPEN = "open"
    INVESTIGATING = "investigating"
    ESCALATED = "escalated"
    CLOSED = "closed"


class AlertRole(StrEnum):
    """Why a party sees an alert: it reported it, or the product is its own; the authority sees all."""

    REPORTER = "reporter"
    HOLDER = "holder"
    MAKER = "maker"
    AUTHORITY = "authority"


class AlertAct(StrEnum):
    """What was done to an alert, as its story tells it."""

    RAISED = "raised"
    SEEN_AGAIN = "seen-again"
    COMMENTED = "commented"
    ASSIGNED = "assigned"
    INVESTIGATING = "investigating"
    ESCALATED = "escalated"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Printed:
    """What was read from a pack."""

    gtin: Gtin
    serial: str
    batch: str | None = None
    expiry: date | None = None


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """A finding that fits no rule: its code and EMVS code, on which pack, at which operation, and the likely cause."""

    code: str
    printed: Printed
    operation: str
    nmvs: str | None = None
    cause: str | None = None
    facts: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert and where it stands. `times`: how often the same was found while it was open.

    `place` is shown to the reporter and to the authority only.
    """

    id: int
    state: AlertState
    level: int
    code: str
    nmvs: str | None
    cause: str | None
    printed: Printed
    operation: str
    place: str | None
    reporter_id: int | None
    facts: dict[str, Json]
    times: int
    raised_at: datetime
    last_at: datetime
    assigned: str | None = None
    close_reason: str | None = None
    closed_at: datetime | None = None
    version: int = 1

    @property
    def number(self) -> str:
        """The AlertID that all parties quote."""
        return alert_number(self.id)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state is not AlertState.CLOSED


@dataclass(frozen=True, slots=True)
class AlertNote:
    """One act in the story of an alert; `role` says for whom its author spoke."""

    id: int
    at: datetime
    act: AlertAct
    author: str
    role: AlertRole
    text: str


@dataclass(frozen=True, slots=True)
class AlertFile:
    """An alert with its story, oldest first, as who asks may see it, and the ways in which that one may close it."""

    alert: Alert
    notes: tuple[AlertNote, ...]
    role: AlertRole
    closes: tuple[str, ...]


def alert_number(key: int) -> str:
    """Return the AlertID of a key: country, then 13 characters of Crockford's base 32 in groups, to be read aloud."""
    text = format_id(key).upper()
    first, second = GROUPS
    return f"{COUNTRY}{text[:first]}-{text[first:second]}-{text[second:]}"


def parse_alert_number(text: str) -> int:
    """Return the key of an AlertID, with or without its hyphens; raise `BadInput` for anything else."""
    told = text.strip().upper()
    if not told.startswith(COUNTRY):
        raise BadInput.of([Fault("id-form", "/alert", text[:40])])
    return parse_id(told.removeprefix(COUNTRY).replace("-", ""))
