"""Officers over HTTP: one proposes, another approves, each by the version that was read; the past stays readable."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from api.jobs import DAILY, HANDLERS
from tests.api.conftest import said
from tests.api.world import World, build

FORBIDDEN = {
    "/v1/proposals": ("public", "maker", "pharmacy", "checker"),
    "/v1/proposals/{proposal}/approve": ("public", "maker", "pharmacy", "officer"),
    "/v1/proposals/{proposal}/return": ("public", "maker", "pharmacy"),
    "/v1/proposals/{proposal}/withdraw": ("public", "maker", "pharmacy", "checker", "authority"),
    "/v1/decisions": ("public", "maker", "pharmacy", "checker"),
    "/v1/decisions/{decision}/rows/1": ("public", "maker", "pharmacy", "checker"),
    "/v1/decisions/{decision}/accept-clear": ("public", "maker", "pharmacy", "checker"),
    "/v1/decisions/{decision}/propose": ("public", "maker", "pharmacy", "checker"),
}
"""Who must be refused where; the officer has the right to approve too, but not what is its own."""
CITED = {"number": "7/QĐ-QLD", "decided_on": "2026-02-20", "authority": "Cục Quản lý Dược", "document": "ab" * 32}
BODIES: dict[str, dict[str, object]] = {
    "/v1/proposals": {
        "decision": CITED,
        "reason": "r",
        "acts": [{"act": "step", "number": "VD-22739-15", "step": "revoke"}],
    },
    "/v1/proposals/{proposal}/return": {"reason": "r"},
    "/v1/decisions/{decision}/rows/1": {"verdict": "accepted"},
}


@pytest.fixture
def world(app: APIFlask) -> World:
    return build(app)


@pytest.mark.parametrize("path", FORBIDDEN)
def test_every_change_refuses_who_has_no_right_to_it(app: APIFlask, world: World, path: str) -> None:
    client, at = app.test_client(), path.format(proposal=world.proposal, decision=world.decision)
    for role in FORBIDDEN[path]:
        headers = {**world.headers(role), "If-Match": '"v1"'}
        answer = client.post(at, headers=headers, json=BODIES.get(path, {}))
        assert answer.status_code == (401 if role == "public" else 403), (path, role, answer.text)


def test_a_decision_goes_from_row_to_register_through_two_officers(app: APIFlask, world: World) -> None:
    client, at = app.test_client(), f"/v1/decisions/{world.decision}"
    officer, checker = world.headers("officer"), world.headers("checker")
    # the world's own proposal waits for the same authorisation and is taken back first
    client.post(f"/v1/proposals/{world.proposal}/withdraw", headers=officer | {"If-Match": '"v1"'}, json={})
    tag = client.get(at, headers=officer).headers["ETag"]
    for path, body in (("accept-clear", None), ("rows/2", {"verdict": "refused", "note": "không rõ"}), ("propose", {})):
        answer = client.post(f"{at}/{path}", headers=officer | {"If-Match": tag}, json=body)
        assert answer.status_code == 200, answer.text
        tag = answer.headers["ETag"]
    proposal = f"/v1/proposals/{said(answer)['proposal_id']}"
    assert client.post(f"{proposal}/approve", headers=officer | {"If-Match": '"v1"'}).status_code == 403
    assert client.post(f"{proposal}/approve", headers=checker | {"If-Match": '"v1"'}).status_code == 200
    assert client.post(f"{proposal}/approve", headers=checker | {"If-Match": '"v2"'}).status_code == 409
    assert said(client.get(at, headers=officer))["state"] == "applied"
    old, new = (said(client.get(f"/v1/authorisations/{n}")) for n in ("VD-22739-15", "893110000226"))
    assert old["id"] == new["id"]
    assert (old["asked"]["is_current"], old["asked"]["usable_until"]) == (False, "2027-02-20")
    assert old["asked"]["may_be_printed"] is True
    before = said(client.get("/v1/authorisations/893110000226?valid_on=2026-02-19"))
    assert (before["number"], before["valid_until"]) == ("VD-22739-15", "2028-01-01")
    history = said(client.get("/v1/authorisations/893110000226/history"))
    assert history["steps"][-1]["decision"] == CITED
    assert {"number", "valid_until"} <= {change["field"] for change in history["changes"]}


def test_a_proposal_that_rests_on_an_older_version_is_refused(app: APIFlask, world: World) -> None:
    act = {"act": "step", "number": "VD-22739-15", "step": "revoke", "version": 77}
    body = {"decision": CITED, "reason": "r", "acts": [act]}
    answer = app.test_client().post("/v1/proposals", headers=world.headers("officer"), json=body)
    assert (answer.status_code, said(answer)["code"]) == (412, "authorisation-changed")


@pytest.mark.parametrize("path", ["/v1/proposals", "/v1/decisions", "/v1/authorisations/reminders"])
def test_a_made_up_cursor_is_a_fault_of_the_caller(app: APIFlask, world: World, path: str) -> None:
    answer = app.test_client().get(f"{path}?cursor=WyJ4Il0", headers=world.headers("officer"))
    assert (answer.status_code, said(answer)["errors"][0]["code"]) == (422, "cursor-form")


def test_a_dossier_goes_from_its_draft_through_a_return_to_force(app: APIFlask, world: World) -> None:
    client, number = app.test_client(), "893110005526"
    form = {"number": number, "evidence": "submission", "name": "Thuốc Nộp", "substances": "Ibuprofen 200mg"}
    body = {**form, "holder": "Mẫu maker"}
    made = client.post("/v1/products/registrations", headers=world.headers("maker"), json=body)
    assert said(made)["authorisation"]["state"] == "draft"
    walk = (
        ("maker", "submit"),
        ("officer", "review"),
        ("officer", "return"),
        ("maker", "submit"),
        ("officer", "review"),
    )
    states = []
    for version, (who, step) in enumerate(walk, start=1):
        told = {
            "step": step,
            "version": version,
            "dossier": "HS-1",
            "reason": "thiếu nhãn" if step == "return" else None,
        }
        other = "officer" if who == "maker" else "maker"
        if other == "maker":
            refused = client.post(f"/v1/authorisations/{number}/steps", headers=world.headers(other), json=told)
            assert refused.status_code == 403
        answer = client.post(f"/v1/authorisations/{number}/steps", headers=world.headers(who), json=told)
        states.append(said(answer)["state"])
    assert states == ["submitted", "in-review", "returned", "submitted", "in-review"]
    act = {"act": "grant", "number": number, "valid_from": "2026-02-20", "valid_until": "2029-02-20", "terms": "P3Y"}
    about = {"name": "Thuốc Nộp", "substances": "Ibuprofen 200mg"}
    asked = {"decision": CITED, "acts": [{**act, "about": about}]}
    proposed = said(client.post("/v1/proposals", headers=world.headers("officer"), json=asked))
    headers = world.headers("checker") | {"If-Match": '"v1"'}
    assert client.post(f"/v1/proposals/{proposed['id']}/approve", headers=headers).status_code == 200
    now = said(client.get(f"/v1/authorisations/{number}"))
    assert (now["state"], now["terms"], now["asked"]["may_be_printed"]) == ("in-force", "P3Y", True)
    steps = [step["step"] for step in said(client.get(f"/v1/authorisations/{number}/history"))["steps"]]
    assert steps == ["submit", "review", "return", "submit", "review", "grant", "enter-force"]


def test_the_calendar_is_kept_every_day() -> None:
    assert "keep-calendar" in DAILY
    assert "keep-calendar" in HANDLERS


@pytest.mark.parametrize("evidence", ["decision", "list", "award"])
def test_no_hand_alone_registers_a_licence_in_force(app: APIFlask, world: World, evidence: str) -> None:
    client, number = app.test_client(), "893110005626"
    body = {"number": number, "evidence": evidence, "name": "Thuốc Tự Cấp", "substances": "Ibuprofen 200mg"}
    answer = client.post("/v1/products/registrations", headers=world.headers("maker"), json=body)
    assert (answer.status_code, said(answer)["code"]) == (403, "grant-by-proposal")
    assert client.get(f"/v1/authorisations/{number}").status_code == 404
