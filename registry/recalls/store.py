"""Tables and texts of the recalls area."""

from __future__ import annotations

from datetime import date

from peewee import BigIntegerField, CompositeKey, SmallIntegerField, TextField

from gs1 import Gtin
from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, DayField, InstantField, Table
from registry.db.connection import Database, Row
from registry.recalls.model import Recall, Response


class RecallRow(Table):
    """A recall; of all batches of the trade item when `batch` is null."""

    id = BigIntegerField(primary_key=True)
    gtin_id = BigIntegerField(index=True)
    batch = CodeField(null=True)
    level = SmallIntegerField()
    reason = TextField()
    decision = TextField()
    decided_on = DayField()
    declared_at = InstantField()
    collect_by = DayField()
    lifted_at = InstantField(null=True)
    lift_decision = TextField(null=True)
    lift_reason = TextField(null=True)

    class Meta:
        table_name = "recall"


class RecallResponseRow(Table):
    """An answer of a holder; the newest counts, all are kept."""

    recall_id = BigIntegerField()
    place = CodeField()
    at = InstantField()
    quantity = BigIntegerField()
    note = TextField(null=True)

    class Meta:
        table_name = "recall_response"
        primary_key = CompositeKey("recall_id", "place", "at")
        without_rowid = True


TABLES = (RecallRow, RecallResponseRow)
COLUMNS = (
    "id, gtin_id, batch, level, reason, decision, decided_on, declared_at, collect_by, lifted_at, lift_decision,"
    " lift_reason"
)
ADD = f"INSERT INTO recall ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)"
RECALL = f"SELECT {COLUMNS} FROM recall WHERE id = ?"
OF_GTIN = f"SELECT {COLUMNS} FROM recall WHERE gtin_id = ? ORDER BY id"
OPEN_BEFORE = f"SELECT {COLUMNS} FROM recall WHERE lifted_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?"
LIFT = "UPDATE recall SET lifted_at = ?, lift_decision = ?, lift_reason = ? WHERE id = ? AND lifted_at IS NULL"
ADD_RESPONSE = (
    "INSERT INTO recall_response (recall_id, place, at, quantity, note) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (recall_id, place, at) DO UPDATE SET quantity = excluded.quantity, note = excluded.note"
)
RESPONSES = "SELECT recall_id, place, at, quantity, note FROM recall_response WHERE recall_id = ? ORDER BY place, at"


def add(database: Database, recall: Recall) -> None:
    """Write a recall."""
    days = (recall.decided_on.isoformat(), to_microseconds(recall.declared_at), recall.collect_by.isoformat())
    told = (recall.batch, recall.level, recall.reason, recall.decision, *days)
    database.run(ADD, (recall.id, int(recall.gtin.text), *told))


def recall(database: Database, key: int) -> Recall | None:
    """Return the recall with this key."""
    row = database.one(RECALL, (key,))
    return _recall(row) if row else None


def of_gtin(database: Database, gtin: Gtin) -> tuple[Recall, ...]:
    """Return every recall of a trade item, lifted ones too, in the order of their declaration."""
    return tuple(_recall(row) for row in database.rows(OF_GTIN, (int(gtin.text),)))


def open_before(database: Database, key: int, limit: int) -> list[Recall]:
    """Return recalls in force declared before the one with `key`, newest first."""
    return [_recall(row) for row in database.rows(OPEN_BEFORE, (key, limit))]


def lift(database: Database, key: int, at: int, decision: str, reason: str) -> bool:
    """End a recall; False when it is not in force."""
    return database.run(LIFT, (at, decision, reason, key)) == 1


def add_response(database: Database, response: Response) -> None:
    """Write the answer of a holder."""
    told = (response.recall_id, response.place, to_microseconds(response.at), response.quantity, response.note)
    database.run(ADD_RESPONSE, told)


def responses(database: Database, key: int) -> dict[str, Response]:
    """Return the newest answer of each place."""
    rows = database.rows(RESPONSES, (key,))
    return {row[1]: Response(row[0], row[1], from_microseconds(row[2]), row[3], row[4]) for row in rows}


def _recall(row: Row) -> Recall:
    key, gtin, batch, level, reason, decision, decided, declared, collect_by, lifted, lift_decision, lift_reason = row
    return Recall(
        key,
        Gtin.parse(f"{gtin:014}"),
        batch,
        level,
        reason,
        decision,
        date.fromisoformat(decided),
        from_microseconds(declared),
        date.fromisoformat(collect_by),
        None if lifted is None else from_microseconds(lifted),
        lift_decision,
        lift_reason,
    )
