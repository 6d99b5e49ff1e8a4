"""`/vrs` over HTTP: the answers of a responder, and whom it refuses."""

from __future__ import annotations

from apiflask import APIFlask

from tests.api.conftest import said
from tests.api.world import World, build

PACK = "/vrs/verify/gtin/08938888000015/lot/A2601/ser/MAU0001"


def test_a_pack_is_verified_until_it_is_supplied(app: APIFlask) -> None:
    world: World = build(app)
    client = app.test_client()
    asked = {"reqGLN": world.maker_gln, "corrUUID": "d7a7e0e2-5b0a-4c0d-9a0e-1f4a3c0b9a11"}
    answer = client.get(PACK, query_string=asked)
    told = said(answer)
    assert (answer.status_code, told["data"], told["corrUUID"]) == (200, {"verified": True}, asked["corrUUID"])
    assert told["verificationTimestamp"].endswith("Z")
    headers = world.headers("pharmacy") | {"Idempotency-Key": "one"}
    supplied = client.post("/v1/packs/08938888000015/MAU0001/supply", headers=headers, json={})
    assert supplied.status_code in {200, 201}, supplied.text
    after = said(client.get(PACK, query_string=asked))
    assert after["data"] == {"verified": False, "verificationFailureReason": "Not_for_re-distribution"}


def test_who_asks_under_an_unknown_number_or_with_a_wrong_date_is_refused(app: APIFlask) -> None:
    world: World = build(app)
    client = app.test_client()
    assert client.get(PACK).status_code == 422
    assert client.get(PACK, query_string={"reqGLN": "9501101000005"}).status_code in {401, 422}
    wrong = client.get(PACK, query_string={"reqGLN": world.maker_gln, "exp": "271332"})
    assert (wrong.status_code, said(wrong)["errors"][0]["code"]) == (422, "expiry-digits")
