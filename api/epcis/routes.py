"""The EPCIS interface with all its routes: importing the modules is what puts them on the blueprint."""

from __future__ import annotations

from api.epcis import binding, capture, events, named, queries, resources

NAMED = (named.post_query, named.get_queries, named.get_query, named.delete_query, named.get_query_events)
RESOURCES = (resources.get_values, resources.get_value, resources.get_value_events)
ROUTES = (
    capture.post_capture,
    capture.get_capture,
    events.post_event,
    events.get_event,
    queries.get_events,
    *NAMED,
    *RESOURCES,
)
epcis = binding.epcis
