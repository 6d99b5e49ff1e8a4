"""`/v1/changes` and `/v1/records`: what changed since a number, and what a record said on any day."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import OneOf, Range

from api.auth import reading
from api.v1.fields import Day, Instant, Query
from api.v1.journal import EntryShown
from registry.audit import service as audit
from registry.audit.model import FieldChange, Proof, Version
from registry.clock import day_in_vietnam

changes = APIBlueprint("changes", __name__, url_prefix="/v1", tag="Changes")
KINDS = ("authorisation", "product", "trade-item", "party", "place", "recall", "decision", "notice")
MOST = 1_000
ANYTHING = ["string", "number", "boolean", "array", "object"]


class ChangesQuery(Query):
    """Where to go on."""

    since = fields.Integer(
        load_default=0,
        validate=Range(0, 1 << 62, error="field-range"),
        metadata={"description": "The number `next` of the page before; 0 from the beginning"},
    )
    kind = fields.String(validate=OneOf(KINDS, error="field-choice"), metadata={"description": "Only this kind"})
    limit = fields.Integer(load_default=200, validate=Range(1, MOST, error="limit-range"))


class ChangeShown(Schema):
    """One act on one record: which fields changed, why, and what the record says now. A tombstone says `removed`."""

    seq = fields.Integer(required=True, metadata={"description": "Number of the journal entry; the cursor"})
    at = Instant(required=True, attribute="recorded_at")
    kind = fields.String(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True, attribute="number")
    action = fields.String(required=True)
    reason = fields.String(allow_none=True)
    valid_from = Day(allow_none=True, metadata={"description": "The day it holds in the world from"})
    removed = fields.Boolean(required=True, attribute="is_removed")
    changed = fields.Function(lambda one: sorted(one.changed), metadata={"type": "array", "items": {"type": "string"}})
    body = fields.Dict(keys=fields.String(), required=True)


class ChangesShown(Schema):
    """A page of changes. It never repeats and never skips: numbers are given out under one lock."""

    items = fields.List(fields.Nested(ChangeShown), required=True)
    next = fields.Integer(required=True, metadata={"description": "Ask with since=next; the same number: nothing new"})


class AsOfQuery(Query):
    """Two times: the day in the world, and the instant until which the register knew."""

    valid_on = Day(metadata={"description": "The day in the world; today when left out"})
    known_at = fields.AwareDateTime(
        metadata={"description": "By what the register knew then; now when left out", "format": "date-time"}
    )


class FieldChangeShown(Schema):
    """One field that an act changed."""

    at = fields.Function(lambda one: Instant().show(one.version.recorded_at), metadata={"type": "string"})
    version = fields.Function(lambda one: one.version.number, metadata={"type": "integer"})
    actor = fields.Function(lambda one: one.version.actor, metadata={"type": "string"})
    action = fields.Function(lambda one: one.version.action, metadata={"type": "string"})
    reason = fields.Function(lambda one: one.version.reason, metadata={"type": ["string", "null"]})
    field = fields.String(required=True, attribute="name")
    before = fields.Raw(required=True, allow_none=True, metadata={"type": ANYTHING})
    after = fields.Raw(required=True, allow_none=True, metadata={"type": ANYTHING})


class FieldChangesShown(Schema):
    """The history of a record, field by field, oldest first."""

    items = fields.List(fields.Nested(FieldChangeShown), required=True)


class ProofShown(Schema):
    """That a record said this: its journal entry, the seal of the day, and the hashes between (RFC 9162)."""

    record = fields.Nested(ChangeShown, required=True, attribute="version")
    entry = fields.Nested(EntryShown, required=True)
    leaf = fields.Function(lambda proof: proof.entry.seq - 1, metadata={"type": "integer"})
    day = fields.Function(lambda proof: proof.seal.day.isoformat(), metadata={"type": "string"})
    size = fields.Function(lambda proof: proof.seal.size, metadata={"type": "integer"})
    root = fields.Function(lambda proof: proof.seal.root.hex(), metadata={"type": "string"})
    path = fields.Function(
        lambda proof: [one.hex() for one in proof.path], metadata={"type": "array", "items": {"type": "string"}}
    )
    recorded_on = fields.Function(
        lambda proof: day_in_vietnam(proof.version.recorded_at).isoformat(), metadata={"type": "string"}
    )


@changes.get("/changes")
@changes.input(ChangesQuery, location="query")
@changes.output(ChangesShown)
@changes.doc(operation_id="listChanges")
def list_changes(query_data: dict[str, Any]) -> dict[str, object]:
    """Return what changed after a number, oldest first: every public record, with tombstones."""
    since, kind = query_data["since"], query_data.get("kind")
    with reading() as work:
        found = audit.changes(work, since, [kind] if kind else [], query_data["limit"])
    return {"items": found, "next": found[-1].seq if found else since}


@changes.get("/records/<kind>/<key>")
@changes.input(AsOfQuery, location="query")
@changes.output(ChangeShown)
@changes.doc(operation_id="readRecordAsOf")
def read_record(kind: str, key: str, query_data: dict[str, Any]) -> Version:
    """Return what a record said on a day, by what the register knew at an instant."""
    with reading() as work:
        return audit.as_of(work, kind, key, query_data.get("valid_on"), query_data.get("known_at"))


@changes.get("/records/<kind>/<key>/history")
@changes.output(FieldChangesShown)
@changes.doc(operation_id="readRecordHistory")
def read_history(kind: str, key: str) -> dict[str, list[FieldChange]]:
    """Return every change of every field of a record."""
    with reading() as work:
        return {"items": audit.field_history(work, kind, key)}


@changes.get("/records/<kind>/<key>/proof")
@changes.input(AsOfQuery, location="query")
@changes.output(ProofShown)
@changes.doc(operation_id="proveRecord")
def prove_record(kind: str, key: str, query_data: dict[str, Any]) -> Proof:
    """Return what a record said on a day, with the proof that it stands in the sealed journal."""
    with reading() as work:
        return audit.prove(work, kind, key, query_data.get("valid_on"), query_data.get("known_at"))
