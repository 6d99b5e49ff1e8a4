"""`/epcis/events`: one event in, and an event with its error declarations out (EPCIS 2.0 section 12.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote

import orjson
from flask import Response

from api.auth import reading, writing
from api.epcis.binding import epcis
from api.epcis.capture import captured_body
from registry.errors import BadInput, Conflict, NotFound
from registry.trace import service as trace
from registry.trace.epcis import read_document
from registry.trace.model import Behaviour, CaptureJob, StoredEvent
from registry.work import Work

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


@epcis.post("/events")
@epcis.doc(operation_id="captureEvent", security="key", responses={201: "Captured; Location names the event"})
def post_event() -> Response:
    """Capture one event at once (scope event:capture); 409 when it is known already."""
    body = captured_body()
    event_id = writing(lambda work: _capture_one(work, body))
    answer = Response(status=HTTPStatus.CREATED)
    answer.headers["Location"] = f"/epcis/events/{quote(event_id, safe=':;')}"
    return answer


@epcis.get("/events/<path:event_id>")
@epcis.doc(operation_id="getEvent", security="key", responses={200: "An EPCISQueryDocument"})
def get_event(event_id: str) -> Response:
    """Return an event and the error declarations beside it as a query document (scope event:read)."""
    with reading() as work:
        found = trace.events_by_key(work, event_id)
        created = work.now
    if not found:
        raise NotFound("event-unknown", event=event_id[:200])
    body = query_document(created, found)
    return Response(orjson.dumps(body), mimetype="application/ld+json", headers={"Cache-Control": "private, no-cache"})


def query_document(
    created: datetime, found: Iterable[StoredEvent], name: str = "SimpleEventQuery"
) -> dict[str, object]:
    """Return events as the answer to a query (EPCIS 2.0 section 10.2)."""
    return {
        "@context": [CONTEXT],
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": created.isoformat().replace("+00:00", "Z"),
        "epcisBody": {
            "queryResults": {
                "queryName": name,
                "resultsBody": {"eventList": [event_document(event) for event in found]},
            }
        },
    }


def event_document(event: StoredEvent) -> dict[str, object]:
    """Return an event as it was told, with the eventID and recordTime that the register gave it."""
    recorded = event.record_time.isoformat().replace("+00:00", "Z")
    return {**event.body, "eventID": event.key, "recordTime": recorded}


def _capture_one(work: Work, body: bytes) -> str:
    """Capture one event and return its eventID; a duplicate is a conflict, a fault undoes everything."""
    job: CaptureJob = trace.capture(work, body, Behaviour.ROLLBACK)
    if job.events != 1:
        raise BadInput("single-event", events=job.events)
    if job.faults:
        taken = any(fault.code == "event-id-taken" for fault in job.faults)
        raise (Conflict("event-id-taken") if taken else BadInput("submission-invalid", faults=job.faults))
    if job.duplicates:
        raise Conflict("event-known")
    return read_document(body).events[0].key
