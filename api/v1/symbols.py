"""`/v1/symbols`: one symbol drawn for print, checked against the tables of GS1 and read back before it is sent."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint
from flask import Response
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range
from werkzeug.exceptions import NotFound as NoSuchAddress

from api.v1.fields import Form
from registry.errors import BadInput, Fault
from scanner import Drawing, PrintFault, PrintUse, SymbolKind, check_print, draw
from scanner.drawing import FileForm, HriPlace, page_with_words, usual_use, whole_dots, write
from scanner.drawing.zpl_native import write_native_zpl

symbols = APIBlueprint("symbols", __name__, url_prefix="/v1", tag="Labels")
MEDIA_TYPES = {
    FileForm.PNG: "image/png",
    FileForm.SVG: "image/svg+xml",
    FileForm.ZPL: "text/plain",
    FileForm.PDF: "application/pdf",
}


class SymbolQuery(Form):
    """What to draw, and for which printer."""

    data = fields.String(
        required=True,
        validate=Length(1, 500, error="field-length"),
        metadata={"description": "A GS1 text, for example (01)...(17)...(10)...(21)..."},
    )
    format = fields.String(load_default="svg", validate=OneOf([*FileForm], error="field-choice"))
    dpi = fields.Integer(
        load_default=300, validate=Range(100, 1200, error="field-range"), metadata={"description": "Of the printer"}
    )
    x = fields.Float(
        validate=Range(0.05, 5, error="field-range"),
        metadata={"description": "Width of a module in millimetres, a whole number of dots; usual: nearest the target"},
    )
    shape = fields.String(
        load_default="square",
        validate=Length(1, 10, error="field-length"),
        metadata={"description": "Of a GS1 DataMatrix: square, rectangle, or a size such as 16x48"},
    )
    use = fields.String(
        validate=OneOf([*PrintUse], error="field-choice"),
        metadata={"description": "Whose table is asked; usual: healthcare, or the first that the carrier is fit for"},
    )
    hri = fields.String(
        load_default="below",
        validate=OneOf([*HriPlace], error="field-choice"),
        metadata={"description": "Where the human readable text stands"},
    )
    titles = fields.Boolean(load_default=False, metadata={"description": "Data titles in the text"})
    native = fields.Boolean(load_default=False, metadata={"description": "ZPL: let the printer draw it"})
    lang = fields.String(validate=OneOf(["vi", "en"], error="field-choice"), metadata={"description": "vi or en"})


@symbols.get("/symbols/<carrier>")
@symbols.input(SymbolQuery, location="query")
@symbols.doc(operation_id="drawSymbol", responses={200: "An SVG, a PNG, a PDF, or ZPL"})
def get_symbol(carrier: str, query_data: dict[str, Any]) -> Response:
    """Draw data as gs1-datamatrix, gs1-128, gs1-qr, link-qr, ean-13, ean-8, upc-a or itf-14."""
    if carrier not in set(SymbolKind):
        raise NoSuchAddress
    drawing = _drawn(SymbolKind(carrier), query_data)
    faults = check_print(drawing)
    if faults:
        raise BadInput.of([_fault(fault) for fault in faults])
    form = FileForm(query_data["format"])
    if query_data["native"] and form is FileForm.ZPL:
        written = write_native_zpl(drawing).encode("ascii")
    else:
        written = write([page_with_words(drawing, HriPlace(query_data["hri"]), titles=query_data["titles"])], form)
    answer = Response(written, mimetype=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = f'inline; filename="{carrier}.{form}"'
    return answer


def _drawn(kind: SymbolKind, told: dict[str, Any]) -> Drawing:
    use = PrintUse(told["use"]) if "use" in told else usual_use(kind)
    dots = whole_dots(told["x"], told["dpi"]) if "x" in told else None
    return draw(told["data"], kind, dpi=told["dpi"], x_dots=dots, shape=told["shape"], use=use)


def _fault(fault: PrintFault) -> Fault:
    facts: dict[str, object] = {"found": round(fault.found, 3), "asked": round(fault.asked, 3)}
    pointer = "/x" if fault.code.startswith("x-") else "/data"
    return Fault(fault.code.value, pointer, facts=facts)
