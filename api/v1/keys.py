"""`/v1/parties/{id}/keys`: the keys a party makes for its own machines; a key's text is shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length, Range

from api.auth import reading, writing
from api.desk import desk
from api.v1.fields import Day, Form, Instant, Key
from gs1 import Gln
from registry.ids import parse_id
from registry.parties import keys as service
from registry.parties.model import ApiKey, ApiKeyDraft

keys = APIBlueprint("keys", __name__, url_prefix="/v1/parties/<party_id>/keys", tag="Parties")


class KeyForm(Form):
    """What a key is for, and with which scopes."""

    name = fields.String(required=True, validate=Length(1, 100, error="field-length"))
    scopes = fields.List(fields.String(), required=True, validate=Length(1, 50, error="field-length"))
    place = fields.String(load_default=None, metadata={"description": "GLN of the place that the key speaks for"})
    expires_at = fields.AwareDateTime(
        load_default=None, metadata={"description": "The instant at which the key ends by itself"}
    )


class RotationForm(Form):
    """How long the old key goes on beside the new one."""

    overlap_hours = fields.Integer(load_default=168, validate=Range(0, 24 * 90, error="field-range"))


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
    place = Gln.parse(json_data["place"]).text if json_data["place"] else None
    told = (json_data["name"], frozenset(json_data["scopes"]), place, json_data["expires_at"])
    draft = ApiKeyDraft(parse_id(party_id), *told)
    pepper = desk().pepper
    text, key = writing(lambda work: service.issue_own_key(work, pepper, draft))
    return {"text": text, "key": key}


@keys.post("/<key_id>/rotate")
@keys.input(RotationForm)
@keys.output(KeyMade, status_code=201)
@keys.doc(operation_id="rotateKey", security="key")
def post_rotation(party_id: str, key_id: str, json_data: dict[str, Any]) -> dict[str, object]:
    """Make a key like an old one; the old one goes on for the overlap, a week where nothing is said."""
    pepper, owner = desk().pepper, (parse_id(party_id), parse_id(key_id))
    overlap = timedelta(hours=json_data["overlap_hours"])
    text, key = writing(lambda work: service.rotate_key(work, pepper, owner, overlap))
    return {"text": text, "key": key}


@keys.delete("/<key_id>")
@keys.output({}, status_code=204)
@keys.doc(operation_id="revokeKey", security="key")
def delete_key(party_id: str, key_id: str) -> tuple[str, int]:
    """End a key of one's own party at once."""
    writing(lambda work: service.revoke_own_key(work, parse_id(party_id), parse_id(key_id)))
    return "", 204
