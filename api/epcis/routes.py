"""The EPCIS interface with all its routes: importing the modules is what puts them on the blueprint."""

from __future__ import annotations

from api.epcis import binding, capture, events, queries

ROUTES = (capture.post_capture, capture.get_capture, events.post_event, events.get_event, queries.get_events)
epcis = binding.epcis
