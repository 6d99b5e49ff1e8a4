"""From a page value to an answer: language by address, headers, and refusals in human words."""

from __future__ import annotations

from flask import Response, request

from api import problems
from api.desk import desk
from api.etag import conditional
from api.negotiate import Language, language
from api.pages.drawings import Charts
from api.pages.shell import EXAMPLES, Shell, asset, render
from api.pages.values import ProblemPage
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
    spoken, at = language_of(), desk()
    printed = words_of(spoken).formats.day(day_in_vietnam(at.workbench.clock.now()))
    return Shell(spoken, path, request.host_url.rstrip("/"), json, section, printed)


def answer(template: str, told: Shell, *, fresh: bool = False, **values: object) -> Response:
    """Return a page: conditional and kept a minute, or `fresh` and never kept where it is a verdict of this moment."""
    spoken = language_of()
    html = render(template, told, charts=Charts(spoken, words_of(spoken)), **values)
    made = Response(html, mimetype="text/html", headers={"Content-Language": spoken})
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


def frame() -> dict[str, object]:
    """Return what the pages of the interfaces need to stand in the same frame; they change language by `?lang=`."""
    asked = language()
    words = words_of(asked)
    told = Shell(asked, request.path, request.host_url.rstrip("/"), by_query=True)
    return {
        "page": told,
        "w": words,
        "f": words.formats,
        "to": told.to,
        "asset": asset,
        "examples": EXAMPLES,
    }


def problem_of(error: Exception, spoken: Language) -> ProblemPage:
    """Return an error as a page tells it, in the words of the problem table."""
    told = problems.told_of(error)
    said = problems.document(told, spoken)
    faults = [problems.fault_document(fault, spoken) for fault in told.faults]
    detail, hint = said["detail"], said.get("hint")
    return ProblemPage(
        title=str(said["title"]),
        detail=str(detail) if detail != said["title"] else None,
        hint=str(hint) if hint else None,
        faults=tuple((str(one.get("value", "")), f"{one['detail']} {one.get('hint', '')}") for one in faults),
        status=told.status,
        request=request_id(),
    )


def _page(error: Exception, status: int) -> Response:
    spoken = language_of()
    html = render("problem.html", shell("/"), view=problem_of(error, spoken))
    headers = {"Content-Language": spoken, "Cache-Control": NEVER_KEPT}
    return Response(html, status, mimetype="text/html", headers=headers)
