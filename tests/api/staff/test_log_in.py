"""Log-in pages: sessions, forms, and what a stranger may learn."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.staff.session import COOKIE
from registry.parties import service as parties
from registry.parties import staff
from registry.parties.staff_model import StaffDraft
from registry.work import SYSTEM, Work
from tests.api.conftest import desk_of

NEW = "trà xanh mùa thu 7"


@pytest.fixture
def password(app: APIFlask) -> str:
    """The first password of the account `lan`."""

    def add(work: Work) -> str:
        party = parties.find_or_add_party(work, "Cơ quan Mẫu", "VN")
        return staff.add_staff(work, StaffDraft("lan.office", party.id, frozenset({"*"})))[1]

    return desk_of(app).workbench.write(SYSTEM, add)


def token_on(answer: TestResponse) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', answer.text)
    assert found is not None
    return found[1]


def log_in(client: FlaskClient, login: str, password: str, path: str = "/dang-nhap") -> TestResponse:
    form = client.get(path)
    return client.post(path, data={"form_token": token_on(form), "login": login, "password": password})


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie(COOKIE)
    return found.value if found else ""


@pytest.mark.parametrize(("path", "home"), [("/dang-nhap", "/tai-khoan"), ("/en/login", "/en/tai-khoan")])
def test_a_person_logs_in_and_must_change_the_password_first(
    client: FlaskClient, password: str, path: str, home: str
) -> None:
    answer = log_in(client, "lan.office", password, path)
    assert (answer.status_code, answer.headers["Location"]) == (303, home)
    told = answer.headers["Set-Cookie"]
    assert "HttpOnly" in told
    assert "SameSite=Lax" in told
    assert "Secure" not in told
    page = client.get(home)
    assert page.headers["Cache-Control"] == "no-store"
    form = {"form_token": token_on(page), "password": password}
    assert client.post(f"{home}/mat-khau", data={**form, "new": "short"}).status_code == 422
    before = cookie(client)
    assert client.post(f"{home}/mat-khau", data={**form, "new": NEW}).status_code == 303
    assert cookie(client) != before
    client.set_cookie(COOKIE, before)
    assert "/tai-khoan" not in client.get(home).headers["Location"]


def test_over_https_the_cookie_is_secure(client: FlaskClient) -> None:
    assert "Secure" in client.get("/dang-nhap", base_url="https://localhost").headers["Set-Cookie"]


def test_a_session_set_beforehand_is_not_the_one_after_log_in(client: FlaskClient, password: str) -> None:
    client.set_cookie(COOKIE, "chosen-by-another")
    assert log_in(client, "lan.office", password).status_code == 303
    assert cookie(client) not in {"", "chosen-by-another"}
    client.set_cookie(COOKIE, "chosen-by-another")
    assert client.get("/tai-khoan").status_code == 303


def test_a_form_of_another_session_is_refused(app: APIFlask, client: FlaskClient, password: str) -> None:
    foreign = token_on(app.test_client().get("/dang-nhap"))
    client.get("/dang-nhap")
    sent = {"login": "lan.office", "password": password}
    for told in ({}, {"form_token": foreign}, {"form_token": ""}):
        assert client.post("/dang-nhap", data={**sent, **told}).status_code == 403
    log_in(client, "lan.office", password)
    for path in ("/tai-khoan/mat-khau", "/tai-khoan/ma-xac-thuc", "/dang-xuat"):
        assert client.post(path, data={"form_token": foreign}).status_code == 403, path
    assert client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize("where", ["here", "everywhere"])
def test_log_out_ends_the_session_in_the_register(
    app: APIFlask, client: FlaskClient, password: str, where: str
) -> None:
    other = app.test_client()
    log_in(client, "lan.office", password)
    log_in(other, "lan.office", password)
    kept = cookie(client)
    client.post("/dang-xuat", data={"form_token": token_on(client.get("/tai-khoan")), "where": where})
    client.set_cookie(COOKIE, kept)
    assert client.get("/tai-khoan").status_code == 303
    assert other.get("/tai-khoan").status_code == (303 if where == "everywhere" else 200)


def test_an_unknown_name_is_answered_like_a_wrong_password(client: FlaskClient, password: str) -> None:
    assert password
    told = []
    for name in ("lan.office", "nobody.here"):
        answer = log_in(client, name, "wrong")
        told.append((answer.status_code, re.sub(r"[0-9a-f]{64}", "", answer.text)))
    assert told[0] == told[1]
    assert told[0][0] == 401


def test_the_time_of_an_answer_does_not_tell_whether_a_name_exists(client: FlaskClient, password: str) -> None:
    assert password
    times: dict[str, list[float]] = {"lan.office": [], "nobody.here": []}
    for _ in range(4):
        for name, taken in times.items():
            begun = time.perf_counter()
            log_in(client, name, "wrong")
            taken.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert 0.4 < known / unknown < 2.5, times


def test_a_locked_account_is_told_to_wait(client: FlaskClient, password: str) -> None:
    for _ in range(5):
        log_in(client, "lan.office", "wrong")
    assert log_in(client, "lan.office", password).status_code == 429


def test_a_machine_interface_does_not_know_a_session(client: FlaskClient, password: str) -> None:
    log_in(client, "lan.office", password)
    assert client.get("/v1/proposals").status_code == 401
