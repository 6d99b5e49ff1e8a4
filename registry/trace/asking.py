"""What is asked of one pack, the refusal of it, and both as they are kept under an idempotency key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from gs1 import Gtin
from registry.audit.model import Json
from registry.errors import Conflict, NotFound, RegistryError, RuleBroken
from registry.trace.model import Entry, Operation, PackState, StateChange
from registry.trace.rules import Outcome
from registry.trace.stock import Unit

UNKNOWN = frozenset({"product-unknown", "serial-unknown"})


@dataclass(frozen=True, slots=True)
class Request:
    """One pack and what is asked of it: batch and expiry as read from the pack, and when it was done if not now."""

    gtin: Gtin
    serial: str
    operation: Operation
    batch: str | None = None
    expiry: date | None = None
    client_time: datetime | None = None
    entry: Entry = Entry.SCANNED

    @property
    def unit(self) -> Unit:
        """The key of the pack."""
        return Unit(int(self.gtin.text), self.serial)

    def __str__(self) -> str:
        more = (self.batch, self.expiry, self.client_time and self.client_time.isoformat())
        return " ".join([self.operation, self.gtin.text, self.serial, *(str(one) for one in more if one)])


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a pack was left as it is: the reason by its code, the EMVS code, and whether an alert is to be raised.

    `same_actor` says that the pack stands where it was asked for; `repeated`, that the refusal was told before.
    """

    request: Request
    reason: str
    state: PackState | None
    nmvs: str | None = None
    alert: bool = False
    batch: str | None = None
    same_actor: bool = False
    repeated: bool = False

    @classmethod
    def of(cls, request: Request, outcome: Outcome, state: PackState | None) -> Refusal:
        """Return the refusal that an outcome means."""
        return cls(request, outcome.reason or "", state, outcome.code, outcome.alert)

    def at(self, batch: str, same_actor: bool) -> Refusal:
        """Return the refusal with what is known of the pack."""
        return replace(self, batch=batch, same_actor=same_actor)

    def error(self, **more: object) -> RegistryError:
        """Return the refusal as an error, with `more` facts beside."""
        told: RegistryError = RuleBroken("pack-refused")
        if self.reason in UNKNOWN:
            told = NotFound("pack-unknown")
        told.facts |= {"gtin": self.request.gtin.text, "serial": self.request.serial, **more}
        told.facts |= {"operation": self.request.operation.value, "reason": self.reason, "nmvs": self.nmvs}
        told.facts |= {"state": self.state.value if self.state else None, "alert": self.alert}
        told.facts |= {"same_actor": self.same_actor}
        return told


def written(told: StateChange | Refusal) -> dict[str, Json]:
    """Return an answer as it is kept under a key."""
    if isinstance(told, Refusal):
        state = told.state.value if told.state else None
        return {
            "refused": told.reason, "state": state, "nmvs": told.nmvs, "alert": told.alert, "batch": told.batch,
            "same_actor": told.same_actor,
        }  # fmt: skip
    return {
        "batch": told.batch,
        "expiry": told.expiry.isoformat() if told.expiry else None,
        "state": told.state.value,
        "place": told.place,
        "at": told.at.isoformat(),
        "event": told.event_key,
        "undo_until": told.undo_until.isoformat() if told.undo_until else None,
    }


def again(request: Request, earlier: tuple[str, Json]) -> StateChange | Refusal:
    """Return the answer that was given to the same request before; raise `Conflict` when it was another request."""
    asked, told = earlier
    if asked != str(request) or not isinstance(told, dict):
        raise Conflict("idempotency-key-reused", request=asked)
    if "refused" in told:
        return _refused_before(request, told)
    expiry, undo_until = told["expiry"], told["undo_until"]
    return StateChange(
        request.gtin,
        request.serial,
        str(told["batch"]),
        date.fromisoformat(expiry) if isinstance(expiry, str) else None,
        request.operation,
        PackState(str(told["state"])),
        str(told["place"]),
        datetime.fromisoformat(str(told["at"])),
        str(told["event"]),
        datetime.fromisoformat(undo_until) if isinstance(undo_until, str) else None,
        repeated=True,
    )


def _refused_before(request: Request, told: dict[str, Json]) -> Refusal:
    state, nmvs, batch = told["state"], told["nmvs"], told["batch"]
    return Refusal(
        request,
        str(told["refused"]),
        PackState(str(state)) if state else None,
        str(nmvs) if nmvs else None,
        bool(told["alert"]),
        str(batch) if batch else None,
        bool(told["same_actor"]),
        repeated=True,
    )
