"""Keeps queries under their names."""

from __future__ import annotations

import orjson

from registry.clock import from_microseconds, to_microseconds
from registry.db.connection import Database, Row
from registry.trace.query.named import NamedQuery

ADD = "INSERT INTO named_query (name, body, party_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
ONE = "SELECT name, body, party_id, created_at FROM named_query WHERE name = ?"
NEXT = "SELECT name, body, party_id, created_at FROM named_query WHERE name > ? ORDER BY name LIMIT ?"
DROP = "DELETE FROM named_query WHERE name = ?"


def add(database: Database, one: NamedQuery) -> bool:
    """Write a query; False when the name is taken."""
    body = orjson.dumps(one.body).decode()
    return database.run(ADD, (one.name, body, one.party_id, to_microseconds(one.created_at))) == 1


def by_name(database: Database, name: str) -> NamedQuery | None:
    """Return the query of this name."""
    row = database.one(ONE, (name,))
    return _query(row) if row else None


def after(database: Database, name: str, limit: int) -> list[NamedQuery]:
    """Return the next queries in the order of their names."""
    return [_query(row) for row in database.rows(NEXT, (name, limit))]


def drop(database: Database, name: str) -> None:
    """Remove a query."""
    database.run(DROP, (name,))


def _query(row: Row) -> NamedQuery:
    name, body, party_id, created_at = row
    told = orjson.loads(body) if isinstance(body, str | bytes) else body
    return NamedQuery(name, told, party_id, from_microseconds(created_at))
