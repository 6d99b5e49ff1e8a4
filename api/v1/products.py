"""`/v1/products`: what is licensed, by whom, under which numbers, in which packs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields
from marshmallow.validate import OneOf

from api.auth import reading
from api.negotiate import wants_csv
from api.v1.authorisations import AuthorisationShown
from api.v1.fields import Key, PageQuery
from api.v1.lists import csv_of, cursor_of, linked
from api.v1.recalls import RecallShown
from api.v1.trade_items import TradeItemShown
from registry.catalogue import service as catalogue
from registry.catalogue.model import Authorisation, Product, ProductKind, TradeItem
from registry.ids import parse_id
from registry.recalls import service as recalls
from registry.recalls.model import Recall

products = APIBlueprint("products", __name__, url_prefix="/v1/products", tag="Products")


class ProductQuery(PageQuery):
    """A search."""

    q = fields.String(load_default="", metadata={"description": "Words (accents not needed), a number, or a GTIN"})
    kind = fields.String(validate=OneOf([str(kind) for kind in ProductKind], error="field-choice"))


class ProductCardShown(Schema):
    """A product in one line."""

    id = Key(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    ingredients = fields.String()
    strength = fields.String(allow_none=True)
    form = fields.String(allow_none=True)
    maker = fields.String(allow_none=True)
    holder = fields.String(allow_none=True)
    number = fields.String(allow_none=True, metadata={"description": "The authorisation number in use"})
    state = fields.String(allow_none=True, metadata={"description": "The state of the authorisation"})


class ProductPage(Schema):
    """Some products, and where to go on."""

    items = fields.List(fields.Nested(ProductCardShown), required=True)
    next = fields.String(allow_none=True)


class IngredientShown(Schema):
    """An active substance with its strength."""

    name = fields.String(required=True)
    strength = fields.Function(
        lambda one: one.strength.text if one.strength else one.strength_text,
        metadata={"type": ["string", "null"], "description": "Canonical where it was read surely, else as written"},
    )


class ProductShown(Schema):
    """All the register knows of a product, its licences, packs and recalls beside."""

    id = Key(required=True, attribute="product.id")
    kind = fields.String(required=True, attribute="product.kind")
    name = fields.String(required=True, attribute="product.name")
    ingredients_text = fields.String(attribute="product.ingredients_text")
    ingredients = fields.List(fields.Nested(IngredientShown), attribute="product.ingredients")
    strength = fields.String(allow_none=True, attribute="product.strength")
    form = fields.String(allow_none=True, attribute="product.form")
    routes = fields.List(fields.String(), attribute="product.routes")
    prescription = fields.Boolean(allow_none=True, attribute="product.prescription")
    maker = fields.String(allow_none=True, attribute="product.maker_name")
    maker_country = fields.String(allow_none=True, attribute="product.maker_country")
    holder = fields.String(allow_none=True, attribute="product.holder")
    pack = fields.String(allow_none=True, attribute="product.pack_text")
    standard = fields.String(allow_none=True, attribute="product.standard")
    shelf_life_months = fields.Integer(allow_none=True, attribute="product.shelf_life_months")
    version = fields.Integer(required=True, attribute="product.version")
    authorisations = fields.List(fields.Nested(AuthorisationShown), required=True)
    trade_items = fields.List(fields.Nested(TradeItemShown), required=True)
    recalls = fields.List(fields.Nested(RecallShown), required=True)


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product and what stands around it."""

    product: Product
    authorisations: list[Authorisation]
    trade_items: list[TradeItem]
    recalls: tuple[Recall, ...]


@products.get("")
@products.input(ProductQuery, location="query")
@products.output(ProductPage)
@products.doc(operation_id="searchProducts")
def search_products(query_data: dict[str, Any]) -> dict[str, object] | Response:
    """Find products by name, ingredient, holder, registration number (old or new) or GTIN."""
    with reading() as work:
        page = catalogue.search(
            work, query_data["q"], cursor_of(query_data), query_data["limit"], query_data.get("kind")
        )
    told = linked(page)
    return csv_of("products", ProductCardShown(), page.items) if wants_csv() else told


@products.get("/<product_id>")
@products.output(ProductShown)
@products.doc(operation_id="getProduct")
def get_product(product_id: str) -> ProductView:
    """Return a product with its authorisations, trade items and recalls."""
    key = parse_id(product_id)
    with reading() as work:
        product = catalogue.product(work, key)
        items = catalogue.trade_items_of(work, key)
        named = [item.gtin for item in items if item.gtin is not None]
        return ProductView(product, catalogue.authorisations_of(work, key), items, recalls.of_gtins(work, named))
