"""Operating on packs: the change, or the refusal with its technical cause and the alert that it raises."""

from __future__ import annotations

from dataclasses import dataclass

from registry.alerts.causes import cause_of_batch, cause_of_expiry, cause_of_serial
from registry.alerts.model import Alert, AlertDraft, Printed
from registry.alerts.raising import raise_alert, standing
from registry.audit.model import Json
from registry.errors import RegistryError
from registry.trace import service as trace
from registry.trace.model import StateChange
from registry.trace.service import Refusal, Request
from registry.work import Work


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request: the change, or the refusal with its likely cause and the alert that it raised."""

    told: StateChange | Refusal
    cause: str | None = None
    alert: Alert | None = None

    def error(self) -> RegistryError | None:
        """Return the refusal as an error that names alert and cause; None when the pack was changed."""
        if not isinstance(self.told, Refusal):
            return None
        return self.told.error(alert_id=self.alert.number if self.alert else None, cause=self.cause)


def operate(work: Work, request: Request, key: str | None, *, once: bool = False) -> Answer:
    """Do what is asked of one pack, or refuse and raise the alert that is due, in one transaction.

    Raises what `trace.attempt` raises. A refusal that was told before under the same key raises no second alert.
    """
    told = trace.attempt(work, request, key, once=once)
    if not isinstance(told, Refusal):
        return Answer(told)
    printed = Printed(request.gtin, request.serial, request.batch, request.expiry)
    likely = cause(work, printed, told.reason)
    if not told.alert:
        return Answer(told, likely)
    facts: dict[str, Json] = {"state": told.state, "batch": told.batch, "entry": request.entry}
    if request.client_time is not None:
        facts["client_time"] = request.client_time.isoformat()
    draft = AlertDraft(told.reason, printed, request.operation, told.nmvs, likely, facts)
    return Answer(told, likely, standing(work, draft) if told.repeated else raise_alert(work, draft))


def cause(work: Work, printed: Printed, code: str) -> str | None:
    """Return the technical cause that explains a finding on what was read from a pack, or None."""
    if code == "serial-unknown":
        return cause_of_serial(printed.serial, lambda serial: trace.find_pack(work, printed.gtin, serial) is not None)
    pack = trace.find_pack(work, printed.gtin, printed.serial)
    if pack is None:
        return None
    if code in {"batch-mismatch", "batch-unregistered"} and printed.batch:
        return cause_of_batch(printed.batch, pack.batch.number)
    if code == "expiry-mismatch" and printed.expiry and pack.batch.expiry:
        return cause_of_expiry(printed.expiry, pack.batch.expiry)
    return None
