"""The console in a real browser by keyboard alone: register, name, draw labels; look up, review, decide."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import DESK, RULES, TELEPHONE
from tests.server import LiveServer

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.browser

FOCUS = """() => { const at = document.activeElement, style = getComputedStyle(at);
return [at.tagName, at.name || at.id || "", at.textContent.trim(), style.outlineStyle]; }"""
STOPS_MOST = 80
CHANGED: set[str] = set()
"""Roles whose first password was changed on the served register, which all tests of a session share."""
MAKER = ("/console/san-pham", "/console/dang-ky", "/console/nhan", "/console/theo-doi", "/console/cong-viec")
OFFICER = ("/console/hang-doi", "/console/tra-cuu?q=paracetamol", "/console/thu-hoi", "/console/thu-hoi/moi")


def log_in(page: Page, server: LiveServer, role: str) -> None:
    """Log in; the first password must be changed before anything else is opened."""
    known = server.demo["logins"][role]
    own = f"ba con mèo đen {role}"
    page.goto("/dang-nhap")
    page.fill("#login", known["login"])
    page.fill("input[type=password]", own if role in CHANGED else known["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/tai-khoan")
    if role not in CHANGED:
        page.fill("#password", known["password"])
        page.fill("#new", own)
        page.keyboard.press("Enter")
        page.locator("a[href='/console']").wait_for()
        CHANGED.add(role)


def tab_to(page: Page, is_there: Callable[[list[str]], bool]) -> None:
    """Press Tab until the focus is there; every stop on the way must show that it has the focus."""
    for _ in range(STOPS_MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        assert at[3] != "none", at
        if is_there(at):
            return
    raise AssertionError(f"Tab never came there on {page.url}")


@pytest.fixture(params=[TELEPHONE, DESK], ids=["telephone-dark", "desk-light"])
def page(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url,
        viewport=request.param,
        color_scheme="dark" if request.param is TELEPHONE else "light",
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("role", "paths"), [("maker", MAKER), ("authority", OFFICER)])
def test_every_page_meets_wcag_and_fits_its_screen(
    page: Page, live_server: LiveServer, role: str, paths: tuple[str, ...]
) -> None:
    log_in(page, live_server, role)
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert (answer.status, page.url) == (200, live_server.url + path)
        assert axe.Axe().run(page, options=RULES).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth"), path


def test_a_product_is_registered_and_named_without_a_mouse(page: Page, live_server: LiveServer) -> None:
    log_in(page, live_server, "maker")
    page.goto("/console/dang-ky")
    tab_to(page, lambda at: at[0] == "BUTTON")
    page.keyboard.press("Enter")
    page.locator("#faults:focus").wait_for()
    tab_to(page, lambda at: at[0] == "A")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)[1] == "code"
    page.keyboard.type(f"KB-{page.viewport_size['width'] if page.viewport_size else 0}")
    tab_to(page, lambda at: at[1] == "name")
    page.keyboard.type("Thuốc Bàn Phím")
    tab_to(page, lambda at: at[1] == "pack")
    page.keyboard.type("Hộp 2 vỉ x 10 viên")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=registered")
    tab_to(page, lambda at: at[1] == "item")
    page.keyboard.press("Space")
    tab_to(page, lambda at: at[0] == "BUTTON")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=gtin")
    assert page.locator("td .code").count() == 1


def test_a_label_is_drawn_without_a_mouse(page: Page, live_server: LiveServer) -> None:
    log_in(page, live_server, "maker")
    page.goto("/console/nhan")
    tab_to(page, lambda at: at[1] == "gtin")
    page.keyboard.type(live_server.demo["pack"]["gtin"])
    tab_to(page, lambda at: at[1] == "batch")
    page.keyboard.type("LABEL1")
    tab_to(page, lambda at: at[1] == "expiry")
    page.keyboard.type("12312027")
    tab_to(page, lambda at: at[1] == "first_serial")
    page.keyboard.type("KB0001")
    tab_to(page, lambda at: at[1] == "count")
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    tab_to(page, lambda at: at[0] == "BUTTON")
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        page.keyboard.press("Enter")
    assert told.value.status == 200, told.value.text()[:500]


def test_an_officer_finds_reviews_and_decides_without_a_mouse(page: Page, live_server: LiveServer) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    number = numbers(live_server)[-1 if width == TELEPHONE["width"] else -2]
    key = propose(live_server, number)
    log_in(page, live_server, "authority")
    page.goto("/console/hang-doi")
    tab_to(page, lambda at: at[0] == "A" and number in at[2])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/de-xuat/{key}")
    assert page.locator("del, .before, td").count() > 0
    tab_to(page, lambda at: at[0] == "BUTTON" and at[1] == "step")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=approved")
    page.goto("/console/tra-cuu")
    tab_to(page, lambda at: at[1] == "q")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert page.get_by_text(number).count() > 0


def numbers(server: LiveServer) -> list[str]:
    """Numbers of authorisations in the seed country."""
    _, body = server.get("/v1/authorisations/search?fragment=000&limit=100", Accept="application/json")
    found = [one["authorisation"] for one in json.loads(body)["items"]]
    return sorted(one["number"] for one in found if one["state"] == "in-force")


def propose(server: LiveServer, number: str) -> str:
    """Propose to suspend an authorisation, by the key of the office; return the key of the proposal."""
    told = {
        "decision": {
            "number": "9/QĐ-MH",
            "decided_on": "2026-02-01",
            "authority": "Cơ quan Minh Họa",
            "document": "ab" * 32,
        },
        "reason": "mẫu không đạt",
        "acts": [{"act": "step", "number": number, "step": "suspend"}],
    }
    request = urllib.request.Request(
        f"{server.url}/v1/proposals",
        json.dumps(told).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {server.keys['authority']}"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(json.loads(answer.read())["id"])
