"""`GET /epcis/events`: the SimpleEventQuery, answered by pages (EPCIS 2.0 sections 8.2.7 and 12.6)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import urlencode

import orjson
from flask import Response, request

from api.auth import reading
from api.desk import desk
from api.epcis.binding import epcis
from api.epcis.events import CONTEXT, query_document
from registry.audit.model import Json
from registry.errors import BadInput, Fault
from registry.paging import Cursor
from registry.trace import service as trace
from registry.trace.query.reading import read_query

PAGE_USUAL = 30
PAGE_MAX = 1000
PAGING = ("perPage", "nextPageToken", "NextPageToken")
LIFE = timedelta(days=1)
"""A token names a place in the order, not a stored answer: it could live for ever, and is said to live a day."""


@epcis.get("/events")
@epcis.doc(operation_id="queryEvents", security="key", responses={200: "An EPCISQueryDocument, a page at a time"})
def get_events() -> Response:
    """Return the events that the parameters of a SimpleEventQuery ask for (scope event:read), a page at a time."""
    return answered(asked())


def asked() -> dict[str, Json]:
    """Return the parameters of the query in the address, without those of paging."""
    return {name: value for name, value in request.args.items() if name not in PAGING}


def answered(told: dict[str, Json], name: str = "SimpleEventQuery") -> Response:
    """Return a page of the events that a query asks for, with the link to the next."""
    query = read_query(told, extensions(request.headers.get("GS1-Extensions", "")))
    mark = hashlib.sha256(repr(query).encode()).hexdigest()
    after, limit = opened(asked_token(), mark), per_page()
    with reading() as work:
        page = trace.query_events(work, query, after, limit)
        now = work.now
    return paged(query_document(now, page.items, name), page.next, mark, now)


def listed(members: list[str], following: Cursor | None, mark: str, now: datetime) -> Response:
    """Return a page of the members of a resource (EPCIS 2.0 section 12.3)."""
    return paged({"@context": [CONTEXT], "type": "Collection", "member": members}, following, mark, now)


def paged(body: dict[str, object], following: Cursor | None, mark: str, now: datetime) -> Response:
    """Return an answer, with the link to the next page when there is one."""
    answer = Response(orjson.dumps(body), mimetype="application/ld+json")
    answer.headers["Cache-Control"] = "private, no-cache"
    if following is not None:
        parameters = urlencode({**request.args, "perPage": per_page(), "nextPageToken": sealed(following, mark)})
        answer.headers["Link"] = f'<{request.base_url}?{parameters}>; rel="next"'
        answer.headers["GS1-Next-Page-Token-Expires"] = (now + LIFE).isoformat().replace("+00:00", "Z")
    return answer


def per_page() -> int:
    """Return how many events a page may hold; an upper bound, 30 unless told (EPCIS 2.0 section 12.6)."""
    told = request.args.get("perPage", str(PAGE_USUAL))
    if not told.isascii() or not told.isdigit() or not int(told[:9]) >= 1:
        raise BadInput(
            "query-parameter",
            faults=[Fault("query-parameter-value", "/perPage", told[:40], facts={"wrong": "whole number from 1"})],
        )
    return min(int(told[:9]), PAGE_MAX)


def extensions(header: str) -> dict[str, str]:
    """Return the prefixes that `GS1-Extensions` declares: `prefix=namespace`, separated by commas."""
    pairs = (part.strip().partition("=") for part in header.split(",") if "=" in part)
    return {name.strip(): meant.strip() for name, _, meant in pairs}


def sealed(cursor: Cursor, mark: str) -> str:
    """Return a cursor as a token that only this register can have made, and only for this query."""
    text = str(cursor)
    return f"{text}.{_seal(text, mark)}"


def opened(token: str | None, mark: str) -> Cursor | None:
    """Return the cursor of a token, or raise `BadInput`: it was changed, or made for another query."""
    if not token:
        return None
    text, _, seal = token.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(text, mark).encode()):
        raise BadInput("query-parameter", faults=[Fault("query-token", "/nextPageToken", token[:40])])
    return Cursor.parse(text)


def asked_token() -> str | None:
    """Return the token of the page that is asked for."""
    return request.args.get("nextPageToken") or request.args.get("NextPageToken")


def _seal(text: str, mark: str) -> str:
    return hmac.new(desk().settings.secret(), f"page:{mark}:{text}".encode(), hashlib.sha256).hexdigest()[:32]
