"""`/v1/imports`: a file taken row by row, with every fault by row and column, and the file back with faults inside."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import Response, jsonify, request
from marshmallow import fields
from marshmallow.validate import Length, OneOf
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.utils import secure_filename

from api.auth import actor, reading, writing
from api.desk import desk
from api.negotiate import Language, language, wants_csv
from api.problem_table import say
from api.v1.fields import Instant, Key, PageQuery, Query
from api.v1.lists import csv_of, cursor_of, linked
from registry.errors import BadInput, NotFound
from registry.exchange import sent, templates
from registry.exchange.columns import form_of
from registry.exchange.hints import HINTS
from registry.exchange.model import ImportOrder, ImportReport, ImportRun, RowFault
from registry.exchange.sheets import read_sheet
from registry.ids import format_id, parse_id

imports = APIBlueprint("imports", __name__, url_prefix="/v1/imports", tag="Imports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/plain": ".txt",
    XLSX: ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
FILE_BYTES = 64 << 20
LARGE = 4 << 20
"""A larger file is taken as a job unless async=0 asks for an answer in one piece."""
YES_NO = OneOf(["0", "1"], error="field-choice")


JOB_ANSWER: dict[str, str | dict[str, dict[str, Any]]] = {
    "description": "Taken as a job; Location names the import, which has the form of GET /v1/imports/{import_id}",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ImportRunShown"}}},
}
TAKEN: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {202: JOB_ANSWER}
"""The answer of an import that is done later, as the contract tells it."""


class ImportQuery(Query):
    """How a file is to be taken."""

    dry_run = fields.String(load_default="0", validate=YES_NO, metadata={"description": "1: check all, keep nothing"})
    layout = fields.String(
        validate=Length(1, 40, error="field-length"),
        metadata={"description": "products, packs, places, prices...; default: told by the header"},
    )
    encoding = fields.String(
        validate=Length(1, 40, error="field-length"),
        metadata={"description": "Of CSV: utf-8 (default), utf-16, cp1258, cp1252"},
    )
    later = fields.String(
        data_key="async",
        validate=YES_NO,
        metadata={"description": "1: take it as a job and answer 202; default for files above 4 MiB"},
    )


class RowFaultShown(Schema):
    """What is wrong in one cell, and what to do."""

    row = fields.Integer(required=True, metadata={"description": "As in the file; the header is row 1"})
    column = fields.String(required=True)
    code = fields.String(required=True)
    value = fields.String(required=True)
    detail = fields.String()
    hint = fields.String(required=True)
    severity = fields.String(required=True, metadata={"enum": ["refused", "waiting", "warning"]})


class ImportReportShown(Schema):
    """What became of a file: `taken + unchanged + refused == rows`. A waiting row rests on a refused one."""

    id = Key(required=True)
    file = fields.String(required=True)
    layout = fields.String(required=True)
    dry_run = fields.Boolean(required=True)
    rows = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    new = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    faults = fields.List(fields.Nested(RowFaultShown), required=True)


class ImportRunShown(Schema):
    """A run: how far it is, and what became of its rows so far."""

    id = Key(required=True)
    file = fields.String(required=True)
    layout = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["waiting", "running", "done", "failed"]})
    dry_run = fields.Boolean(required=True)
    rows = fields.Integer(required=True)
    done = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    new = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    actor = fields.String(required=True)
    job_id = Key(allow_none=True)
    recorded_at = Instant(required=True)


class ImportRunsShown(Schema):
    """A page of runs, newest first."""

    items = fields.List(fields.Nested(ImportRunShown), required=True)
    next = fields.String(allow_none=True)


class ImportShown(ImportRunShown):
    """A run with a page of its faults, in the order of the file."""

    items = fields.List(fields.Nested(RowFaultShown), required=True)
    next = fields.String(allow_none=True)


class TemplateShown(Schema):
    """A layout of the register's own, and where its template is."""

    layout = fields.String(required=True)
    title = fields.String(required=True)
    about = fields.String(required=True)
    xlsx = fields.String(required=True)
    csv = fields.String(required=True)
    columns = fields.List(fields.Dict(keys=fields.String()), required=True)


class TemplatesShown(Schema):
    """All layouts of the register's own."""

    items = fields.List(fields.Nested(TemplateShown), required=True)


@imports.post("")
@imports.input(ImportQuery, location="query")
@imports.output(ImportReportShown)
@imports.doc(operation_id="importFile", security="key", responses=TAKEN)
def post_import(query_data: dict[str, Any]) -> dict[str, object] | Response:
    """Import a file: XLSX, XLS, ODS, CSV, JSON or JSON Lines as the body, or as the part `file` of a form.

    Published lists need the scope import:write, a maker's own layouts the scope of what they write (product:write,
    trade-item:write, party:write, price:record); a maker writes about its own products only.
    """
    with reading() as work:
        sent.check_may_send(work)
    name, body = _sent()
    order = ImportOrder(query_data.get("layout"), query_data.get("encoding"), query_data["dry_run"] == "1")
    sheet = read_sheet(name, body, order.encoding)
    asked = query_data.get("later")
    if asked == "1" or (asked is None and len(body) > LARGE):
        run = writing(lambda work: sent.keep(work, sheet, body, order, later=True))
        return _later(run)
    report = sent.take_now(desk().workbench, actor(), sheet, body, order)
    lang = language()
    if wants_csv():
        return csv_of("faults", RowFaultShown(), [_fault(fault, lang) for fault in report.faults])
    return _document(report, lang)


@imports.get("")
@imports.input(PageQuery, location="query")
@imports.output(ImportRunsShown)
@imports.doc(operation_id="listImports", security="key")
def list_imports(query_data: dict[str, Any]) -> dict[str, object]:
    """Return one's own imports, newest first; all of them with the scope import:read."""
    with reading() as work:
        return linked(sent.runs(work, cursor_of(query_data), query_data["limit"]))


@imports.get("/templates")
@imports.input(Query, location="query", arg_name="_query")
@imports.output(TemplatesShown)
@imports.doc(operation_id="listImportTemplates")
def list_templates(_query: dict[str, Any]) -> dict[str, object]:
    """Return the register's own layouts with every column, and the addresses of their templates."""
    return {"items": [_template(name, language()) for name in templates.NAMES]}


@imports.get("/templates/<layout>.<form>")
@imports.input(Query, location="query", arg_name="_query")
@imports.doc(operation_id="readImportTemplate", responses={200: "The template, XLSX or CSV, in vi or en"})
def read_template(layout: str, form: str, _query: dict[str, Any]) -> Response:
    """Return a template to fill in: `products.xlsx`, `packs.csv`...; `?lang=` chooses the language of its titles."""
    if layout not in templates.NAMES or form not in {"xlsx", "csv"}:
        raise NotFound("template-unknown", name=f"{layout}.{form}"[:80])
    lang = language()
    if form == "csv":
        return _file(templates.template_csv(layout, lang), "text/csv", f"{layout}-{lang}.csv")
    return _file(templates.template_xlsx(layout, lang), XLSX, f"{layout}-{lang}.xlsx")


@imports.get("/<import_id>")
@imports.input(PageQuery, location="query")
@imports.output(ImportShown)
@imports.doc(operation_id="readImport", security="key")
def read_import(import_id: str, query_data: dict[str, Any]) -> dict[str, object] | Response:
    """Return an import to who sent it, or to who holds import:read: its counts, and its faults page by page."""
    lang = language()
    with reading() as work:
        run = sent.run(work, parse_id(import_id))
        page = sent.faults(work, run.id, cursor_of(query_data), query_data["limit"])
    told = page.map(lambda fault: _fault(fault, lang))
    if wants_csv():
        return csv_of("faults", RowFaultShown(), told.items)
    return {**_run(run), **linked(told)}


@imports.get("/<import_id>/workbook.xlsx")
@imports.input(Query, location="query", arg_name="_query")
@imports.doc(operation_id="readImportWorkbook", security="key", responses={200: "XLSX"})
def read_workbook(import_id: str, _query: dict[str, Any]) -> Response:
    """Return the file that was sent as a workbook: faulty cells coloured with a comment, and a sheet of all faults."""
    lang = language()
    with reading() as work:
        run_id = parse_id(import_id)
        made = sent.workbook(work, run_id, fault_titles(lang), lang)
    return _file(made, XLSX, f"{import_id}.xlsx")


def fault_titles(lang: Language) -> dict[str, str]:
    """Return what each code of a row means, in one language."""
    return {code: say(code, "title", {}, lang) for code in HINTS}


def _later(run: ImportRun) -> Response:
    answer = jsonify(ImportRunShown().dump(run))
    answer.status_code = 202
    answer.headers["Location"] = f"/v1/imports/{format_id(run.id)}"
    return answer


def _sent() -> tuple[str, bytes]:
    """Return the name and the bytes of the file sent; a body has the name that its media type gives it."""
    request.max_content_length = FILE_BYTES
    if request.mimetype == "multipart/form-data":
        part = request.files.get("file")
        if part is None:
            raise BadInput("part-missing")
        return secure_filename(part.filename or "") or "import.csv", part.read()
    if request.mimetype not in SUFFIXES:
        raise UnsupportedMediaType
    return f"import{SUFFIXES[request.mimetype]}", request.get_data()


def _file(content: bytes, media_type: str, name: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _template(name: str, lang: Language) -> dict[str, object]:
    form = form_of(name)
    columns = [
        {
            "name": one.name,
            "title": one.title(lang),
            "required": one.is_needed,
            "help": one.help(lang),
            "choices": [choice.value for choice in one.choices],
            "example": one.example_in(lang),
        }
        for one in form.columns
    ]
    address = f"/v1/imports/templates/{name}"
    told = {"layout": name, "title": form.title(lang), "about": form.about(lang)}
    return {**told, "xlsx": f"{address}.xlsx?lang={lang}", "csv": f"{address}.csv?lang={lang}", "columns": columns}


def _run(run: ImportRun) -> dict[str, object]:
    names = ("id", "file", "layout", "state", "dry_run", "rows", "done", "taken", "unchanged", "refused")
    return {**{name: getattr(run, name) for name in (*names, "new", "actor", "job_id", "recorded_at")}}


def _document(report: ImportReport, lang: Language) -> dict[str, object]:
    names = ("id", "file", "layout", "dry_run", "rows", "taken", "unchanged", "refused")
    counts = {name: getattr(report, name) for name in names}
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
