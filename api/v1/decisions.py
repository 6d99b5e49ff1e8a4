"""`/v1/decisions`: a published decision, reviewed row by row and proposed as a whole."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from flask import request
from marshmallow import fields
from marshmallow.validate import Length, OneOf
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.utils import secure_filename

from api.auth import reading, writing
from api.negotiate import language
from api.preconditions import expected_version, tagged
from api.problem_table import say
from api.v1.authorisations import CitedShown
from api.v1.fields import Form, Instant, Key, PageQuery
from api.v1.imports import RowFaultShown
from api.v1.lists import cursor_of, linked
from api.v1.proposals import DifferenceShown, differences_of
from registry.errors import BadInput
from registry.exchange import decisions as reviews
from registry.exchange.decision_text import Published, read_decision
from registry.exchange.model import RowFault
from registry.exchange.reviews import Review, ReviewRow, Verdict
from registry.ids import format_id, parse_id
from registry.work import Work

decisions = APIBlueprint("decisions", __name__, url_prefix="/v1/decisions", tag="Decisions")
SUFFIXES = {
    "text/csv": ".csv",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
Answer = tuple[dict[str, object], int, dict[str, str]]


class VerdictForm(Form):
    """What the reviewer says of a row; with `corrected` the cells that are other than read."""

    verdict = fields.String(required=True, validate=OneOf(["accepted", "corrected", "refused"], error="field-choice"))
    cells = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    note = fields.String(load_default=None, allow_none=True, validate=Length(0, 2_000, error="field-length"))


class ReasonForm(Form):
    """Why, where the decision does not say it all."""

    reason = fields.String(load_default=None, allow_none=True, validate=Length(0, 2_000, error="field-length"))


class DecisionRowShown(Schema):
    """A row: what it means for the register, every field it would change, and what is in doubt."""

    place = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"enum": ["new", "changed", "unchanged", "conflict", "fault"]})
    verdict = fields.String(required=True, metadata={"enum": ["pending", "accepted", "corrected", "refused"]})
    cells = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    differences = fields.List(fields.Nested(DifferenceShown), required=True)
    faults = fields.List(fields.Nested(RowFaultShown), required=True)
    note = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)


class DecisionHeadShown(Schema):
    """A decision under review: `version` is what If-Match names."""

    id = Key(required=True)
    state = fields.String(required=True, metadata={"enum": ["review", "proposed", "applied"]})
    decision = fields.Nested(CitedShown, required=True)
    source = fields.String(required=True)
    notes = fields.List(
        fields.String(), required=True, metadata={"description": "Annex and numbers of rows that were not read"}
    )
    proposal_id = Key(allow_none=True)
    version = fields.Integer(required=True)
    recorded_at = Instant(required=True)


class DecisionShown(DecisionHeadShown):
    """A decision under review with all its rows."""

    rows = fields.List(fields.Nested(DecisionRowShown), required=True)


class DecisionsShown(Schema):
    """A page of decisions, newest first, without their rows."""

    items = fields.List(fields.Nested(DecisionHeadShown), required=True)
    next = fields.String(allow_none=True)


@decisions.post("")
@decisions.output(DecisionShown, status_code=201)
@decisions.doc(operation_id="openDecision", security="key")
def post_decision() -> Answer:
    """Read a decision (text layer, CSV, XLSX or a form with the part `file`; scope authorisation:propose).

    The register is not changed by it; the same file again gives the review that stands.
    """
    with reading() as work:
        work.require(reviews.PROPOSE)
    with tempfile.TemporaryDirectory(prefix="medreg-decision-") as folder:
        published: Published = read_decision(_kept(Path(folder)))
    found = writing(lambda work: reviews.open_review(work, published))
    return _told(found), 201, {**tagged(found.version), "Location": f"/v1/decisions/{format_id(found.id)}"}


@decisions.get("")
@decisions.input(PageQuery, location="query")
@decisions.output(DecisionsShown)
@decisions.doc(operation_id="listDecisions", security="key")
def list_decisions(query_data: dict[str, Any]) -> dict[str, object]:
    """Return the decisions that were read, newest first, to who may propose or approve."""
    with reading() as work:
        return linked(reviews.reviews(work, cursor_of(query_data), query_data["limit"]))


@decisions.get("/<decision_id>")
@decisions.output(DecisionShown)
@decisions.doc(operation_id="readDecision", security="key")
def read_one(decision_id: str) -> Answer:
    """Return a decision with its rows; its ETag is what If-Match wants."""
    with reading() as work:
        return _answer(reviews.review(work, parse_id(decision_id)))


@decisions.post("/<decision_id>/rows/<int:place>")
@decisions.input(VerdictForm)
@decisions.output(DecisionShown)
@decisions.doc(operation_id="judgeDecisionRow", security="key")
def post_verdict(decision_id: str, place: int, json_data: dict[str, Any]) -> Answer:
    """Accept, correct or refuse a row (scope authorisation:propose, If-Match)."""
    verdict, note = Verdict(json_data["verdict"]), json_data["note"]

    def say_it(work: Work, found: Review) -> Review:
        if verdict is Verdict.CORRECTED:
            return reviews.correct(work, found, place, json_data["cells"], note)
        return reviews.judge(work, found, place, verdict, note)

    return _change(decision_id, say_it)


@decisions.post("/<decision_id>/accept-clear")
@decisions.output(DecisionShown)
@decisions.doc(operation_id="acceptClearRows", security="key")
def post_clear(decision_id: str) -> Answer:
    """Accept every row that waits and in which nothing was noticed (scope authorisation:propose, If-Match)."""
    return _change(decision_id, reviews.accept_clear)


@decisions.post("/<decision_id>/propose")
@decisions.input(ReasonForm)
@decisions.output(DecisionShown)
@decisions.doc(operation_id="proposeDecision", security="key")
def post_proposal(decision_id: str, json_data: dict[str, Any]) -> Answer:
    """Propose all accepted rows as one proposal for another officer (scope authorisation:propose, If-Match)."""
    return _change(decision_id, lambda work, found: reviews.propose(work, found, json_data["reason"]))


def _change(decision_id: str, use_case: Any) -> Answer:  # noqa: ANN401 - a use case of a review that returns the review
    with reading() as work:
        work.require("authorisation:propose")
    key, version = parse_id(decision_id), expected_version()

    def change(work: Work) -> Review:
        found: Review = use_case(work, reviews.expect(reviews.review(work, key), version))
        return found

    return _answer(writing(change))


def _kept(folder: Path) -> Path:
    """Write the file sent into `folder` under its own name, made harmless."""
    if request.mimetype == "multipart/form-data":
        part = request.files.get("file")
        if part is None:
            raise BadInput("part-missing")
        path = folder / (secure_filename(part.filename or "") or "decision.txt")
        part.save(path)
        return path
    if request.mimetype not in SUFFIXES:
        raise UnsupportedMediaType
    path = folder / f"decision{SUFFIXES[request.mimetype]}"
    path.write_bytes(request.get_data())
    return path


def _answer(one: Review) -> Answer:
    return _told(one), 200, tagged(one.version)


def _told(one: Review) -> dict[str, object]:
    names = ("id", "state", "decision", "source", "notes", "proposal_id", "version", "recorded_at")
    return {**{name: getattr(one, name) for name in names}, "rows": [_row(row) for row in one.rows]}


def _row(row: ReviewRow) -> dict[str, object]:
    names = ("place", "kind", "verdict", "cells", "note", "decided_by")
    told = {name: getattr(row, name) for name in names}
    return {
        **told,
        "differences": differences_of(row.differences),
        "faults": [_fault(fault) for fault in row.faults],
    }


def _fault(fault: RowFault) -> dict[str, object]:
    lang = language()
    told = {name: getattr(fault, name) for name in ("row", "column", "code", "value")}
    words = {"detail": say(fault.code, "title", {}, lang), "hint": fault.hint(lang)}
    return {**told, **words, "severity": fault.severity.value}
