"""`/epcis/queries`: queries kept under a name, and their events (EPCIS 2.0 section 12.6)."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from flask import Response

from api.auth import reading, writing
from api.epcis.binding import epcis
from api.epcis.capture import captured_body
from api.epcis.events import CONTEXT
from api.epcis.queries import answered, asked_token, opened, paged, per_page
from registry.errors import BadInput, Fault
from registry.trace import service as trace
from registry.trace.query.named import NamedQuery

MARK = "queries"


@epcis.post("/queries")
@epcis.doc(operation_id="nameQuery", security="key", responses={201: "Kept; Location names it"})
def post_query() -> Response:
    """Keep a query under a name (scope event:read); 409 when the name stands."""
    try:
        told = orjson.loads(captured_body())
    except orjson.JSONDecodeError as error:
        raise BadInput.of([Fault("json-form", start=error.pos, hint=error.msg)]) from None
    query = told.get("query") if isinstance(told, dict) else None
    if not isinstance(query, dict):
        raise BadInput.of([Fault("field-missing", "/query")])
    made = writing(lambda work: trace.name_query(work, told.get("name"), query))
    answer = Response(orjson.dumps(shown(made)), HTTPStatus.CREATED, mimetype="application/ld+json")
    answer.headers["Location"] = f"/epcis/queries/{made.name}"
    return answer


@epcis.get("/queries")
@epcis.doc(operation_id="listQueries", security="key", responses={200: "Named queries, a page at a time"})
def get_queries() -> Response:
    """Return the named queries in the order of their names (scope event:read)."""
    with reading() as work:
        page = trace.named_queries(work, opened(asked_token(), MARK), per_page())
        now = work.now
    body: dict[str, object] = {
        "@context": [CONTEXT],
        "type": "Collection",
        "member": [shown(one) for one in page.items],
    }
    return paged(body, page.next, MARK, now)


@epcis.get("/queries/<query_name>")
@epcis.doc(operation_id="getQuery", security="key", responses={200: "The query"})
def get_query(query_name: str) -> Response:
    """Return a named query (scope event:read)."""
    with reading() as work:
        found = trace.named_query(work, query_name)
    return Response(orjson.dumps(shown(found)), mimetype="application/ld+json")


@epcis.delete("/queries/<query_name>")
@epcis.doc(operation_id="deleteQuery", security="key", responses={204: "Deleted"})
def delete_query(query_name: str) -> Response:
    """Delete a named query of one's own (scope event:read), or any (scope query:write)."""
    writing(lambda work: trace.drop_query(work, query_name))
    return Response(status=HTTPStatus.NO_CONTENT)


@epcis.get("/queries/<query_name>/events")
@epcis.doc(operation_id="queryNamedEvents", security="key", responses={200: "An EPCISQueryDocument, a page at a time"})
def get_query_events(query_name: str) -> Response:
    """Return the events that a named query finds now (scope event:read), a page at a time."""
    with reading() as work:
        found = trace.named_query(work, query_name)
    return answered(found.body, found.name)


def shown(one: NamedQuery) -> dict[str, object]:
    """Return a named query as the standard shows it."""
    return {"name": one.name, "query": one.body}
