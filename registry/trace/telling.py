"""The EPCIS event that a simple call means, as if it had been captured (EPCIS 2.0 section 7.4, CBV 2.0 section 7)."""

from __future__ import annotations

from datetime import datetime

from gs1 import Gln
from gs1.epc import Sgln, Sgtin
from registry.audit.model import Json
from registry.clock import VIETNAM
from registry.ids import format_id
from registry.trace.asking import Request
from registry.trace.canonical import digest, named_by
from registry.trace.epcis_event import EpcisEvent, Named
from registry.trace.model import Entry, Operation
from registry.trace.rules import OPERATION_FIELD, OWN_FIELDS

TOLD_AS: dict[Operation, tuple[str, str, str]] = {
    Operation.SUPPLY: ("OBSERVE", "dispensing", "dispensed"),
    Operation.EXPORT: ("DELETE", "decommissioning", "inactive"),
    Operation.SAMPLE: ("OBSERVE", "sampling", "non_sellable_other"),
    Operation.FREE_SAMPLE: ("OBSERVE", "sampling", "non_sellable_other"),
    Operation.CHECK_OUT: ("OBSERVE", "holding", "reserved"),
    Operation.LOCK: ("OBSERVE", "holding", "non_sellable_other"),
    Operation.DESTROY: ("DELETE", "destroying", "destroyed"),
    Operation.STEAL: ("DELETE", "decommissioning", "stolen"),
    Operation.UNDO: ("OBSERVE", "stocking", "sellable_accessible"),
}
"""Action, business step and disposition of the event of each operation (CBV 2.0 sections 7.1 and 7.2)."""
EFFECT = {Operation.UNLOCK: Operation.UNDO}
"""Operations that do to a pack what another does."""


def event_of(request: Request, place: int, happened: tuple[int, datetime]) -> EpcisEvent:
    """Return the event of an operation; it names the pack's event before it, and tells its own instant.

    Fields of the register say which operation it was, that the identity was typed, and that it was told late.
    """
    after, at = happened
    operation = EFFECT.get(request.operation, request.operation)
    action, step, disposition = TOLD_AS[operation]
    at = at.astimezone(VIETNAM)
    uri = Sgtin(request.gtin, request.serial).digital_link()
    body: dict[str, Json] = {
        "type": "ObjectEvent",
        "eventTime": at.isoformat(),
        "eventTimeZoneOffset": "+07:00",
        "epcList": [uri],
        "action": action,
        "bizStep": step,
        "disposition": disposition,
        "bizLocation": {"id": Sgln(Gln.parse(f"{place:013}")).digital_link()},
        OPERATION_FIELD: operation.value,
        f"{OWN_FIELDS}after": format_id(after),
    }
    if request.entry is Entry.TYPED:
        body[f"{OWN_FIELDS}entry"] = request.entry.value
    if request.client_time is not None:
        body[f"{OWN_FIELDS}clientTime"] = request.client_time.isoformat()
    content = digest(body, {})
    body["eventID"] = key = named_by(content)
    named = Named(request.unit, "/epcList/0", uri)
    return EpcisEvent(
        0, "", key, content, "ObjectEvent", action, step, disposition, at, "+07:00", (named,), None,
        place, place, None, None, None, False, body,
    )  # fmt: skip
