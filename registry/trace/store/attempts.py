"""How often a place has asked again for a pack that it supplied: what a warning or an alert is told by."""

from __future__ import annotations

from registry.db.connection import Database
from registry.trace.stock import Unit
from registry.trace.store.many import bucket

COUNT = (
    "INSERT INTO pack_attempt (gtin_id, serial, bucket, place, after_event, n, last_key) VALUES (?, ?, ?, ?, ?, 2, ?)"
    " ON CONFLICT (gtin_id, serial, bucket, place) DO UPDATE SET"
    " n = CASE WHEN pack_attempt.after_event <> excluded.after_event THEN 2"
    " WHEN pack_attempt.last_key = excluded.last_key THEN pack_attempt.n ELSE pack_attempt.n + 1 END,"
    " after_event = excluded.after_event, last_key = excluded.last_key RETURNING n"
)


def count(database: Database, unit: Unit, place: int, after_event: int, key: str) -> int:
    """Note one more attempt after the event that supplied the pack, and return which it is; the supply was the first.

    The same `key` again is the same attempt, sent once more.
    """
    row = database.one(COUNT, (*unit, bucket(unit), place, after_event, key))
    return 2 if row is None else int(row[0])
