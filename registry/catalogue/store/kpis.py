"""The rows behind the figures of coverage: each authorisation in force, and what it has and lacks."""

from __future__ import annotations

from datetime import date

from registry.db.connection import Database, Row

FOREIGN = "__:%"
"""Numbers of other countries, which license nothing here."""
PACKS = (
    "SELECT COUNT(*) FROM trade_item t WHERE t.product_id = a.product_id"
    " AND NOT EXISTS (SELECT 1 FROM trade_item o WHERE o.contains_id = t.id)"
)
"""Pack sizes: what stands in no other trade item."""
ROWS = (
    "SELECT a.number AS number, a.kind AS kind, p.name AS name, h.name AS holder,"
    " (SELECT COUNT(*) FROM trade_item t WHERE t.product_id = a.product_id AND t.gtin IS NOT NULL"
    "  AND t.state = 'published') AS named,"
    " (SELECT COUNT(*) FROM trade_item_identifier i JOIN trade_item t ON t.id = i.trade_item_id"
    "  WHERE t.product_id = a.product_id AND i.agency = 'national') AS fallback,"
    f" ({PACKS}) AS packs, ({PACKS} AND t.gtin IS NOT NULL) AS packs_named,"
    " CASE WHEN a.kind = 'medicine' AND p.ingredients_text = '' THEN 1 ELSE 0 END AS no_ingredients,"
    " CASE WHEN p.maker_id IS NULL THEN 1 ELSE 0 END AS no_maker,"
    " CASE WHEN a.decision IS NULL THEN 1 ELSE 0 END AS no_decision"
    " FROM authorisation a JOIN product p ON p.id = a.product_id LEFT JOIN party h ON h.id = p.holder_id"
    " WHERE a.state = 'in-force' AND a.merged_into IS NULL AND a.number NOT LIKE ?"
    " AND (a.valid_until IS NULL OR a.valid_until >= ?)"
)
SUMS = (
    "SELECT kind, COUNT(*), SUM(CASE WHEN named > 0 THEN 1 ELSE 0 END),"
    " SUM(CASE WHEN named = 0 AND fallback > 0 THEN 1 ELSE 0 END), SUM(packs), SUM(packs_named),"
    " SUM(CASE WHEN no_ingredients + no_maker + no_decision = 0 THEN 1 ELSE 0 END)"
    f" FROM ({ROWS}) r GROUP BY kind ORDER BY kind"
)
PAGE = f"SELECT * FROM ({ROWS}) r WHERE number > ? ORDER BY number LIMIT ?"


def sums(database: Database, day: date) -> list[Row]:
    """Return for each kind: authorisations in force, with GTIN, a fallback alone, packs, packs with GTIN, sound."""
    return database.rows(SUMS, (FOREIGN, day.isoformat()))


def rows(database: Database, day: date, after: str, limit: int) -> list[Row]:
    """Return the authorisations in force after a number, with what each has and lacks."""
    return database.rows(PAGE, (FOREIGN, day.isoformat(), after, limit))
