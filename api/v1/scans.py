"""`/v1/scans`: pictures of packs to symbols, readings, faults and verdicts; a bad picture is told, never a 500."""

from __future__ import annotations

from collections.abc import Iterator

from apiflask import APIBlueprint, Schema
from flask import request
from marshmallow import fields
from werkzeug.exceptions import UnsupportedMediaType

from api.auth import actor, reading
from api.desk import desk
from api.negotiate import Language, language
from api.problems import document, fault_document, fault_of_gs1, told_of
from api.v1.verify import VerdictShown, verdict_document
from gs1 import Gs1Error, Message, ParseOptions, Problem, parse
from registry.errors import BadInput, Fault, RegistryError, TooMuch
from registry.verification import service as verification
from registry.verification.model import Identity
from scanner.errors import ScanError
from scanner.isolation import read_in_worker
from scanner.reading import Reading, to_reading

scans = APIBlueprint("scans", __name__, url_prefix="/v1", tag="Verification")
PICTURES_MAX = 8
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


class ReadingShown(Schema):
    """What one symbol says."""

    text = fields.String(required=True)
    carrier = fields.String(allow_none=True, metadata={"description": "None for a text that was sent as such"})
    identifier = fields.String(allow_none=True, metadata={"description": "ISO/IEC 15424"})
    confidence = fields.String(allow_none=True)
    believed = fields.Boolean(required=True, metadata={"description": "May be acted on without a second look"})
    polygon = fields.List(fields.List(fields.Float()), metadata={"description": "Corners in pixels of the picture"})
    elements = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "AI to value"})
    bracketed = fields.String(allow_none=True)
    faults = fields.List(fields.Nested(FaultShown), required=True)
    verdict = fields.Nested(VerdictShown, allow_none=True)


class ScanShown(Schema):
    """One picture or text: what was read in it, or the problem with it."""

    name = fields.String(required=True)
    readings = fields.List(fields.Nested(ReadingShown), required=True)
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
    """Read pictures (image/*, or several in a form) or {"text": ...}, and judge each pack that is named."""
    lang = language()
    if request.mimetype.startswith("image/"):
        return {"scans": [scan_of_picture("picture", request.get_data(), lang)]}
    if request.mimetype == "multipart/form-data":
        sent = [(part.filename or name, part.read()) for name, part in request.files.items(multi=True)]
        if not sent:
            raise BadInput("part-missing")
        if len(sent) > PICTURES_MAX:
            raise TooMuch("pictures-too-many", most=PICTURES_MAX)
        return {"scans": [scan_of_picture(name, picture, lang) for name, picture in sent]}
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    return {"scans": [scan_of_text(text, lang) for text in _texts()]}


def scan_of_picture(name: str, picture: bytes, lang: Language) -> dict[str, object]:
    """Return what was read in a picture; a picture that cannot be read is told as a problem."""
    limit = desk().settings.picture_bytes
    try:
        if len(picture) > limit:
            raise TooMuch("picture-too-many-bytes", limit=limit, bytes=len(picture))
        found = read_in_worker(picture, want="all")
    except (ScanError, RegistryError) as error:
        return {"name": name, "readings": [], "problem": document(told_of(error), lang)}
    readings = [_of_symbol(to_reading(symbol), lang) for symbol in found.symbols]
    return {
        "name": name,
        "readings": readings,
        "gave_up": found.gave_up,
        "elapsed_ms": round(found.elapsed_ms, 1),
        "problem": None,
    }


def scan_of_text(text: str, lang: Language) -> dict[str, object]:
    """Return what a text says that a scanner typed."""
    try:
        with reading() as work:
            message = parse(text, ParseOptions(mode="lenient", today=work.today))
        faults = message.problems
    except Gs1Error as error:
        message, faults = None, error.problems
    told = {"text": text, "believed": True, **_said(message, faults, lang, judged=True)}
    return {"name": "text", "readings": [told], "problem": None}


def _texts() -> Iterator[str]:
    body = request.get_json()
    told = body.get("texts", [body.get("text")]) if isinstance(body, dict) else []
    if not isinstance(told, list) or not told or len(told) > PICTURES_MAX:
        raise BadInput("part-missing")
    for place, text in enumerate(told):
        if not isinstance(text, str) or not 1 <= len(text) <= TEXT_MAX:
            raise BadInput.of([Fault("field-length", f"/texts/{place}" if "texts" in body else "/text")])
        yield text


def _of_symbol(told: Reading, lang: Language) -> dict[str, object]:
    symbol = told.symbol
    return {
        "text": told.text,
        "carrier": symbol.carrier.value,
        "identifier": symbol.identifier,
        "confidence": symbol.confidence.value,
        "believed": symbol.believed,
        "polygon": [[corner.x, corner.y] for corner in symbol.polygon],
        **_said(told.message, told.faults, lang, judged=symbol.believed),
    }


def _said(message: Message | None, faults: tuple[Problem, ...], lang: Language, *, judged: bool) -> dict[str, object]:
    """Return what a reading means; only what may be believed and breaks no rule is judged."""
    told: dict[str, object] = {
        "elements": dict(message.pairs) if message else {},
        "bracketed": message.bracketed() if message else None,
        "faults": [fault_document(fault_of_gs1(problem), lang) for problem in faults],
        "verdict": None,
    }
    if message is not None and message.gtin is not None and judged and not faults:
        with desk().workbench.read(actor()) as work:
            told["verdict"] = verdict_document(verification.verify(work, Identity.of(message)), lang)
    return told
