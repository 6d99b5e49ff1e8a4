"""Company prefixes over HTTP: added and ended by the authority, seen and used by their holder."""

from __future__ import annotations

from apiflask import APIFlask

from registry.ids import format_id
from registry.parties import service as parties
from registry.work import SYSTEM
from tests.api.conftest import desk_of, said
from tests.api.world import build

PATH = "/v1/company-prefixes"


def test_a_prefix_is_added_used_by_its_holder_alone_and_ended(app: APIFlask) -> None:
    world, client = build(app), app.test_client()
    with desk_of(app).workbench.read(SYSTEM) as work:
        (maker,) = parties.parties_named(work, "Mẫu maker")
    body = {"prefix": "8938555", "party_id": format_id(maker.id), "source": "GS1", "valid_from": "2020-01-01"}
    made = client.post(PATH, json=body, headers=world.headers("authority"))
    assert made.status_code == 201, made.text
    gln = client.post("/v1/identifiers/glns", json={"count": 2, "prefix": "8938555"}, headers=world.headers("maker"))
    assert [one[:7] for one in said(gln)["glns"]] == ["8938555"] * 2
    (listed,) = said(client.get(PATH, headers=world.headers("maker")))["items"]
    assert {one["kind"]: one["used"] for one in listed["capacity"]} == {"gtin": 0, "gln": 2, "sscc": 0}
    assert said(client.get(PATH, headers=world.headers("pharmacy")))["items"] == []
    ended = client.post(
        f"{PATH}/{said(made)['id']}/end", json={"valid_until": "2020-12-31"}, headers=world.headers("authority")
    )
    assert said(ended)["valid_until"] == "2020-12-31"
    again = client.post("/v1/identifiers/glns", json={"count": 1, "prefix": "8938555"}, headers=world.headers("maker"))
    assert (again.status_code, said(again)["code"]) == (409, "prefix-ended")


def test_a_level_of_anothers_product_is_given_no_gtin(app: APIFlask) -> None:
    world, client = build(app), app.test_client()
    item = said(client.get(f"/v1/trade-items/{world.gtin}"))["id"]
    answers = {
        who: client.post("/v1/identifiers/gtins", json={"trade_items": [item]}, headers=world.headers(who))
        for who in ("public", "pharmacy", "maker", "authority")
    }
    assert {who: one.status_code for who, one in answers.items()} == {
        "public": 401,
        "pharmacy": 403,
        "maker": 201,
        "authority": 201,
    }
    assert said(answers["maker"]) == {"gtins": [world.gtin]}


def test_a_foreign_gtin_is_checked_and_an_item_that_has_its_own_keeps_it(app: APIFlask) -> None:
    world, client = build(app), app.test_client()
    item = said(client.get(f"/v1/trade-items/{world.gtin}"))["id"]

    def take(who: str, gtin: str) -> tuple[int, str]:
        sent = {"trade_item": item, "gtin": gtin}
        answer = client.post("/v1/identifiers/gtins/foreign", json=sent, headers=world.headers(who))
        return answer.status_code, said(answer).get("code", "")

    assert take("maker", "08936012345675")[0] == 422
    assert take("maker", "08936012345674") == (409, "gtin-fixed")
    assert take("pharmacy", "08936012345674")[0] == 403
    assert take("maker", world.gtin)[0] == 201
