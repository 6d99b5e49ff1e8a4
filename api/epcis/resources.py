"""Top-level resources: what the repository has now, value by value (EPCIS 2.0 section 12.3)."""

from __future__ import annotations

from flask import Response, request

from api.auth import reading
from api.epcis.binding import epcis
from api.epcis.queries import answered, asked, asked_token, listed, opened, per_page
from registry.errors import BadInput, Fault
from registry.trace import service as trace

NAMES = "eventTypes, epcs, bizSteps, bizLocations, readPoints, dispositions"
FIXES = {
    "eventTypes": "eventType",
    "epcs": "MATCH_anyEPC",
    "bizSteps": "EQ_bizStep",
    "bizLocations": "EQ_bizLocation",
    "readPoints": "EQ_readPoint",
    "dispositions": "EQ_disposition",
}
"""The parameter of the query that an address fixes."""


@epcis.get(f"/<any({NAMES}):resource>")
@epcis.doc(operation_id="listValues", security="key", responses={200: "A Collection, a page at a time"})
def get_values(resource: str) -> Response:
    """Return the values of a top-level resource, in order (scope event:read)."""
    with reading() as work:
        page = trace.values_of(work, resource, opened(asked_token(), resource), per_page())
        now = work.now
    return listed([*page.items], page.next, resource, now)


@epcis.get(f"/<any({NAMES}):resource>/<path:value>", merge_slashes=False)
@epcis.doc(operation_id="getValue", security="key", responses={200: "A Collection of what is below"})
def get_value(resource: str, value: str) -> Response:
    """Return what can be read of one value: its events (scope event:read); 404 when no event has it."""
    with reading() as work:
        trace.check_value(work, resource, value)
        now = work.now
    return listed(["events"], None, resource, now)


@epcis.get(f"/<any({NAMES}):resource>/<path:value>/events", merge_slashes=False)
@epcis.doc(operation_id="queryValueEvents", security="key", responses={200: "An EPCISQueryDocument"})
def get_value_events(resource: str, value: str) -> Response:
    """Return the events with one value, filtered like /events by all but what the address fixes (scope event:read)."""
    fixed = FIXES[resource]
    if fixed in request.args:
        raise BadInput("query-parameter", faults=[Fault("query-parameter-unknown", f"/{fixed}", fixed)])
    return answered({**asked(), fixed: [value]})
