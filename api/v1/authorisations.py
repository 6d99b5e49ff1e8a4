"""`/v1/authorisations`: a licence by any number it has or ever had."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields

from api.auth import reading
from api.v1.fields import Day, Key, Query
from registry.catalogue import service as catalogue
from registry.catalogue.model import Authorisation

authorisations = APIBlueprint("authorisations", __name__, url_prefix="/v1/authorisations", tag="Authorisations")


class NumberQuery(Query):
    """A number with slashes is easier told in the query."""

    number = fields.String(
        required=True, metadata={"description": "Any spelling, old or new", "example": "VD-22739-15"}
    )


class NumberShown(Schema):
    """A number that names, or named, the authorisation."""

    text = fields.String(required=True)
    is_current = fields.Boolean(required=True)
    usable_from = Day(allow_none=True)
    usable_until = Day(allow_none=True, metadata={"description": "End of the overlap after a renewal"})


class AuthorisationShown(Schema):
    """A marketing authorisation or circulation number."""

    id = Key(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    product_id = Key(required=True)
    valid_from = Day(allow_none=True)
    valid_until = Day(allow_none=True)
    evidence = fields.String(required=True, metadata={"description": "list, award, decision or submission"})
    decision = fields.String(allow_none=True)
    version = fields.Integer(required=True)
    numbers = fields.List(fields.Nested(NumberShown), required=True)


@authorisations.get("")
@authorisations.input(NumberQuery, location="query")
@authorisations.output(AuthorisationShown)
@authorisations.doc(operation_id="findAuthorisation")
def find_authorisation(query_data: dict[str, Any]) -> Authorisation:
    """Return the authorisation that a number names, or ever named."""
    with reading() as work:
        return catalogue.find_by_number(work, query_data["number"])


@authorisations.get("/<path:number>")
@authorisations.output(AuthorisationShown)
@authorisations.doc(operation_id="getAuthorisation")
def get_authorisation(number: str) -> Authorisation:
    """Return the authorisation that a number names, or ever named."""
    with reading() as work:
        return catalogue.find_by_number(work, number)
