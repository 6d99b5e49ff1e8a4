"""The contract of the interfaces: OpenAPI 3.1 at /openapi.json, readable at /docs, and a page for each problem type."""

from __future__ import annotations

from apiflask import APIFlask
from flask import Response, abort, jsonify, render_template
from werkzeug.exceptions import NotFound

from api.etag import conditional
from api.negotiate import Language, language, wants_html
from api.problem_table import GS1_CODES, TABLE, say, status_of


def register(app: APIFlask) -> None:
    """Serve the contract of `app`."""

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
            abort(NotFound.code)
        told = problem_type(code, language())
        if wants_html():
            return conditional(Response(render_template("contract/problem_type.html", told=told, lang=language())))
        return conditional(jsonify(told))


def problem_type(code: str, lang: Language) -> dict[str, object]:
    """Return what the table says of `code`; the places of facts stay open."""
    return {
        "code": code,
        "status": status_of(code),
        "title": say(code, "title", {}, lang),
        "detail": say(code, "detail", {}, lang),
        "hint": say(code, "hint", {}, lang),
    }
