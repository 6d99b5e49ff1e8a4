"""Keeps events, their keys and threads, and the documents that they came in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta, timezone

import orjson

from registry.audit.model import Json
from registry.clock import from_microseconds, to_microseconds
from registry.db.connection import Database, Row
from registry.errors import Fault
from registry.trace.epcis_event import EpcisEvent
from registry.trace.identities import gln_text
from registry.trace.model import Behaviour, CaptureJob, StoredEvent
from registry.trace.stock import Item, Role, Unit
from registry.trace.store.many import add_many, bucket, read_many
from registry.trace.store.questions import add_facts

KEYS = "WITH k(t) AS (VALUES @k) SELECT e.key, e.n, e.digest FROM k CROSS JOIN event_key e WHERE e.key = k.t"
ADD_EVENTS = (
    "INSERT INTO event (id, key, type, action, step, disposition, place, event_time, offset_told, recorded_at,"
    " capture_id, seq, declares_error, body) VALUES @rows"
)
ADD_KEYS = "INSERT INTO event_key (key, n, event_id, digest) VALUES @rows ON CONFLICT DO NOTHING"
ADD_ITEMS = "INSERT INTO event_item (event_id, gtin_id, serial, bucket, role, prev_event) VALUES @rows"
ADD_CAPTURE = (
    "INSERT INTO capture (id, client, behaviour, received_at, finished_at, events, captured, duplicates, faults,"
    " document, owner_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
CAPTURE = (
    "SELECT id, behaviour, received_at, finished_at, events, captured, duplicates, faults, owner_id FROM capture"
    " WHERE id = ?"
)
HEAD = "e.id, e.key, e.type, e.action, e.step, e.disposition, e.place, e.event_time, e.offset_told, e.recorded_at"
EVENTS = f"WITH k(i) AS (VALUES @k) SELECT {HEAD}, e.declares_error, e.body FROM k CROSS JOIN event e WHERE e.id = k.i"
EVENT_IDS = "SELECT event_id FROM event_key WHERE key = ? ORDER BY n"
ITEM = "SELECT role, prev_event FROM event_item WHERE event_id = ? AND gtin_id = ? AND serial = ? AND bucket = ?"
PUT_IN = "SELECT gtin_id, serial FROM event_item WHERE event_id = ? AND role = ?"
PARENT = "SELECT serial FROM event_item WHERE event_id = ? AND role = ?"


def known_keys(database: Database, keys: Iterable[str]) -> dict[str, dict[bytes, int]]:
    """Return for each eventID that stands already the digests stored under it, with their number."""
    found: dict[str, dict[bytes, int]] = {}
    for key, n, digest in read_many(database, KEYS, ("TEXT",), [(key,) for key in sorted(set(keys))]):
        found.setdefault(key, {})[bytes(digest)] = n
    return found


def add_events(
    database: Database, events: Sequence[tuple[int, int, EpcisEvent]], items: Sequence[Item], capture: int, at: int
) -> None:
    """Write events, each told as (id, number under its eventID, event), with the links of their units' threads."""
    rows = [
        (
            event_id,
            event.key,
            event.type,
            event.action,
            event.step,
            event.disposition,
            event.place if event.place is not None else event.origin,
            event.at_us,
            event.offset,
            at,
            capture,
            event.index,
            int(event.declares_error),
            packed(event.body),
        )
        for event_id, _, event in events
    ]
    add_many(database, ADD_EVENTS, rows)
    add_many(database, ADD_KEYS, [(event.key, n, event_id, event.digest) for event_id, n, event in events])
    add_facts(database, [(event_id, event) for event_id, _, event in events])
    add_many(
        database,
        ADD_ITEMS,
        [(event_id, *unit, bucket(unit), int(role), previous) for event_id, unit, role, previous in sorted(items)],
    )


def add_capture(database: Database, job: CaptureJob, client: str, document: bytes) -> None:
    """Keep a captured document and what became of it."""
    faults = orjson.dumps(job.faults, default=str).decode()
    counts = (job.events, job.captured, job.duplicates)
    at, done = to_microseconds(job.received_at), to_microseconds(job.finished_at)
    body = zlib.compress(document, 6)
    database.run(ADD_CAPTURE, (job.id, client, job.behaviour, at, done, *counts, faults, body, job.owner_id))


def capture(database: Database, key: int) -> CaptureJob | None:
    """Return the capture with this key."""
    row = database.one(CAPTURE, (key,))
    if row is None:
        return None
    job, behaviour, received, finished, events, captured, duplicates, faults, owner = row
    told = tuple(Fault(**fault) for fault in orjson.loads(faults))
    times = (from_microseconds(received), from_microseconds(finished))
    return CaptureJob(job, Behaviour(behaviour), *times, events, captured, duplicates, told, owner)


def events(database: Database, keys: Sequence[int]) -> dict[int, StoredEvent]:
    """Return the events with these keys."""
    rows = read_many(database, EVENTS, ("BIGINT",), [(key,) for key in sorted(set(keys))])
    return {row[0]: _event(row) for row in rows}


def events_of_key(database: Database, key: str) -> tuple[StoredEvent, ...]:
    """Return the event of this eventID and the error declarations beside it, in that order."""
    ids = [row[0] for row in database.rows(EVENT_IDS, (key,))]
    found = events(database, ids)
    return tuple(found[event_id] for event_id in ids)


def item(database: Database, event_id: int, unit: Unit) -> tuple[Role, int | None] | None:
    """Return what an event was to a unit, and the unit's event before."""
    row = database.one(ITEM, (event_id, *unit, bucket(unit)))
    return (Role(row[0]), row[1]) if row else None


def put_in_by(database: Database, event_id: int) -> list[Unit]:
    """Return the units that an aggregation event put into its parent."""
    return [Unit(*row) for row in database.rows(PUT_IN, (event_id, int(Role.PUT_IN)))]


def parent_of(database: Database, event_id: int) -> Unit | None:
    """Return the container that an aggregation event was about."""
    row = database.one(PARENT, (event_id, int(Role.PARENT)))
    return Unit(0, row[0]) if row else None


def packed(body: Mapping[str, Json]) -> bytes:
    """Return an event's body as it is stored: JSON with sorted keys, compressed."""
    return zlib.compress(orjson.dumps(body, option=orjson.OPT_SORT_KEYS), 6)


def unpacked(stored: bytes) -> bytes:
    """Return the JSON text of a stored body."""
    return zlib.decompress(stored)


def _event(row: Row) -> StoredEvent:
    event_id, key, kind, action, step, disposition, place, at, offset, recorded, declares_error, body = row
    hours, minutes = offset[1:].split(":")
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return StoredEvent(
        id=event_id,
        key=key,
        type=kind,
        action=action,
        step=step,
        disposition=disposition,
        place=None if place is None else gln_text(place),
        event_time=from_microseconds(at).astimezone(timezone(-ahead if offset[0] == "-" else ahead)),
        record_time=from_microseconds(recorded),
        declares_error=bool(declares_error),
        body=orjson.loads(unpacked(body)),
    )
