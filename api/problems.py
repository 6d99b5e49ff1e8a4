"""The one place where an error gets its HTTP status and its body: every fault at once, as RFC 9457 problem details."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus

import orjson
from apiflask import HTTPError
from flask import Flask, Response, render_template, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from api.auth import shows_key
from api.negotiate import Language, language, wants_html
from api.problem_table import TABLE, say, status_of
from api.telemetry import request_id
from gs1 import Gs1Error
from gs1 import Problem as Gs1Problem
from registry.errors import Fault, NotAllowed, NotFound, RegistryError
from scanner.errors import ScanError

LOG = logging.getLogger("medreg.problems")
MEDIA_TYPE = "application/problem+json"
EPCIS_TYPES = {
    400: "ValidationException",
    401: "SecurityException",
    403: "SecurityException",
    404: "NoSuchNameException",
    406: "NotAcceptableException",
    409: "ResourceAlreadyExistsException",
    413: "CaptureLimitExceededException",
    414: "URITooLongException",
    415: "UnsupportedMediaTypeException",
    500: "ImplementationException",
    501: "ImplementationException",
}
"""EPCIS 2.0 keeps its own problem types (openapi.json 2.0.0), here by status."""
EPCIS_CODES = {"query-parameter": "QueryParameterException", "query-too-large": "QueryTooLargeException"}
"""Errors whose status alone does not tell the type."""
BY_STATUS = {
    400: "request-unreadable",
    404: "path-unknown",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "body-too-large",
    414: "address-too-long",
    415: "media-type",
    429: "rate-limit",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An error ready to be said in either language."""

    code: str
    status: int
    facts: Mapping[str, object] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def register(app: Flask) -> None:
    """Answer every error that leaves a view of `app`."""
    for kind in (RegistryError, Gs1Error, ScanError, ValidationError, HTTPError, HTTPException, Exception):
        app.register_error_handler(kind, answer)


def answer(error: Exception) -> Response:
    """Return `error` as problem details, or as a page for a person's browser."""
    told = told_of(error)
    if isinstance(error, NotAllowed) and (told.code.startswith("key-") or not shows_key()):
        told = Told(told.code, 401, told.facts, told.faults, {"WWW-Authenticate": 'Bearer realm="medreg"'})
    if told.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        LOG.error("request %s failed", request_id(), exc_info=error)
    if request.path.startswith("/epcis"):
        told = _for_epcis(told)
    lang = language()
    body = document(told, lang) | {"instance": f"urn:medreg:request:{request_id()}"}
    if request.path.startswith("/epcis"):
        kind = EPCIS_CODES.get(told.code) or EPCIS_TYPES.get(told.status, "ImplementationException")
        body["type"] = f"epcisException:{kind}"
    if wants_html():
        made = Response(render_template("contract/problem.html", problem=body, lang=lang), told.status)
    else:
        made = Response(orjson.dumps(body), told.status, mimetype=MEDIA_TYPE)
    made.headers.update(dict(told.headers))
    made.headers["Content-Language"] = lang
    made.headers["Cache-Control"] = "no-store"
    return made


def _for_epcis(told: Told) -> Told:
    """EPCIS knows no 422: what it cannot take is a 400."""
    status = 400 if told.status == HTTPStatus.UNPROCESSABLE_ENTITY else told.status
    return Told(told.code, status, told.facts, told.faults, told.headers)


def describe(error: Exception, lang: Language) -> dict[str, object]:
    """Return what `error` says, without a request: for the command line."""
    return document(told_of(error), lang)


def told_of(error: Exception) -> Told:
    """Return which problem `error` is."""
    if isinstance(error, RegistryError):
        return _of_registry(error)
    if isinstance(error, Gs1Error):
        return Told("gs1-syntax", 422, faults=[fault_of_gs1(problem) for problem in error.problems])
    if isinstance(error, ScanError):
        return Told(error.code.value, status_of(error.code.value), dict(error.facts))
    if isinstance(error, ValidationError):
        return Told("submission-invalid", 422, faults=list(faults_of(error.messages)))
    if isinstance(error, HTTPError):
        return _of_form(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    return Told("server-error", 500)


def document(told: Told, lang: Language) -> dict[str, object]:
    """Return the members of problem details (RFC 9457 section 3.1), with our `code`, `facts` and `errors`."""
    title = say(told.code, "title", told.facts, lang)
    body: dict[str, object] = {
        "type": f"/problems/{told.code}",
        "title": title,
        "status": told.status,
        "detail": say(told.code, "detail", told.facts, lang) or title,
        "code": told.code,
    }
    if hint := say(told.code, "hint", told.facts, lang):
        body["hint"] = hint
    if told.facts:
        body["facts"] = {name: plain(value) for name, value in told.facts.items()}
    if told.faults:
        body["errors"] = [fault_document(fault, lang) for fault in told.faults]
    return body


def fault_document(fault: Fault, lang: Language) -> dict[str, object]:
    """Return one fault as a member of `errors`: where, what, what to do."""
    facts = {**fault.facts, "value": fault.value}
    told: dict[str, object] = {
        "pointer": fault.pointer,
        "code": fault.code,
        "detail": say(fault.code, "detail", facts, lang) or say(fault.code, "title", facts, lang),
        "hint": fault.hint or say(fault.code, "hint", facts, lang) or None,
        "value": fault.value,
        "start": fault.start,
        "length": fault.length,
    }
    return {name: value for name, value in told.items() if value is not None}


def fault_of_gs1(problem: Gs1Problem, pointer: str = "") -> Fault:
    """Return a fault of the GS1 language as a fault of a submission, found at `pointer`."""
    facts: dict[str, object] = {"ai": problem.ai, "clause": problem.clause}
    return Fault(problem.code.value, pointer, problem.value, None, problem.start, problem.length, facts)


def faults_of(messages: object, pointer: str = "") -> Iterator[Fault]:
    """Yield every fault of marshmallow's tree of messages, each with its JSON pointer (RFC 6901)."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            step = "" if name == "_schema" else f"/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from faults_of(inner, pointer + step)
    elif isinstance(messages, list):
        for inner in messages:
            yield from faults_of(inner, pointer)
    elif isinstance(messages, Fault):
        at = pointer + messages.pointer
        yield Fault(messages.code, at, messages.value, messages.hint, messages.start, messages.length, messages.facts)
    else:
        text = str(messages)
        yield Fault(text if text in TABLE else "field-invalid", pointer, facts={"said": text})


def plain(value: object) -> object:
    """Return a fact as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return str(value)


def _of_registry(error: RegistryError) -> Told:
    status = 404 if isinstance(error, NotFound) else status_of(error.code)
    seconds = error.facts.get("seconds")
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return Told(error.code, status, error.facts, error.faults, headers)


def _of_form(error: HTTPError) -> Told:
    """A fault of a form or of a query: webargs puts the messages under the place they were read from."""
    messages = error.detail if isinstance(error.detail, dict) else {}
    faults = [fault for place in messages.values() for fault in faults_of(place)]
    if error.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        return Told("submission-invalid", error.status_code, faults=faults)
    return Told(BY_STATUS.get(error.status_code, "server-error"), error.status_code, faults=faults)


def _of_http(error: HTTPException) -> Told:
    status = error.code or 500
    code = BY_STATUS.get(status, "server-error" if status >= 500 else "request-unreadable")
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return Told(code, status, {"path": request.path, "method": request.method}, headers=kept)
