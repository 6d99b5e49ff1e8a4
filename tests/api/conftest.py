"""Fixtures of the interfaces' tests: an application on a fresh register, and callers with keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any  # Any: an answer is read as JSON, whatever its shape

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.desk import NAME, Desk
from registry.clock import FixedClock
from registry.settings import Settings
from tests.registry.conftest import NOON


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[APIFlask]:
    """An application on an empty register, at noon of 2 March 2026 in Viet Nam."""
    settings = Settings(home=tmp_path, database=sqlite_url, requests_per_minute=0)
    made = create_app(settings, FixedClock(NOON))
    yield made
    desk_of(made).workbench.close()


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    """A caller without a key."""
    return app.test_client()


def desk_of(app: APIFlask) -> Desk:
    """The desk of an application, outside a request."""
    found = app.extensions[NAME]
    assert isinstance(found, Desk)
    return found


def said(answer: TestResponse) -> Any:  # noqa: ANN401 - see the import
    """What an answer says as JSON."""
    return answer.get_json(force=True)
