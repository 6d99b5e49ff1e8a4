"""`/v1/labels`: sheets of pack labels, and the symbol of one pack, as PDF, PNG, SVG or ZPL."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint
from flask import Response
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range
from werkzeug.exceptions import NotFound as NoSuchAddress

from api.auth import reading
from api.label_words import label_for
from api.labels import SHEETS, LabelKind, label_sheet, serials_from
from api.v1.fields import Day, Form, GtinText
from gs1 import Gtin, Message, build, parse
from registry.errors import BadInput, Fault, NotFound
from registry.trace import service as trace
from scanner import SymbolKind, draw
from scanner.drawing import FileForm, page_with_words, write

labels = APIBlueprint("labels", __name__, url_prefix="/v1", tag="Labels")
LABELS_MAX = 1_000
DPI = Range(150, 1200, error="field-range")
MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml", "zpl": "text/plain", "pdf": "application/pdf"}


class LabelsForm(Form):
    """What to print: texts of symbols, or the packs of one batch."""

    kind = fields.String(
        load_default="pack",
        validate=OneOf([*LabelKind], error="field-choice"),
        metadata={"description": "pack: GS1 DataMatrix; link: QR code with a Digital Link; case, pallet: GS1-128"},
    )
    texts = fields.List(
        fields.String(validate=Length(1, 500, error="field-length")),
        metadata={"description": "GS1 texts, for example (01)...(17)...(10)...(21)..."},
    )
    gtin = GtinText()
    batch = fields.String(validate=Length(1, 20, error="field-length"))
    expiry = Day()
    serials = fields.List(fields.String(validate=Length(1, 20, error="field-length")))
    first_serial = fields.String(
        validate=Length(1, 20, error="field-length"), metadata={"description": "Its last digits count up"}
    )
    count = fields.Integer(load_default=1, validate=Range(1, LABELS_MAX, error="field-range"))
    copies = fields.Integer(load_default=1, validate=Range(1, LABELS_MAX, error="field-range"))
    sheet = fields.String(
        validate=OneOf([*SHEETS], error="sheet-unknown"),
        metadata={"description": "Usual: a4-3x8; roll-100x150 for cases and pallets"},
    )
    format = fields.String(load_default="pdf", validate=OneOf([*FileForm], error="field-choice"))
    dpi = fields.Integer(load_default=300, validate=DPI)
    skip = fields.Integer(load_default=0, validate=Range(0, 100, error="field-range"))
    test_line = fields.Boolean(load_default=False, metadata={"description": "A line of one symbol in every X"})


@labels.post("/labels")
@labels.input(LabelsForm)
@labels.doc(operation_id="drawLabels", security="key", responses={200: "A PDF, ZPL, or PNG or SVG of the first page"})
def post_labels(json_data: dict[str, Any]) -> Response:
    """Draw labels of packs, links, cases or pallets with the words of the register (scope label:draw)."""
    told = messages_of(json_data)
    kind = LabelKind(json_data["kind"])
    with reading() as work:
        work.require("label:draw")
        drawn = [label_for(work, message, kind) for message in told for _ in range(json_data["copies"])]
    name = json_data.get("sheet", "roll-100x150" if kind.is_logistic else "a4-3x8")
    options = {"skip": json_data["skip"], "test_line": json_data["test_line"]}
    sheet = label_sheet(drawn, name, json_data["dpi"], **options)
    return _file(sheet.written(FileForm(json_data["format"])), json_data["format"])


@labels.get("/packs/<gtin>/<serial>/label.<kind>")
@labels.doc(operation_id="drawPackLabel", security="key", responses={200: "A PNG, an SVG, a PDF, or ZPL"})
def get_label(gtin: str, serial: str, kind: str) -> Response:
    """Draw the GS1 DataMatrix of a pack that is registered: label.png, .svg, .pdf or .zpl (scope label:draw)."""
    if kind not in MEDIA_TYPES:
        raise NoSuchAddress
    named = Gtin.parse(gtin)
    with reading() as work:
        work.require("label:draw")
        pack = trace.find_pack(work, named, serial)
    if pack is None:
        raise NotFound("pack-unknown", gtin=named.text, serial=serial)
    parts = [("01", named.text)]
    if pack.batch.expiry is not None:
        parts.append(("17", f"{pack.batch.expiry:%y%m%d}"))
    drawing = draw(build([*parts, ("10", pack.batch.number), ("21", serial)]), SymbolKind.GS1_DATAMATRIX)
    return _file(write([page_with_words(drawing)], FileForm(kind)), kind)


def messages_of(told: dict[str, Any]) -> list[Message]:
    """Return what is to be printed, one message a label; raise `BadInput` for none or too many."""
    serials = told.get("serials", [])
    if "first_serial" in told:
        serials = serials_from(told["first_serial"], told["count"])
    count = len(told.get("texts", serials))
    if count == 0:
        raise BadInput("labels-none", faults=[Fault("field-required", "/texts")])
    if count * told["copies"] > LABELS_MAX:
        raise BadInput("labels-too-many", most=LABELS_MAX)
    if "texts" in told:
        return [parse(text) for text in told["texts"]]
    lacking = [Fault("field-required", f"/{name}") for name in ("gtin", "batch", "expiry") if name not in told]
    if lacking:
        raise BadInput.of(lacking)
    head = [("01", told["gtin"].text), ("17", f"{told['expiry']:%y%m%d}"), ("10", told["batch"])]
    return [build([*head, ("21", serial)]) for serial in serials]


def _file(content: bytes, kind: str) -> Response:
    answer = Response(content, mimetype=MEDIA_TYPES[kind])
    answer.headers["Content-Disposition"] = f'inline; filename="label.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
