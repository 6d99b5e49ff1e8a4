"""`/v1/trade-items` and `/v1/sscc`: what a GTIN names, and new serial numbers and logistic units."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields
from marshmallow.validate import Range

from api.auth import reading, writing
from api.desk import desk
from api.negotiate import csv_answer, wants_csv
from api.v1.fields import Form, GtinText, Key
from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import TradeItem
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX

trade_items = APIBlueprint("trade_items", __name__, url_prefix="/v1", tag="Trade items")


class TradeItemShown(Schema):
    """One packaging level of a product, as its GTIN names it."""

    id = Key(required=True)
    gtin = GtinText(allow_none=True)
    product_id = Key(required=True)
    level = fields.String(required=True)
    unit = fields.String(required=True)
    contains_gtin = GtinText(allow_none=True)
    contains_count = fields.Integer(allow_none=True)
    base_count = fields.Integer(required=True, metadata={"description": "Innermost units in all"})
    base_unit = fields.String(required=True)
    pack = fields.String(attribute="pack_text")
    state = fields.String(required=True)
    version = fields.Integer(required=True)


class CountForm(Form):
    """How many are wanted."""

    count = fields.Integer(required=True, strict=True, validate=Range(min=1, error="count-range"))


class SsccForm(CountForm):
    """How many SSCCs are wanted, under which company prefix."""

    prefix = fields.String(load_default=DEMONSTRATION_PREFIX, metadata={"description": "GS1 company prefix of a pool"})


class SerialsShown(Schema):
    """New serial numbers of one GTIN; none of them was ever given out before, none can be guessed."""

    gtin = GtinText(required=True)
    serials = fields.List(fields.String(), required=True)


class SsccsShown(Schema):
    """New logistic units."""

    sscc = fields.List(fields.String(), required=True)


@trade_items.get("/trade-items/<gtin>")
@trade_items.output(TradeItemShown)
@trade_items.doc(operation_id="getTradeItem")
def get_trade_item(gtin: str) -> TradeItem:
    """Return the trade item that a GTIN names."""
    with reading() as work:
        return catalogue.trade_item(work, Gtin.parse(gtin))


@trade_items.post("/trade-items/<gtin>/serials")
@trade_items.input(CountForm)
@trade_items.output(SerialsShown, 201)
@trade_items.doc(operation_id="issueSerials", security="key")
def post_serials(gtin: str, json_data: dict[str, Any]) -> dict[str, object] | Response:
    """Give out serial numbers for a GTIN (scope serial:issue); `Accept: text/csv` gives a file."""
    named, secret = Gtin.parse(gtin), desk().pepper
    serials = writing(lambda work: identifiers.issue_serials(work, named, json_data["count"], secret))
    if wants_csv():
        answer = csv_answer(f"serials-{named.text}", ["gtin", "serial"], [[named.text, one] for one in serials])
        answer.status_code = 201
        return answer
    return {"gtin": named, "serials": serials}


@trade_items.post("/sscc")
@trade_items.input(SsccForm)
@trade_items.output(SsccsShown, 201)
@trade_items.doc(operation_id="allocateSscc", security="key")
def post_sscc(json_data: dict[str, Any]) -> dict[str, object]:
    """Give out SSCCs for cases and pallets (scope identifier:write)."""
    keys = writing(lambda work: identifiers.allocate_sscc(work, json_data["count"], json_data["prefix"]))
    return {"sscc": [key.text for key in keys]}
