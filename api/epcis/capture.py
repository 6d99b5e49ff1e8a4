"""`POST /epcis/capture` and its jobs (EPCIS 2.0 section 12.5): documents in, all or nothing, or what is good."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from flask import Response, request
from marshmallow import fields
from werkzeug.exceptions import RequestEntityTooLarge

from api.auth import actor, reading, writing
from api.desk import desk
from api.epcis.binding import check_media_type, epcis
from api.negotiate import language
from api.problems import fault_document
from api.v1.fields import Form, Instant, Key
from registry.errors import BadInput, Fault, NotAllowed, TooMuch
from registry.ids import format_id, parse_id
from registry.trace import service as trace
from registry.trace.model import Behaviour, CaptureJob

EVENT_BYTES_MIN = 60
"""No event is shorter; a document with fewer bytes than this times the limit needs no counting."""


class CaptureJobShown(Form):
    """What became of a captured document."""

    captureID = Key(required=True, attribute="id")  # noqa: N815 - the standard's name
    createdAt = Instant(required=True, attribute="received_at")  # noqa: N815 - the standard's name
    finishedAt = Instant(required=True, attribute="finished_at")  # noqa: N815 - the standard's name
    running = fields.Constant(False)
    success = fields.Boolean(required=True)
    captureErrorBehaviour = fields.String(required=True, attribute="behaviour")  # noqa: N815 - the standard's name
    events = fields.Integer(required=True)
    captured = fields.Integer(required=True)
    duplicates = fields.Integer(required=True)
    errors = fields.Function(
        lambda job: [_error(fault) for fault in job.faults],
        metadata={"type": "array", "items": {"type": "object"}},
    )


@epcis.post("/capture")
@epcis.doc(operation_id="captureDocument", security="key", responses={202: "Captured; Location names the job"})
def post_capture() -> Response:
    """Capture an EPCIS document; the address of the job stands in Location (scope event:capture)."""
    if not actor().may("event:capture"):
        raise NotAllowed("scope-missing", scope="event:capture")
    body, behaviour = captured_body(), asked_behaviour()
    job = writing(lambda work: trace.capture(work, body, behaviour))
    answer = Response(status=HTTPStatus.ACCEPTED)
    answer.headers["Location"] = f"/epcis/capture/{format_id(job.id)}"
    answer.headers["GS1-Capture-Error-Behaviour"] = behaviour.value
    return answer


@epcis.get("/capture/<capture_id>")
@epcis.output(CaptureJobShown)
@epcis.doc(operation_id="getCaptureJob", security="key")
def get_capture(capture_id: str) -> CaptureJob:
    """Return what became of a captured document: counts, and every fault with its place in it."""
    with reading() as work:
        return trace.capture_job(work, parse_id(capture_id))


def captured_body() -> bytes:
    """Return the document sent, or refuse it for its type, its size, or its number of events."""
    check_media_type()
    settings = desk().settings
    if (request.content_length or 0) > settings.capture_bytes:
        raise RequestEntityTooLarge
    body = request.get_data()
    if len(body) > EVENT_BYTES_MIN * settings.capture_events:
        _count_events(body, settings.capture_events)
    return body


def asked_behaviour() -> Behaviour:
    """Return what the caller wants when some events are faulty; rollback unless he says otherwise."""
    told = request.headers.get("GS1-Capture-Error-Behaviour", Behaviour.ROLLBACK.value)
    if told not in set(Behaviour):
        raise BadInput("capture-behaviour", faults=[Fault("capture-behaviour", value=told[:40])])
    return Behaviour(told)


def _count_events(body: bytes, most: int) -> None:
    try:
        told = orjson.loads(body)
        events = len(told["epcisBody"]["eventList"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return
    if events > most:
        raise TooMuch("capture-limit", events=events, most=most)


def _error(fault: Fault) -> dict[str, object]:
    told = fault_document(fault, language())
    return {"type": "epcisException:ValidationException", "title": told["detail"], "status": 400, **told}
