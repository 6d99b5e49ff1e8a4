"""Who sees what (DESIGN invariant 11): licence, price and recall are public; holders, history and volumes are not."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from tests.api.conftest import said
from tests.api.world import World, build

ROLES = ("public", "pharmacy", "other", "maker", "officer", "checker", "authority")
PUBLIC = (
    "/v1/products?q=duong",
    "/v1/products/{product}",
    "/v1/products/{product}/prices",
    "/v1/products/{product}/price-history",
    "/v1/products/{product}/comparison",
    "/v1/authorisations?number=893110000125",
    "/v1/authorisations/893110000125",
    "/v1/authorisations/893110000125/history",
    "/v1/authorisations/search?fragment=8931",
    "/v1/trade-items/{gtin}",
    "/v1/batches/{gtin}/{batch}",
    "/v1/packs/{gtin}/{serial}",
    "/v1/recalls",
    "/v1/recalls/{recall}",
)
RESERVED = {
    "/v1/batches/{gtin}/{batch}/holders": {"authority"},
    "/v1/recalls/{recall}/holders": {"authority"},
    "/v1/packs/{gtin}/{serial}/history": {"authority", "maker"},
    "/v1/packs/{gtin}/{serial}/label.svg": {"authority"},
    "/v1/journal?subject={recall}": {"authority"},
    "/epcis/events/{event}": {"authority", "maker"},
    "/v1/proposals": {"authority", "officer", "checker"},
    "/v1/proposals/{proposal}": {"authority", "officer", "checker"},
    "/v1/decisions": {"authority", "officer", "checker"},
    "/v1/decisions/{decision}": {"authority", "officer", "checker"},
    "/v1/authorisations/reminders": {"authority", "officer", "checker", "maker", "pharmacy", "other"},
}
WRITES = {
    "/v1/recalls": {"authority"},
    "/v1/recalls/{recall}/lift": {"authority"},
    "/v1/trade-items/{gtin}/serials": {"authority", "maker"},
    "/v1/sscc": {"authority", "maker"},
    "/v1/imports": {"authority", "maker"},
    "/v1/labels": {"authority"},
    "/epcis/capture": {"authority", "maker", "pharmacy", "other"},
}


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


def at(world: World, path: str) -> str:
    """An address in this world."""
    names = ("product", "gtin", "batch", "serial", "recall", "capture", "event", "proposal", "decision")
    return path.format(**{name: getattr(world, name) for name in names})


def test_public_facts_are_public_and_the_same_for_all(app: APIFlask, world: World) -> None:
    client = app.test_client()
    for path in PUBLIC:
        for role in ROLES:
            assert client.get(at(world, path), headers=world.headers(role)).status_code == 200, (path, role)


def test_what_is_reserved_is_told_to_nobody_else(app: APIFlask, world: World) -> None:
    client = app.test_client()
    for path, allowed in RESERVED.items():
        for role in ROLES:
            answer = client.get(at(world, path), headers=world.headers(role))
            expected = 200 if role in allowed else 401 if role == "public" else 403
            assert answer.status_code == expected, (path, role, answer.text)


def test_nobody_writes_without_the_right(app: APIFlask, world: World) -> None:
    client = app.test_client()
    forms = {
        "/v1/recalls": {"gtin": world.gtin, "level": 1, "reason": "r", "decision": "d", "decided_on": "2026-03-01"},
        "/v1/recalls/{recall}/lift": {"decision": "d", "reason": "r"},
        "/v1/trade-items/{gtin}/serials": {"count": 1},
        "/v1/sscc": {"count": 1},
        "/v1/labels": {"texts": [f"(01){world.gtin}"]},
    }
    for path, allowed in WRITES.items():
        for role in set(ROLES) - allowed:
            answer = client.post(at(world, path), headers=world.headers(role), json=forms.get(path, {}))
            assert answer.status_code == (401 if role == "public" else 403), (path, role, answer.text)


def test_a_place_is_told_to_its_holder_and_to_the_authority_only(app: APIFlask, world: World) -> None:
    client, path = app.test_client(), f"/v1/packs/{world.gtin}/{world.serial}"
    places = {role: said(client.get(path, headers=world.headers(role)))["place"] for role in ROLES}
    assert places == {
        "public": None,
        "other": None,
        "maker": None,
        "officer": None,
        "checker": None,
        "pharmacy": world.pharmacy_gln,
        "authority": world.pharmacy_gln,
    }


def test_a_verdict_names_no_place(app: APIFlask, world: World) -> None:
    answer = app.test_client().post("/v1/verify", json={"gtin": world.gtin, "serial": world.serial})
    assert world.pharmacy_gln not in answer.text


def test_a_cookie_is_no_key(app: APIFlask, world: World) -> None:
    client = app.test_client()
    client.set_cookie("Authorization", f"Bearer {world.keys['authority']}")
    client.set_cookie("session", world.keys["authority"])
    assert client.get(at(world, "/v1/recalls/{recall}/holders")).status_code == 401


@pytest.mark.parametrize("shown", ["Bearer mrk_wrong", "Basic dXNlcjpwYXNz", "Bearer"])
def test_a_key_that_is_none_is_refused_even_where_none_is_needed(app: APIFlask, shown: str) -> None:
    answer = app.test_client().get("/v1/recalls", headers={"Authorization": shown})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
