"""`/v1/verify`: green, amber or red for a scanned text or its parts, with every reason and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any  # Any: what webargs read, already checked by the schema beside

import orjson
from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields
from marshmallow.validate import Length

from api.auth import reading
from api.negotiate import Language, language
from api.problems import plain
from api.v1.fields import Day, Form, GtinText
from api.verdict_words import next_step_text, reason_text
from gs1 import ParseOptions, parse
from registry.errors import BadInput, Fault
from registry.ids import format_id
from registry.verification import service as verification
from registry.verification.model import Identity, Verdict
from registry.work import Work

KEYS = {"product_id", "recall"}
verify = APIBlueprint("verify", __name__, url_prefix="/v1", tag="Verification")


class VerifyForm(Form):
    """What was scanned (`text`), or its parts as printed."""

    text = fields.String(
        validate=Length(1, 500, error="field-length"), metadata={"description": "What the scanner read"}
    )
    gtin = GtinText()
    serial = fields.String(validate=Length(1, 20, error="field-length"))
    batch = fields.String(validate=Length(1, 20, error="field-length"))
    expiry = Day()


class ReasonShown(Schema):
    """One reason behind a colour."""

    code = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "In the language asked for"})
    nmvs = fields.String(allow_none=True, metadata={"description": "The code of the European verification system"})
    alert = fields.Boolean(required=True)
    facts = fields.Dict(keys=fields.String())


class VerdictShown(Schema):
    """What to do with a pack, and why."""

    colour = fields.String(required=True, metadata={"enum": ["green", "amber", "red"]})
    next_step = fields.String(required=True)
    next_step_text = fields.String(required=True)
    reasons = fields.List(fields.Nested(ReasonShown), required=True)
    facts = fields.Dict(keys=fields.String(), required=True)


@verify.post("/verify")
@verify.input(VerifyForm)
@verify.output(VerdictShown)
@verify.doc(operation_id="verify")
def post_verify(json_data: dict[str, Any]) -> Response:
    """Say whether a pack may be supplied: green, amber or red, with every reason and the next step."""
    with reading() as work:
        verdict = verification.verify(work, identity_of(work, json_data))
    body = orjson.dumps(verdict_document(verdict, language()))
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def identity_of(work: Work, told: dict[str, Any]) -> Identity:
    """Return what a form names; raise `BadInput` when it names nothing, `Gs1Error` when its text is faulty."""
    if "text" in told:
        return Identity.of(parse(told["text"], ParseOptions(today=work.today, permit_plain_data=True)))
    if "gtin" not in told:
        raise BadInput("identity-missing", faults=[Fault("field-required", "/text")])
    return Identity(told["gtin"], told.get("serial"), told.get("batch"), told.get("expiry"))


def verdict_document(verdict: Verdict, lang: Language) -> dict[str, object]:
    """Return a verdict as JSON; the same as its schema shows, made by hand because this is the hot road."""
    return {
        "colour": verdict.colour.value,
        "next_step": verdict.next_step.value,
        "next_step_text": next_step_text(verdict.next_step, lang),
        "reasons": [
            {
                "code": reason.code,
                "text": reason_text(reason, lang),
                "nmvs": reason.nmvs,
                "alert": reason.alert,
                "facts": _shown(reason.facts),
            }
            for reason in verdict.reasons
        ],
        "facts": _shown({name: getattr(verdict.facts, name) for name in verdict.facts.__slots__}),
    }


def _shown(facts: Mapping[str, object]) -> dict[str, object]:
    """Return facts as JSON; keys of the register as the text that people see."""
    return {
        name: format_id(value) if name in KEYS and isinstance(value, int) else plain(value)
        for name, value in facts.items()
    }
