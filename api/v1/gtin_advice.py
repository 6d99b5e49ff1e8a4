"""`/v1/identifiers/gtin-advice`: whether a changed item keeps its GTIN, needs a new one, or a new authorisation."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range

from api.gtin_versions import COUNT_MOST, MEASURE_MOST, TEXT_MOST, Answer, Judged, judge, version_of
from api.v1.authorisations import ANYTHING
from api.v1.fields import Form
from gs1.gtin_changes import Decision, Fact, Reason

gtin_advice = APIBlueprint("gtin_advice", __name__, url_prefix="/v1/identifiers", tag="Identifiers")


def _text(description: str) -> fields.String:
    return fields.String(
        allow_none=True, validate=Length(1, TEXT_MOST, error="field-length"), metadata={"description": description}
    )


def _measure() -> fields.Float:
    return fields.Float(allow_none=True, validate=Range(0, MEASURE_MOST, error="field-range"))


def _words(description: str) -> fields.List[str]:
    return fields.List(
        fields.String(validate=Length(1, 200, error="field-length")),
        allow_none=True,
        validate=Length(0, 100, error="field-length"),
        metadata={"description": description},
    )


class PartForm(Form):
    """One kind of thing in a kit."""

    item = fields.String(required=True, validate=Length(1, 200, error="field-length"))
    count = fields.Integer(required=True, strict=True, validate=Range(1, COUNT_MOST, error="field-range"))


class VersionForm(Form):
    """What is declared of the item; what is left out is unknown and breaks no rule."""

    product = _text("The register's key or name of the product")
    brand = _text("Trade name")
    labeller = _text("Who stands on the label")
    formulation = _text("Active and inactive ingredients")
    functionality = _text("Form, fit or function of a device")
    strength = _text("500 mg")
    dosage_form = _text("Dosage form")
    route = _text("Route of administration")
    net_content = _text("Declared net content")
    pack_quantity = fields.Integer(allow_none=True, strict=True, validate=Range(0, COUNT_MOST, error="field-range"))
    packaging = _text("Packaging configuration: box/10 blister/10 tablet")
    assortment = fields.List(fields.Nested(PartForm), allow_none=True, validate=Length(0, 500, error="field-length"))
    height_mm = _measure()
    width_mm = _measure()
    depth_mm = _measure()
    gross_weight_g = _measure()
    is_sterile = fields.Boolean(allow_none=True)
    is_single_use = fields.Boolean(allow_none=True)
    contains_latex = fields.Boolean(allow_none=True)
    certification_marks = _words("Marks such as CE")
    languages = _words("Languages of the label")
    markets = _words("Target markets, ISO 3166")
    promotion = _text("Time-critical or promotional item")
    price_on_pack = _text("A price printed on the pack")
    higher_levels = fields.Integer(
        strict=True,
        validate=Range(0, 20, error="field-range"),
        metadata={"description": "How many packaging levels hold this item"},
    )


class AdviceForm(Form):
    """The version the GTIN was given for, the changed one, and whose rules are asked."""

    old = fields.Nested(VersionForm, required=True)
    new = fields.Nested(VersionForm, required=True)
    rules = fields.String(load_default="healthcare", validate=OneOf(["healthcare", "general"], error="field-choice"))


class BothShown(Schema):
    """A sentence in both languages."""

    vi = fields.String(required=True)
    en = fields.String(required=True)


class BrokenRuleShown(Schema):
    """A rule that speaks against keeping the GTIN, and the change that it looks at."""

    code = fields.String(required=True)
    title = fields.Nested(BothShown, required=True)
    standard = fields.String(required=True, metadata={"description": "The standard and its rule"})
    touches_authorisation = fields.Boolean(required=True)
    attribute = fields.String(required=True)
    old = fields.Raw(allow_none=True, metadata=ANYTHING)
    new = fields.Raw(allow_none=True, metadata=ANYTHING)


class AdviceShown(Schema):
    """The answer, with every rule that asks for it."""

    answer = fields.String(required=True, validate=OneOf([str(one) for one in Answer]))
    decision = fields.String(
        required=True,
        validate=OneOf([str(one) for one in Decision]),
        metadata={"description": "At which packaging levels a new GTIN is due"},
    )
    message = fields.Nested(BothShown, required=True)
    rules = fields.List(fields.Nested(BrokenRuleShown), required=True)
    told_once = fields.List(
        fields.String(), required=True, metadata={"description": "Attributes that one version alone declares"}
    )


@gtin_advice.post("/gtin-advice")
@gtin_advice.input(AdviceForm)
@gtin_advice.output(AdviceShown)
@gtin_advice.doc(operation_id="adviseGtin")
def post_advice(json_data: dict[str, Any]) -> dict[str, object]:
    """Say whether a changed item keeps its GTIN, needs a new one, or a new authorisation too; anybody may ask."""
    return _told(judge(version_of(json_data["old"]), version_of(json_data["new"]), json_data["rules"]))


def _told(judged: Judged) -> dict[str, object]:
    advice = judged.advice
    return {
        "answer": judged.answer,
        "decision": advice.decision,
        "message": {"vi": advice.message("vi"), "en": advice.message("en")},
        "rules": [_reason(one) for one in advice.reasons],
        "told_once": advice.told_once,
    }


def _reason(one: Reason) -> dict[str, object]:
    return {
        "code": one.rule.code,
        "title": {"vi": one.rule.vi, "en": one.rule.en},
        "standard": one.rule.standard,
        "touches_authorisation": one.rule.is_national,
        "attribute": one.attribute,
        "old": _fact(one.old),
        "new": _fact(one.new),
    }


def _fact(fact: Fact) -> object:
    """A set as a sorted list, the parts of a kit as they are told."""
    if not isinstance(fact, frozenset):
        return fact
    parts = sorted(fact, key=str)
    return [{"item": one[0], "count": one[1]} if isinstance(one, tuple) else one for one in parts]
