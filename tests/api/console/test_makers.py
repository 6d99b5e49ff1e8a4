from __future__ import annotations

import re
from html import unescape

import pytest

from tests.api.console.conftest import MAKER, OFFICER, Console

PAGES = ("/console/san-pham", "/console/dang-ky", "/console/nhan", "/console/theo-doi", "/console/cong-viec")
NEW = {"kind": "medicine", "code": "SP-1", "name": "Thuốc Mẫu Mới", "substances": "Paracetamol", "strengths": "650mg"}


@pytest.fixture
def maker(console: Console) -> Console:
    console.sit("maker", MAKER)
    return console


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("prefix", "language"), [("", "vi"), ("/en", "en")])
def test_every_page_of_a_maker_opens_in_both_languages(maker: Console, path: str, prefix: str, language: str) -> None:
    page = maker.open(prefix + path)
    assert page.status_code == 200, page.text
    assert f'<html lang="{language}">' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert 'aria-current="page"' in page.text


@pytest.mark.parametrize("path", [*PAGES, "/console", "/console/hang-doi", "/console/tra-cuu"])
def test_nobody_comes_in_without_logging_in(console: Console, path: str) -> None:
    answer = console.open(path)
    assert (answer.status_code, answer.location) == (303, f"/dang-nhap?next={path}")


def test_a_maker_sees_its_own_products_and_no_others(maker: Console) -> None:
    assert f"/console/san-pham/{maker.world.product}" in maker.open("/console/san-pham").text
    maker.sit("pharmacy", MAKER)
    assert f"/console/san-pham/{maker.world.product}" not in maker.open("/console/san-pham").text


@pytest.mark.parametrize("step", ["", "/quy-cach", "/gtin", "/cong-bo"])
def test_a_product_of_another_party_is_not_there(maker: Console, step: str) -> None:
    maker.sit("pharmacy", MAKER)
    path = f"/console/san-pham/{maker.world.product}{step}"
    values = {"pack": "Hộp 2 vỉ x 10 viên", "step": "keep", "item": "x", "source": "pool"}
    answer = maker.send(path, **values) if step else maker.open(path)
    assert answer.status_code == 404
    assert "Đường Minh Họa" not in answer.text


@pytest.mark.parametrize("path", ["/console/dang-ky", "/console/nhan", "/console/theo-doi"])
def test_a_form_without_the_token_of_the_session_is_refused(maker: Console, path: str) -> None:
    for token in (None, "another"):
        assert maker.send(path, token, **NEW).status_code == 403
    assert "Thuốc Mẫu Mới" not in maker.open("/console/san-pham").text


def test_a_registration_tells_every_fault_at_once_and_keeps_what_was_written(maker: Console) -> None:
    answer = maker.send("/console/dang-ky", kind="tea", name="", pack="Hộp ??", shelf_life_months="x", form="Viên nén")
    assert answer.status_code == 422
    for field in ("kind", "code", "name", "pack", "shelf_life_months"):
        assert f'id="{field}-fault"' in answer.text, field
        assert f'href="#{field}"' in answer.text
    assert 'value="Viên nén"' in answer.text


def test_a_product_is_registered_gets_its_packs_and_gtins(maker: Console) -> None:
    answer = maker.send("/console/dang-ky", **NEW, pack="Hộp 10 vỉ x 10 viên")
    assert answer.status_code == 303, answer.text
    path = answer.location.partition("?")[0]
    page = maker.open(path).text
    items = re.findall(r'name="item" value="(\w+)"', page)
    assert len(items) == 2
    assert maker.send(path + "/gtin", item=items[0], source="pool", prefix="8938888").status_code == 303
    after = maker.open(path).text
    assert re.findall(r'name="item" value="(\w+)"', after)[0] == items[1]
    assert "089388880" in after


def test_a_gtin_with_a_wrong_check_digit_is_told_beside_its_field(maker: Console) -> None:
    path = maker.send("/console/dang-ky", **NEW, pack="Hộp 10 vỉ x 10 viên").location.partition("?")[0]
    item = re.findall(r'name="item" value="(\w+)"', maker.open(path).text)[0]
    answer = maker.send(path + "/gtin", item=item, source="own", gtin="8934567890121")
    assert answer.status_code == 422
    assert 'id="gtin-fault"' in answer.text


def test_a_pack_is_shown_with_its_arithmetic_before_it_is_kept(maker: Console) -> None:
    path = f"/console/san-pham/{maker.world.product}"
    tried = maker.send(path + "/quy-cach", pack="Hộp 3 vỉ x 12 viên", step="read")
    assert "36" in unescape(tried.text)
    assert "3 × vỉ" not in maker.open(path).text.lower()
    assert maker.send(path + "/quy-cach", pack="Hộp 3 vỉ x 12 viên", step="keep").status_code == 303
    assert "3 × vỉ" in maker.open(path).text.lower()


def test_a_code_names_one_product_only(maker: Console) -> None:
    assert maker.send("/console/dang-ky", **NEW).status_code == 303
    again = maker.send("/console/dang-ky", **NEW)
    assert again.status_code == 422
    assert 'id="code-fault"' in again.text


def test_a_number_that_stands_in_the_register_is_not_taken_by_another(maker: Console) -> None:
    answer = maker.send("/console/dang-ky", **NEW, number="893110000125")
    assert 'id="number-fault"' in answer.text


def test_labels_are_printed_for_own_gtins_only(maker: Console) -> None:
    told = {"batch": "L1", "expiry": "2027-12-31", "first_serial": "A0001", "count": "24", "sheet": "a4-3x8"}
    answer = maker.send("/console/nhan", gtin=maker.world.gtin, **told)
    assert answer.data.startswith(b"%PDF")
    maker.sit("pharmacy", MAKER)
    refused = maker.send("/console/nhan", gtin=maker.world.gtin, **told)
    assert refused.status_code == 422
    assert 'id="gtin-fault"' in refused.text


def test_a_subscription_belongs_to_its_party(maker: Console) -> None:
    made = maker.send("/console/theo-doi", url="https://example.com/hook")
    assert "whsec_" in made.text
    key = re.search(r"/console/theo-doi/(\w+)", made.text)
    assert key
    assert maker.open(f"/console/theo-doi/{key[1]}").status_code == 200
    maker.sit("pharmacy", MAKER)
    assert maker.open(f"/console/theo-doi/{key[1]}").status_code == 404
    assert maker.send(f"/console/theo-doi/{key[1]}", step="end").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/console/hang-doi", "/console/tra-cuu", "/console/tra-cuu?q=a", "/console/thu-hoi", "/console/thu-hoi/moi"],
)
def test_the_desk_of_officers_is_closed_to_makers(maker: Console, path: str) -> None:
    assert maker.open(path).status_code == 403


@pytest.mark.parametrize("path", ["/console/dang-ky", "/console/nhan"])
def test_the_desk_of_makers_is_closed_to_officers(console: Console, path: str) -> None:
    console.sit("authority", OFFICER)
    assert console.open(path).status_code == 403
