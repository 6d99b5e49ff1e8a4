"""The pages through the application, without script: each address in both languages, on a small register."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html import unescape

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gs1 import build as gs1_message
from scanner import SymbolKind, draw
from tests.api import world
from tests.api.world import World

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@dataclass(frozen=True)
class Reader:
    """A person with a browser that runs no script."""

    client: FlaskClient
    world: World

    def open(self, path: str) -> TestResponse:
        return self.client.get(path, headers=BROWSER)

    def follow(self, path: str) -> TestResponse:
        return self.client.get(path, headers=BROWSER, follow_redirects=True)


@pytest.fixture
def reader(app: APIFlask) -> Reader:
    return Reader(app.test_client(), world.build(app))


def heading(page: TestResponse) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    assert found, page.text[:500]
    return re.sub(r"<[^>]*>", "", found[1]).strip()


@pytest.mark.parametrize("path", ["/", "/tim", "/tim?q=paracetamol", "/kiem-tra", "/thu-hoi", "/du-lieu"])
@pytest.mark.parametrize(("prefix", "language"), [("", "vi"), ("/en", "en")])
def test_every_page_opens_in_both_languages(reader: Reader, path: str, prefix: str, language: str) -> None:
    page = reader.open(prefix + ("" if prefix and path == "/" else path))
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in page.text


def test_search_forgives_accents(reader: Reader) -> None:
    for typed in ("Đường Minh Họa", "duong minh hoa", "DUONG MINH"):
        page = reader.open(f"/tim?q={typed}")
        assert f"/san-pham/{reader.world.product}" in page.text, typed


def test_a_card_tells_price_per_unit_number_and_recall(reader: Reader) -> None:
    text = reader.open("/tim?q=duong minh hoa").text
    assert "1.200\u00a0₫" in text
    assert "893110000125" in text
    assert "Còn hiệu lực" in text
    assert "Có lệnh thu hồi" in text


@pytest.mark.parametrize("typed", ["893110000125", "893 1100 00125"])
def test_an_exact_number_leads_straight_to_the_product(reader: Reader, typed: str) -> None:
    assert heading(reader.follow(f"/tim?q={typed}")) == "Đường Minh Họa 500"


def test_a_gtin_leads_straight_to_its_digital_link(reader: Reader) -> None:
    answer = reader.open(f"/tim?q={reader.world.gtin}")
    assert answer.location == f"/01/{reader.world.gtin}"


def test_a_search_without_results_says_what_to_try(reader: Reader) -> None:
    page = reader.open("/tim?q=khong co thuoc nay")
    assert page.status_code == 200
    assert heading(page).startswith("Không tìm thấy")
    assert "Gõ ít chữ hơn" in page.text


def test_a_product_tells_licence_packs_price_and_comparison(reader: Reader) -> None:
    page = reader.open(f"/san-pham/{reader.world.product}")
    for told in ("893110000125", "1/QĐ-QLD", "01/01/2028", reader.world.gtin, "1.200\u00a0₫", "Mẫu So Sánh", "<svg"):
        assert told in page.text, told
    assert page.headers["Link"] == f'</v1/products/{reader.world.product}>; rel="alternate"; type="application/json"'


def test_a_recalled_batch_is_said_on_top_of_the_product(reader: Reader) -> None:
    page = reader.open(f"/en/san-pham/{reader.world.product}")
    assert "Some batches are under recall" in page.text
    assert reader.world.recalled_batch in page.text


def test_any_number_resolves_to_its_product(reader: Reader) -> None:
    assert heading(reader.follow("/so-dang-ky/VD-22739-15")) == "Mẫu So Sánh"
    assert heading(reader.follow("/en/so-dang-ky/VD 22739 15")) == "Mẫu So Sánh"


def test_a_digital_link_of_a_recalled_batch_is_red_with_the_next_step(reader: Reader) -> None:
    page = reader.open(f"/01/{reader.world.gtin}/10/{reader.world.recalled_batch}")
    assert "Không dùng, không bán" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    english = reader.open(f"/en/01/{reader.world.gtin}/10/{reader.world.recalled_batch}")
    assert "Do not use, do not sell" in english.text


def test_a_gtin_alone_asks_for_the_batch_number_and_does_not_alarm(reader: Reader) -> None:
    page = reader.open(f"/01/{reader.world.gtin}")
    assert "Hãy nhập thêm số lô" in page.text
    assert 'name="batch"' in page.text


def test_a_typed_gs1_string_becomes_the_address_of_its_pack(reader: Reader) -> None:
    gtin, batch = reader.world.gtin, reader.world.batch
    assert reader.open(f"/kiem-tra?ma=(01){gtin}(10){batch}").location == f"/01/{gtin}/10/{batch}"
    assert reader.open(f"/en/kiem-tra?gtin={gtin}&batch={batch}").location == f"/en/01/{gtin}/10/{batch}"


def test_a_wrong_check_digit_is_shown_in_its_place(reader: Reader) -> None:
    wrong = reader.world.gtin[:-1] + str((int(reader.world.gtin[-1]) + 1) % 10)
    page = reader.open(f"/kiem-tra?ma=(01){wrong}")
    assert page.status_code == 200
    assert "Chưa đọc được mã này" in page.text
    assert f"<mark>{wrong[-1]}</mark>" in page.text


def test_a_picture_of_a_code_leads_to_its_verdict(reader: Reader) -> None:
    picture = draw(
        gs1_message([("01", reader.world.gtin), ("10", reader.world.recalled_batch)]), SymbolKind.GS1_DATAMATRIX
    ).png()
    sent = {"picture": (io.BytesIO(picture), "hop.png")}
    answer = reader.client.post("/scan", data=sent, headers=BROWSER, follow_redirects=True)
    assert "Không dùng, không bán" in answer.text


def test_a_picture_of_nothing_gets_advice_and_none_gets_a_word(reader: Reader) -> None:
    broken = {"picture": (io.BytesIO(b"no picture"), "hop.png")}
    assert "Không mở được ảnh này" in reader.client.post("/scan", data=broken).text
    assert "No picture was chosen" in reader.client.post("/en/scan", data={}).text


def test_recalls_are_listed_and_told_without_holders(reader: Reader) -> None:
    assert f"/thu-hoi/{reader.world.recall}" in reader.open("/thu-hoi").text
    page = reader.open(f"/thu-hoi/{reader.world.recall}")
    assert heading(page) == "Thu hồi Đường Minh Họa 500"
    assert reader.world.pharmacy_gln not in page.text
    assert "Nơi pharmacy" not in page.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/san-pham/xyz", "/san-pham/0000000000000", "/en/thu-hoi/xyz", "/en/nothing"]
)
def test_what_is_not_there_is_said_in_human_words_with_a_search_box(reader: Reader, path: str) -> None:
    page = reader.open(path)
    assert page.status_code == 404
    assert page.mimetype == "text/html"
    assert "404" not in heading(page)
    assert 'name="q"' in page.text


def test_every_table_is_there_as_csv(reader: Reader) -> None:
    for path in (f"/san-pham/{reader.world.product}", "/tim?q=duong minh hoa", "/thu-hoi"):
        link = re.search(r'href="(/v1/[^"]*format=csv[^"]*)"', reader.open(path).text)
        assert link, path
        answer = reader.client.get(unescape(link[1]))
        assert answer.mimetype == "text/csv", path
        assert len(answer.text.splitlines()) > 1, path


def test_a_page_seen_before_is_not_sent_again(reader: Reader) -> None:
    first = reader.open("/du-lieu")
    again = reader.client.get("/du-lieu", headers=BROWSER | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/problems?lang=vi", "/problems/gtin-unknown?lang=en", "/docs?lang=en"])
def test_the_pages_of_the_interfaces_stand_in_the_same_frame(reader: Reader, path: str) -> None:
    page = reader.open(path)
    assert page.status_code == 200
    assert "/static/medreg.css" in page.text
    assert f'<html lang="{path[-2:]}">' in page.text
