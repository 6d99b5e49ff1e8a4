"""A verdict in the words of a verification router service (GS1 Lightweight Messaging for verification, 1.0.2). Pure.

`verified` says that the four data elements are those of one pack that may still be handed on. A recall or a passed
expiry date changes nothing of that: it is told beside, as `additionalInfo`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.trace.model import PackState
from registry.verification.model import Verdict


class Failure(StrEnum):
    """Why a pack is not verified: the words of the standard."""

    SERIAL = "No_match_GTIN_Serial"
    LOT = "No_match_GTIN_Serial_Lot"
    EXPIRY = "No_match_GTIN_Serial_Expiry"
    LOT_AND_EXPIRY = "No_match_GTIN_Serial_Lot_Expiry"
    NOT_FOR_REDISTRIBUTION = "Not_for_re-distribution"
    NO_REASON = "No_reason_provided"


class Beside(StrEnum):
    """What is told beside the answer."""

    RECALLED = "Recalled"
    EXPIRED = "Expired"
    SUSPECT = "Suspect"
    ILLEGITIMATE = "Illegitimate"


LOT_CODES = frozenset({"batch-mismatch", "batch-unregistered"})
STILL_MOVING = frozenset({PackState.ACTIVE, PackState.IN_TRANSIT})


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer: no `failure` means verified."""

    failure: Failure | None
    beside: Beside | None = None


def answer(verdict: Verdict) -> Verified:
    """Return what a router is told of a pack that was asked for with all of its four data elements."""
    codes = {reason.code for reason in verdict.reasons}
    return Verified(_failure(codes, verdict.facts.state), _beside(codes, verdict.facts.state))


def _failure(codes: set[str], state: PackState | None) -> Failure | None:
    lot, expiry = bool(codes & LOT_CODES), "expiry-mismatch" in codes
    if state is None:
        return Failure.SERIAL
    if lot or expiry:
        return Failure.LOT_AND_EXPIRY if lot and expiry else Failure.LOT if lot else Failure.EXPIRY
    if state not in STILL_MOVING:
        return Failure.NOT_FOR_REDISTRIBUTION
    return None


def _beside(codes: set[str], state: PackState | None) -> Beside | None:
    """The gravest thing to tell: recalled, then stolen or destroyed and seen again, then out of date."""
    if "recalled" in codes:
        return Beside.RECALLED
    if state in {PackState.STOLEN, PackState.DESTROYED}:
        return Beside.ILLEGITIMATE
    return Beside.EXPIRED if "expired" in codes else None
