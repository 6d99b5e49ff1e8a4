"""Whatever the contract allows, and much more: no answer is a fault of ours, and every error is explained."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # Any: the kind of operation that schemathesis leaves open

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, Response
from schemathesis.specs.openapi.schemas import OpenApiSchema

from api.app import create_app
from api.problem_table import TABLE
from registry.clock import FixedClock
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.settings import Settings
from tests.api.conftest import desk_of
from tests.api.world import World, build
from tests.registry.conftest import NOON

EXAMPLES = int(os.environ.get("MEDREG_FUZZ_EXAMPLES", "6"))
"""Cases for each operation; `MEDREG_FUZZ_EXAMPLES=200` asks for a long run."""
PAGES_SEEN: set[str] = set()
"""Codes whose help page was opened."""
CALM = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
EXAMPLES_OF_OPERATIONS = Path(__file__).resolve().parents[2] / "api" / "examples"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, OpenApiSchema]]:
    """The world of the examples behind its contract, all tests in one."""
    home: Path = tmp_path_factory.mktemp("fuzz")
    told = Settings(home=home, requests_per_minute=0)
    database = Database.open(told.database_url)
    migrate(database)
    database.close()
    app = create_app(told, FixedClock(NOON))
    yield build(app), schemathesis.openapi.from_wsgi("/openapi.json", app)
    desk_of(app).workbench.close()


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES_OF_OPERATIONS.glob("*.json")))
def test_no_call_breaks_the_register_and_every_error_leads_to_its_page(
    name: str, world: tuple[World, OpenApiSchema]
) -> None:
    operation = world[1].find_operation_by_id(name)

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=CALM,
        database=None,
        derandomize=True,
    )
    def ask(case: Case[Any]) -> None:
        for who in ("authority", "public"):
            check(case.call(headers=world[0].headers(who)), case)

    ask()


def check(answer: Response, case: Case[Any]) -> None:
    """Hold one answer against what every answer must be: no 5xx, and an error is a problem with a page of its own."""
    assert answer.status_code < 500, (case.method, case.formatted_path, case.body, answer.text[:500])
    if answer.status_code < 400:
        return
    assert answer.headers["content-type"][0].startswith("application/problem+json"), answer.text[:300]
    told = answer.json()
    assert {"type", "title", "status", "code"} <= told.keys()
    assert told["status"] == answer.status_code
    if told["type"].startswith("epcisException:"):
        return
    assert told["code"] in TABLE, told
    assert told["type"] == f"/problems/{told['code']}"
    if told["code"] not in PAGES_SEEN:
        page = case.operation.schema.app.test_client().get(told["type"], headers={"Accept": "text/html"})
        assert page.status_code == 200, told["type"]
        PAGES_SEEN.add(told["code"])
