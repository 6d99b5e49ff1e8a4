"""Values of the verification area."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gs1 import Gtin, Message
from registry.errors import BadInput, Fault
from registry.trace.model import PackState


class Colour(StrEnum):
    """What a person at the counter sees first."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class NextStep(StrEnum):
    """What to do with the pack in hand."""

    DISPENSE = "dispense"
    SCAN_AGAIN = "scan-again"
    RECEIVE_FIRST = "receive-first"
    UNDO_OR_CHECK = "undo-or-check"
    ASK_HOLDER = "ask-holder"
    ASK_AUTHORITY = "ask-authority"
    SET_ASIDE = "set-aside"
    RETURN_RECALLED = "return-recalled"
    QUARANTINE = "quarantine-and-report"
    CHECK_SCANNER = "check-scanner"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a pack says of itself: as scanned, or as typed."""

    gtin: Gtin
    serial: str | None = None
    batch: str | None = None
    expiry: date | None = None

    @classmethod
    def of(cls, message: Message) -> Identity:
        """Return the identity that a message holds; raise `BadInput` when it names no trade item."""
        if message.gtin is None:
            raise BadInput.of([Fault("gtin-missing")])
        return cls(message.gtin, message.serial, message.batch, message.expiry)


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding: its code, the EMVS code beside it where there is one, and whether it must raise an alert."""

    code: str
    colour: Colour
    nmvs: str | None = None
    alert: bool = False
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VerdictFacts:
    """What the register knows of the pack; None where it knows nothing."""

    gtin: Gtin
    product_id: int | None = None
    product_name: str | None = None
    authorisation: str | None = None
    batch: str | None = None
    expiry: date | None = None
    state: PackState | None = None
    recall_level: int | None = None
    same_actor: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one scan: the colour of the gravest reason, every reason in order, and one next step."""

    colour: Colour
    reasons: tuple[Reason, ...]
    next_step: NextStep
    facts: VerdictFacts


@dataclass(frozen=True, slots=True)
class Asked:
    """A verification as it is noted: who asked where and when, for which pack, and what was answered."""

    at: datetime
    channel: str
    actor: str
    party_id: int | None
    place: str | None
    gtin: Gtin
    serial: str | None
    batch: str | None
    colour: Colour
    reasons: str


@dataclass(frozen=True, slots=True)
class Query:
    """A verification that was noted, under its key."""

    id: int
    asked: Asked
