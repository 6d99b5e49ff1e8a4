"""Table and texts of the prices area. A row is written once; only the end of its showing is marked on it later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from peewee import BigIntegerField, BlobField, TextField

from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, DayField, InstantField, MoneyField, Table
from registry.db.connection import Database, Row, Value
from registry.money import Money
from registry.prices.model import Buyer, Price, PriceDraft, PriceKind, PrintedUnit, Superseded
from registry.prices.units import unit_of


class PriceRow(Table):
    """A price; `content_key` is what it says in 16 bytes, so that the same statement is kept once."""

    id = BigIntegerField(primary_key=True)
    content_key = BlobField(unique=True)
    kind = CodeField()
    product_id = BigIntegerField()
    authorisation_id = BigIntegerField(null=True)
    minor = MoneyField()
    currency = CodeField()
    per = BigIntegerField()
    unit_key = CodeField(null=True)
    unit_text = TextField()
    quantity = BigIntegerField(null=True)
    buyer = TextField(null=True)
    buyer_code = CodeField(null=True)
    province = TextField(null=True)
    supplier = TextField(null=True)
    decision = TextField(null=True)
    technical_group = TextField(null=True)
    package = TextField(null=True)
    printed = TextField(null=True)
    valid_from = DayField()
    valid_until = DayField(null=True)
    source = TextField()
    recorded_at = InstantField()
    superseded_at = InstantField(null=True)
    superseded_by = BigIntegerField(null=True)
    superseded_why = TextField(null=True)

    class Meta:
        table_name = "price"
        indexes = (
            (("product_id", "valid_from", "id"), False),
            (("product_id", "kind", "unit_key", "valid_from"), False),
        )


TABLES = (PriceRow,)
WRITTEN = (
    "kind, product_id, authorisation_id, minor, currency, per, unit_key, unit_text, quantity, buyer, buyer_code,"
    " province, supplier, decision, technical_group, package, printed, valid_from, valid_until, source"
)
COLUMNS = f"id, {WRITTEN}, recorded_at, superseded_at, superseded_by, superseded_why"
FIELDS = 23
CHUNK = 200
"""Rows in one INSERT: 4,600 parameters, far below the limits of both engines."""
STANDING = "superseded_at IS NULL"
KNOWN = "recorded_at <= ? AND (superseded_at IS NULL OR superseded_at > ?)"

PRICE = f"SELECT {COLUMNS} FROM price WHERE id = ?"
FIRST_PAGE = (
    f"SELECT {COLUMNS} FROM price WHERE product_id = ? AND {STANDING} ORDER BY valid_from DESC, id DESC LIMIT ?"
)
NEXT_PAGE = (
    f"SELECT {COLUMNS} FROM price WHERE product_id = ? AND (valid_from, id) < (?, ?) AND {STANDING}"
    " ORDER BY valid_from DESC, id DESC LIMIT ?"
)
BEGUN = f"SELECT {COLUMNS} FROM price WHERE product_id = ? AND valid_from <= ? AND {KNOWN} ORDER BY valid_from, id"
IN_UNIT = (
    f"SELECT {COLUMNS} FROM price WHERE product_id = ? AND kind = ? AND unit_key = ? AND currency = ? AND {STANDING}"
    " ORDER BY valid_from, id"
)
SUPERSEDE = (
    "UPDATE price SET superseded_at = ?, superseded_by = ?, superseded_why = ? WHERE id = ? AND superseded_at IS NULL"
)


def add_text(count: int) -> str:
    """Return the statement that writes `count` prices and passes over those that stand already."""
    places = f"({', '.join('?' * FIELDS)})"
    return (
        f"INSERT INTO price (id, content_key, {WRITTEN}, recorded_at) VALUES {', '.join([places] * count)}"
        " ON CONFLICT (content_key) DO NOTHING"
    )


def of_products_text(count: int) -> str:
    """Return the query for the standing prices of `count` products."""
    return (
        f"WITH k(k_id) AS (VALUES {', '.join(['(?)'] * count)})"
        f" SELECT {COLUMNS} FROM k JOIN price ON product_id = k_id WHERE {STANDING}"
    )


def add(database: Database, prices: Sequence[tuple[int, bytes, PriceDraft, PrintedUnit]], at: int) -> int:
    """Write prices under their ids and content keys; return how many were new."""
    new = 0
    for start in range(0, len(prices), CHUNK):
        chunk = prices[start : start + CHUNK]
        values = [value for price in chunk for value in _values(*price, at)]
        new += database.run(add_text(len(chunk)), values)
    return new


def price(database: Database, price_id: int) -> Price | None:
    """Return the price of this id, superseded or not."""
    row = database.one(PRICE, (price_id,))
    return _price(row) if row else None


def of_product(database: Database, product_id: int, after: tuple[str, int] | None, limit: int) -> list[Price]:
    """Return at most `limit` standing prices of a product after a day and id, newest first."""
    text, place = (FIRST_PAGE, ()) if after is None else (NEXT_PAGE, after)
    return [_price(row) for row in database.rows(text, (product_id, *place, limit))]


def begun(database: Database, product_id: int, day: date, known_at: int) -> list[Price]:
    """Return the prices that begin on `day` or before, as they stood in the register at `known_at`."""
    return [_price(row) for row in database.rows(BEGUN, (product_id, day.isoformat(), known_at, known_at))]


def in_unit(database: Database, product_id: int, what: tuple[PriceKind, str, str]) -> list[Price]:
    """Return the standing prices of a product of one kind, unit and currency, oldest first."""
    return [_price(row) for row in database.rows(IN_UNIT, (product_id, *what))]


def of_products(database: Database, product_ids: Sequence[int]) -> dict[int, list[Price]]:
    """Return the standing prices of each of a few products that has any."""
    found: dict[int, list[Price]] = {}
    for start in range(0, len(product_ids), CHUNK):
        chunk = product_ids[start : start + CHUNK]
        for row in database.rows(of_products_text(len(chunk)), chunk):
            found.setdefault(row[2], []).append(_price(row))
    return found


def supersede(database: Database, price_id: int, superseded: Superseded) -> bool:
    """Mark the end of a price's showing; False when it was marked before."""
    told = (to_microseconds(superseded.at), superseded.by, superseded.reason, price_id)
    return database.run(SUPERSEDE, told) == 1


def _values(price_id: int, key: bytes, draft: PriceDraft, unit: PrintedUnit, at: int) -> Sequence[Value]:
    buyer = draft.buyer or Buyer("")
    return (
        price_id,
        key,
        draft.kind,
        draft.product_id,
        draft.authorisation_id,
        draft.money.minor,
        draft.money.currency,
        draft.per,
        unit.key,
        unit.text,
        draft.quantity,
        buyer.name or None,
        buyer.code,
        buyer.province,
        draft.supplier,
        draft.decision,
        draft.technical_group,
        draft.package,
        draft.printed,
        draft.valid_from.isoformat(),
        draft.valid_until.isoformat() if draft.valid_until else None,
        draft.source,
        at,
    )


def _price(row: Row) -> Price:
    (price_id, kind, product_id, authorisation_id, minor, currency, per, unit_key, unit_text, quantity) = row[:10]
    (name, code, province, supplier, decision, technical_group, package, printed, since, until, source) = row[10:21]
    recorded_at, superseded_at, superseded_by, why = row[21:]
    draft = PriceDraft(
        kind=PriceKind(kind),
        product_id=product_id,
        money=Money(minor, currency),
        unit=unit_text,
        valid_from=date.fromisoformat(since),
        source=source,
        per=per,
        authorisation_id=authorisation_id,
        quantity=quantity,
        buyer=Buyer(name, code, province) if name else None,
        supplier=supplier,
        decision=decision,
        technical_group=technical_group,
        package=package,
        valid_until=date.fromisoformat(until) if until else None,
        printed=printed,
    )
    unit = PrintedUnit(unit_text, unit_of(unit_key) if unit_key else None)
    ended = None if superseded_at is None else Superseded(from_microseconds(superseded_at), why, superseded_by)
    return Price(price_id, draft, unit, from_microseconds(recorded_at), ended)
