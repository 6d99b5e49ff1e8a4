"""Texts of trade items."""

from __future__ import annotations

from datetime import date

from gs1 import Gtin
from registry.catalogue.model import IdentifierKind, IssuingAgency, ItemIdentifier, TradeItem, TradeItemState
from registry.db.connection import Database, Row

READ = (
    "SELECT t.id, t.gtin, t.product_id, t.level, t.unit, t.contains_id, c.gtin, t.contains_count, t.base_count,"
    " t.base_unit, t.content, t.pack_text, t.state, t.version"
    " FROM trade_item t LEFT JOIN trade_item c ON c.id = t.contains_id"
)
BY_ID = f"{READ} WHERE t.id = ?"
BY_GTIN = f"{READ} WHERE t.gtin = ?"
BY_PATH = f"{READ} WHERE t.product_id = ? AND t.path = ?"
OF_PRODUCT = f"{READ} WHERE t.product_id = ? ORDER BY t.id"
ADD = (
    "INSERT INTO trade_item (id, product_id, level, unit, path, contains_id, contains_count, base_count, base_unit,"
    " content, pack_text, state, version, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)"
    " ON CONFLICT (product_id, path) DO NOTHING"
)
ADD_IDENTIFIER = (
    "INSERT INTO trade_item_identifier (agency, value, kind, trade_item_id, valid_from, valid_until, recorded_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agency, value, kind) DO NOTHING"
)
ID_BY_IDENTIFIER = (
    "SELECT id FROM trade_item WHERE gtin = ?"
    " UNION ALL SELECT trade_item_id FROM trade_item_identifier WHERE value = ? LIMIT 1"
)
IDENTIFIERS = (
    "SELECT agency, value, kind, trade_item_id, valid_from, valid_until FROM trade_item_identifier"
    " WHERE trade_item_id = ? ORDER BY recorded_at, agency, value"
)
SET_GTIN = "UPDATE trade_item SET gtin = ?, version = version + 1 WHERE id = ? AND gtin IS NULL"
SET_STATE = "UPDATE trade_item SET state = ?, version = version + 1 WHERE id = ? AND state = ?"


def by_id(database: Database, trade_item_id: int) -> TradeItem | None:
    """Return a trade item."""
    row = database.one(BY_ID, (trade_item_id,))
    return _trade_item(row) if row else None


def by_gtin(database: Database, gtin: Gtin) -> TradeItem | None:
    """Return the trade item that a GTIN names."""
    row = database.one(BY_GTIN, (gtin.text,))
    return _trade_item(row) if row else None


def by_path(database: Database, product_id: int, path: str) -> TradeItem | None:
    """Return the trade item of a product with this pack."""
    row = database.one(BY_PATH, (product_id, path))
    return _trade_item(row) if row else None


def of_product(database: Database, product_id: int) -> list[TradeItem]:
    """Return the trade items of a product, in the order of their registration."""
    return [_trade_item(row) for row in database.rows(OF_PRODUCT, (product_id,))]


def add(database: Database, item: TradeItem, path: str, at: int) -> bool:
    """Write a trade item; False when the product has this pack already."""
    told = (item.id, item.product_id, item.level, item.unit, path, item.contains_id, item.contains_count)
    rest = (item.base_count, item.base_unit, item.content, item.pack_text, item.state, at)
    return database.run(ADD, (*told, *rest)) == 1


def set_gtin(database: Database, trade_item_id: int, gtin: Gtin) -> bool:
    """Give a trade item its GTIN; False when it has one."""
    return database.run(SET_GTIN, (gtin.text, trade_item_id)) == 1


def set_state(database: Database, item: TradeItem, state: TradeItemState) -> bool:
    """Move a trade item from its state to another; False when it has moved already."""
    return database.run(SET_STATE, (state, item.id, item.state)) == 1


def add_identifier(database: Database, identifier: ItemIdentifier, at: int) -> bool:
    """Write an identifier; False when the agency's value stands already in this kind."""
    one = identifier
    days = (
        one.valid_from.isoformat() if one.valid_from else None,
        one.valid_until.isoformat() if one.valid_until else None,
    )
    return database.run(ADD_IDENTIFIER, (one.agency, one.value, one.kind, one.trade_item_id, *days, at)) == 1


def id_by_identifier(database: Database, value: str) -> int | None:
    """Return the trade item that an identifier names, by GTIN or by any other."""
    row = database.one(ID_BY_IDENTIFIER, (value, value))
    return row[0] if row else None


def identifiers(database: Database, trade_item_id: int) -> list[ItemIdentifier]:
    """Return the identifiers of a trade item."""
    return [
        ItemIdentifier(IssuingAgency(agency), value, IdentifierKind(kind), item, _day(since), _day(until))
        for agency, value, kind, item, since, until in database.rows(IDENTIFIERS, (trade_item_id,))
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _trade_item(row: Row) -> TradeItem:
    key, gtin, product_id, level, unit, inner, inner_gtin, count, base, base_unit, content, text, state, version = row
    return TradeItem(
        key,
        Gtin.parse(gtin) if gtin else None,
        product_id,
        level,
        unit,
        inner,
        Gtin.parse(inner_gtin) if inner_gtin else None,
        count,
        base,
        base_unit,
        content,
        text,
        TradeItemState(state),
        version,
    )
