"""Answers kept under the client's key, and the outbox that others are told from."""

from __future__ import annotations

import orjson

from registry.audit.model import Json
from registry.db.connection import Database

CLAIM = (
    "INSERT INTO idempotency (client, key, request, answer, at) VALUES (?, ?, ?, NULL, ?)"
    " ON CONFLICT (client, key) DO NOTHING"
)
ANSWERED = "SELECT request, answer FROM idempotency WHERE client = ? AND key = ?"
ANSWER = "UPDATE idempotency SET answer = ? WHERE client = ? AND key = ?"
RELEASE = "DELETE FROM idempotency WHERE client = ? AND key = ?"
TELL = "INSERT INTO outbox (id, topic, subject, body, at, leased_until) VALUES (?, ?, ?, ?, ?, NULL)"


def claim(database: Database, client: str, key: str, request: str, at: int) -> tuple[str, Json] | None:
    """Claim an idempotency key; return (request, answer) when it was claimed before."""
    if database.run(CLAIM, (client, key, request, at)) == 1:
        return None
    row = database.one(ANSWERED, (client, key))
    return None if row is None else (row[0], orjson.loads(row[1] or "null"))


def answer(database: Database, client: str, key: str, told: Json) -> None:
    """Keep the answer under a claimed key."""
    database.run(ANSWER, (orjson.dumps(told).decode(), client, key))


def release(database: Database, client: str, key: str) -> None:
    """Give a claimed key back: nothing was done under it."""
    database.run(RELEASE, (client, key))


def tell(database: Database, key: int, topic: str, subject: str, body: Json, at: int) -> None:
    """Put one message into the outbox."""
    database.run(TELL, (key, topic, subject, orjson.dumps(body).decode(), at))
