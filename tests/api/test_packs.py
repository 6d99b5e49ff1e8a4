"""A pack over HTTP: supplied at most once, verified at once, red after a recall."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from apiflask import APIFlask

from api.v1.verify import VerdictShown, identity_of, verdict_document
from registry.verification import service as verification
from registry.work import PUBLIC
from tests.api.conftest import desk_of, said
from tests.api.world import World, build


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


def supply(
    app: APIFlask, world: World, who: str = "pharmacy", key: str = "k1", lang: str = "en"
) -> tuple[int, dict[str, object]]:
    """Ask once to supply the pack."""
    address = f"/v1/packs/{world.gtin}/{world.serial}/supply?lang={lang}"
    answer = app.test_client().post(address, json={}, headers=world.headers(who) | {"Idempotency-Key": key})
    return answer.status_code, said(answer)


def test_a_pack_is_supplied_once_and_the_second_is_told_the_state_and_whose_it_was(app: APIFlask, world: World) -> None:
    status, first = supply(app, world)
    assert (status, first["state"], first["repeated"]) == (200, "supplied", False)
    status, second = supply(app, world, key="k2")
    assert status == 409
    assert second["detail"] == "This pack was supplied already."
    facts = second["facts"]
    assert isinstance(facts, dict)
    assert (facts["state"], facts["same_actor"]) == ("supplied", True)


def test_the_same_key_gives_the_same_answer_and_no_second_effect(app: APIFlask, world: World) -> None:
    _, first = supply(app, world)
    status, again = supply(app, world)
    assert (status, again["repeated"]) == (200, True)
    assert again["event_id"] == first["event_id"]


def test_of_twenty_at_once_one_wins(app: APIFlask, world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(lambda n: supply(app, world, key=f"race-{n}")[0], range(20))]
    assert sorted(answers) == [200] + [409] * 19


def test_a_supply_can_be_taken_back_where_it_was_made(app: APIFlask, world: World) -> None:
    supply(app, world)
    address = f"/v1/packs/{world.gtin}/{world.serial}/undo-supply"
    undone = app.test_client().post(address, json={"idempotency_key": "u1"}, headers=world.headers("pharmacy"))
    assert (undone.status_code, said(undone)["state"]) == (200, "active")


def test_a_recall_acknowledged_is_seen_by_the_next_verification_and_stops_the_supply(
    app: APIFlask, world: World
) -> None:
    client, pack = app.test_client(), {"gtin": world.gtin, "serial": world.serial}
    assert said(client.post("/v1/verify", json=pack))["colour"] == "green"
    recall = {"gtin": world.gtin, "batch": world.batch, "level": 1, "reason": "r", "decision": "d"}
    told = client.post("/v1/recalls", json=recall | {"decided_on": "2026-03-02"}, headers=world.headers("authority"))
    assert told.status_code == 201
    assert said(client.get(told.headers["Location"]))["open"]
    verdict = said(client.post("/v1/verify?lang=en", json=pack))
    assert (verdict["colour"], verdict["next_step"]) == ("red", "return-recalled")
    status, refusal = supply(app, world)
    assert (status, refusal["detail"]) == (409, "This batch is recalled.")


@pytest.mark.parametrize("body", [{}, {"serial": "1"}])
def test_what_names_nothing_is_told_what_to_send(app: APIFlask, body: dict[str, str]) -> None:
    answer = app.test_client().post("/v1/verify?lang=en", json=body)
    assert answer.status_code == 422
    assert said(answer)["code"] == "identity-missing"
    assert said(answer)["errors"][0]["pointer"] == "/text"


def test_a_text_that_breaks_gs1_is_told_with_the_place_in_it(app: APIFlask) -> None:
    answer = app.test_client().post("/v1/verify?lang=en", json={"text": "(01)08938888000016"})
    assert said(answer)["code"] == "gs1-syntax"
    fault = said(answer)["errors"][0]
    assert {"code", "detail", "value", "start", "length"} <= set(fault)


def test_a_verdict_is_never_kept(app: APIFlask, world: World) -> None:
    assert app.test_client().post("/v1/verify", json={"gtin": world.gtin}).headers["Cache-Control"] == "no-store"


def test_the_verdict_made_by_hand_is_what_its_schema_shows(app: APIFlask, world: World) -> None:
    with desk_of(app).workbench.read(PUBLIC) as work:
        verdict = verification.verify(work, identity_of(work, {"text": f"(01){world.gtin}(10){world.recalled_batch}"}))
    document = verdict_document(verdict, "en")
    assert VerdictShown().dump(document) == document
