"""The register's own layouts: right rows are taken as the caller, planted faults are all named, and none besides."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from bench.planted import KINDS, Planted, pack_rows, plant, plant_packs, product_rows, workbook
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationDraft, AuthorisationNumber, Evidence, ProductDraft, ProductKind
from registry.errors import BadInput, Conflict, NotAllowed, NotFound
from registry.exchange import sent, templates
from registry.exchange import service as exchange
from registry.exchange.columns import FAULTS_TITLE, form_of
from registry.exchange.marked import marked_workbook
from registry.exchange.model import ImportOrder, ImportReport, RunState, Severity
from registry.exchange.sheets import read_sheet
from registry.parties import service as parties
from registry.parties.model import PartyDraft
from registry.prices import service as prices
from registry.work import SYSTEM, Actor, Workbench

SCOPES = frozenset({"product:write", "trade-item:write", "identifier:write", "party:write", "price:record"})
DRY, REAL = ImportOrder(dry_run=True), ImportOrder()


def a_maker(workbench: Workbench, name: str = "Công ty Minh Họa") -> Actor:
    party = workbench.write(SYSTEM, lambda work: parties.add_party(work, PartyDraft(name, "VN")))
    return Actor(party.name, party.id, SCOPES)


def brought(
    workbench: Workbench, actor: Actor, text: str, order: ImportOrder = REAL, name: str = "rows.csv"
) -> ImportReport:
    return exchange.import_sheet(workbench, actor, read_sheet(name, text.encode()), order)


def told(report: ImportReport) -> set[tuple[int, str, str]]:
    return {(one.row, one.column, one.code) for one in report.faults}


def planted_and_told(workbench: Workbench, planted: Planted) -> tuple[set[tuple[int, str]], ImportReport]:
    sheet = read_sheet("rows.xlsx", workbook(planted.rows, planted.as_numbers))
    report = exchange.import_sheet(workbench, SYSTEM, sheet, DRY)
    return {(one.row, one.code) for one in report.faults if one.severity is Severity.REFUSED}, report


PRODUCTS = "Mã sản phẩm;Loại;Tên sản phẩm;Hoạt chất\n"
PACKS = "product_key,pack_key,level,unit,gtin,contains,contains_count,base_count,base_unit\n"


def test_a_maker_registers_products_packs_and_prices_with_three_files(workbench: Workbench) -> None:
    maker = a_maker(workbench)
    products = brought(workbench, maker, f"{PRODUCTS}001;Thuốc;Đường Minh Họa 500;Paracetamol 500mg\n")
    packs = brought(
        workbench,
        maker,
        PACKS + "001,HOP,secondary,Hộp,18938888000012,VI,10,100,Viên\n001,VI,primary,Vỉ,8938888000015,,,10,Viên\n",
    )
    priced = brought(
        workbench, maker, "product_key,price_kind,amount,unit,valid_from\n001,declared,274.995,Viên,2026-01-31\n"
    )
    assert (products.taken, packs.taken, priced.taken) == (1, 2, 1)
    assert dict(packs.new) == {"trade items": 2, "GTINs": 2}
    with workbench.read(SYSTEM) as work:
        box = catalogue.item_by_identifier(work, "18938888000012")
        product = catalogue.product(work, box.product_id)
        (price,) = prices.of_product(work, product.id).items
    assert (product.holder_id, product.name) == (maker.party_id, "Đường Minh Họa 500")
    assert (str(box.contains_gtin), box.contains_count, box.base_count) == ("08938888000015", 10, 100)
    assert (price.draft.money.amount, price.draft.per) == ("2749.95", 10)


def test_telling_a_file_again_changes_nothing_and_a_dry_run_keeps_nothing(workbench: Workbench) -> None:
    maker, text = a_maker(workbench), f"{PRODUCTS}001;Thuốc;Đường Minh Họa;Paracetamol 500mg\n"
    tried = brought(workbench, maker, text, DRY)
    assert (tried.taken, tried.dry_run, dict(tried.new)) == (1, True, {"products": 1})
    first, second = brought(workbench, maker, text), brought(workbench, maker, text)
    assert (first.taken, second.taken, second.unchanged) == (1, 0, 1)


def test_a_maker_writes_about_its_own_products_only(workbench: Workbench) -> None:
    other = AuthorisationDraft(AuthorisationNumber.parse("VD-22739-15"), Evidence.LIST)
    about = ProductDraft(ProductKind.MEDICINE, "Prednison", "Prednison 5mg", maker="Hãng khác")
    workbench.write(SYSTEM, lambda work: catalogue.register_authorisation(work, other, about))
    text = (
        "product_key,kind,name,registration_number,maker,holder\n"
        "1,medicine,Prednison,VD-22739-15,,\n2,medicine,Thuốc lạ,,Hãng khác,Hãng khác\n"
    )
    report = brought(workbench, a_maker(workbench), text)
    assert told(report) == {(2, "product_key", "product-not-own"), (3, "product_key", "product-not-own")}
    with workbench.read(SYSTEM) as work, pytest.raises(NotFound):
        catalogue.product_by_source(work, "register", "2")


def test_a_key_without_the_scope_takes_nothing(workbench: Workbench) -> None:
    with pytest.raises(NotAllowed):
        brought(workbench, Actor("Ai đó", 7, frozenset({"pack:verify"})), PRODUCTS + "1;Thuốc;A;B\n")


@pytest.mark.parametrize("layout", ["products", "packs"])
def test_every_planted_fault_of_twenty_kinds_is_named_and_no_other(workbench: Workbench, layout: str) -> None:
    count = 180 if layout == "products" else 120
    planted = plant(product_rows(count), 1) if layout == "products" else plant_packs(pack_rows(count), 1)
    if layout == "packs":
        exchange.import_sheet(workbench, SYSTEM, read_sheet("p.xlsx", workbook(product_rows(60))), REAL)
    found, report = planted_and_told(workbench, planted)
    assert len(planted.faults) == len(KINDS[layout]) == 20
    assert found == planted.faults
    assert (report.taken, report.refused) == (count - 20, 20)


@pytest.mark.slow
@pytest.mark.parametrize("dry_run", [True, False])
def test_ten_thousand_rows_with_two_hundred_faults_come_back_marked_within_ten_seconds(
    sqlite_url: str, workbench: Workbench, dry_run: bool
) -> None:
    if workbench.database.dialect != "sqlite":
        pytest.skip("the bar is told for the embedded database")
    planted = plant(product_rows(10_000), 10)
    body = workbook(planted.rows, planted.as_numbers)
    started = process_time()
    sheet = read_sheet("rows.xlsx", body)
    report = exchange.import_sheet(workbench, SYSTEM, sheet, ImportOrder(dry_run=dry_run))
    marked_workbook(sheet, form_of("products"), report.faults, {}, "vi")
    took = process_time() - started
    assert {(one.row, one.code) for one in report.refusals} == planted.faults
    assert len(planted.faults) == 200
    assert took < 10, f"{took:.1f} s of the processor"


def test_a_row_that_rests_on_a_refused_one_waits_and_is_told_so(workbench: Workbench) -> None:
    maker = a_maker(workbench)
    brought(workbench, maker, f"{PRODUCTS}001;Thuốc;Đường Minh Họa;Paracetamol 500mg\n")
    report = brought(
        workbench, maker, PACKS + "001,HOP,secondary,Hộp,,VI,10,100,Viên\n001,VI,primary,Vỉ,8938888000013,,,10,Viên\n"
    )
    assert {(one.row, one.code, one.severity) for one in report.faults} == {
        (2, "row-waits", Severity.WAITING),
        (3, "gtin-check-digit", Severity.REFUSED),
    }
    assert report.refused == 2


def test_circles_of_packs_are_refused(workbench: Workbench) -> None:
    rows = "1,A,secondary,Hộp,,B,2,20,Viên\n1,B,case,Thùng,,A,2,40,Viên\n1,C,pallet,Pa-lét,,C,2,2,Viên\n"
    report = brought(workbench, SYSTEM, PACKS + rows, DRY)
    assert {one.row for one in report.faults if one.code == "pack-circle"} == {2, 3, 4}


def test_a_row_with_several_faults_tells_all_of_them(workbench: Workbench) -> None:
    text = "product_key,kind,name,shelf_life_months,atc\nA;B,food,,x,N\n"
    report = brought(workbench, SYSTEM, text)
    assert {one.code for one in report.faults} == {"key-form", "choice-unknown", "cell-empty", "whole-form"}


def numbers_of(cells: dict[str, float | str]) -> bytes:
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    page = book.add_worksheet()
    for place, (title, value) in enumerate(cells.items()):
        page.write_string(0, place, title)
        page.write(1, place, value)
    book.close()
    return written.getvalue()


def test_zeros_that_a_number_cell_lost_are_restored_by_the_check_digit_or_told(workbench: Workbench) -> None:
    right: dict[str, float | str] = {
        "product_key": "1",
        "pack_key": 7,
        "level": "primary",
        "unit": "Vỉ",
        "base_count": 10,
        "base_unit": "Viên",
    }
    exchange.import_sheet(
        workbench,
        SYSTEM,
        read_sheet("p.jsonl", b'{"product_key":"1","kind":"medicine","name":"Thu\xe1\xbb\x91c A"}'),
        ImportOrder(),
    )
    lost = read_sheet("a.xlsx", numbers_of({**right, "gtin": 36000291452}))
    report = exchange.import_sheet(workbench, SYSTEM, lost, REAL)
    assert {(one.code, one.severity) for one in report.faults} == {
        ("zeros-restored", Severity.WARNING),
        ("key-as-number", Severity.WARNING),
    }
    with workbench.read(SYSTEM) as work:
        assert catalogue.item_by_identifier(work, "00036000291452").base_count == 10
    wrong = read_sheet("a.xlsx", numbers_of({**right, "pack_key": "8", "gtin": 36000291453}))
    told_wrong = exchange.import_sheet(workbench, SYSTEM, wrong, REAL)
    assert [one.code for one in told_wrong.faults] == ["zeros-lost"]
    as_text = read_sheet("a.xlsx", numbers_of({**right, "pack_key": "9", "gtin": "36000291452"}))
    assert [one.code for one in exchange.import_sheet(workbench, SYSTEM, as_text, REAL).faults] == ["gtin-length"]


def test_a_marked_workbook_keeps_its_zeros_says_its_faults_and_can_be_sent_back(workbench: Workbench) -> None:
    planted = plant(product_rows(180), 1)
    sheet = read_sheet("rows.xlsx", workbook(planted.rows))
    report = exchange.import_sheet(workbench, SYSTEM, sheet, REAL)
    back = marked_workbook(sheet, form_of("products"), report.faults, {}, "vi")
    with zipfile.ZipFile(io.BytesIO(back)) as packed:
        comments = packed.read("xl/comments1.xml").decode()
    assert len(re.findall(r"<comment ", comments)) == len(planted.faults)
    assert CalamineWorkbook.from_filelike(io.BytesIO(back)).sheet_names == ["Dữ liệu", "Lỗi - Faults"]
    again = read_sheet("again.xlsx", back)
    assert again.columns == (*sheet.columns, FAULTS_TITLE)
    assert [cells["Mã sản phẩm"] for _, cells in again.rows] == [row["product_key"] for row in planted.rows]
    second = exchange.import_sheet(workbench, SYSTEM, again, REAL)
    assert {(one.row, one.code) for one in second.refusals} == planted.faults
    third = exchange.import_sheet(workbench, SYSTEM, read_sheet("c.xlsx", workbook(product_rows(180))), REAL)
    assert (third.refused, third.taken, third.unchanged) == (0, 20, 160)


@pytest.mark.parametrize("layout", templates.NAMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_template_is_read_back_under_its_own_layout_without_a_fault_of_form(layout: str, language: str) -> None:
    form = form_of(layout)
    for name, body in (
        ("t.xlsx", templates.template_xlsx(layout, language)),
        ("t.csv", templates.template_csv(layout, language)),
    ):
        sheet = read_sheet(name, body)
        assert exchange.layout_of(sheet.columns).name == layout
        assert form.match(sheet.columns).keys() == {one.name for one in form.columns}
        assert sheet.rows[0][1][form.columns[0].title(language)] == form.columns[0].example_in(language)


def test_the_example_rows_of_all_templates_can_be_taken_one_after_another(workbench: Workbench) -> None:
    for layout in ("places", "products", "packs", "prices"):
        for language in ("vi", "en"):
            sheet = read_sheet("t.xlsx", templates.template_xlsx(layout, language))
            report = exchange.import_sheet(workbench, SYSTEM, sheet, REAL)
            assert [fault for fault in told(report) if fault[2] != "key-as-number"] == [], layout


def test_a_killed_run_goes_on_where_it_stopped_and_doubles_nothing(workbench: Workbench) -> None:
    body = workbook(plant(product_rows(700), 1).rows)
    sheet = read_sheet("rows.xlsx", body)
    run = workbench.write(SYSTEM, lambda work: sent.keep(work, sheet, body, ImportOrder(), later=True))

    class Killed(Exception):
        pass

    def kill(done: int, _rows: int) -> None:
        if done:
            raise Killed

    with pytest.raises(Killed):
        sent.resume(workbench, SYSTEM, run.id, kill)
    with workbench.read(SYSTEM) as work:
        half = sent.run(work, run.id)
    assert (half.state, 0 < half.done < 700) == (RunState.RUNNING, True)
    done = sent.resume(workbench, SYSTEM, run.id)
    assert (done.state, done.taken, done.refused, done.new["products"]) == (RunState.DONE, 680, 20, 680)
    assert sent.resume(workbench, SYSTEM, run.id) == done
    with workbench.read(SYSTEM) as work:
        first = sent.faults(work, run.id, None, 15)
        second = sent.faults(work, run.id, first.next, 15)
        assert read_sheet("m.xlsx", sent.workbook(work, run.id, {}, "en")).columns[-1] == FAULTS_TITLE
    assert len(first.items) + len(second.items) == 20
    assert second.next is None


def test_two_workers_on_one_run_take_no_slice_twice(workbench: Workbench) -> None:
    body = workbook(product_rows(300))
    sheet = read_sheet("rows.xlsx", body)
    run = workbench.write(SYSTEM, lambda work: sent.keep(work, sheet, body, ImportOrder(), later=True))
    started: list[int] = []

    def overtake(done: int, _rows: int) -> None:
        if not started:
            started.append(done)
            sent.resume(workbench, SYSTEM, run.id)

    with pytest.raises(Conflict) as lost:
        sent.resume(workbench, SYSTEM, run.id, overtake)
    assert lost.value.code == "job-taken"
    with workbench.read(SYSTEM) as work:
        assert sent.run(work, run.id).new["products"] == 300


def test_an_import_is_shown_to_who_sent_it_only(workbench: Workbench) -> None:
    maker, other = a_maker(workbench), a_maker(workbench, "Hãng khác")
    sheet = read_sheet("a.csv", (PRODUCTS + "1;Thuốc;A;B\n").encode())
    report = sent.take_now(workbench, maker, sheet, b"", DRY)
    with workbench.read(maker) as work:
        assert [one.id for one in sent.runs(work).items] == [report.id]
    with workbench.read(other) as work:
        assert sent.runs(work).items == ()
        with pytest.raises(NotFound):
            sent.run(work, report.id)


def test_places_are_told_by_their_own_company(workbench: Workbench) -> None:
    maker = a_maker(workbench)
    text = (
        "party_name,gln,place_name,province\nCông ty Minh Họa,8938888000022,Kho,Huế\n"
        "Hãng khác,8938888000039,Kho,Huế\nCông ty Minh Họa,8938888000022,Kho 2,\n"
    )
    report = brought(workbench, maker, text)
    assert told(report) == {(3, "party_name", "party-not-own"), (4, "gln", "gln-repeated")}
    assert report.taken == 1


def test_prices_of_the_authority_are_not_a_makers_to_tell(workbench: Workbench) -> None:
    maker = a_maker(workbench)
    brought(workbench, maker, f"{PRODUCTS}001;Thuốc;Đường Minh Họa;Paracetamol 500mg\n")
    rows = (
        "001,ceiling,100,Viên,2026-01-31,\n001,declared,0,Viên,2026-01-31,2025-01-01\n002,listed,5,Viên,2026-01-31,\n"
    )
    report = brought(workbench, maker, "product_key,price_kind,amount,unit,valid_from,valid_until\n" + rows)
    assert {(row, code) for row, _, code in told(report)} == {
        (2, "price-kind-not-own"), (3, "amount-zero"), (3, "period-order"), (4, "product-key-unknown")
    }  # fmt: skip


def test_an_unknown_column_is_told_and_passed_over(workbench: Workbench) -> None:
    report = brought(workbench, SYSTEM, "product_key,kind,name,Màu\n1,medicine,Thuốc A,đỏ\n")
    assert told(report) == {(1, "Màu", "column-unknown")}
    assert report.taken == 1


def test_an_unknown_layout_is_told_with_the_known_ones(workbench: Workbench) -> None:
    with pytest.raises(BadInput) as caught:
        brought(workbench, SYSTEM, PRODUCTS, ImportOrder(layout="recipes"))
    assert caught.value.faults[0].code == "layout-name"
    assert "products" in str(caught.value.faults[0].facts["known"])


def test_days_of_a_workbook_are_read_as_days(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    book = Workbook(path)
    page = book.add_worksheet()
    page.write_string(0, 0, "Từ ngày")
    page.write_datetime(1, 0, date(2026, 1, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    assert read_sheet("d.xlsx", path.read_bytes()).rows == ((2, {"Từ ngày": "2026-01-31"}),)
