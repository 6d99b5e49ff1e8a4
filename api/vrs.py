"""`/vrs`: verification between systems (GS1 Lightweight Messaging for verification of product identifiers, 1.0.2)."""

from __future__ import annotations

from datetime import date
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length

from api.auth import reading
from api.telemetry import request_id
from api.v1.fields import Form
from gs1 import BatchNumber, Gln, Gtin, SerialNumber
from gs1.dates import read_date
from registry.catalogue import service as catalogue
from registry.errors import BadInput, Fault, NotAllowed, NotFound
from registry.parties import service as parties
from registry.verification import service as verification
from registry.verification.model import Identity
from registry.verification.vrs import answer
from registry.work import Work

EXPIRY_DIGITS = 6
vrs = APIBlueprint("vrs", __name__, url_prefix="/vrs", tag="Verification")


class Asking(Form):
    """Who asks, and under which number of its own."""

    req_gln = fields.String(
        data_key="reqGLN", required=True, metadata={"description": "GLN of a registered place of who asks"}
    )
    corr_uuid = fields.String(
        data_key="corrUUID",
        validate=Length(1, 100, error="field-length"),
        metadata={"description": "Given back in the answer; absent: the number of the request"},
    )


class VerifyAsked(Asking):
    """The rest of the four data elements, and why it is asked."""

    exp = fields.String(metadata={"description": "Expiry date as in AI (17): YYMMDD, day 00 is the last of the month"})
    context = fields.String(
        validate=Length(1, 50, error="field-length"), metadata={"description": "Such as dscsaSaleableReturn"}
    )


class ConnectivityAsked(Asking):
    """Which trade item is asked for."""

    gtin = fields.String(required=True, metadata={"description": "GTIN-14"})


class Outcome(Schema):
    """Whether the data elements are those of one pack that may be handed on."""

    verified = fields.Boolean(required=True)
    failure = fields.String(data_key="verificationFailureReason", metadata={"description": "Absent when verified"})
    beside = fields.String(
        data_key="additionalInfo", metadata={"description": "Recalled, Expired or Illegitimate, where it is so"}
    )


class VerifyAnswer(Schema):
    """The answer of a responder."""

    asked_at = fields.String(data_key="verificationTimestamp", required=True)
    responder = fields.String(
        data_key="responderGLN",
        required=True,
        metadata={"description": "GLN of who holds the goods' licence; empty when it has none here"},
    )
    data = fields.Nested(Outcome, required=True)
    corr_uuid = fields.String(data_key="corrUUID", required=True)


class ConnectivityAnswer(Schema):
    """That this register answers for a trade item."""

    responder = fields.String(data_key="responderGLN", required=True)


@vrs.get("/verify/gtin/<gtin>/lot/<path:lot>/ser/<path:serial>")
@vrs.input(VerifyAsked, location="query")
@vrs.output(VerifyAnswer)
@vrs.doc(operation_id="routeVerification")
def get_verification(gtin: str, lot: str, serial: str, query_data: dict[str, Any]) -> dict[str, object]:
    """Say whether GTIN, batch, serial number and expiry date are those of one pack that may be handed on."""
    with reading() as work:
        _check_requester(work, query_data["req_gln"])
        named = Identity(
            Gtin.parse(gtin), SerialNumber.parse(serial).text, BatchNumber.parse(lot).text, _expiry(work, query_data)
        )
        responder = _responder(work, named.gtin)
        told = answer(verification.verify(work, named))
    data: dict[str, object] = {"verified": told.failure is None}
    if told.failure is not None:
        data["failure"] = told.failure.value
    if told.beside is not None:
        data["beside"] = told.beside.value
    return {
        "asked_at": work.now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "responder": responder,
        "data": data,
        "corr_uuid": query_data.get("corr_uuid") or request_id(),
    }


@vrs.get("/checkConnectivity")
@vrs.input(ConnectivityAsked, location="query")
@vrs.output(ConnectivityAnswer)
@vrs.doc(operation_id="checkConnectivity")
def get_connectivity(query_data: dict[str, Any]) -> dict[str, str]:
    """Say that this register answers for a trade item, or 404."""
    with reading() as work:
        _check_requester(work, query_data["req_gln"])
        return {"responder": _responder(work, Gtin.parse(query_data["gtin"]))}


def _check_requester(work: Work, gln: str) -> None:
    """Raise `NotAllowed` unless the requester's GLN is that of a registered place (401, LMS section 3.3)."""
    try:
        parties.place(work, Gln.parse(gln))
    except NotFound:
        raise NotAllowed("requester-unknown", gln=gln) from None


def _responder(work: Work, gtin: Gtin) -> str:
    """Return the GLN of the first place of the licence holder, else of the maker; raise `NotFound` without the item."""
    product = catalogue.product(work, catalogue.trade_item(work, gtin).product_id)
    for party in (product.holder_id, product.maker_id):
        for place in parties.places_of(work, party) if party is not None else ():
            return place.gln.text
    return ""


def _expiry(work: Work, told: dict[str, Any]) -> date | None:
    text = told.get("exp")
    if text is None:
        return None
    day = read_date(text, work.today)
    if day is None or len(text) != EXPIRY_DIGITS:
        raise BadInput.of([Fault("expiry-digits", "/exp", text, facts={"text": text[:20]})])
    return day
