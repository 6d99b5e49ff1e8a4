"""`/v1/products/{id}/prices`, `/price-history`, `/comparison`: what it costs, how that went, what costs less."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields
from marshmallow.validate import OneOf

from api.auth import reading
from api.negotiate import language, wants_csv
from api.problem_table import say
from api.v1.fields import Day, Instant, Key, MoneyShown, PageQuery, Query, Share
from api.v1.lists import csv_of, cursor_of, linked
from registry.catalogue import service as catalogue
from registry.ids import parse_id
from registry.prices import service as prices
from registry.prices.model import Comparison, History, NoComparison, PriceKind

product_prices = APIBlueprint("prices", __name__, url_prefix="/v1/products", tag="Prices")
KINDS = [str(kind) for kind in PriceKind]


class PriceShown(Schema):
    """A price as a document states it: how much, per what, since when, and who says so."""

    id = Key(required=True)
    kind = fields.String(required=True, attribute="draft.kind")
    money = fields.Nested(MoneyShown, required=True, attribute="draft.money")
    per = fields.Integer(required=True, attribute="draft.per")
    unit = fields.String(required=True, attribute="unit.text", metadata={"description": "As printed"})
    unit_key = fields.String(allow_none=True, attribute="unit.key", metadata={"description": "As read"})
    unit_price = Share(required=True, attribute="share")
    quantity = fields.Integer(allow_none=True, attribute="draft.quantity")
    buyer = fields.String(allow_none=True, attribute="draft.buyer.name")
    province = fields.String(allow_none=True, attribute="draft.buyer.province")
    supplier = fields.String(allow_none=True, attribute="draft.supplier")
    decision = fields.String(allow_none=True, attribute="draft.decision")
    valid_from = Day(required=True, attribute="draft.valid_from")
    valid_until = Day(allow_none=True, attribute="draft.valid_until")
    source = fields.String(required=True, attribute="draft.source")
    recorded_at = Instant(required=True)


class PricePage(Schema):
    """Some prices, and where to go on."""

    items = fields.List(fields.Nested(PriceShown), required=True)
    next = fields.String(allow_none=True)


class SummaryShown(Schema):
    """The spread of some prices of one unit."""

    n = fields.Integer(required=True)
    least = Share(required=True)
    lower = Share(required=True)
    median = Share(required=True)
    upper = Share(required=True)
    most = Share(required=True)


class MonthShown(Schema):
    """The prices that begin in one month."""

    month = Day(required=True)
    summary = fields.Nested(SummaryShown, required=True)


class PointShown(Schema):
    """One price in time."""

    day = Day(required=True)
    unit_price = Share(required=True, attribute="share")
    quantity = fields.Integer(allow_none=True)
    buyer = fields.String(allow_none=True)
    province = fields.String(allow_none=True)


class SeriesShown(Schema):
    """The prices of one kind, unit and currency, oldest first."""

    kind = fields.String(required=True)
    unit = fields.String(required=True, attribute="unit.text")
    unit_key = fields.String(allow_none=True, attribute="unit.key")
    currency = fields.String(required=True)
    summary = fields.Nested(SummaryShown, required=True)
    months = fields.List(fields.Nested(MonthShown), required=True)
    points = fields.List(fields.Nested(PointShown), required=True)


class HistoryShown(Schema):
    """How the price of a product went."""

    product_id = Key(required=True)
    series = fields.List(fields.Nested(SeriesShown), required=True)


class LineShown(Schema):
    """One price in time, with the series it belongs to: a line of the CSV."""

    kind = fields.String()
    unit = fields.String(attribute="unit.text")
    currency = fields.String()
    day = Day(attribute="point.day")
    unit_price = Share(attribute="point.share")
    quantity = fields.Integer(attribute="point.quantity")
    buyer = fields.String(attribute="point.buyer")
    province = fields.String(attribute="point.province")


class ComparisonQuery(Query):
    """Which kind of price is compared."""

    kind = fields.String(load_default="tender", validate=OneOf(KINDS, error="field-choice"))


class ComparisonRowShown(Schema):
    """One product among its equals."""

    product_id = Key(required=True)
    name = fields.String(required=True)
    maker = fields.String(allow_none=True)
    summary = fields.Nested(SummaryShown, required=True)
    latest = Day(required=True)
    ratio = Share(required=True, metadata={"description": "Its median over the median of all"})
    is_present = fields.Boolean(required=True, metadata={"description": "The product that was asked for"})
    is_outlier = fields.Boolean(required=True)


class ComparisonShown(Schema):
    """Equal products by the price of one unit, cheapest first; or `refused`, with the reason in `reason`."""

    product_id = Key(required=True)
    refused = fields.Function(lambda one: isinstance(one, NoComparison), metadata={"type": "boolean"})
    reason = fields.String(metadata={"description": "Why nothing is compared (only when refused)"})
    reason_text = fields.Function(
        lambda one: say(one.reason.value, "title", {}, language()) if isinstance(one, NoComparison) else None,
        metadata={"type": ["string", "null"], "description": "The same in the language asked for"},
    )
    kind = fields.String()
    unit = fields.String(attribute="unit.key")
    content = fields.String(allow_none=True, metadata={"description": "What one unit holds, where stated"})
    currency = fields.String()
    since = Day()
    until = Day()
    summary = fields.Nested(SummaryShown)
    set_aside = fields.Integer(metadata={"description": "Products left out because their units hold something else"})
    rows = fields.List(fields.Nested(ComparisonRowShown))


@product_prices.get("/<product_id>/prices")
@product_prices.input(PageQuery, location="query")
@product_prices.output(PricePage)
@product_prices.doc(operation_id="listPrices")
def list_prices(product_id: str, query_data: dict[str, Any]) -> dict[str, object] | Response:
    """List the prices of a product that stand now, newest first."""
    key = parse_id(product_id)
    with reading() as work:
        catalogue.product(work, key)
        page = prices.of_product(work, key, cursor_of(query_data), query_data["limit"])
    told = linked(page)
    return csv_of(f"prices-{product_id}", PriceShown(), page.items) if wants_csv() else told


@product_prices.get("/<product_id>/price-history")
@product_prices.output(HistoryShown)
@product_prices.doc(operation_id="getPriceHistory")
def get_price_history(product_id: str) -> History | Response:
    """Return how the price of one unit went, month by month; as CSV, one row for each price."""
    key = parse_id(product_id)
    with reading() as work:
        catalogue.product(work, key)
        told = prices.history(work, key)
    if not wants_csv():
        return told
    lines = [
        {"kind": one.kind, "unit": one.unit, "currency": one.currency, "point": point}
        for one in told.series
        for point in one.points
    ]
    return csv_of(f"price-history-{product_id}", LineShown(), lines)


@product_prices.get("/<product_id>/comparison")
@product_prices.input(ComparisonQuery, location="query")
@product_prices.output(ComparisonShown)
@product_prices.doc(operation_id="comparePrices")
def compare_prices(product_id: str, query_data: dict[str, Any]) -> Comparison | NoComparison | Response:
    """Set a product among its equals by the price of one unit, or say why not."""
    with reading() as work:
        told = prices.compare(work, parse_id(product_id), PriceKind(query_data["kind"]))
    if wants_csv() and isinstance(told, Comparison):
        return csv_of(f"comparison-{product_id}", ComparisonRowShown(), told.rows)
    return told
