"""Answers queries for events a page at a time: a page begins after the last event of the one before."""

from __future__ import annotations

from registry.errors import TooMuch
from registry.paging import Cursor, Page
from registry.trace.model import StoredEvent
from registry.trace.query.language import EventQuery
from registry.trace.store import events, questions
from registry.work import Work


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
