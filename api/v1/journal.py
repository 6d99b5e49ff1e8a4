"""`/v1/journal`: for the authority, who did what to a record."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length

from api.auth import reading
from api.v1.fields import Instant, Query
from registry.audit import service as audit
from registry.audit.model import Entry

journal = APIBlueprint("journal", __name__, url_prefix="/v1/journal", tag="Journal")


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


@journal.get("")
@journal.input(SubjectQuery, location="query")
@journal.output(EntriesShown)
@journal.doc(operation_id="readJournal", security="key")
def read_journal(query_data: dict[str, Any]) -> dict[str, list[Entry]]:
    """Return the newest acts on a subject (scope journal:read)."""
    with reading() as work:
        return {"items": audit.history(work, query_data["subject"])}
