"""From a page value to an answer: language by address, headers, and refusals in human words."""

from __future__ import annotations

from flask import Flask, Response, request

from api import problems
from api.desk import desk
from api.etag import conditional
from api.negotiate import Language, wants_html
from api.pages.drawings import Charts
from api.pages.shell import Shell, render
from api.pages.words import words_of
from api.telemetry import request_id
from registry.clock import day_in_vietnam

NEVER_KEPT = "no-store"
FOR_A_MINUTE = "public, max-age=60, stale-while-revalidate=600"


def language_of() -> Language:
    """Return the language that the address asks for."""
    return "en" if request.path == "/en" or request.path.startswith("/en/") else "vi"


def shell(path: str, *, section: str = "", json: str | None = None) -> Shell:
    """Return the frame of a page of this request; `path` is its Vietnamese address."""
    language, at = language_of(), desk()
    printed = words_of(language).formats.day(day_in_vietnam(at.workbench.clock.now()))
    return Shell(language, path, request.host_url.rstrip("/"), json, section, printed)


def answer(template: str, told: Shell, *, fresh: bool = False, **values: object) -> Response:
    """Return a page: conditional and kept a minute, or `fresh` and never kept where it is a verdict of this moment."""
    language = language_of()
    html = render(template, told, charts=Charts(language, words_of(language)), **values)
    made = Response(html, mimetype="text/html", headers={"Content-Language": language})
    if told.json:
        made.headers["Link"] = f'<{told.json}>; rel="alternate"; type="application/json"'
    if fresh:
        made.headers["Cache-Control"] = NEVER_KEPT
        return made
    return conditional(made, FOR_A_MINUTE)


def refuse(error: Exception) -> Response:
    """Return an error of a page in the language of its address; the words are those of the problem table."""
    made = problems.answer(error)
    if made.mimetype == "text/html" or not wants_json():
        return _page(error, made.status_code)
    return made


def wants_json() -> bool:
    """Say whether the caller of a page asked for JSON and for nothing that people read."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html"


def answer_unknown(app: Flask) -> None:
    """Answer unknown addresses of `app` with a page where a person asks."""

    @app.errorhandler(404)
    def unknown(error: Exception) -> Response:
        return _page(error, 404) if wants_html() else problems.answer(error)


def _page(error: Exception, status: int) -> Response:
    language = language_of()
    told = problems.document(problems.told_of(error), language) | {"instance": request_id()}
    html = render("problem.html", shell("/"), problem=told)
    headers = {"Content-Language": language, "Cache-Control": NEVER_KEPT}
    return Response(html, status, mimetype="text/html", headers=headers)
