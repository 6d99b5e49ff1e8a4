"""Texts for the desk of a maker: its own products and what is still to be done on them."""

from __future__ import annotations

from datetime import date

from registry.db.connection import Database
from registry.text import fold

OWN = "SELECT id FROM product WHERE maker_id = ? UNION SELECT id FROM product WHERE holder_id = ?"
PAGE = (
    f"SELECT p.id FROM ({OWN}) o JOIN product p ON p.id = o.id"
    " WHERE p.id < ? AND p.folded LIKE ? ESCAPE '!' ORDER BY p.id DESC LIMIT ?"
)
WITHOUT_GTIN = (
    f"SELECT DISTINCT t.product_id FROM ({OWN}) o JOIN trade_item t ON t.product_id = o.id"
    " WHERE t.gtin IS NULL ORDER BY t.product_id DESC LIMIT ?"
)
EXPIRING = (
    f"SELECT p.id FROM ({OWN}) o JOIN product p ON p.id = o.id JOIN authorisation a ON a.id = p.authorisation_id"
    " WHERE a.valid_until BETWEEN ? AND ? ORDER BY a.valid_until, p.id LIMIT ?"
)
COUNT = f"SELECT count(*) FROM ({OWN}) o"


def page(database: Database, party_id: int, words: str, before: int, limit: int) -> list[int]:
    """Return the newest products of a party whose words hold `words`, before a key."""
    escaped = fold(words).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return [row[0] for row in database.rows(PAGE, (party_id, party_id, before, f"%{escaped}%", limit))]


def without_gtin(database: Database, party_id: int, limit: int) -> list[int]:
    """Return the products of a party that have a packaging level without GTIN."""
    return [row[0] for row in database.rows(WITHOUT_GTIN, (party_id, party_id, limit))]


def expiring(database: Database, party_id: int, since: date, until: date, limit: int) -> list[int]:
    """Return the products of a party whose authorisation ends in a period, the soonest first."""
    told = (party_id, party_id, since.isoformat(), until.isoformat(), limit)
    return [row[0] for row in database.rows(EXPIRING, told)]


def count(database: Database, party_id: int) -> int:
    """Return how many products a party makes or holds."""
    row = database.one(COUNT, (party_id, party_id))
    return int(row[0]) if row else 0
