"""`GET /epcis/events`: the SimpleEventQuery, answered by pages (EPCIS 2.0 sections 8.2.7 and 12.6)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlencode

import orjson
from flask import Response, request

from api.auth import reading
from api.desk import desk
from api.epcis.binding import epcis
from api.epcis.events import query_document
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
    told: dict[str, Json] = {name: value for name, value in request.args.items() if name not in PAGING}
    query = read_query(told, extensions(request.headers.get("GS1-Extensions", "")))
    mark = hashlib.sha256(repr(query).encode()).hexdigest()
    after, limit = opened(_token(), mark), per_page()
    with reading() as work:
        page = trace.query_events(work, query, after, limit)
        body, now = query_document(work.now, page.items), work.now
    answer = Response(orjson.dumps(body), mimetype="application/ld+json")
    answer.headers["Cache-Control"] = "private, no-cache"
    if page.next is not None:
        following = urlencode({**request.args, "perPage": limit, "nextPageToken": sealed(page.next, mark)})
        answer.headers["Link"] = f'<{request.base_url}?{following}>; rel="next"'
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


def _token() -> str | None:
    return request.args.get("nextPageToken") or request.args.get("NextPageToken")


def _seal(text: str, mark: str) -> str:
    return hmac.new(desk().settings.secret(), f"page:{mark}:{text}".encode(), hashlib.sha256).hexdigest()[:32]
