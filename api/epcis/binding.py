"""What every EPCIS answer has in common: versions, limits, discovery (EPCIS 2.0 section 12.6 to 12.8)."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType

from api.desk import desk

epcis = APIBlueprint("epcis", __name__, url_prefix="/epcis", tag="EPCIS 2.0")
VERSIONS = {
    "GS1-EPCIS-Version": "2.0.0",
    "GS1-CBV-Version": "2.0.0",
}
DISCOVERY = {
    "GS1-EPCIS-Min": "2.0.0",
    "GS1-EPCIS-Max": "2.0.0",
    "GS1-CBV-Min": "2.0.0",
    "GS1-CBV-Max": "2.0.0",
    "GS1-EPC-Format": "Never_Translates",
    "GS1-Capture-Error-Behaviour": "rollback, proceed",
    "GS1-Vendor-Version": "medreg",
}
MEDIA_TYPES = {"application/json", "application/ld+json"}
TOO_LARGE = 413


@epcis.before_request
def negotiate() -> None:
    """Refuse other versions of the standard with 406."""
    for name in VERSIONS:
        asked = request.headers.get(name)
        if asked is not None and asked.split(".")[:2] != ["2", "0"]:
            raise NotAcceptable


@epcis.after_request
def tell(answer: Response) -> Response:
    """Tell the versions always, what the service can on OPTIONS, and the limits where one was met."""
    answer.headers.update(VERSIONS)
    if request.method == "OPTIONS":
        answer.headers.update(DISCOVERY)
    if request.method == "OPTIONS" or answer.status_code == TOO_LARGE:
        settings = desk().settings
        answer.headers["GS1-EPCIS-Capture-Limit"] = str(settings.capture_events)
        answer.headers["GS1-EPCIS-Capture-File-Size-Limit"] = str(settings.capture_bytes)
    return answer


def check_media_type() -> None:
    """Refuse what is not JSON-LD with 415."""
    if request.mimetype not in MEDIA_TYPES:
        raise UnsupportedMediaType
