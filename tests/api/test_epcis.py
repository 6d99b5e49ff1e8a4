"""EPCIS 2.0 over HTTP: capture, jobs, events, versions and limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from apiflask import APIFlask

from api.app import create_app
from api.openapi import examples_of
from registry.settings import Settings
from tests.api.conftest import desk_of, said
from tests.api.world import World, build

COMMISSION = examples_of("captureDocument")[0]["body"]
ONE = examples_of("captureEvent")[0]["body"]


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


def test_a_document_is_captured_once_and_its_job_tells_what_became_of_it(app: APIFlask, world: World) -> None:
    client, headers = app.test_client(), world.headers("maker")
    answer = client.post("/epcis/capture", json=COMMISSION, headers=headers)
    assert answer.status_code == 202
    assert answer.headers["GS1-EPCIS-Version"] == "2.0.0"
    job = said(client.get(answer.headers["Location"], headers=headers))
    assert (job["running"], job["success"], job["captured"], job["errors"]) == (False, True, 1, [])
    again = client.post("/epcis/capture", json=COMMISSION, headers=headers)
    assert said(client.get(again.headers["Location"], headers=headers))["duplicates"] == 1


def test_every_fault_of_a_document_is_told_with_its_place(app: APIFlask, world: World) -> None:
    client, headers = app.test_client(), world.headers("maker")
    document = COMMISSION | {
        "epcisBody": {"eventList": [{"type": "ObjectEvent"}, *COMMISSION["epcisBody"]["eventList"]]}
    }
    rolled = said(
        client.get(client.post("/epcis/capture", json=document, headers=headers).headers["Location"], headers=headers)
    )
    assert (rolled["success"], rolled["captured"]) == (False, 0)
    assert all(error["type"] == "epcisException:ValidationException" for error in rolled["errors"])
    assert {error["pointer"].split("/")[3] for error in rolled["errors"]} == {"0"}
    kept = client.post("/epcis/capture", json=document, headers=headers | {"GS1-Capture-Error-Behaviour": "proceed"})
    assert said(client.get(kept.headers["Location"], headers=headers))["captured"] == 1


def test_one_event_is_created_and_read_back_and_a_second_time_is_a_conflict(app: APIFlask, world: World) -> None:
    client = app.test_client()
    made = client.post("/epcis/events", json=ONE, headers=world.headers("maker"))
    assert made.status_code == 201
    told = said(client.get(made.headers["Location"], headers=world.headers("authority")))
    events = told["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert events[0]["epcList"] == ONE["epcList"]
    assert events[0]["recordTime"].endswith("Z")
    again = client.post("/epcis/events", json=ONE, headers=world.headers("maker"))
    assert (again.status_code, said(again)["type"]) == (409, "epcisException:ResourceAlreadyExistsException")


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({"GS1-EPCIS-Version": "1.2"}, 406, "NotAcceptableException"),
        ({"Content-Type": "text/plain"}, 415, "UnsupportedMediaTypeException"),
        ({"GS1-Capture-Error-Behaviour": "maybe"}, 400, "ValidationException"),
    ],
)
def test_what_the_standard_refuses_is_refused_in_its_words(
    app: APIFlask, world: World, headers: dict[str, str], status: int, kind: str
) -> None:
    sent = {"Content-Type": "application/json"} | world.headers("maker") | headers
    answer = app.test_client().post("/epcis/capture", data=b"{}", headers=sent)
    assert (answer.status_code, said(answer)["type"]) == (status, f"epcisException:{kind}")


def test_a_document_beyond_the_limits_is_told_them(app: APIFlask, world: World, tmp_path: Path) -> None:
    settings = desk_of(app).settings
    small = create_app(Settings(home=tmp_path, database=settings.database, capture_bytes=100, capture_events=1))
    answer = small.test_client().post("/epcis/capture", json=COMMISSION, headers=world.headers("maker"))
    assert (answer.status_code, said(answer)["type"]) == (413, "epcisException:CaptureLimitExceededException")
    assert answer.headers["GS1-EPCIS-Capture-File-Size-Limit"] == "100"
    desk_of(small).workbench.close()


def test_options_tell_what_the_service_can(app: APIFlask) -> None:
    answer = app.test_client().options("/epcis/capture")
    assert answer.status_code == 200
    assert "POST" in answer.headers["Allow"]
    assert answer.headers["GS1-EPCIS-Max"] == "2.0.0"
    assert answer.headers["GS1-Capture-Error-Behaviour"] == "rollback, proceed"
