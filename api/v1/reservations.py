"""`/v1/reservations` and `/v1/national-keys`: GTINs held for goods to come, and the key of goods without a GTIN."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length

from api.auth import reading, writing
from api.v1.fields import Day, Form, Key, PageQuery
from api.v1.lists import cursor_of, linked
from api.v1.trade_items import CountForm, TradeItemShown
from gs1 import Gtin
from registry.identifiers import national, reserving
from registry.identifiers.model import DEMONSTRATION_PREFIX, NationalKey, Reservation
from registry.paging import Page

reservations = APIBlueprint("reservations", __name__, url_prefix="/v1", tag="Identifiers")


class ReservationForm(CountForm):
    """How many GTINs are wanted, until which day, of which pool."""

    until = Day(required=True, metadata={"description": "The last day on which they may be confirmed"})
    prefix = fields.String(load_default=DEMONSTRATION_PREFIX, metadata={"description": "GS1 company prefix of a pool"})


class ItemForm(Form):
    """The packaging level that takes the number."""

    trade_item = Key(required=True)


class NationalForm(ItemForm):
    """The packaging level without a GTIN, and why it has none."""

    reason = fields.String(required=True, validate=Length(1, national.REASON_MOST, error="field-length"))


class ReservationShown(Schema):
    """A reserved number and what became of it: reserved, assigned, or retired for ever."""

    gtin = fields.String(required=True, attribute="value")
    until = Day(required=True)
    state = fields.String(required=True)
    trade_item = Key(allow_none=True, attribute="trade_item_id")


class ReservationsShown(Schema):
    """A page of reservations."""

    items = fields.List(fields.Nested(ReservationShown), required=True)
    next = fields.String(allow_none=True)


class NationalKeyShown(Schema):
    """A national key: no GS1 key, and said so."""

    key = fields.String(required=True, attribute="value")
    is_gs1 = fields.Boolean(required=True, metadata={"description": "Always false: it is no GTIN"})
    reason = fields.String(required=True)
    item = fields.Nested(TradeItemShown, required=True)


@reservations.post("/reservations")
@reservations.input(ReservationForm)
@reservations.output(ReservationsShown, 201)
@reservations.doc(operation_id="reserveGtins", security="key")
def post_reservation(json_data: dict[str, Any]) -> dict[str, object]:
    """Hold GTINs for goods to come until a day (scope identifier:write)."""
    count, until, prefix = json_data["count"], json_data["until"], json_data["prefix"]
    return {"items": writing(lambda work: reserving.reserve(work, count, until, prefix)), "next": None}


@reservations.get("/reservations")
@reservations.input(PageQuery, location="query")
@reservations.output(ReservationsShown)
@reservations.doc(operation_id="listReservations", security="key")
def list_reservations(query_data: dict[str, Any]) -> dict[str, object]:
    """Return one's own reservations with what became of them; all of them with identifier:read."""
    with reading() as work:
        cursor, limit = cursor_of(query_data), query_data["limit"]
        rows = reserving.reservations(work, str(cursor.parts(str)[0]) if cursor else "", limit + 1)
    return linked(Page.cut(rows, limit, lambda one: (one.value,)))


@reservations.post("/reservations/<gtin>/confirm")
@reservations.input(ItemForm)
@reservations.output(ReservationShown)
@reservations.doc(operation_id="confirmReservation", security="key")
def post_confirmation(gtin: str, json_data: dict[str, Any]) -> Reservation:
    """Give a reserved GTIN to a packaging level of one's own (scopes identifier:write and trade-item:write)."""
    named, item = Gtin.parse(gtin), json_data["trade_item"]
    return writing(lambda work: reserving.confirm(work, named, item))


@reservations.post("/reservations/<gtin>/release")
@reservations.output(ReservationShown)
@reservations.doc(operation_id="releaseReservation", security="key")
def post_release(gtin: str) -> Reservation:
    """Give a reserved GTIN up; it is retired and never given again (scope identifier:write)."""
    named = Gtin.parse(gtin)
    return writing(lambda work: reserving.release(work, named))


@reservations.post("/national-keys")
@reservations.input(NationalForm)
@reservations.output(NationalKeyShown, 201)
@reservations.doc(operation_id="giveNationalKey", security="key")
def post_national_key(json_data: dict[str, Any]) -> dict[str, object]:
    """Give a packaging level without a GTIN its national key (scopes identifier:write and trade-item:write)."""
    item, reason = json_data["trade_item"], json_data["reason"]
    made = writing(lambda work: national.give_national_key(work, item, reason))
    return get_national_key(made.value)


@reservations.get("/national-keys/<key>")
@reservations.output(NationalKeyShown)
@reservations.doc(operation_id="getNationalKey")
def read_national_key(key: str) -> dict[str, object]:
    """Return what a national key names; its check character is verified first."""
    return get_national_key(key)


def get_national_key(key: str) -> dict[str, object]:
    """Look a key up for whoever asks."""
    with reading() as work:
        known, item = national.item_of_key(work, key)
    return _told(known) | {"item": item}


def _told(one: NationalKey) -> dict[str, object]:
    return {"value": one.value, "is_gs1": False, "reason": one.reason}
