"""No request makes the service fail: whatever is sent, a refusal is problem details in the caller's language."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from apiflask import APIFlask

from api.app import create_app
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.settings import Settings
from tests.api.conftest import desk_of, said
from tests.api.world import World, build

ODD = [
    "0",
    "-1",
    "' OR 1=1 --",
    "\u0000",
    "đ" * 300,
    "9" * 40,
    "../etc",
    "%",
    "_",
    "🙂",
    "08938888000015",
    " ",
    "a?b",
    "(01)",
]


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


def addresses(app: APIFlask) -> list[tuple[str, str, list[str]]]:
    """Every address of the interfaces with its verb and its parameters."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/v1", "/epcis", "/01", "/problems"))]
    return [
        (verb, rule.rule, sorted(rule.arguments))
        for rule in rules
        for verb in (rule.methods or set()) & {"GET", "POST"}
    ]


@pytest.mark.parametrize("odd", ODD)
def test_no_parameter_makes_the_service_fail(app: APIFlask, world: World, odd: str) -> None:
    client = app.test_client()
    headers = world.headers("authority") | {"Idempotency-Key": "k", "Accept": "application/json"}
    for verb, rule, names in addresses(app):
        address = rule
        for name in names:
            address = address.replace(f"<{name}>", quote(odd, safe="")).replace(f"<path:{name}>", quote(odd, safe=""))
        for query in ("", f"?q={quote(odd)}&number={quote(odd)}&subject={quote(odd)}&cursor={quote(odd)}"):
            answer = client.open(address + query, method=verb, headers=headers, json={} if verb == "POST" else None)
            assert answer.status_code < 500, (verb, address + query, answer.text)
            if answer.status_code >= 400:
                assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"3", b'{"gtin": 3}', b'{"a": {"b": []}}', b"\xff\xfe"])
def test_no_body_makes_the_service_fail(app: APIFlask, world: World, body: bytes) -> None:
    client, headers = app.test_client(), world.headers("authority") | {"Idempotency-Key": "k"}
    for verb, rule, _ in addresses(app):
        if verb == "GET":
            continue
        address = (
            rule.replace("<gtin>", world.gtin).replace("<serial>", world.serial).replace("<recall_id>", world.recall)
        )
        answer = client.post(address, data=body, content_type="application/json", headers=headers)
        assert answer.status_code < 500, (address, body, answer.text)


def test_broken_json_is_400_and_another_type_415(app: APIFlask) -> None:
    client = app.test_client()
    broken = client.post("/v1/verify?lang=en", data=b"{", content_type="application/json")
    assert (broken.status_code, said(broken)["title"]) == (400, "The request cannot be read")
    assert client.post("/v1/verify", data=b"gtin=1", content_type="text/plain").status_code == 415


def test_a_form_tells_all_its_faults_at_once(app: APIFlask, world: World) -> None:
    sent = {"gtin": "1", "level": "x", "decided_on": "01/03/2026", "colour": "red", "decision": None}
    answer = app.test_client().post("/v1/recalls?lang=en", json=sent, headers=world.headers("authority"))
    told = {fault["pointer"]: fault["code"] for fault in said(answer)["errors"]}
    assert told.pop("/gtin").isupper()
    assert told == {
        "/level": "field-type",
        "/decided_on": "field-date",
        "/colour": "field-unknown",
        "/decision": "field-null",
        "/reason": "field-required",
    }


@pytest.mark.parametrize(("lang", "title"), [("vi", "Nội dung gửi lên có lỗi"), ("en", "The submission has faults")])
def test_faults_speak_the_language_of_the_caller(app: APIFlask, lang: str, title: str) -> None:
    answer = app.test_client().post("/v1/verify", json={"gtin": "x"}, headers={"Accept-Language": f"{lang},*;q=0.1"})
    assert answer.headers["Content-Language"] == lang
    assert said(answer)["title"] == title


def test_every_problem_type_has_its_page_and_its_json(app: APIFlask) -> None:
    client = app.test_client()
    for kind in ("pack-refused", "scope-missing"):
        page = client.get(f"/problems/{kind}?lang=en", headers={"Accept": "text/html"})
        assert (page.status_code, page.mimetype) == (200, "text/html")
        assert (
            said(client.get(f"/problems/{kind}"))["title"]
            in client.get(f"/problems/{kind}", headers={"Accept": "text/html"}).text
        )
    assert client.get("/problems/none").status_code == 404
    assert len(said(client.get("/problems"))["problems"]) > 100


def test_two_applications_in_one_process_keep_their_registers_apart(
    app: APIFlask, world: World, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'second' / 'medreg.db'}"
    database = Database.open(url)
    migrate(database)
    database.close()
    second = create_app(Settings(home=tmp_path / "second", database=url))
    address = f"/v1/trade-items/{world.gtin}"
    assert app.test_client().get(address).status_code == 200
    assert second.test_client().get(address).status_code == 404
    assert second.test_client().get("/v1/recalls", headers=world.headers("authority")).status_code == 401
    assert desk_of(app).pepper != desk_of(second).pepper
    desk_of(second).workbench.close()
