"""Answers queries for events a page at a time: a page begins after the last event of the one before."""

from __future__ import annotations

from registry.audit import service as audit
from registry.audit.model import Json
from registry.errors import Conflict, NotAllowed, NotFound, TooMuch
from registry.paging import Cursor, Page
from registry.trace.model import StoredEvent
from registry.trace.query.language import EventQuery
from registry.trace.query.named import NamedQuery, check_name
from registry.trace.query.reading import TYPES, read_query
from registry.trace.query.values import identity, term
from registry.trace.store import events, named, questions
from registry.work import Work

EVENT_TYPES = "eventTypes"
RESOURCES: dict[str, str | None] = {
    EVENT_TYPES: None,
    "epcs": None,
    "bizSteps": "bizStep",
    "bizLocations": "bizLocation",
    "readPoints": "readPoint",
    "dispositions": "disposition",
}
"""The top-level resources, and the fact that each lists (EPCIS 2.0 section 12.3)."""


def query_events(work: Work, query: EventQuery, after: Cursor | None, limit: int) -> Page[StoredEvent]:
    """Return the next events that a query finds, at most `limit`; needs `event:read`.

    Raises `TooMuch` when there are more than the query's `maxEventCount` (EPCIS 2.0: QueryTooLargeException).
    """
    work.require("event:read")
    if after is None and _too_many(work, query):
        raise TooMuch("query-too-large", most=query.most)
    seen, key = (0, None) if after is None else (int(after.key[0]), tuple(after.key[1:]))
    left = limit if query.first is None else min(limit, query.first - seen)
    rows = questions.found(work.db, query, key, left + 1)
    kept = rows[:left]
    stored = events.events(work.db, [row[-1] for row in kept])
    told = tuple(stored[row[-1]] for row in kept)
    ended = len(rows) <= left or (query.first is not None and seen + left >= query.first)
    return Page(told, None if ended else Cursor((seen + len(kept), *kept[-1])))


def _too_many(work: Work, query: EventQuery) -> bool:
    return query.most is not None and len(questions.found(work.db, query, None, query.most + 1)) > query.most


def values_of(work: Work, resource: str, after: Cursor | None, limit: int) -> Page[str]:
    """Return the next values of a top-level resource, in order; needs `event:read`."""
    work.require("event:read")
    last = str(after.key[0]) if after else ""
    if resource == EVENT_TYPES:
        found = sorted(one for one in TYPES if one > last)[: limit + 1]
    else:
        found = questions.values_after(work.db, RESOURCES[resource], last, limit + 1)
    return Page.cut(found, limit, lambda one: (one,))


def check_value(work: Work, resource: str, value: str) -> None:
    """Raise `NotFound` unless some event has this value of a top-level resource; needs `event:read`."""
    work.require("event:read")
    fact = RESOURCES[resource]
    told = term(value) if fact in {"bizStep", "disposition"} else identity(value)
    known = value in TYPES if resource == EVENT_TYPES else questions.has_value(work.db, fact, told)
    if not known:
        raise NotFound("resource-value-unknown", resource=resource, value=value[:200])


def name_query(work: Work, name: Json, body: dict[str, Json]) -> NamedQuery:
    """Keep a query under a name; raise `BadInput` for a query that cannot be read, `Conflict` when the name stands."""
    work.require("event:read")
    read_query(body)
    made = NamedQuery(check_name(name), body, work.actor.party_id or 0, work.now)
    if not named.add(work.db, made):
        raise Conflict("query-name-taken", name=made.name)
    audit.record(work, "query:named", made.name)
    return made


def named_query(work: Work, name: str) -> NamedQuery:
    """Return the query of this name, or raise `NotFound`; needs `event:read`."""
    work.require("event:read")
    found = named.by_name(work.db, name)
    if found is None:
        raise NotFound("query-unknown", name=name[:100])
    return found


def named_queries(work: Work, after: Cursor | None, limit: int) -> Page[NamedQuery]:
    """Return the next queries in the order of their names; needs `event:read`."""
    work.require("event:read")
    found = named.after(work.db, str(after.key[0]) if after else "", limit + 1)
    return Page.cut(found, limit, lambda one: (one.name,))


def drop_query(work: Work, name: str) -> None:
    """Delete a query of one's own, or any with all rights; raise `NotFound`, `NotAllowed`."""
    found = named_query(work, name)
    if found.party_id != work.actor.party_id and not work.actor.may("query:write"):
        raise NotAllowed("query-not-yours", name=name)
    named.drop(work.db, name)
    audit.record(work, "query:deleted", name)
