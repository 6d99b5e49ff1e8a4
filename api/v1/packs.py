"""`/v1/packs`: one serialised unit: its state, its history, and the one time it is supplied."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import request
from marshmallow import fields

from api.auth import reading, writing
from api.v1.batches import BatchShown
from api.v1.fields import Day, Form, GtinText, Instant
from gs1 import Gtin
from registry.errors import BadInput, Fault, NotFound, RuleBroken
from registry.trace import service as trace
from registry.trace.model import Operation, Pack, PackThen, StateChange, TraceStep

packs = APIBlueprint("packs", __name__, url_prefix="/v1/packs", tag="Batches and packs")
KEY = re.compile(r"[\x21-\x7e]{1,200}")


class PackShown(Schema):
    """One serialised unit as it stands; its place and container are told to who may see them."""

    gtin = GtinText(required=True)
    serial = fields.String(required=True)
    batch = fields.Nested(BatchShown, required=True)
    state = fields.String(required=True)
    place = fields.String(allow_none=True)
    container = fields.Function(
        lambda pack: pack.container.text if pack.container else None, metadata={"type": ["string", "null"]}
    )
    at_own_place = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class PackThenShown(Schema):
    """A pack at an instant, told by its events alone."""

    at = Instant(required=True)
    state = fields.String(required=True, metadata={"description": "active, dispensed, destroyed, transformed, ..."})
    place = fields.String(
        allow_none=True, metadata={"description": "Digital Link of the place, in-transit, or null when not told"}
    )
    containers = fields.List(fields.String(), required=True, metadata={"description": "The nearest first"})


class OnceForm(Form):
    """The key under which the caller asks; a request sent twice under one key happens once."""

    idempotency_key = fields.String(metadata={"description": "If not told in the header Idempotency-Key"})


class StateChangeShown(Schema):
    """An operation on a pack that took effect."""

    gtin = GtinText(required=True)
    serial = fields.String(required=True)
    batch = fields.String(required=True)
    expiry = Day(allow_none=True)
    operation = fields.String(required=True)
    state = fields.String(required=True)
    place = fields.String(required=True)
    at = Instant(required=True)
    event_id = fields.String(required=True, attribute="event_key")
    undo_until = Instant(allow_none=True)
    repeated = fields.Boolean(required=True, metadata={"description": "The same request was answered before"})


class TraceStepShown(Schema):
    """An event in the life of a pack: its own (depth 0), or that of a container it was in."""

    depth = fields.Integer(required=True)
    container = fields.String(allow_none=True)
    event_id = fields.String(required=True, attribute="event.key")
    type = fields.String(required=True, attribute="event.type")
    action = fields.String(allow_none=True, attribute="event.action")
    step = fields.String(allow_none=True, attribute="event.step")
    disposition = fields.String(allow_none=True, attribute="event.disposition")
    place = fields.String(allow_none=True, attribute="event.place")
    event_time = fields.Function(lambda one: one.event.event_time.isoformat(), metadata={"type": "string"})
    record_time = Instant(required=True, attribute="event.record_time")
    declares_error = fields.Boolean(required=True, attribute="event.declares_error")


class HistoryOfPack(Schema):
    """What happened to a pack, oldest first."""

    items = fields.List(fields.Nested(TraceStepShown), required=True)


@packs.get("/<gtin>/<serial>")
@packs.output(PackShown)
@packs.doc(operation_id="getPack")
def get_pack(gtin: str, serial: str) -> Pack:
    """Return a pack as it stands now."""
    named = Gtin.parse(gtin)
    with reading() as work:
        found = trace.find_pack(work, named, serial)
        may_see = work.actor.may("holding:read")
    if found is None:
        raise NotFound("pack-unknown", gtin=named.text, serial=serial)
    if may_see:
        return found
    shown = replace(found, batch=replace(found.batch, quantity=None))
    return shown if found.at_own_place else replace(shown, place=None, container=None)


@packs.get("/<gtin>/<serial>/history")
@packs.output(HistoryOfPack)
@packs.doc(operation_id="getPackHistory", security="key")
def get_pack_history(gtin: str, serial: str) -> dict[str, tuple[TraceStep, ...]]:
    """Return what happened to a pack and to the containers it was in (scope event:read)."""
    with reading() as work:
        return {"items": trace.history(work, Gtin.parse(gtin), serial)}


@packs.get("/<gtin>/<serial>/at/<time>")
@packs.output(PackThenShown)
@packs.doc(operation_id="getPackThen", security="key")
def get_pack_then(gtin: str, serial: str, time: str) -> PackThen:
    """Return how a pack stood at an instant: its state, place and containers then (scope event:read)."""
    with reading() as work:
        return trace.pack_then(work, Gtin.parse(gtin), serial, instant(time))


def instant(text: str) -> datetime:
    """Return an instant of ISO 8601 with its offset; raise `BadInput` for anything else."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        told = None
    if told is None or told.tzinfo is None:
        raise BadInput.of([Fault("time-form", "/time", text[:40])])
    return told


@packs.post("/<gtin>/<serial>/supply")
@packs.input(OnceForm)
@packs.output(StateChangeShown)
@packs.doc(operation_id="supplyPack", security="key")
def post_supply(gtin: str, serial: str, json_data: dict[str, Any]) -> StateChange:
    """Supply a pack to a patient: at most once (scope pack:dispense; an Idempotency-Key is needed)."""
    named, key = Gtin.parse(gtin), once(json_data)
    try:
        return writing(lambda work: trace.supply(work, named, serial, key))
    except RuleBroken as refusal:
        with reading() as work:
            pack = trace.find_pack(work, named, serial)
        refusal.facts["same_actor"] = pack is not None and pack.at_own_place
        raise


@packs.post("/<gtin>/<serial>/undo-supply")
@packs.input(OnceForm)
@packs.output(StateChangeShown)
@packs.doc(operation_id="undoSupply", security="key")
def post_undo_supply(gtin: str, serial: str, json_data: dict[str, Any]) -> StateChange:
    """Take a supply back: within ten days, at the place that made it (scope pack:dispense)."""
    named, key = Gtin.parse(gtin), once(json_data)
    return writing(lambda work: trace.undo_supply(work, named, serial, key))


class OperationForm(OnceForm):
    """What is to happen to a pack."""

    operation = fields.Enum(Operation, by_value=True, required=True)


@packs.post("/<gtin>/<serial>/operations")
@packs.input(OperationForm)
@packs.output(StateChangeShown)
@packs.doc(operation_id="changePack", security="key")
def post_operation(gtin: str, serial: str, json_data: dict[str, Any]) -> StateChange:
    """Decommission a pack for another reason: export, sample, destroy, stolen, lock; or undo it."""
    named, key = Gtin.parse(gtin), once(json_data)
    return writing(lambda work: trace.change_state(work, named, serial, json_data["operation"], key))


def once(told: dict[str, Any]) -> str:
    """Return the idempotency key of the request, from its header or its body."""
    key = request.headers.get("Idempotency-Key") or told.get("idempotency_key")
    if not key:
        raise BadInput("idempotency-key-needed", faults=[Fault("field-required", "/idempotency_key")])
    if KEY.fullmatch(key) is None:
        raise BadInput("idempotency-key-form", faults=[Fault("idempotency-key-form", "/idempotency_key", key[:40])])
    return str(key)
