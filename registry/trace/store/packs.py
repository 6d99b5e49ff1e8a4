"""Single packs, batches and containers by key; the compare-and-set behind every change of state."""

from __future__ import annotations

from datetime import date

from gs1 import Gtin
from registry.db.connection import Database, Row
from registry.paging import Page
from registry.trace.model import Batch, BatchDraft, PackState
from registry.trace.stock import ContainerFact, PackFact, Unit
from registry.trace.store.codes import CODE_OF, STATE_OF
from registry.trace.store.many import bucket

PACK = (
    "SELECT batch_id, state, place, container_id, last_event, ver FROM pack"
    " WHERE gtin_id = ? AND serial = ? AND bucket = ?"
)
ANY_PACK = "SELECT 1 FROM pack WHERE gtin_id = ? LIMIT 1"
CHANGE_PACK = (
    "UPDATE pack SET state = ?, place = ?, container_id = NULL, last_event = ?, ver = ver + 1"
    " WHERE gtin_id = ? AND serial = ? AND bucket = ? AND state = ? AND ver = ? RETURNING ver"
)
CONTAINER = "SELECT place, state, parent, destination, height, last_event, ver FROM container WHERE id = ?"
HOLD_CONTAINER = (
    "UPDATE container SET ver = ver + 1 WHERE id = ?"
    " RETURNING place, state, parent, destination, height, last_event, ver"
)
CONTENT_OF = "SELECT batch_id, n FROM container_content WHERE container_id = ? AND n <> 0 ORDER BY batch_id"
TAKE_FROM_CONTENT = "UPDATE container_content SET n = n - 1 WHERE container_id = ? AND batch_id = ?"
BATCH_COLUMNS = "id, gtin_id, number, expiry, made, quantity, recall_id, recall_level"
BATCH = f"SELECT {BATCH_COLUMNS} FROM batch WHERE id = ?"
BATCH_NAMED = f"SELECT {BATCH_COLUMNS} FROM batch WHERE gtin_id = ? AND number = ?"
BATCHES_OF = f"SELECT {BATCH_COLUMNS} FROM batch WHERE gtin_id = ? AND number > ? ORDER BY number LIMIT ?"
ADD_BATCH = (
    "INSERT INTO batch (id, gtin_id, number, expiry, made, quantity, recall_id, recall_level, recorded_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (gtin_id, number) DO NOTHING"
)
STOP = "SELECT recall_id, recall_level FROM trade_item_stop WHERE gtin_id = ?"
SET_STOP = (
    "INSERT INTO trade_item_stop (gtin_id, recall_id, recall_level) VALUES (?, ?, ?)"
    " ON CONFLICT (gtin_id) DO UPDATE SET recall_id = excluded.recall_id, recall_level = excluded.recall_level"
)
END_STOP = "DELETE FROM trade_item_stop WHERE gtin_id = ?"
MARK_BATCH = "UPDATE batch SET recall_id = ?, recall_level = ? WHERE id = ?"
HOLD_BATCHES = "UPDATE batch SET recall_level = recall_level WHERE gtin_id = ?"
BATCH_KEYS = "SELECT id, number FROM batch WHERE gtin_id = ? ORDER BY number"


def pack(database: Database, unit: Unit) -> PackFact | None:
    """Return the row of a pack."""
    row = database.one(PACK, (*unit, bucket(unit)))
    return PackFact(row[0], STATE_OF[row[1]], row[2], row[3], row[4], row[5]) if row else None


def has_packs(database: Database, gtin: int) -> bool:
    """Say whether a pack of this trade item was ever commissioned."""
    return database.one(ANY_PACK, (gtin,)) is not None


def change_pack(database: Database, unit: Unit, before: PackFact, state: PackState, place: int, event_id: int) -> bool:
    """Give a pack another state, loose at `place`, if it is what `before` says; False when somebody was faster."""
    told = (CODE_OF[state], place, event_id, *unit, bucket(unit), CODE_OF[before.state], before.ver)
    return database.one(CHANGE_PACK, told) is not None


def container(database: Database, key: int) -> ContainerFact | None:
    """Return the row of a container, without its contents."""
    return _container(database.one(CONTAINER, (key,)))


def hold_container(database: Database, key: int) -> ContainerFact | None:
    """Return the row of a container, held until the end of the transaction and marked as changed."""
    return _container(database.one(HOLD_CONTAINER, (key,)))


def content_of(database: Database, key: int) -> tuple[tuple[int, int], ...]:
    """Return (batch, n) for each batch in a container, all levels summed."""
    return tuple((row[0], row[1]) for row in database.rows(CONTENT_OF, (key,)))


def take_from_content(database: Database, container_key: int, batch_key: int) -> None:
    """Count one pack of a batch less in a container."""
    database.run(TAKE_FROM_CONTENT, (container_key, batch_key))


def batch(database: Database, key: int, hold: bool = False) -> Batch | None:
    """Return a batch; `hold` it on PostgreSQL to the end of the transaction, so that no recall overtakes a supply."""
    held = " FOR SHARE" if hold and database.dialect == "postgresql" else ""
    return _batch(database.one(BATCH + held, (key,)))


def batch_named(database: Database, gtin: int, number: str) -> Batch | None:
    """Return the batch of this number."""
    return _batch(database.one(BATCH_NAMED, (gtin, number)))


def batches_of(database: Database, gtin: int, after: str, limit: int) -> Page[Batch]:
    """Return the batches of a trade item in order of their numbers."""
    rows = database.rows(BATCHES_OF, (gtin, after, limit + 1))
    return Page.cut([_made(row) for row in rows], limit, lambda one: (one.number,))


def add_batch(database: Database, key: int, draft: BatchDraft, at: int) -> bool:
    """Write a new batch, born with the recall of its whole trade item if there is one; False when its number stands."""
    gtin = int(draft.gtin.text)
    stop = database.one(STOP, (gtin,)) or (None, None)
    made = draft.made.isoformat() if draft.made else None
    expiry = draft.expiry.isoformat() if draft.expiry else None
    return database.run(ADD_BATCH, (key, gtin, draft.number, expiry, made, draft.quantity, *stop, at)) == 1


def trade_item_stop(database: Database, gtin: int) -> tuple[int, int] | None:
    """Return (recall, level) when all batches of a trade item are recalled."""
    row = database.one(STOP, (gtin,))
    return (row[0], row[1]) if row else None


def set_trade_item_stop(database: Database, gtin: int, stop: tuple[int, int] | None) -> None:
    """Set or end the recall that batches to come are born with."""
    if stop is None:
        database.run(END_STOP, (gtin,))
    else:
        database.run(SET_STOP, (gtin, *stop))


def hold_batches(database: Database, gtin: int) -> None:
    """Hold the rows of every batch of a trade item until the end of the transaction."""
    database.run(HOLD_BATCHES, (gtin,))


def mark_batch(database: Database, key: int, stop: tuple[int, int] | None) -> None:
    """Mark a batch with the gravest recall in force, or with none."""
    database.run(MARK_BATCH, (*(stop or (None, None)), key))


def batch_keys(database: Database, gtin: int) -> list[tuple[int, str]]:
    """Return (key, number) of every batch of a trade item."""
    return [(row[0], row[1]) for row in database.rows(BATCH_KEYS, (gtin,))]


def _batch(row: Row | None) -> Batch | None:
    return None if row is None else _made(row)


def _made(row: Row) -> Batch:
    key, gtin, number, expiry, made, quantity, recall_id, level = row
    days = (expiry and date.fromisoformat(expiry), made and date.fromisoformat(made))
    return Batch(key, Gtin.parse(f"{gtin:014}"), number, *days, quantity, recall_id, level)


def _container(row: Row | None) -> ContainerFact | None:
    if row is None:
        return None
    place, state, *others = row
    return ContainerFact(place, STATE_OF[state], *others)
