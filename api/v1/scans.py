"""`/v1/scans`: pictures and typed texts to symbols, items, faults and verdicts; a bad picture is told, never a 500."""

from __future__ import annotations

from collections.abc import Iterator

from apiflask import APIBlueprint, Schema
from flask import request
from marshmallow import fields
from werkzeug.exceptions import UnsupportedMediaType

from api.auth import actor, reading, writing
from api.desk import desk
from api.negotiate import language
from api.v1 import scan_job
from api.v1.jobs import JobShown
from api.v1.scanning import Looker
from api.v1.verify import VerdictShown
from registry.errors import BadInput, Fault, RegistryError, TooMuch
from registry.ids import format_id
from registry.jobs import service as jobs
from registry.jobs.model import Job

scans = APIBlueprint("scans", __name__, url_prefix="/v1", tag="Verification")
PICTURES_MAX = 8
JOB_MAX = 500
JOB_BYTES = 256 << 20
TEXT_MAX = 500


class FaultShown(Schema):
    """One fault: where it is, what it is, what to do."""

    pointer = fields.String()
    code = fields.String(required=True)
    detail = fields.String(required=True)
    hint = fields.String()
    value = fields.String()
    start = fields.Integer()
    length = fields.Integer()


class DamageShown(Schema):
    """What a scanner in keyboard mode did to a text, and was undone to read it."""

    code = fields.String(required=True)
    start = fields.Integer(required=True)
    found = fields.String(required=True)
    detail = fields.String(required=True)


class MeaningShown(Schema):
    """One thing that a damaged text can mean, with its share of the likelihood."""

    bracketed = fields.String(required=True)
    share = fields.Float(required=True)


class ReadingShown(Schema):
    """What one symbol says."""

    text = fields.String(required=True)
    carrier = fields.String(allow_none=True, metadata={"description": "None for a text that was sent as such"})
    identifier = fields.String(allow_none=True, metadata={"description": "ISO/IEC 15424"})
    confidence = fields.String(allow_none=True)
    believed = fields.Boolean(required=True, metadata={"description": "May be acted on without a second look"})
    votes = fields.List(fields.String(), metadata={"description": "The looks that gave this text, engine:rung"})
    damages = fields.List(fields.Nested(DamageShown), metadata={"description": "Of a typed text"})
    meanings = fields.List(fields.Nested(MeaningShown), metadata={"description": "Of a damaged text, likeliest first"})
    polygon = fields.List(fields.List(fields.Float()), metadata={"description": "Corners in pixels of the picture"})
    elements = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "AI to value"})
    bracketed = fields.String(allow_none=True)
    faults = fields.List(fields.Nested(FaultShown), required=True)
    verdict = fields.Nested(VerdictShown, allow_none=True)


class ProductShown(Schema):
    """One item and what its symbols say together: a pack with two codes, a logistic label with three."""

    symbols = fields.List(fields.Integer(), required=True, metadata={"description": "Places in `readings`"})
    elements = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "AI to value"})
    bracketed = fields.String(allow_none=True)
    faults = fields.List(fields.Nested(FaultShown), required=True)
    verdict = fields.Nested(VerdictShown, allow_none=True)


class ScanShown(Schema):
    """One picture or text: what was read in it, or the problem with it."""

    name = fields.String(required=True)
    readings = fields.List(fields.Nested(ReadingShown), required=True)
    products = fields.List(fields.Nested(ProductShown), required=True)
    gave_up = fields.Boolean(metadata={"description": "The time was over before every attempt was made"})
    elapsed_ms = fields.Float()
    problem = fields.Dict(keys=fields.String(), allow_none=True)


class ScansShown(Schema):
    """All that was sent, in its order."""

    scans = fields.List(fields.Nested(ScanShown), required=True)


@scans.post("/scans")
@scans.output(ScansShown)
@scans.doc(operation_id="scan")
def post_scans() -> dict[str, object]:
    """Read a picture (image/*), several in a form, or {"text": ...}, and judge each pack that is named.

    One picture alone that cannot be read is a problem; among several each is told in its place.
    """
    looker = Looker(desk().workbench, actor(), language(), desk().settings.picture_bytes)
    if request.mimetype.startswith("image/"):
        return {"scans": [looker.read("picture", request.get_data())]}
    if request.mimetype == "multipart/form-data":
        sent = [(part.filename or name, part.read()) for name, part in request.files.items(multi=True)]
        _check_count(len(sent), PICTURES_MAX)
        return {"scans": [looker.of_picture(name, picture) for name, picture in sent]}
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    return {"scans": [looker.of_text(text) for text in _texts(PICTURES_MAX)]}


@scans.post("/scans/jobs")
@scans.output(JobShown, status_code=202)
@scans.doc(operation_id="scanMany", security="key", responses={202: "Taken; Location names the job"})
def post_scan_job() -> tuple[Job, int, dict[str, str]]:
    """Read up to 500 pictures of a form, or {"texts": [...]}, as a job (scope scan:many).

    `GET /v1/jobs/{id}` tells how far it is; its result has the form of the answer to `POST /v1/scans`.
    """
    with reading() as work:
        work.require("scan:many")
    settings, lang = desk().settings, language()
    if request.mimetype != "multipart/form-data":
        if request.mimetype != "application/json":
            raise UnsupportedMediaType
        draft = scan_job.draft(None, list(_texts(JOB_MAX)), lang)
        return _taken(writing(lambda work: jobs.enqueue(work, draft)))
    request.max_content_length, request.max_form_parts = JOB_BYTES, 2 * JOB_MAX
    sent = [(part.filename or name, part) for name, part in request.files.items(multi=True)]
    _check_count(len(sent), JOB_MAX)
    kept = scan_job.keep(settings, sent)
    try:
        return _taken(writing(lambda work: jobs.enqueue(work, scan_job.draft(kept, [], lang))))
    except RegistryError:
        scan_job.drop(settings, kept[0])
        raise


def _taken(job: Job) -> tuple[Job, int, dict[str, str]]:
    return job, 202, {"Location": f"/v1/jobs/{format_id(job.id)}"}


def _check_count(count: int, most: int) -> None:
    if not count:
        raise BadInput("part-missing")
    if count > most:
        raise TooMuch("pictures-too-many", most=most)


def _texts(most: int) -> Iterator[str]:
    body = request.get_json()
    told = body.get("texts", [body.get("text")]) if isinstance(body, dict) else []
    if not isinstance(told, list) or not told or len(told) > most:
        raise BadInput("part-missing")
    for place, text in enumerate(told):
        if not isinstance(text, str) or not 1 <= len(text) <= TEXT_MAX:
            raise BadInput.of([Fault("field-length", f"/texts/{place}" if "texts" in body else "/text")])
        yield text
