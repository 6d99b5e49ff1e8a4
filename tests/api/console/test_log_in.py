from __future__ import annotations

import re

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from registry.parties import service as parties
from registry.parties import staff
from registry.parties.staff_model import StaffDraft
from registry.work import SYSTEM
from tests.api import world
from tests.api.conftest import desk_of
from tests.api.console.conftest import MAKER

PASSWORD = "ba con mèo đen trên mái"


def token_in(page: str) -> dict[str, str]:
    found = re.search(r'name="(\w+)" value="([^"]+)"', page)
    assert found
    return {found[1]: found[2]}


@pytest.fixture
def person(app: APIFlask) -> tuple[FlaskClient, str]:
    """A browser, and the first password of a maker's account."""
    at, built = desk_of(app), world.build(app)
    with at.workbench.read(SYSTEM) as work:
        party = parties.actor_of_key(work, at.pepper, built.keys["maker"]).party_id
    assert party is not None
    _, first = at.workbench.write(SYSTEM, lambda work: staff.add_staff(work, StaffDraft("lan", party, MAKER)))
    return app.test_client(), first


def log_in(browser: FlaskClient, password: str) -> None:
    form = token_in(browser.get("/dang-nhap").text)
    assert browser.post("/dang-nhap", data={**form, "login": "lan", "password": password}).status_code == 303


@pytest.mark.parametrize(("path", "where"), [("/console", "/dang-nhap"), ("/en/console/san-pham", "/en/login")])
def test_a_stranger_is_led_to_the_log_in_of_the_same_language(app: APIFlask, path: str, where: str) -> None:
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.location) == (303, where)


def test_nobody_works_before_the_first_password_was_changed(person: tuple[FlaskClient, str]) -> None:
    browser, first = person
    log_in(browser, first)
    assert browser.get("/console/san-pham").location == "/dang-nhap"
    form = token_in(browser.get("/tai-khoan").text)
    browser.post("/tai-khoan/mat-khau", data={**form, "password": first, "new": PASSWORD})
    page = browser.get("/console/san-pham")
    assert page.status_code == 200
    assert "Đường Minh Họa 500" in page.text


def test_a_form_of_the_console_carries_the_token_of_the_session(person: tuple[FlaskClient, str]) -> None:
    browser, first = person
    log_in(browser, first)
    form = token_in(browser.get("/tai-khoan").text)
    browser.post("/tai-khoan/mat-khau", data={**form, "password": first, "new": PASSWORD})
    told = {"kind": "medicine", "code": "SP-9", "name": "Thuốc Qua Cửa"}
    assert browser.post("/console/dang-ky", data=told).status_code == 403
    form = token_in(browser.get("/console/dang-ky").text)
    assert browser.post("/console/dang-ky", data={**told, **form}).status_code == 303
