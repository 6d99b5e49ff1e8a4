"""`/v1/batches`: a batch and, with the right, who holds it."""

from __future__ import annotations

from dataclasses import replace

from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields

from api.auth import actor, reading
from api.negotiate import wants_csv
from api.v1.fields import Day, GtinText, Key
from api.v1.lists import csv_of
from gs1 import Gtin
from registry.errors import NotFound
from registry.trace import service as trace
from registry.trace.model import Batch, Holding
from registry.work import Work

batches = APIBlueprint("batches", __name__, url_prefix="/v1/batches", tag="Batches and packs")


class BatchShown(Schema):
    """A batch of one trade item; how many were made is told with the scope holding:read."""

    id = Key(required=True)
    gtin = GtinText(required=True)
    number = fields.String(required=True)
    expiry = Day(allow_none=True)
    made = Day(allow_none=True)
    quantity = fields.Integer(allow_none=True)
    recall_id = Key(allow_none=True)
    recall_level = fields.Integer(allow_none=True)


class HoldingShown(Schema):
    """Packs of one batch in one state at one place."""

    place = fields.String(allow_none=True)
    state = fields.String(required=True)
    n = fields.Integer(required=True)


class HoldersShown(Schema):
    """Who holds a batch."""

    items = fields.List(fields.Nested(HoldingShown), required=True)


def known_batch(work: Work, gtin: str, number: str) -> Batch:
    """Return the batch of these words, or raise `NotFound`."""
    named = Gtin.parse(gtin)
    found = trace.find_batch(work, named, number)
    if found is None:
        raise NotFound("batch-unknown", gtin=named.text, batch=number)
    return found


@batches.get("/<gtin>/<batch>")
@batches.output(BatchShown)
@batches.doc(operation_id="getBatch")
def get_batch(gtin: str, batch: str) -> Batch:
    """Return a batch of a trade item, with the recall that stops it, if there is one."""
    with reading() as work:
        found = known_batch(work, gtin, batch)
    return found if actor().may("holding:read") else replace(found, quantity=None)


@batches.get("/<gtin>/<batch>/holders")
@batches.output(HoldersShown)
@batches.doc(operation_id="getBatchHolders", security="key")
def get_batch_holders(gtin: str, batch: str) -> dict[str, tuple[Holding, ...]] | Response:
    """Return where the packs of a batch are, by place and state (scope holding:read)."""
    with reading() as work:
        work.require("holding:read")
        found = trace.holders(work, known_batch(work, gtin, batch).id)
    if wants_csv():
        return csv_of(f"holders-{gtin}-{batch}", HoldingShown(), found)
    return {"items": found}
