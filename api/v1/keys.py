"""`/v1/parties/{id}/keys`: the keys a party makes for its own machines; a key's text is shown once."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length

from api.auth import reading, writing
from api.desk import desk
from api.v1.fields import Day, Form, Instant, Key
from registry.ids import parse_id
from registry.parties import keys as service
from registry.parties.model import ApiKey, ApiKeyDraft

keys = APIBlueprint("keys", __name__, url_prefix="/v1/parties/<party_id>/keys", tag="Parties")


class KeyForm(Form):
    """What a key is for, and with which scopes."""

    name = fields.String(required=True, validate=Length(1, 100, error="field-length"))
    scopes = fields.List(fields.String(), required=True, validate=Length(1, 50, error="field-length"))


class KeyShown(Schema):
    """A key by its first characters."""

    id = Key(required=True)
    prefix = fields.String(required=True)
    name = fields.String(required=True, attribute="draft.name")
    scopes = fields.Function(
        lambda one: sorted(one.draft.scopes), required=True, metadata={"type": "array", "items": {"type": "string"}}
    )
    created_at = Instant(required=True)
    expires_at = Instant(allow_none=True, attribute="draft.expires_at")
    revoked_at = Instant(allow_none=True)
    last_used_day = Day(allow_none=True)


class KeyMade(Schema):
    """A new key, with the text that is shown this once."""

    text = fields.String(required=True)
    key = fields.Nested(KeyShown, required=True)


class KeysShown(Schema):
    """The keys of a party."""

    items = fields.List(fields.Nested(KeyShown), required=True)


@keys.get("")
@keys.output(KeysShown)
@keys.doc(operation_id="listKeys", security="key")
def list_keys(party_id: str) -> dict[str, list[ApiKey]]:
    """Return the keys of one's own party (scope key:write-own)."""
    with reading() as work:
        return {"items": service.keys_of(work, parse_id(party_id))}


@keys.post("")
@keys.input(KeyForm)
@keys.output(KeyMade, status_code=201)
@keys.doc(operation_id="issueKey", security="key")
def post_key(party_id: str, json_data: dict[str, Any]) -> dict[str, object]:
    """Make a key for one's own party or a principal, no wider than the key shown."""
    draft = ApiKeyDraft(parse_id(party_id), json_data["name"], frozenset(json_data["scopes"]))
    pepper = desk().pepper
    text, key = writing(lambda work: service.issue_own_key(work, pepper, draft))
    return {"text": text, "key": key}


@keys.delete("/<key_id>")
@keys.output({}, status_code=204)
@keys.doc(operation_id="revokeKey", security="key")
def delete_key(party_id: str, key_id: str) -> tuple[str, int]:
    """End a key of one's own party at once."""
    writing(lambda work: service.revoke_own_key(work, parse_id(party_id), parse_id(key_id)))
    return "", 204
