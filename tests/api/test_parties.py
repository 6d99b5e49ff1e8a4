"""Parties over HTTP: who may do what, versions, merges and keys."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from registry.ids import format_id
from registry.parties import service as parties
from registry.work import SYSTEM
from tests.api.conftest import desk_of, said
from tests.api.world import World, build

ROLES = ("public", "pharmacy", "other", "maker", "authority")


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


def id_of(app: APIFlask, words: str) -> str:
    return str(said(app.test_client().get("/v1/parties", query_string={"q": words}))["items"][0]["id"])


def test_parties_are_public_and_their_keys_are_not(app: APIFlask, world: World) -> None:
    client, one = app.test_client(), id_of(app, "mau other")
    for role in ROLES:
        for path in ("", "/names", "/certificates"):
            assert client.get(f"/v1/parties/{one}{path}", headers=world.headers(role)).status_code == 200, (path, role)
        expected = {"public": 401, "authority": 200}.get(role, 403)
        assert client.get(f"/v1/parties/{one}/keys", headers=world.headers(role)).status_code == expected, role


def test_nobody_writes_parties_without_the_right(app: APIFlask, world: World) -> None:
    client, one, other = app.test_client(), id_of(app, "mau other"), id_of(app, "mau pharmacy")
    writes = {
        "POST /v1/parties": ({"name": "Mới"}, {"maker", "authority"}),
        f"PUT /v1/parties/{one}": ({"name": "Mới", "version": 1}, {"maker", "authority"}),
        f"POST /v1/parties/{one}/merge": ({"into": other, "reason": "r"}, {"authority"}),
        f"POST /v1/parties/{one}/keys": ({"name": "k", "scopes": ["pack:verify"]}, {"authority"}),
        f"DELETE /v1/parties/{one}/keys/{one}": (None, {"authority"}),
    }
    for route, (body, allowed) in writes.items():
        verb, path = route.split()
        for role in set(ROLES) - allowed:
            answer = client.open(path, method=verb, headers=world.headers(role), json=body)
            assert answer.status_code == (401 if role == "public" else 403), (route, role, answer.text)


def test_an_amendment_of_an_old_version_is_refused(app: APIFlask, world: World) -> None:
    client, one, headers = app.test_client(), id_of(app, "mau other"), world.headers("authority")
    body = {"name": "Tên Mới", "country": "VN", "version": 1}
    assert said(client.put(f"/v1/parties/{one}", headers=headers, json=body))["version"] == 2
    assert client.put(f"/v1/parties/{one}", headers=headers, json=body).status_code == 412
    assert said(client.get(f"/v1/parties/{one}/names"))["items"][0]["name"] == "Mẫu other"


def test_a_merged_party_leads_to_its_survivor(app: APIFlask, world: World) -> None:
    client, gone, into = app.test_client(), id_of(app, "mau other"), id_of(app, "mau pharmacy")
    told = {"into": into, "reason": "một cơ sở"}
    assert client.post(f"/v1/parties/{gone}/merge", headers=world.headers("authority"), json=told).status_code == 200
    assert said(client.get(f"/v1/parties/{gone}"))["id"] == into


def test_a_key_is_told_once_opens_and_ends(app: APIFlask, world: World) -> None:
    client, one, headers = app.test_client(), id_of(app, "mau other"), world.headers("authority")
    path = f"/v1/parties/{one}/keys"
    made = said(client.post(path, headers=headers, json={"name": "quầy 2", "scopes": ["key:write-own"]}))
    own = {"Authorization": f"Bearer {made['text']}"}
    assert made["text"] not in client.get(path, headers=own).text
    assert client.post(path, headers=own, json={"name": "x", "scopes": ["pack:verify"]}).status_code == 403
    elsewhere = f"/v1/parties/{id_of(app, 'mau pharmacy')}/keys/{made['key']['id']}"
    assert client.delete(elsewhere, headers=headers).status_code == 404
    assert client.delete(f"{path}/{made['key']['id']}", headers=own).status_code == 204
    assert client.get(path, headers=own).status_code == 401


def test_the_day_of_a_keys_last_use_is_noted_once_a_day(app: APIFlask) -> None:
    world = build(app)
    client, office = app.test_client(), world.headers("authority")
    for _ in range(2):
        assert client.get("/v1/proposals", headers=office).status_code == 200
    at = desk_of(app)
    with at.workbench.read(SYSTEM) as work:
        party = parties.actor_of_key(work, at.pepper, world.keys["authority"]).party_id
    assert party is not None
    told = said(client.get(f"/v1/parties/{format_id(party)}/keys", headers=office))
    assert [key["last_used_day"] for key in told["items"]] == ["2026-03-02"]
