from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from registry.exchange import awards, registrations, renewals
from registry.exchange.cells import RowReader
from registry.exchange.hints import HINTS
from registry.exchange.model import ImportReport, RowFault, Severity
from registry.exchange.report import harmless, report_csv
from registry.money import Money

AWARD = {
    "ten_tinh": "Tỉnh Bình Định",
    "ma_cskcb": "52185",
    "ten_cskcb": "Ttyt Huyện Tây Sơn",
    "ten": "Lignospan Standard",
    "hoatchat": "Lidocain + epinephrin(adrenalin)",
    "duongdung": "Tiêm",
    "maduongdung": "2.10",
    "dangbaoche": "Thuốc tiêm",
    "hamluong": "(36 mg+ 18,13 mcg)/1,8ml",
    "donggoi": "Hộp 5 vỉ x 10 ống x 1,8ml",
    "sodk": "VN-16049-12",
    "nhasx": "Septodont",
    "nuocsx": "Pháp",
    "donvitinh": "Ống",
    "soluong": "2000",
    "gia": "14135.0",
    "tennhathau": "Công Ty Cổ Phần Dược Phẩm Thiết Bị Y Tế Phúc An",
    "quyetdinh": "377/QĐ-TTYT",
    "tungay": "2024-09-01 00:00:00",
    "goithau": "G1",
    "nhomthau": "N1",
    "tungay_hd": "2024-09-01 00:00:00",
    "denngay_hd": "2024-12-31 00:00:00",
}
RENEWAL = {
    "hieu_luc": "5 năm",
    "so_dang_ky_moi": "893110493125",
    "so_dang_ky_cu": "VD-22739-15",
    "ten_thuoc": "Prednison 5 mg",
    "hoat_chat_ham_luong": "Prednison 5mg",
    "dang_bao_che": "Viên nén",
    "quy_cach_dong_goi": "Hộp 10 vỉ x 10 viên",
    "tieu_chuan": "NSX",
    "tuoi_tho_thang": "36",
    "co_so_dang_ky": "Công ty Cổ phần Dược Enlie",
    "dia_chi_dang_ky": "Bình Dương",
    "co_so_san_xuat": "Công ty Cổ phần Dược Enlie",
    "dia_chi_san_xuat": "Bình Dương",
    "quyet_dinh": "720/QĐ-QLD",
    "ngay_quyet_dinh": "2025-12-03",
}


def codes(reader: RowReader) -> list[tuple[str, str, Severity]]:
    return [(one.column, one.code, one.severity) for one in reader.faults]


def test_a_good_award_is_read_without_a_fault() -> None:
    reader = RowReader(2, AWARD)
    award = awards.read(reader)
    assert award is not None
    assert (award.money, award.per, award.quantity) == (Money(1413500), 1, 2000)
    assert (award.valid_from, award.valid_until) == (date(2024, 9, 1), date(2024, 12, 31))
    assert not reader.faults


def test_every_fault_of_a_row_is_named_by_its_column() -> None:
    reader = RowReader(2, {**AWARD, "sodk": "TEN9767_0_", "nuocsx": "Guerbet", "gia": "1.2.3", "soluong": "nhiều"})
    assert awards.read(reader) is None
    assert codes(reader) == [
        ("sodk", "number-form", Severity.REFUSED),
        ("nuocsx", "country-unknown", Severity.REFUSED),
        ("gia", "amount-form", Severity.REFUSED),
        ("soluong", "quantity-form", Severity.REFUSED),
    ]


def test_quantity_nought_is_a_price_without_a_quantity_and_a_warning() -> None:
    reader = RowReader(2, {**AWARD, "soluong": "0"})
    award = awards.read(reader)
    assert award is not None
    assert award.quantity is None
    assert codes(reader) == [("soluong", "quantity-zero", Severity.WARNING)]


def test_a_price_finer_than_a_hundredth_is_kept_exactly() -> None:
    award = awards.read(RowReader(2, {**AWARD, "gia": "274.995"}))
    assert award is not None
    assert (award.money, award.per) == (Money.parse("2749.95"), 10)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"tungay_hd": "2024-11-01", "denngay_hd": "2024-08-01"}, ("denngay_hd", "period-order")),
        ({"tungay_hd": "", "tungay": ""}, ("tungay", "date-form")),
        ({"tungay": "3968-44-26 89:01:00"}, ("tungay", "date-form")),
        ({"donggoi": "�㒥翻"}, ("donggoi", "text-damaged")),
        ({"nhasx": "\x16"}, ("nhasx", "text-damaged")),
        ({"gia": "0.0"}, ("gia", "amount-zero")),
        ({"ten": ""}, ("ten", "product-name")),
    ],
)
def test_a_cell_that_cannot_be_true_refuses_the_row(cells: dict[str, str], fault: tuple[str, str]) -> None:
    reader = RowReader(2, {**AWARD, **cells})
    assert awards.read(reader) is None
    assert codes(reader) == [(*fault, Severity.REFUSED)]


def test_where_the_contract_names_no_days_the_award_counts_from_its_own() -> None:
    award = awards.read(RowReader(2, {**AWARD, "tungay_hd": "", "denngay_hd": ""}))
    assert award is not None
    assert (award.valid_from, award.valid_until) == (date(2024, 9, 1), None)


def test_a_listed_row_without_a_country_is_taken_with_a_warning() -> None:
    cells = {"so_dang_ky": "GC-215-13", "ten_thuoc": "EtonciB1", "hoat_chat": "Vitamin B1", "nha_san_xuat": "Hà Tây"}
    reader = RowReader(2, {**cells, "nuoc_san_xuat": ""})
    listed = registrations.read(reader)
    assert listed is not None
    assert listed.about.maker_country is None
    assert codes(reader) == [("nuoc_san_xuat", "country-missing", Severity.WARNING)]


@pytest.mark.parametrize(
    ("text", "until"),
    [("5 năm", date(2030, 12, 3)), ("03 năm", date(2028, 12, 3)), ("đến 31/12/2025", date(2025, 12, 31))],
)
def test_a_renewal_holds_for_years_or_until_a_day(text: str, until: date) -> None:
    renewed = renewals.read(RowReader(2, {**RENEWAL, "hieu_luc": text}))
    assert renewed is not None
    assert renewed.renewal.valid_until == until


def test_a_renewal_without_an_old_number_keeps_its_number() -> None:
    renewed = renewals.read(RowReader(2, {**RENEWAL, "so_dang_ky_cu": ""}))
    assert renewed is not None
    assert renewed.renewal.before == renewed.renewal.after


def test_a_makers_cell_with_a_page_break_in_it_gives_name_and_address_and_a_warning() -> None:
    cell = "Chi nhánh OPC (Địa chỉ: Bình Dương, Việt Nam) 7 Povidon iod 10% 6. Cơ sở đăng ký: RELIV"
    reader = RowReader(8, {**RENEWAL, "co_so_san_xuat": cell, "dia_chi_san_xuat": "Củ Chi"})
    renewed = renewals.read(reader)
    assert renewed is not None
    assert (renewed.about.maker, renewed.about.maker_address) == ("Chi nhánh OPC", "Bình Dương, Việt Nam")
    assert codes(reader) == [("co_so_san_xuat", "maker-cell-mixed", Severity.WARNING)]


def test_every_hint_is_said_in_both_languages() -> None:
    assert all(vi and en and vi != en for vi, en in HINTS.values())


def test_a_report_is_a_harmless_csv_with_a_byte_order_mark() -> None:
    fault = RowFault(7, "sodk", "number-form", '=HYPERLINK("http://x")\n"', "Sửa", "Mend")
    data = report_csv(ImportReport("x.csv", "awards", 1, 0, 0, 1, faults=(fault,)), "en")
    assert data.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert header[0] == "Row"
    assert row == ["7", "sodk", "refused", "number-form", '\'=HYPERLINK("http://x") "', "Mend"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell).startswith(("'", " "))
