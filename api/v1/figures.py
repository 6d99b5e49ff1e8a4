"""`/v1/figures`: how much of what is licensed has a GTIN, with the definition of each figure and the rows behind it."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import Response
from marshmallow import fields

from api.auth import reading
from api.negotiate import language, wants_csv
from api.pages.words import words_of
from api.v1.fields import Day, PageQuery, Query
from api.v1.lists import csv_of, cursor_of, linked
from registry.catalogue.service import kpis

figures = APIBlueprint("figures", __name__, url_prefix="/v1/figures", tag="Figures")


class FigureShown(Schema):
    """A share, with what it means."""

    code = fields.String(required=True, metadata={"enum": ["K1", "K1b", "K1c", "K7"]})
    kind = fields.String(allow_none=True, required=True, metadata={"description": "Of one kind of product; null: all"})
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    per_mille = fields.Integer(allow_none=True, required=True)
    definition = fields.Function(
        lambda one: words_of(language())(f"figures.{one.code}_means"), required=True, metadata={"type": "string"}
    )


class FiguresShown(Schema):
    """The figures of a day."""

    day = Day(required=True)
    authorisations = fields.Integer(required=True, metadata={"description": "Authorisations in force"})
    items = fields.List(fields.Nested(FigureShown), required=True)


class CoverageRowShown(Schema):
    """An authorisation in force, with what it has and lacks."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    holder = fields.String(allow_none=True, required=True)
    gtins = fields.Integer(required=True)
    fallbacks = fields.Integer(required=True)
    packs = fields.Integer(required=True)
    packs_named = fields.Integer(required=True)
    findings = fields.List(fields.String(), required=True)


class CoverageRows(Schema):
    """Some rows, and where to go on."""

    items = fields.List(fields.Nested(CoverageRowShown), required=True)
    next = fields.String(allow_none=True)


@figures.get("")
@figures.input(Query, location="query", arg_name="_query")
@figures.output(FiguresShown)
@figures.doc(operation_id="readFigures")
def read_figures(_query: dict[str, Any]) -> kpis.Figures | Response:
    """Return K1 (licences with a GTIN), K1b (fallback keys), K1c (pack sizes with a GTIN) and K7 (sound records)."""
    with reading() as work:
        told = kpis.figures(work)
    return csv_of("figures", FigureShown(), told.items) if wants_csv() else told


@figures.get("/rows")
@figures.input(PageQuery, location="query")
@figures.output(CoverageRows)
@figures.doc(operation_id="listFigureRows")
def list_rows(query_data: dict[str, Any]) -> dict[str, object] | Response:
    """Return the authorisations in force behind the figures, by number; as CSV with `?format=csv`."""
    with reading() as work:
        page = kpis.rows(work, cursor_of(query_data), query_data["limit"])
    told = linked(page)
    return csv_of("figure-rows", CoverageRowShown(), page.items) if wants_csv() else told
