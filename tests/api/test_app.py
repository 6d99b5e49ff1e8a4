"""The composition root and what every answer has in common."""

from __future__ import annotations

from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from api.app import create_app
from registry.errors import RuleBroken
from registry.settings import Settings
from tests.api.conftest import desk_of, said


def test_two_registers_live_in_one_process(app: APIFlask, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken) as refusal:
        create_app(Settings(home=tmp_path, database=f"sqlite:///{tmp_path / 'other.db'}"))
    assert refusal.value.code == "schema-old"
    assert desk_of(app).settings.home == tmp_path


def test_the_process_says_that_it_lives_and_that_the_database_answers(client: FlaskClient) -> None:
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").text == "ready\n"


def test_every_answer_is_sealed_and_numbered(client: FlaskClient) -> None:
    answer = client.get("/v1/nothing", headers={"X-Request-Id": "abcdefgh-1"})
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-Id"] == "abcdefgh-1"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("lang", "title"), [("vi", "Không có địa chỉ này"), ("en", "There is nothing at this address")]
)
def test_an_unknown_address_is_a_problem_in_the_callers_language(client: FlaskClient, lang: str, title: str) -> None:
    for answer in (
        client.get(f"/v1/nothing?lang={lang}"),
        client.get("/v1/nothing", headers={"Accept-Language": lang}),
    ):
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"
        assert said(answer)["title"] == title
        assert said(answer)["instance"].startswith("urn:medreg:request:")


def test_a_person_sees_a_page_and_a_machine_never_does(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/nothing", headers=browser).mimetype == "text/html"
    assert client.get("/v1/nothing", headers=browser).mimetype == "application/problem+json"


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/livez")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_fault_of_the_service_shows_nothing_of_its_inside(app: APIFlask) -> None:
    @app.get("/v1/breaks")
    def breaks() -> str:
        raise ZeroDivisionError("secret of the house")

    answer = app.test_client().get("/v1/breaks")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert said(answer)["code"] == "server-error"
