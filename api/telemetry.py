"""How an operator sees the service: a number for each request, one line for each answer, and two health checks."""

from __future__ import annotations

import logging
import re
import time

import orjson
from apiflask import APIFlask
from flask import Response, g, request

from api.desk import desk
from registry.ids import format_id, new_id
from registry.work import SYSTEM

LOG = logging.getLogger("medreg.access")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id() -> str:
    """Return the number of this request: the caller's own X-Request-Id when it is well formed, else a new one."""
    known = g.get("request_id")
    if known is None:
        told = request.headers.get("X-Request-Id", "")
        known = g.request_id = told if REQUEST_ID.fullmatch(told) else format_id(new_id())
    return str(known)


def register(app: APIFlask) -> None:
    """Number and log every request of `app`, and answer /livez and /readyz."""

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = request_id()
        if LOG.isEnabledFor(logging.INFO):
            LOG.info(_line(answer))
        return answer

    @app.get("/livez")
    @app.doc(hide=True)
    def livez() -> Response:
        """Say that the process answers."""
        return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})

    @app.get("/readyz")
    @app.doc(hide=True)
    def readyz() -> Response:
        """Say that the database answers as well; an error becomes a problem with status 500."""
        with desk().workbench.read(SYSTEM) as work:
            work.db.one("SELECT 1")
        return Response("ready\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _line(answer: Response) -> str:
    """One line of JSON; the query is left out, since people type names and serial numbers into it."""
    milliseconds = round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 2)
    told = {
        "id": request_id(),
        "method": request.method,
        "path": request.path,
        "status": answer.status_code,
        "ms": milliseconds,
        "bytes": answer.content_length,
    }
    return orjson.dumps(told).decode()
