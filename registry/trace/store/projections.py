"""Reads every event in order, and the projections as they stand: what a rebuild replays and is held against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import orjson

from registry.audit.model import Json
from registry.db.connection import Database
from registry.trace.stock import BatchFact
from registry.trace.store.events import unpacked

PAGE = 1000
EVENTS = "SELECT id, capture_id, body FROM event WHERE id > ? ORDER BY id LIMIT ?"
BATCHES = "SELECT id, gtin_id, number, expiry FROM batch ORDER BY id"
PACKS = "SELECT gtin_id, serial, batch_id, state, place, container_id, last_event FROM pack"
CONTAINERS = "SELECT id, parent, place, state, destination, height, last_event FROM container"
CONTENTS = "SELECT container_id, batch_id, n FROM container_content WHERE n <> 0"
HOLDINGS = "SELECT batch_id, place, state, n FROM holding WHERE n <> 0"
FLOWS = "SELECT batch_id, origin, place, n FROM flow WHERE n <> 0"
INTERVALS = "SELECT child, from_event, parent, from_at, until_event, until_at FROM containment"
TABLES = {
    "pack": (PACKS, 2),
    "container": (CONTAINERS, 1),
    "container_content": (CONTENTS, 2),
    "holding": (HOLDINGS, 3),
    "flow": (FLOWS, 3),
    "containment": (INTERVALS, 2),
}
"""Each projection: the text that reads it whole, and how many of its first columns are the key."""

Key = tuple[int | str | None, ...]


class Kept(NamedTuple):
    """An event as it is kept; `by_register` when the register wrote it for a simple call."""

    id: int
    by_register: bool
    body: dict[str, Json]


def every_event(database: Database) -> Iterator[Kept]:
    """Return every event in the order of the repository, a page at a time."""
    after = 0
    while rows := database.rows(EVENTS, (after, PAGE)):
        for event_id, capture, body in rows:
            yield Kept(event_id, capture == 0, orjson.loads(unpacked(body)))
            after = event_id


def every_batch(database: Database) -> list[BatchFact]:
    """Return every batch, without its recall: what was lawful then is not judged by what was recalled later."""
    rows = database.rows(BATCHES, ())
    return [BatchFact(key, gtin, number, expiry and date.fromisoformat(expiry)) for key, gtin, number, expiry in rows]


def standing(database: Database, table: str) -> dict[Key, Key]:
    """Return the rows of a projection by their keys."""
    text, width = TABLES[table]
    return {tuple(row[:width]): tuple(row[width:]) for row in database.rows(text, ())}
