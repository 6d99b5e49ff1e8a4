"""The composition root: puts settings, database, interfaces and pages together into one application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any  # Any: the signatures of Flask

import orjson
from apiflask import APIFlask
from flask.json.provider import JSONProvider

from api import contract, etag, headers, interfaces, limits, problems, telemetry
from api.console.door import hang
from api.console.log_in import STAFF_DOOR
from api.console.routes import console
from api.desk import Desk, put
from api.pages.views import pages
from api.staff.views import staff_pages
from registry.clock import Clock
from registry.db.connection import Database
from registry.db.migrate import pending
from registry.errors import RuleBroken
from registry.settings import Settings
from registry.work import Workbench

VERSION = "0.1.0"


class Json(JSONProvider):
    """JSON by orjson: integers beyond 64 bits and NaN are refused, dates are ISO 8601."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - the signature of Flask
        """Return `obj` as text."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002 - the signature of Flask
        """Return what `s` says."""
        return orjson.loads(s)


class App(APIFlask):
    """APIFlask with our JSON."""

    json_provider_class = Json

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return `func` as it is: no view here is a coroutine, and asking each time costs ten looks a request."""
        return func


def create_app(settings: Settings, clock: Clock | None = None) -> APIFlask:
    """Return an application on the register that `settings` name; raise `RuleBroken` when its schema is old.

    Nothing of it is global: two applications on two registers can live in one process.
    """
    database = Database.open(settings.database_url)
    lacking = pending(database)
    if lacking:
        database.close()
        raise RuleBroken("schema-old", pending=", ".join(lacking))
    app = App("api", title="medreg", version=VERSION, spec_path=None, docs_path=None, json_errors=False)
    app.config["MAX_CONTENT_LENGTH"] = max(settings.picture_bytes, settings.capture_bytes)
    put(app, Desk(settings, Workbench(database, clock), settings.secret()))
    telemetry.register(app)
    limits.register(app)
    headers.register(app)
    etag.register(app)
    problems.register(app)
    contract.register(app)
    interfaces.register(app)
    app.register_blueprint(staff_pages)
    app.register_blueprint(pages)
    hang(app, STAFF_DOOR)
    app.register_blueprint(console)
    return app
