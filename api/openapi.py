"""Finishes the OpenAPI 3.1 document that APIFlask makes: problems, keys, bodies that are no JSON, and examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any  # Any: an OpenAPI document is a tree of JSON

import orjson

Document = dict[str, Any]
VERBS = ("get", "post", "put", "patch", "delete")
DESCRIPTION = """\
An open national registry for medical products: licence, GTIN, batch, pack, recall and price, joined and provable.

Errors are problem details (RFC 9457) in Vietnamese or English (`Accept-Language`, or `?lang=`), with every fault at
once in `errors`. Money is a decimal string. Lists go on by the `Link` header `rel=next`; `?format=csv` gives CSV.
Send a key as `Authorization: Bearer mrk_...`; what is public needs none.
"""
PROBLEM: Document = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string", "description": "A page that explains this type, or an epcisException"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "hint": {"type": "string"},
        "instance": {"type": "string", "description": "The number of the request"},
        "facts": {"type": "object"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
}
FAULT: Document = {
    "type": "object",
    "required": ["pointer", "code", "detail"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON Pointer (RFC 6901) into what was sent"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
        "value": {"type": "string"},
        "start": {"type": "integer", "description": "Where the bad part begins in value"},
        "length": {"type": "integer"},
    },
}
ANY_JSON: Document = {"type": "object"}
A_FILE: Document = {"type": "string", "format": "binary"}
BODIES: dict[str, dict[str, Document]] = {
    "scan": {
        "image/*": A_FILE,
        "multipart/form-data": {"type": "object", "additionalProperties": A_FILE},
        "application/json": {
            "type": "object",
            "properties": {
                "text": {"type": "string", "maxLength": 500},
                "texts": {"type": "array", "maxItems": 8, "items": {"type": "string", "maxLength": 500}},
            },
        },
    },
    "scanMany": {
        "multipart/form-data": {"type": "object", "additionalProperties": A_FILE},
        "application/json": {
            "type": "object",
            "required": ["texts"],
            "properties": {
                "texts": {"type": "array", "maxItems": 500, "items": {"type": "string", "maxLength": 500}},
            },
        },
    },
    "importFile": {
        "text/csv": A_FILE,
        "multipart/form-data": {"type": "object", "required": ["file"], "properties": {"file": A_FILE}},
    },
    "openDecision": {
        "text/plain": A_FILE,
        "text/csv": A_FILE,
        "multipart/form-data": {"type": "object", "required": ["file"], "properties": {"file": A_FILE}},
    },
    "captureDocument": {"application/json": ANY_JSON, "application/ld+json": ANY_JSON},
    "captureEvent": {"application/json": ANY_JSON, "application/ld+json": ANY_JSON},
}
"""Bodies that no marshmallow schema describes, by operation."""
IF_MATCH = {"If-Match": "The ETag that was read; 428 without it, 412 when the record has moved on"}
HEADERS: dict[str, dict[str, str]] = {
    "approveProposal": IF_MATCH,
    "returnProposal": IF_MATCH,
    "withdrawProposal": IF_MATCH,
    "judgeDecisionRow": IF_MATCH,
    "acceptClearRows": IF_MATCH,
    "proposeDecision": IF_MATCH,
    "supplyPack": {"Idempotency-Key": "1 to 200 visible characters; the same key gives the same answer"},
    "undoSupply": {"Idempotency-Key": "1 to 200 visible characters; the same key gives the same answer"},
    "changePack": {"Idempotency-Key": "1 to 200 visible characters; the same key gives the same answer"},
    "captureDocument": {"GS1-Capture-Error-Behaviour": "rollback (default) or proceed"},
}


def finish(document: Document, version: str) -> Document:
    """Return the document as it is published."""
    document["info"] = {
        "title": "medreg",
        "version": version,
        "description": DESCRIPTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    document["servers"] = [{"url": "/"}]
    document["tags"] = [{"name": name} for name in dict.fromkeys(tag["name"] for tag in document.get("tags", []))]
    parts = document.setdefault("components", {})
    parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "An API key: mrk_..."}}
    schemas = parts.setdefault("schemas", {})
    for unused in ("HTTPError", "ValidationError"):
        schemas.pop(unused, None)
    schemas |= {"Problem": PROBLEM, "Fault": FAULT}
    told = {"description": "Problem details", "content": {"application/problem+json": {"schema": _ref("Problem")}}}
    parts["responses"] = {"Problem": told}
    for _, _, operation in operations(document):
        _finish_operation(operation)
    return document


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield every operation with its path and verb."""
    for path, verbs in document["paths"].items():
        for verb in VERBS:
            if verb in verbs:
                yield path, verb, verbs[verb]


def examples_of(operation_id: str) -> list[Document]:
    """Return the examples of an operation: who asks, with what, and the status that answers."""
    told = resources.files("api").joinpath("examples", f"{operation_id}.json")
    if not told.is_file():
        return []
    read: list[Document] = orjson.loads(told.read_bytes())
    return read


def _finish_operation(operation: Document) -> None:
    name = operation["operationId"]
    answers: Document = operation["responses"]
    for status in [status for status in answers if status[0] in "45"]:
        del answers[status]
    answers["default"] = {"$ref": "#/components/responses/Problem"}
    if name in BODIES:
        content = {kind: {"schema": schema} for kind, schema in BODIES[name].items()}
        operation["requestBody"] = {"required": True, "content": content}
    for header, words in HEADERS.get(name, {}).items():
        told = {"name": header, "in": "header", "required": False, "description": words, "schema": {"type": "string"}}
        operation.setdefault("parameters", []).append(told)
    _put_examples(operation, examples_of(name))


def _put_examples(operation: Document, examples: list[Document]) -> None:
    for parameter in operation.get("parameters", []):
        place = {"path": "path", "query": "query", "header": "headers"}[parameter["in"]]
        told = _named(examples, lambda one, place=place, name=parameter["name"]: one.get(place, {}).get(name))
        if told:
            parameter["examples"] = told
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    told = _named(examples, lambda one: one.get("body"))
    if content is not None and told:
        content["examples"] = told


def _named(examples: list[Document], part: Any) -> Document:  # noqa: ANN401 - a lambda of one argument
    return {one["name"]: {"summary": one["summary"], "value": part(one)} for one in examples if part(one) is not None}


def _ref(name: str) -> Mapping[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
