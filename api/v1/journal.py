"""`/v1/journal`: who did what to a record, for the authority; and for everyone what proves it later."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields
from marshmallow.validate import Length

from api.auth import reading
from api.desk import desk
from api.v1.fields import Day, Instant, Query
from registry.audit import publishing, verifier
from registry.audit import service as audit
from registry.audit.model import Entry, Seal
from registry.errors import BadInput, Fault

journal = APIBlueprint("journal", __name__, url_prefix="/v1/journal", tag="Journal")
LINES = "application/x-ndjson"
LINES_TOLD = "Lines of JSON"


class SubjectQuery(Query):
    """Of what the acts are wanted."""

    subject = fields.String(
        required=True,
        validate=Length(1, 200, error="field-length"),
        metadata={"description": "An id, a GTIN, a GLN ..."},
    )


class EntryShown(Schema):
    """One act, and its place in the chain of hashes."""

    seq = fields.Integer(required=True)
    at = Instant(required=True)
    actor = fields.String(required=True)
    action = fields.String(required=True)
    subject = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)
    previous = fields.Function(lambda entry: entry.previous.hex(), metadata={"type": "string"})
    digest = fields.Function(lambda entry: entry.digest.hex(), metadata={"type": "string"})


class EntriesShown(Schema):
    """The newest acts."""

    items = fields.List(fields.Nested(EntryShown), required=True)


class SealShown(Schema):
    """The head of the journal's tree at the end of a day, signed (Ed25519) over `checkpoint`."""

    day = Day(required=True)
    size = fields.Integer(required=True)
    root = fields.Function(lambda seal: seal.root.hex(), metadata={"type": "string"})
    checkpoint = fields.Function(lambda seal: seal.checkpoint.decode(), metadata={"type": "string"})
    key = fields.String(allow_none=True, attribute="key_name")
    signature = fields.Function(
        lambda seal: seal.signature.hex() if seal.signature else None, metadata={"type": ["string", "null"]}
    )


class SealsShown(Schema):
    """The newest seals, and the public key that signs them (32 bytes in hexadecimal digits)."""

    items = fields.List(fields.Nested(SealShown), required=True)
    public_key = fields.String(required=True)


@journal.get("")
@journal.input(SubjectQuery, location="query")
@journal.output(EntriesShown)
@journal.doc(operation_id="readJournal", security="key")
def read_journal(query_data: dict[str, Any]) -> dict[str, list[Entry]]:
    """Return the newest acts on a subject (scope journal:read)."""
    with reading() as work:
        return {"items": audit.history(work, query_data["subject"])}


@journal.get("/seals")
@journal.output(SealsShown)
@journal.doc(operation_id="listSeals")
def list_seals() -> dict[str, list[Seal] | str]:
    """Return the seals of the last 400 days, newest first."""
    with reading() as work:
        return {"items": audit.seals(work), "public_key": publishing.signer(desk().pepper).public_key.hex()}


@journal.get("/checkpoints.jsonl")
@journal.doc(operation_id="readCheckpoints", responses={200: LINES_TOLD})
def read_checkpoints() -> Response:
    """Return every checkpoint, one line a day, as the offline verifier reads them."""
    with reading() as work:
        sealed = audit.seals(work, 100_000)
    return Response("".join(publishing.checkpoint_line(seal) for seal in reversed(sealed)), mimetype=LINES)


@journal.get("/days/<name>")
@journal.doc(operation_id="readSealedDay", responses={200: LINES_TOLD})
def read_day(name: str) -> Response:
    """Return a sealed day (`2026-03-02.jsonl`): public entries whole, of the others number and digest."""
    day = _day_of(name)
    with reading() as work:
        return Response("".join(publishing.day_lines(work, day)), mimetype=LINES)


@journal.get("/verifier.py")
@journal.doc(operation_id="readVerifier", responses={200: "A Python program"})
def read_verifier() -> Response:
    """Return the program that checks what is published; it needs nothing but Python."""
    return Response(inspect.getsource(verifier), mimetype="text/x-python")


def _day_of(name: str) -> date:
    try:
        return date.fromisoformat(name.removesuffix(".jsonl"))
    except ValueError:
        raise BadInput.of([Fault("field-date", pointer="/day", value=name[:40])]) from None
