"""The EPCIS interface with all its routes: importing the two modules is what puts them on the blueprint."""

from __future__ import annotations

from api.epcis import binding, capture, events

ROUTES = (capture.post_capture, capture.get_capture, events.post_event, events.get_event)
epcis = binding.epcis
