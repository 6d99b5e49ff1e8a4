"""The contract of the interfaces: OpenAPI 3.1 at /openapi.json, readable at /docs, and a page for each problem type."""

from __future__ import annotations

import warnings
from functools import cache
from importlib import metadata
from typing import cast  # cast: the spec is text only when YAML is asked for
from urllib.parse import quote, urlencode

import orjson
from apiflask import APIFlask
from flask import Response, abort, jsonify, render_template

from api.etag import conditional
from api.negotiate import Language, language, wants_html
from api.openapi import Document, examples_of, finish, operations
from api.problem_table import GS1_CODES, TABLE, say, status_of

NOT_FOUND = 404


def register(app: APIFlask) -> None:
    """Serve the contract of `app`."""

    @cache
    def contract() -> Document:
        with warnings.catch_warnings():
            # A schema that stands alone and inside another is met twice; both times it is the same.
            warnings.filterwarnings("ignore", message=".*has already been added to the spec")
            return finish(cast("Document", app.spec), version())

    @app.get("/openapi.json")
    @app.doc(hide=True)
    def openapi() -> Response:
        """Return the OpenAPI document."""
        return conditional(Response(orjson.dumps(contract()), mimetype="application/json"))

    @app.get("/docs")
    @app.doc(hide=True)
    def docs() -> Response:
        """Show the contract to people."""
        shown = render_template("contract/docs.html", contract=contract(), groups=groups(contract()), lang=language())
        return conditional(Response(shown))

    _register_problems(app)


def _register_problems(app: APIFlask) -> None:
    """Serve a page for each problem type, the address that `type` of a problem names."""

    @app.get("/problems")
    @app.doc(hide=True)
    def problem_types() -> Response:
        """List every problem type."""
        told = [problem_type(code, language()) for code in TABLE]
        if wants_html():
            return conditional(Response(render_template("contract/problem_types.html", problems=told, lang=language())))
        return conditional(jsonify(problems=told))

    @app.get("/problems/<code>")
    @app.doc(hide=True)
    def problem_page(code: str) -> Response:
        """Tell what one problem type means and what to do."""
        if code not in TABLE and code not in GS1_CODES:
            abort(NOT_FOUND)
        told = problem_type(code, language())
        if wants_html():
            return conditional(Response(render_template("contract/problem_type.html", told=told, lang=language())))
        return conditional(jsonify(told))


def version() -> str:
    """Return the version of this release."""
    try:
        return metadata.version("medreg")
    except metadata.PackageNotFoundError:
        return "0"


def problem_type(code: str, lang: Language) -> dict[str, object]:
    """Return what the table says of `code`; the places of facts stay open."""
    return {
        "code": code,
        "status": status_of(code),
        "title": say(code, "title", {}, lang),
        "detail": say(code, "detail", {}, lang),
        "hint": say(code, "hint", {}, lang),
    }


def groups(contract: Document) -> dict[str, list[Document]]:
    """Return the operations by tag, each with what its page shows."""
    told: dict[str, list[Document]] = {}
    for path, verb, operation in operations(contract):
        name = operation["operationId"]
        shown = {"path": path, "verb": verb.upper(), "examples": [_shown(path, one) for one in examples_of(name)]}
        told.setdefault(operation.get("tags", ["-"])[0], []).append({**operation, **shown})
    return told


def _shown(path: str, example: Document) -> Document:
    """Return an example with the address and the text that a caller would send."""
    for name, value in example.get("path", {}).items():
        path = path.replace(f"{{{name}}}", quote(value, safe=":;"))
    query = urlencode(example.get("query", {}))
    body = example.get("body")
    text = orjson.dumps(body, option=orjson.OPT_INDENT_2).decode() if body is not None else example.get("text", "")
    return {**example, "address": f"{path}?{query}" if query else path, "text": text}
