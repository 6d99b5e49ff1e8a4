"""`/v1/company-prefixes` and `/v1/identifiers`: who holds which prefix, how full it is, and new GTINs and GLNs."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length, Range

from api.auth import reading, writing
from api.v1.fields import Day, Form, GtinText, Key, PageQuery
from api.v1.lists import cursor_of, linked
from api.v1.trade_items import CountForm
from registry.identifiers import holding
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX, CompanyPrefix, PrefixDraft
from registry.ids import parse_id
from registry.paging import Page
from registry.work import Work

company_prefixes = APIBlueprint("company_prefixes", __name__, url_prefix="/v1", tag="Identifiers")
PREFIX_TOLD = {"description": "GS1 company prefix of a pool"}


class PrefixForm(Form):
    """A prefix and its holder; without a party it belongs to the national pool."""

    prefix = fields.String(required=True, validate=Length(4, 12, error="field-length"))
    party_id = Key(allow_none=True, load_default=None)
    source = fields.String(
        required=True,
        validate=Length(1, holding.SOURCE_MOST, error="field-length"),
        metadata={"description": "What proves the licence: the certificate of the GS1 member organisation"},
    )
    valid_from = Day(required=True)
    valid_until = Day(allow_none=True, load_default=None)


class EndForm(Form):
    """The last day of the licence."""

    valid_until = Day(required=True)


class CapacityShown(Schema):
    """How many keys of one kind a prefix has, has given out or passed over, and has left."""

    kind = fields.String(required=True)
    size = fields.Integer(required=True)
    used = fields.Integer(required=True)
    left = fields.Integer(required=True)


class PrefixShown(Schema):
    """A company prefix."""

    id = Key(required=True)
    prefix = fields.String(required=True)
    party_id = Key(allow_none=True)
    is_national = fields.Boolean(required=True, metadata={"description": "Open to every party without its own"})
    source = fields.String(required=True)
    valid_from = Day(required=True)
    valid_until = Day(allow_none=True)
    capacity = fields.List(fields.Nested(CapacityShown), required=True)


class PrefixesShown(Schema):
    """A page of prefixes, in their order."""

    items = fields.List(fields.Nested(PrefixShown), required=True)
    next = fields.String(allow_none=True)


class GtinsForm(Form):
    """Which packaging levels want a GTIN, from which pool."""

    trade_items = fields.List(Key(), required=True, validate=Length(1, 1_000, error="field-length"))
    prefix = fields.String(load_default=DEMONSTRATION_PREFIX, metadata=PREFIX_TOLD)


class GtinsShown(Schema):
    """The GTINs, in the order of the levels that were named."""

    gtins = fields.List(GtinText(), required=True)


class OwnGtinForm(Form):
    """A GTIN given out elsewhere, under any company prefix, and the packaging level that bears it."""

    trade_item = Key(required=True)
    gtin = GtinText(required=True)


class GlnsForm(CountForm):
    """How many GLNs are wanted, under which company prefix."""

    count = fields.Integer(required=True, strict=True, validate=Range(min=1, error="count-range"))
    prefix = fields.String(load_default=DEMONSTRATION_PREFIX, metadata=PREFIX_TOLD)


class GlnsShown(Schema):
    """New location numbers."""

    glns = fields.List(fields.String(), required=True)


@company_prefixes.get("/company-prefixes")
@company_prefixes.input(PageQuery, location="query")
@company_prefixes.output(PrefixesShown)
@company_prefixes.doc(operation_id="listCompanyPrefixes", security="key")
def list_prefixes(query_data: dict[str, Any]) -> dict[str, object]:
    """Return one's own prefixes and the national pool's, with their capacity; all of them with identifier:read."""
    with reading() as work:
        cursor, limit = cursor_of(query_data), query_data["limit"]
        rows = holding.prefixes(work, str(cursor.parts(str)[0]) if cursor else "", limit + 1)
        page = Page.cut(rows, limit, lambda one: (one.prefix,))
        return linked(page.map(lambda one: _told(work, one)))


@company_prefixes.post("/company-prefixes")
@company_prefixes.input(PrefixForm)
@company_prefixes.output(PrefixShown, 201)
@company_prefixes.doc(operation_id="addCompanyPrefix", security="key")
def post_prefix(json_data: dict[str, Any]) -> dict[str, object]:
    """Write down who holds a company prefix (scope identifier:grant); no two prefixes may share a key."""
    draft = PrefixDraft(**json_data)
    return writing(lambda work: _told(work, holding.add_prefix(work, draft)))


@company_prefixes.post("/company-prefixes/<prefix_id>/end")
@company_prefixes.input(EndForm)
@company_prefixes.output(PrefixShown)
@company_prefixes.doc(operation_id="endCompanyPrefix", security="key")
def post_end(prefix_id: str, json_data: dict[str, Any]) -> dict[str, object]:
    """End the licence of a prefix on a day (scope identifier:grant); keys that were given stay what they are."""
    key, until = parse_id(prefix_id), json_data["valid_until"]
    return writing(lambda work: _told(work, holding.end_prefix(work, key, until)))


@company_prefixes.post("/identifiers/gtins")
@company_prefixes.input(GtinsForm)
@company_prefixes.output(GtinsShown, 201)
@company_prefixes.doc(operation_id="allocateGtins", security="key")
def post_gtins(json_data: dict[str, Any]) -> dict[str, object]:
    """Give packaging levels of one's own products GTINs (scopes identifier:write and trade-item:write)."""
    items, prefix = json_data["trade_items"], json_data["prefix"]
    return {"gtins": writing(lambda work: identifiers.allocate_own_gtins(work, items, prefix))}


@company_prefixes.post("/identifiers/gtins/foreign")
@company_prefixes.input(OwnGtinForm)
@company_prefixes.output(GtinsShown, 201)
@company_prefixes.doc(operation_id="takeInGtin", security="key")
def post_foreign(json_data: dict[str, Any]) -> dict[str, object]:
    """Take in a GTIN given out elsewhere, its check digit verified; a taken or retired one is refused for ever."""
    item, gtin = json_data["trade_item"], json_data["gtin"]
    known = writing(lambda work: identifiers.register_own_gtin(work, item, gtin))
    return {"gtins": [known.value]}


@company_prefixes.post("/identifiers/glns")
@company_prefixes.input(GlnsForm)
@company_prefixes.output(GlnsShown, 201)
@company_prefixes.doc(operation_id="allocateGlns", security="key")
def post_glns(json_data: dict[str, Any]) -> dict[str, object]:
    """Give out GLNs for places (scope identifier:write)."""
    keys = writing(lambda work: identifiers.allocate_gln(work, json_data["count"], json_data["prefix"]))
    return {"glns": [key.text for key in keys]}


def _told(work: Work, one: CompanyPrefix) -> dict[str, object]:
    return {
        "id": one.id,
        "prefix": one.prefix,
        "party_id": one.party_id,
        "is_national": one.is_national,
        "source": one.source,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "capacity": identifiers.capacity(work, one.prefix),
    }
