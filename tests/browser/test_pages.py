"""The pages in a real browser: a telephone and a desk, light and dark, with and without script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any  # Any: answers of the register and of axe are JSON of many shapes

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.server import LiveServer

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.browser

TELEPHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
TARGET = 44
"""Height of what a finger must hit, in CSS pixels; links inside a sentence are text (WCAG 2.2, 2.5.8)."""
SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary")]
    .filter(one => one.getClientRects().length && !one.closest("p, dd, th, h1, h3, .skip, svg"))
    .map(one => [one.textContent.trim().slice(0, 40) || one.id, Math.round(target(one).height)])
    .filter(([, height]) => height < least);
function target(one) {
  const card = one.closest(".cards > li");
  return (card || one).getBoundingClientRect();
}"""


@pytest.fixture(params=["telephone-dark", "desk-light"])
def page(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page of the live register; the two sizes and the two schemes share no rule, so two pairs see all four."""
    size, scheme = request.param.split("-")
    context = browser.new_context(
        base_url=live_server.url,
        viewport=TELEPHONE if size == "telephone" else DESK,
        color_scheme=scheme,
        locale="vi-VN",
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def addresses(live_server: LiveServer) -> dict[str, str]:
    """One address of each kind of page in the seed country."""
    product = ask(live_server, "/v1/products?q=paracetamol")["items"][0]["id"]
    recall = ask(live_server, "/v1/recalls")["items"][0]
    return {
        "home": "/",
        "search": "/tim?q=paracetamol",
        "no result": "/tim?q=khong+co+thuoc+nay",
        "product": f"/san-pham/{product}",
        "product in English": f"/en/san-pham/{product}",
        "recalled batch": f"/01/{recall['gtin']}/10/{recall['batch']}",
        "trade item": f"/01/{recall['gtin']}",
        "check": "/kiem-tra?ma=(01)08936000000018",
        "recalls": "/thu-hoi",
        "recall": f"/thu-hoi/{recall['id']}",
        "data": "/du-lieu",
        "figures": "/so-lieu",
        "nothing": "/khong-co-gi",
        "problem types": "/problems?lang=vi",
        "contract": "/docs?lang=en",
    }


def ask(server: LiveServer, path: str) -> Any:  # noqa: ANN401 - see the import
    status, body = server.get(path, Accept="application/json")
    assert status == 200, body
    return json.loads(body)


def test_a_person_finds_a_medicine_without_accents_and_reads_its_price(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(base_url=live_server.url, viewport=TELEPHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Tên thuốc, hoạt chất, số đăng ký hoặc mã vạch").fill("paracetamol nui ngu")
    page.get_by_role("button", name="Tra cứu").click()
    page.get_by_role("link", name="Paracetamol Núi Ngự").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paracetamol Núi Ngự")
    expect(page.locator(".banner")).to_contain_text("Đang được phép lưu hành")
    expect(page.locator("#gia")).to_contain_text("₫")
    expect(page.locator("#gia dl dd").first).to_contain_text("/ viên")
    context.close()


def test_choosing_a_picture_is_enough_where_script_runs(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, viewport=TELEPHONE)
    page = context.new_page()
    page.goto("/kiem-tra")
    page.get_by_label("Ảnh chụp mã trên hộp").set_input_files(
        {"name": "hop.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    expect(page.get_by_role("alert")).to_contain_text("Không mở được ảnh này")
    context.close()


def test_axe_finds_nothing_and_nothing_overflows_and_every_target_is_large(
    page: Page, addresses: dict[str, str]
) -> None:
    for name, address in addresses.items():
        page.goto(address)
        found = axe.Axe().run(page, options=RULES).response["violations"]
        told = [(one["id"], one["nodes"][0]["html"][:160]) for one in found]
        assert told == [], f"{name}: {told}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{name} is {width} wide"  # type: ignore[index]  # it has a viewport
        assert page.evaluate(SMALL_TARGETS, TARGET) == [], name


def test_the_first_key_skips_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Tới nội dung chính")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
