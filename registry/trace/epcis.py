"""Reads EPCIS 2.0 documents in JSON-LD: what the rules need of each event, and every fault with its JSON Pointer.

Only what the standard says of form is judged here; whether an event may be, is judged by `registry.trace.projection`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import orjson

from registry.audit.model import Json
from registry.errors import BadInput, Fault
from registry.trace.epcis_event import EpcisEvent, read_event
from registry.trace.event_hash import event_hash
from registry.trace.query.master import master_facts

KNOWN_CONTEXTS = ("https://ref.gs1.org/standards/epcis/", "https://gs1.github.io/EPCIS/", "http://gs1.github.io/EPCIS/")
EVENT_TYPES = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")
BODIES: dict[str, tuple[tuple[str, ...], ...]] = {
    "EPCISDocument": (("epcisBody", "eventList"), ("epcisBody", "event")),
    "EPCISQueryDocument": (("epcisBody", "queryResults", "resultsBody", "eventList"),),
}
"""Where the events stand in each type of document (EPCIS 2.0 section 10)."""
USUAL_PREFIXES = {"cbvmda": "urn:epcglobal:cbv:mda:", "gs1": "https://gs1.org/voc/"}


@dataclass(slots=True)
class Reading:
    """A document as read: its events that can be judged, how many there were, and the faults of the others by index."""

    raw: bytes
    count: int = 0
    events: list[EpcisEvent] = field(default_factory=list)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    master: list[tuple[str, str, str]] = field(default_factory=list)


def read_document(document: bytes | Mapping[str, Json]) -> Reading:
    """Return every event of a document (or the one bare event); raise `BadInput` when it is none at all."""
    raw = document if isinstance(document, bytes) else orjson.dumps(document)
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadInput.of([Fault("json-form", start=error.pos, hint=error.msg)]) from None
    if not isinstance(told, dict):
        raise BadInput.of([Fault("document-type")])
    declared = _declared(told.get("@context"))
    prefixes = USUAL_PREFIXES | declared
    pointer, bodies = _bodies(told)
    reading = Reading(raw, len(bodies), master=master_facts(told, prefixes))
    for index, body in enumerate(bodies):
        where = f"{pointer}/{index}" if pointer.endswith("List") else pointer
        event, faults = read_event(body, index, where, prefixes)
        reading.faults += [(index, fault) for fault in faults]
        if event is not None and isinstance(body, dict) and not faults:
            reading.events.append(event if event.key else replace(event, key=event_hash(body, declared)))
    return reading


def _bodies(told: Mapping[str, Json]) -> tuple[str, Sequence[Json]]:
    """Return where the events stand and the events; raise `BadInput` when the document has no such place."""
    kind = told.get("type")
    if kind in EVENT_TYPES:
        return "", [dict(told)]
    for path in BODIES.get(str(kind), ()):
        found: Json = dict(told)
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, list):
            return "/" + "/".join(path), found
        if isinstance(found, dict):
            return "/" + "/".join(path), [found]
    fault = Fault("events-missing", "/epcisBody/eventList") if str(kind) in BODIES else Fault("document-type", "/type")
    raise BadInput.of([fault])


def _declared(context: Json) -> dict[str, str]:
    """Return the declared prefixes; raise `BadInput` for a remote context but the standard's: none is fetched."""
    prefixes: dict[str, str] = {}
    for index, part in enumerate(context if isinstance(context, list) else [context]):
        if isinstance(part, str) and not part.startswith(KNOWN_CONTEXTS):
            raise BadInput.of([Fault("context-unknown", f"/@context/{index}", part[:200])])
        if isinstance(part, dict):
            prefixes |= {name: meant for name, meant in part.items() if isinstance(meant, str)}
    return prefixes
