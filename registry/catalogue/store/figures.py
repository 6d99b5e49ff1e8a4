"""How many rows the catalogue holds."""

from __future__ import annotations

from registry.db.connection import Database

COUNTS = (
    "SELECT (SELECT COUNT(*) FROM product), (SELECT COUNT(*) FROM authorisation),"
    " (SELECT COUNT(*) FROM trade_item WHERE gtin IS NOT NULL)"
)


def counts(database: Database) -> tuple[int, int, int]:
    """Return the number of products, of authorisations, and of trade items that have a GTIN."""
    products, authorisations, trade_items = database.one(COUNTS) or (0, 0, 0)
    return int(products), int(authorisations), int(trade_items)
