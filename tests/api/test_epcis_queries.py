"""EPCIS queries over HTTP: every published case over the corpus, pages, tokens, and who may not."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any  # Any: EPCIS documents are plain JSON
from urllib.parse import quote, urlsplit

import orjson
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.ids import new_id
from registry.parties import service as parties
from registry.parties.model import ApiKeyDraft, PartyDraft
from registry.trace.epcis import read_document
from registry.trace.store import events, questions
from registry.work import SYSTEM, Work
from tests.api.conftest import desk_of, said
from tests.api.world import World, build

VARIABLE = "MEDREG_EPCIS_VECTORS"


@pytest.fixture
def vectors(request: pytest.FixtureRequest) -> Path:
    """The folder of EPCIS vectors."""
    told = os.environ.get(VARIABLE)
    folder = Path(told) if told else request.getfixturevalue("shared") / "vectors" / "epcis"
    if not (folder / "own" / "queries.json").is_file():
        pytest.skip(f"no EPCIS queries in {folder}; set {VARIABLE} to a folder that has own/queries.json")
    return Path(folder)


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


def keep(work: Work, document: bytes) -> None:
    """Store the events of a document as they are told, past the rules of goods: the corpus is of another country."""
    reading, numbers = read_document(document), Counter[str]()
    assert not reading.faults
    triples = []
    for event in reading.events:
        triples.append((new_id(), numbers[event.key], event))
        numbers[event.key] += 1
    events.add_events(work.db, triples, [], 0, work.now_us)
    questions.add_master(work.db, reading.master)


def spelled(query: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a query as the parameters and headers of a GET."""
    declared = {
        name: meant for part in query.get("@context", []) if isinstance(part, dict) for name, meant in part.items()
    }
    headers = {"GS1-Extensions": ",".join(f"{name}={meant}" for name, meant in declared.items())} if declared else {}
    return {name: plain(value) for name, value in query.items() if name != "@context"}, headers


def plain(value: Any) -> str:  # noqa: ANN401 - see the import
    if isinstance(value, list):
        return "|".join(plain(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def pages(client: FlaskClient, query: dict[str, Any], headers: dict[str, str]) -> tuple[TestResponse, list[str]]:
    """Return the last answer, and the eventIDs of all pages."""
    parameters, more = spelled(query)
    answer = client.get("/epcis/events", query_string=parameters, headers=headers | more)
    found: list[str] = []
    while answer.status_code == 200:
        listed = said(answer)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        found += [event["eventID"] for event in listed]
        link = answer.headers.get("Link")
        if link is None:
            break
        parts = urlsplit(link.partition(">")[0].removeprefix("<"))
        answer = client.get(f"{parts.path}?{parts.query}", headers=headers | more)
    return answer, found


def verdict(answer: TestResponse, found: list[str], expect: dict[str, Any]) -> bool:
    if "error" in expect:
        return (answer.status_code, said(answer)["type"]) == (expect["status"], expect["error"])
    if answer.status_code != 200:
        return False
    if "orderedEventIDs" in expect:
        return bool(found == expect["orderedEventIDs"])
    return sorted(found) == sorted(expect["eventIDs"])


def authority(app: APIFlask) -> dict[str, str]:
    """The headers of an authority in a register that knows of no other event."""
    at = desk_of(app)

    def settle(work: Work) -> str:
        party = parties.add_party(work, PartyDraft("Cục Quản lý Dược", "VN"))
        key, _ = parties.issue_key(work, at.pepper, ApiKeyDraft(party.id, "authority", frozenset({"*"})))
        return key

    return {"Authorization": f"Bearer {at.workbench.write(SYSTEM, settle)}"}


def test_every_published_query_is_answered_as_it_says(app: APIFlask, vectors: Path) -> None:
    desk_of(app).workbench.write(SYSTEM, lambda work: keep(work, (vectors / "own" / "corpus.jsonld").read_bytes()))
    client, headers = app.test_client(), authority(app)
    cases = orjson.loads((vectors / "own" / "queries.json").read_bytes())
    wrong = []
    for case in cases:
        answer, found = pages(client, case["query"], headers)
        if not verdict(answer, found, case["expect"]):
            wrong.append((case["id"], case["query"], answer.status_code, len(found)))
    assert not wrong, f"{len(wrong)} of {len(cases)}: {wrong[:12]}"


def an_event(number: int) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "eventTime": f"2026-01-01T00:{number // 60:02}:{number % 60:02}Z",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "storing",
        "epcList": [f"urn:epc:id:sgtin:8935001.000011.{number}"],
    }


def some(count: int) -> bytes:
    context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]
    body = {"eventList": [an_event(number) for number in range(count)]}
    return orjson.dumps({"@context": context, "type": "EPCISDocument", "schemaVersion": "2.0", "epcisBody": body})


def test_pages_neither_repeat_nor_skip_and_the_last_has_no_next(app: APIFlask, world: World) -> None:
    desk_of(app).workbench.write(SYSTEM, lambda work: keep(work, some(10)))
    client, headers = app.test_client(), world.headers("authority")
    orders: tuple[dict[str, str], ...] = (
        {},
        {"orderBy": "eventTime"},
        {"orderBy": "recordTime", "orderDirection": "ASC"},
    )
    for order in orders:
        answer, found = pages(client, {**order, "EQ_bizStep": ["storing"], "perPage": 5}, headers)
        assert (len(found), len(set(found))) == (10, 10)
        assert "Link" not in answer.headers


def test_a_limit_counts_over_all_pages(app: APIFlask, world: World) -> None:
    desk_of(app).workbench.write(SYSTEM, lambda work: keep(work, some(10)))
    query = {
        "EQ_bizStep": ["storing"],
        "orderBy": "eventTime",
        "orderDirection": "ASC",
        "eventCountLimit": 7,
        "perPage": 3,
    }
    _, found = pages(app.test_client(), query, world.headers("authority"))
    assert found == [an_event(number)["eventID"] for number in range(7)]


def test_a_token_of_another_query_or_a_changed_one_is_refused(app: APIFlask, world: World) -> None:
    desk_of(app).workbench.write(SYSTEM, lambda work: keep(work, some(3)))
    client, headers = app.test_client(), world.headers("authority")
    answer = client.get("/epcis/events?perPage=1&EQ_bizStep=storing", headers=headers)
    token = answer.headers["Link"].split("nextPageToken=")[1].partition(">")[0]
    assert answer.headers["GS1-Next-Page-Token-Expires"].endswith("Z")
    for path in (f"EQ_bizStep=packing&nextPageToken={token}", f"EQ_bizStep=storing&nextPageToken=x{token}"):
        refused = client.get(f"/epcis/events?perPage=1&{path}", headers=headers)
        assert (refused.status_code, said(refused)["type"]) == (400, "epcisException:QueryParameterException")


def test_nobody_reads_events_without_the_right(app: APIFlask, world: World) -> None:
    assert app.test_client().get("/epcis/events").status_code == 401


def test_values_are_listed_once_and_lead_to_their_events(app: APIFlask) -> None:
    desk_of(app).workbench.write(SYSTEM, lambda work: keep(work, some(5)))
    client, headers = app.test_client(), authority(app)
    first = client.get("/epcis/epcs?perPage=3", headers=headers)
    rest = client.get(first.headers["Link"].partition(">")[0].removeprefix("<"), headers=headers)
    known = [*said(first)["member"], *said(rest)["member"]]
    assert (len(known), known) == (5, sorted(set(known)))
    assert said(client.get("/epcis/bizSteps", headers=headers))["member"] == ["storing"]
    for value in (quote(known[2], safe=""), "urn:epc:id:sgtin:8935001.000011.2"):
        assert said(client.get(f"/epcis/epcs/{value}", headers=headers))["member"] == ["events"]
        told = said(client.get(f"/epcis/epcs/{value}/events", headers=headers))
        assert len(told["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) == 1
    assert client.get("/epcis/epcs/urn:epc:id:sgtin:8935001.000011.9", headers=headers).status_code == 404


def test_every_published_query_gives_the_same_under_a_name(app: APIFlask, vectors: Path) -> None:
    desk_of(app).workbench.write(SYSTEM, lambda work: keep(work, (vectors / "own" / "corpus.jsonld").read_bytes()))
    client, headers = app.test_client(), authority(app)
    for case in orjson.loads((vectors / "own" / "queries.json").read_bytes()):
        told = {"name": case["id"], "query": case["query"]}
        answer = client.post("/epcis/queries", json=told, headers=headers)
        found: list[str] = []
        if answer.status_code == 201:
            answer = client.get(f"/epcis/queries/{case['id']}/events?perPage=1000", headers=headers)
        if answer.status_code == 200:
            listed = said(answer)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            found = [event["eventID"] for event in listed]
        assert verdict(answer, found, case["expect"]), case["id"]


def test_a_named_query_is_deleted_by_its_owner_alone(app: APIFlask, world: World) -> None:
    client = app.test_client()
    path, told = "/epcis/queries/mine", {"name": "mine", "query": {"EQ_bizStep": ["storing"]}}
    assert client.post("/epcis/queries", json=told, headers=world.headers("maker")).status_code == 201
    assert client.post("/epcis/queries", json=told, headers=world.headers("pharmacy")).status_code == 403
    assert client.delete(path, headers=world.headers("pharmacy")).status_code == 403
    assert client.delete(path, headers=world.headers("maker")).status_code == 204
    assert client.get(path, headers=world.headers("maker")).status_code == 404
