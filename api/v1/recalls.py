"""`/v1/recalls`: declare, read and lift recalls; and for the authority, who holds what."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields
from marshmallow.validate import Length, Range

from api.auth import actor, reading, writing
from api.negotiate import wants_csv
from api.v1.fields import Day, Form, GtinText, Instant, Key, PageQuery
from api.v1.lists import csv_of, cursor_of, linked
from gs1 import Gln
from registry.errors import BadInput, Fault, NotAllowed
from registry.ids import format_id, parse_id
from registry.recalls import service as recalls
from registry.recalls.model import Recall, RecallDraft, RecallReach
from registry.recalls.model import Response as HolderResponse

recalls_blueprint = APIBlueprint("recalls", __name__, url_prefix="/v1/recalls", tag="Recalls")


class RecallForm(Form):
    """A decision to recall."""

    gtin = GtinText(required=True)
    batch = fields.String(load_default=None, allow_none=True, metadata={"description": "None: every batch"})
    level = fields.Integer(required=True, strict=True, validate=Range(1, 3, error="field-range"))
    reason = fields.String(required=True, validate=Length(1, 2000, error="field-length"))
    decision = fields.String(required=True, validate=Length(1, 200, error="field-length"))
    decided_on = Day(required=True)


class LiftForm(Form):
    """A decision to lift a recall."""

    decision = fields.String(required=True, validate=Length(1, 200, error="field-length"))
    reason = fields.String(required=True, validate=Length(1, 2000, error="field-length"))


class AnswerForm(Form):
    """What a holder says to a recall: how many packs it has put aside."""

    quantity = fields.Integer(required=True, strict=True, validate=Range(min=0, error="field-range"))
    note = fields.String(load_default=None, allow_none=True, validate=Length(max=2000, error="field-length"))
    place = fields.String(
        load_default=None, allow_none=True, metadata={"description": "GLN; that of the key if absent"}
    )


class RecallShown(Schema):
    """A recall, open until it is lifted."""

    id = Key(required=True)
    gtin = GtinText(required=True)
    batch = fields.String(allow_none=True, metadata={"description": "None: every batch"})
    level = fields.Integer(required=True)
    reason = fields.String(required=True)
    decision = fields.String(required=True)
    decided_on = Day(required=True)
    declared_at = Instant(required=True)
    collect_by = Day(required=True, metadata={"description": "The law's clock for this level"})
    open = fields.Boolean(required=True, attribute="is_open")
    lifted_at = Instant(allow_none=True)
    lift_decision = fields.String(allow_none=True)


class RecallPage(Schema):
    """Some recalls, and where to go on."""

    items = fields.List(fields.Nested(RecallShown), required=True)
    next = fields.String(allow_none=True)


class AnswerShown(Schema):
    """What a holder answered."""

    place = fields.String(required=True)
    quantity = fields.Integer(required=True)
    note = fields.String(allow_none=True)
    at = Instant(required=True)


class ReachedPlaceShown(Schema):
    """A place that holds packs of the recalled batches, and its answer."""

    place = fields.String(required=True, metadata={"description": "GLN"})
    name = fields.String(allow_none=True)
    party_name = fields.String(allow_none=True)
    province = fields.String(allow_none=True)
    held = fields.Integer(required=True)
    by_state = fields.Dict(keys=fields.String(), values=fields.Integer())
    response = fields.Nested(AnswerShown, allow_none=True)


class FlowShown(Schema):
    """Packs that went from one place to another."""

    origin = fields.String(allow_none=True, metadata={"description": "None: made there"})
    place = fields.String(required=True)
    n = fields.Integer(required=True)


class ReachShown(Schema):
    """How far a recall reaches: made, held, under way, supplied; and where."""

    recall = fields.Nested(RecallShown, required=True)
    made = fields.Integer(required=True)
    held = fields.Integer(required=True)
    in_transit = fields.Integer(required=True)
    supplied = fields.Integer(required=True)
    by_state = fields.Dict(keys=fields.String(), values=fields.Integer())
    places = fields.List(fields.Nested(ReachedPlaceShown), required=True)
    flows = fields.List(fields.Nested(FlowShown), required=True)


@recalls_blueprint.get("")
@recalls_blueprint.input(PageQuery, location="query")
@recalls_blueprint.output(RecallPage)
@recalls_blueprint.doc(operation_id="listRecalls")
def list_recalls(query_data: dict[str, Any]) -> dict[str, object] | Response:
    """List the recalls that are open, newest first."""
    with reading() as work:
        page = recalls.open_recalls(work, cursor_of(query_data), query_data["limit"])
    told = linked(page)
    return csv_of("recalls", RecallShown(), page.items) if wants_csv() else told


@recalls_blueprint.post("")
@recalls_blueprint.input(RecallForm)
@recalls_blueprint.output(RecallShown, 201)
@recalls_blueprint.doc(operation_id="declareRecall", security="key")
def post_recall(json_data: dict[str, Any]) -> tuple[Recall, int, dict[str, str]]:
    """Declare a recall (scope batch:recall); the next verification of such a pack is red."""
    draft = RecallDraft(**json_data)
    made = writing(lambda work: recalls.declare(work, draft))
    return made, 201, {"Location": f"/v1/recalls/{format_id(made.id)}"}


@recalls_blueprint.get("/<recall_id>")
@recalls_blueprint.output(RecallShown)
@recalls_blueprint.doc(operation_id="getRecall")
def get_recall(recall_id: str) -> Recall:
    """Return a recall."""
    with reading() as work:
        return recalls.recall(work, parse_id(recall_id))


@recalls_blueprint.get("/<recall_id>/holders")
@recalls_blueprint.output(ReachShown)
@recalls_blueprint.doc(operation_id="getRecallHolders", security="key")
def get_holders(recall_id: str) -> RecallReach | Response:
    """Return who holds what of the recalled batches (scope holding:read); as CSV, one row for each place."""
    with reading() as work:
        reach = recalls.holders(work, parse_id(recall_id))
    return csv_of(f"holders-{recall_id}", ReachedPlaceShown(), reach.places) if wants_csv() else reach


@recalls_blueprint.post("/<recall_id>/answers")
@recalls_blueprint.input(AnswerForm)
@recalls_blueprint.output(AnswerShown, 201)
@recalls_blueprint.doc(operation_id="answerRecall", security="key")
def post_answer(recall_id: str, json_data: dict[str, Any]) -> HolderResponse:
    """Acknowledge a recall for one's own place: how many packs were put aside."""
    key = parse_id(recall_id)
    told = json_data["place"] or actor().place
    if told is None and not actor().may("batch:recall"):
        raise NotAllowed("place-missing", actor=actor().name)
    if told is None:
        raise BadInput.of([Fault("field-required", "/place")])
    place = Gln.parse(told).text
    return writing(lambda work: recalls.acknowledge(work, key, place, json_data["quantity"], json_data["note"]))


@recalls_blueprint.post("/<recall_id>/lift")
@recalls_blueprint.input(LiftForm)
@recalls_blueprint.output(RecallShown)
@recalls_blueprint.doc(operation_id="liftRecall", security="key")
def post_lift(recall_id: str, json_data: dict[str, Any]) -> Recall:
    """Lift a recall by a decision of its own (scope batch:recall)."""
    key = parse_id(recall_id)
    return writing(lambda work: recalls.lift(work, key, json_data["decision"], json_data["reason"]))
