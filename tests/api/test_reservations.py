"""Reservations over HTTP: held, listed, released for ever; told to nobody else."""

from __future__ import annotations

from datetime import timedelta

from apiflask import APIFlask

from registry.work import SYSTEM
from tests.api.conftest import desk_of, said
from tests.api.world import build


def test_a_gtin_is_reserved_listed_and_released_for_ever(app: APIFlask) -> None:
    world, client = build(app), app.test_client()
    maker = world.headers("maker")
    with desk_of(app).workbench.read(SYSTEM) as work:
        until = (work.today + timedelta(days=30)).isoformat()
    made = client.post("/v1/reservations", json={"count": 2, "until": until}, headers=maker)
    assert made.status_code == 201, made.text
    first, second = said(made)["items"]
    released = client.post(f"/v1/reservations/{first['gtin']}/release", headers=maker)
    assert said(released)["state"] == "retired"
    listed = said(client.get("/v1/reservations?limit=1", headers=maker))
    assert [one["state"] for one in listed["items"]] == ["retired"]
    rest = said(client.get("/v1/reservations", query_string={"cursor": listed["next"]}, headers=maker))
    assert rest["items"] == [second]
    for who in ("pharmacy", "other"):
        answer = client.post(f"/v1/reservations/{second['gtin']}/release", headers=world.headers(who))
        assert answer.status_code == 403
    item = said(client.get(f"/v1/trade-items/{world.gtin}"))["id"]
    again = client.post(f"/v1/reservations/{first['gtin']}/confirm", json={"trade_item": item}, headers=maker)
    assert (again.status_code, said(again)["code"]) == (409, "identifier-step")
    needless = client.post("/v1/national-keys", json={"trade_item": item, "reason": "x"}, headers=maker)
    assert (needless.status_code, said(needless)["code"]) == (409, "national-key-needless")
