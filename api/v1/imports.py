"""`/v1/imports`: a published list or price file, taken row by row, with every fault by row and column."""

from __future__ import annotations

import tempfile
from pathlib import Path

from apiflask import APIBlueprint, Schema
from flask import Response, request
from marshmallow import fields
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.utils import secure_filename

from api.auth import actor, reading
from api.desk import desk
from api.negotiate import Language, language, wants_csv
from api.problem_table import say
from api.v1.lists import csv_of
from registry.errors import BadInput
from registry.exchange import service as exchange
from registry.exchange.model import ImportReport, RowFault

imports = APIBlueprint("imports", __name__, url_prefix="/v1/imports", tag="Imports")
SUFFIXES = {
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


class RowFaultShown(Schema):
    """What is wrong in one cell, and what to do."""

    row = fields.Integer(required=True, metadata={"description": "As in the file; the header is row 1"})
    column = fields.String(required=True)
    code = fields.String(required=True)
    value = fields.String(required=True)
    detail = fields.String()
    hint = fields.String(required=True)
    severity = fields.String(required=True, metadata={"enum": ["refused", "warning"]})


class ImportReportShown(Schema):
    """What became of a file: `taken + unchanged + refused == rows`."""

    file = fields.String(required=True)
    layout = fields.String(required=True)
    rows = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    new = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    faults = fields.List(fields.Nested(RowFaultShown), required=True)


@imports.post("")
@imports.output(ImportReportShown)
@imports.doc(operation_id="importFile", security="key")
def post_import() -> dict[str, object] | Response:
    """Import a published file (text/csv, XLSX, or a form with the part `file`; scope import:write)."""
    with reading() as work:
        work.require("import:write")
    with tempfile.TemporaryDirectory(prefix="medreg-import-") as folder:
        report = exchange.import_file(desk().workbench, actor(), _kept(Path(folder)))
    lang = language()
    if wants_csv():
        return csv_of("faults", RowFaultShown(), [_fault(fault, lang) for fault in report.faults])
    return _document(report, lang)


def _kept(folder: Path) -> Path:
    """Write the file sent into `folder` under its own name, made harmless."""
    if request.mimetype == "multipart/form-data":
        part = request.files.get("file")
        if part is None:
            raise BadInput("part-missing")
        path = folder / (secure_filename(part.filename or "") or "import.csv")
        part.save(path)
        return path
    if request.mimetype not in SUFFIXES:
        raise UnsupportedMediaType
    path = folder / f"import{SUFFIXES[request.mimetype]}"
    path.write_bytes(request.get_data())
    return path


def _document(report: ImportReport, lang: Language) -> dict[str, object]:
    counts = {name: getattr(report, name) for name in ("file", "layout", "rows", "taken", "unchanged", "refused")}
    return {**counts, "new": dict(report.new), "faults": [_fault(fault, lang) for fault in report.faults]}


def _fault(fault: RowFault, lang: Language) -> dict[str, object]:
    return {
        "row": fault.row,
        "column": fault.column,
        "code": fault.code,
        "value": fault.value,
        "detail": say(fault.code, "title", {}, lang),
        "hint": fault.hint(lang),
        "severity": fault.severity.value,
    }
