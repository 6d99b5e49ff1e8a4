from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationState, TradeItemState
from registry.clock import FixedClock
from registry.errors import BadInput, NotAllowed
from registry.exchange import service as exchange
from registry.exchange.model import ImportReport
from registry.prices import service as prices
from registry.work import PUBLIC, SYSTEM, Workbench
from tests.registry.exchange.test_cells import AWARD, RENEWAL

LIST = "dang_ky_thuoc_2010_2018.csv"
AWARDS = "ket_qua_trung_thau_2024_2025.csv"
RENEWALS = "gia_han_dang_ky_720_QD-QLD_phu_luc_I.csv"
DECISION = "720/QĐ-QLD"


def a_file(folder: Path, *rows: dict[str, str], name: str = "file.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def add_up(report: ImportReport) -> bool:
    return report.taken + report.unchanged + report.refused == report.rows


def test_a_file_with_an_unknown_header_is_refused_whole(workbench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        exchange.import_file(workbench, SYSTEM, a_file(tmp_path, {"a": "1"}))
    assert caught.value.faults[0].code == "layout-unknown"


def test_an_award_brings_a_listed_authorisation_its_product_and_its_price(workbench: Workbench, tmp_path: Path) -> None:
    report = exchange.import_file(workbench, SYSTEM, a_file(tmp_path, AWARD))
    assert (report.layout, report.taken, dict(report.new)) == (
        "awards",
        1,
        {"authorisations": 1, "products": 1, "prices": 1},
    )
    with workbench.read(PUBLIC) as work:
        found = catalogue.find_by_number(work, "VN-16049-12")
        product = catalogue.product(work, found.product_id)
        (price,) = prices.of_product(work, found.product_id).items
    assert found.state is AuthorisationState.LISTED
    assert (product.maker_country, product.source["nuocsx"]) == ("FR", "Pháp")
    assert (price.draft.money.amount, price.unit.key) == ("14135.00", "ampoule")


def test_the_same_rows_again_add_nothing(workbench: Workbench, tmp_path: Path) -> None:
    path = a_file(tmp_path, AWARD, {**AWARD, "gia": "14000"}, AWARD)
    first = exchange.import_file(workbench, SYSTEM, path)
    second = exchange.import_file(workbench, SYSTEM, path)
    assert (first.taken, first.unchanged) == (2, 1)
    assert (second.taken, second.unchanged, dict(second.new)) == (0, 3, {})
    with workbench.read(SYSTEM) as work:
        assert [one.taken for one in exchange.runs(work)] == [0, 2]


def test_a_refused_row_takes_nothing_with_it_and_leaves_nothing_behind(workbench: Workbench, tmp_path: Path) -> None:
    wrong = {**AWARD, "sodk": "VD-22739-15", "ten": "Khác hẳn", "hoatchat": "Amoxicilin"}
    exchange.import_file(workbench, SYSTEM, a_file(tmp_path, RENEWAL))
    report = exchange.import_file(workbench, SYSTEM, a_file(tmp_path, AWARD, wrong, {**AWARD, "gia": "x"}))
    assert (report.taken, report.refused) == (1, 2)
    assert [(one.row, one.column, one.code) for one in report.refusals] == [
        (3, "sodk", "number-names-another"),
        (4, "gia", "amount-form"),
    ]
    assert report.refusals[0].value == "VD-22739-15 (Prednison 5 mg)"


def test_the_order_of_files_does_not_change_what_is_known(workbench: Workbench, tmp_path: Path) -> None:
    listed = {
        "so_dang_ky": "VD-22739-15",
        "ten_thuoc": "Prednison 5 mg",
        "hoat_chat": "Prednison",
        "nha_san_xuat": "Enlie",
        "nuoc_san_xuat": "Việt Nam",
    }
    exchange.import_file(workbench, SYSTEM, a_file(tmp_path, RENEWAL))
    report = exchange.import_file(workbench, SYSTEM, a_file(tmp_path, listed))
    assert (report.taken, report.new["authorisations"]) == (1, 0)
    with workbench.read(PUBLIC) as work:
        found = catalogue.find_by_number(work, "VD-22739-15")
    assert (found.number, found.state) == ("893110493125", AuthorisationState.IN_FORCE)


def test_packs_of_a_decision_are_named_and_published_once(workbench: Workbench, tmp_path: Path) -> None:
    unclear = {
        **RENEWAL,
        "so_dang_ky_moi": "893110493225",
        "so_dang_ky_cu": "",
        "quy_cach_dong_goi": "Hộp 5 lọ + 5 ống",
    }
    exchange.import_file(workbench, SYSTEM, a_file(tmp_path, RENEWAL, unclear))
    first = exchange.allocate_for_decision(workbench, SYSTEM, DECISION)
    second = exchange.allocate_for_decision(workbench, SYSTEM, DECISION)
    assert (first.products, first.published, first.left_out) == (2, 2, (("893110493225", "pack-unclear"),))
    assert (second.published, second.unchanged) == (0, 2)
    with workbench.read(PUBLIC) as work:
        items = catalogue.trade_items_of(work, catalogue.find_by_number(work, "893110493125").product_id)
    assert {one.state for one in items} == {TradeItemState.PUBLISHED}
    assert all(one.gtin is not None and one.gtin.text.startswith("08938888") for one in items)


def test_packs_of_a_lapsed_period_are_left_out(workbench: Workbench, clock: FixedClock, tmp_path: Path) -> None:
    exchange.import_file(workbench, SYSTEM, a_file(tmp_path, RENEWAL))
    clock.at += timedelta(days=6 * 365)
    report = exchange.allocate_for_decision(workbench, SYSTEM, DECISION)
    assert report.left_out == (("893110493125", "authorisation-not-in-force"),)


def test_nobody_imports_without_the_right(workbench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        exchange.import_file(workbench, PUBLIC, a_file(tmp_path, AWARD))


def test_the_three_published_files_are_taken_row_by_row_and_a_second_run_adds_nothing(
    workbench: Workbench, shared: Path
) -> None:
    folder = shared / "data" / "catalogue" / "vn"
    reports = [exchange.import_file(workbench, SYSTEM, folder / name) for name in (LIST, AWARDS, RENEWALS)]
    assert [one.rows for one in reports] == [7156, 3434, 26]
    assert all(add_up(one) for one in reports)
    assert [one.refused for one in reports] == [1, 4, 0]
    assert [sorted({fault.row for fault in one.refusals}) for one in reports] == [[6377], [48, 57, 946, 2926], []]
    assert [one.new["authorisations"] for one in reports] == [7155, 1498, 19]
    assert reports[1].new["prices"] == 3430
    assert reports[2].new["numbers replaced"] == 22
    done = exchange.allocate_for_decision(workbench, SYSTEM, DECISION)
    assert (done.products, len(done.left_out)) == (26, 0)
    again = [exchange.import_file(workbench, SYSTEM, folder / name) for name in (LIST, AWARDS, RENEWALS)]
    assert [(one.taken, one.unchanged, dict(one.new)) for one in again] == [(0, 7155, {}), (0, 3430, {}), (0, 26, {})]
    assert exchange.allocate_for_decision(workbench, SYSTEM, DECISION).published == 0
    with workbench.read(PUBLIC) as work:
        assert catalogue.find_by_number(work, "VD-22739-15").number == "893110493125"
        (card,) = catalogue.search(work, "VS-4878-14").items
        assert card.name == "Iodine"
        assert catalogue.search(work, "bidiphar").items
