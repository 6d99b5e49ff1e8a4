"""`/v1/parties`: who is registered, in which roles, under which names, with which certificates and keys."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length

from api.auth import reading, writing
from api.v1.fields import Day, Form, Key, PageQuery
from api.v1.lists import cursor_of, linked
from registry.ids import parse_id
from registry.parties import service, standing
from registry.parties.model import Certificate, FormerName, Party, PartyDraft

parties = APIBlueprint("parties", __name__, url_prefix="/v1/parties", tag="Parties")


class PartyQuery(PageQuery):
    """A search by name, present or former."""

    q = fields.String(load_default="", metadata={"description": "Words of the name; accents are not needed"})


class PartyForm(Form):
    """What a party says of itself."""

    name = fields.String(required=True, validate=Length(1, 400, error="field-length"))
    country = fields.String(load_default=None, allow_none=True, validate=Length(2, 2, error="field-length"))
    business_code = fields.String(load_default=None, allow_none=True)
    address = fields.String(load_default=None, allow_none=True, validate=Length(1, 500, error="field-length"))


class PartyAmendment(PartyForm):
    """What a party says from now on, and the version that was read."""

    version = fields.Integer(required=True, metadata={"description": "The version that was read"})


class MergeForm(Form):
    """Into which party, and why."""

    into = Key(required=True)
    reason = fields.String(required=True, validate=Length(1, 500, error="field-length"))


class PartyShown(Schema):
    """A party; the id of a merged one shows its survivor."""

    id = Key(required=True)
    name = fields.String(required=True)
    country = fields.String(allow_none=True)
    business_code = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    version = fields.Integer(required=True)


class PartyPage(Schema):
    """Some parties, and where to go on."""

    items = fields.List(fields.Nested(PartyShown), required=True)
    next = fields.String(allow_none=True)


class NameShown(Schema):
    """A former name."""

    name = fields.String(required=True)
    valid_from = Day(allow_none=True)
    valid_until = Day(required=True)


class NamesShown(Schema):
    """The former names of a party."""

    items = fields.List(fields.Nested(NameShown), required=True)


class CertificateShown(Schema):
    """A certificate."""

    id = Key(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    issuer = fields.String(required=True)
    scope = fields.String(required=True)
    valid_from = Day(required=True)
    valid_until = Day(allow_none=True)
    file_sha256 = fields.String(required=True)


class CertificatesShown(Schema):
    """The certificates of a party."""

    items = fields.List(fields.Nested(CertificateShown), required=True)


@parties.get("")
@parties.input(PartyQuery, location="query")
@parties.output(PartyPage)
@parties.doc(operation_id="searchParties")
def search_parties(query_data: dict[str, Any]) -> dict[str, object]:
    """Find parties by name, present or former."""
    with reading() as work:
        return linked(standing.search(work, query_data["q"], cursor_of(query_data), query_data["limit"]))


@parties.post("")
@parties.input(PartyForm)
@parties.output(PartyShown, status_code=201)
@parties.doc(operation_id="addParty", security="key")
def post_party(json_data: dict[str, Any]) -> Party:
    """Register a party (scope party:write)."""
    return writing(lambda work: service.add_party(work, PartyDraft(**json_data)))


@parties.get("/<party_id>")
@parties.output(PartyShown)
@parties.doc(operation_id="getParty")
def get_party(party_id: str) -> Party:
    """Return a party; the id of a merged one leads to its survivor."""
    with reading() as work:
        return service.party(work, parse_id(party_id))


@parties.put("/<party_id>")
@parties.input(PartyAmendment)
@parties.output(PartyShown)
@parties.doc(operation_id="amendParty", security="key")
def put_party(party_id: str, json_data: dict[str, Any]) -> Party:
    """Change what a party says (scope party:write); refused when it moved on since `version`."""
    version = json_data.pop("version")
    return writing(lambda work: standing.amend_party(work, parse_id(party_id), version, PartyDraft(**json_data)))


@parties.post("/<party_id>/merge")
@parties.input(MergeForm)
@parties.output(PartyShown)
@parties.doc(operation_id="mergeParty", security="key")
def post_merge(party_id: str, json_data: dict[str, Any]) -> Party:
    """Merge a party into another (scope party:merge); returns the survivor."""
    into, reason = json_data["into"], json_data["reason"]
    return writing(lambda work: standing.merge_parties(work, parse_id(party_id), into, reason))


@parties.get("/<party_id>/names")
@parties.output(NamesShown)
@parties.doc(operation_id="listPartyNames")
def list_names(party_id: str) -> dict[str, list[FormerName]]:
    """Return the former names of a party."""
    with reading() as work:
        return {"items": standing.names(work, parse_id(party_id))}


@parties.get("/<party_id>/certificates")
@parties.output(CertificatesShown)
@parties.doc(operation_id="listPartyCertificates")
def list_certificates(party_id: str) -> dict[str, list[Certificate]]:
    """Return the certificates of a party."""
    with reading() as work:
        return {"items": standing.certificates(work, parse_id(party_id))}
