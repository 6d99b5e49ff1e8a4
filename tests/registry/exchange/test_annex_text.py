"""The text layer of a decision: a real one cell by cell, and made ones with other columns and page breaks."""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadInput
from registry.exchange.annex_columns import part
from registry.exchange.annex_text import annexes
from registry.exchange.decision_text import read_text
from registry.text import nfc, squeeze

NAME = "720_QD-QLD_2025-12-03_body_and_annex_I.txt"
TABLE = "gia_han_dang_ky_720_QD-QLD_phu_luc_I.csv"
WRONG_IN_THE_TABLE = {("7", "co_so_san_xuat"), ("7", "dia_chi_san_xuat")}
"""The table was made from the text by a machine, and a page's rows ran into one cell; the text has it right."""
TITLE = """                 Phụ lục II
  DANH MỤC {count} THUỐC SẢN XUẤT TRONG NƯỚC ĐƯỢC GIA HẠN GIẤY ĐĂNG KÝ LƯU HÀNH TẠI
                VIỆT NAM HIỆU LỰC 03 NĂM - ĐỢT 220.1
     (Kèm theo Quyết định số 15 /QĐ-QLD ngày 08 tháng 01 năm 2026
                     của Cục Quản lý Dược)
"""
HEADER = """STT       Tên thuốc       Hoạt chất chính -    Dạng bào      Quy cách đóng gói     Tiêu     Tuổi  Số đăng ký
                            Hàm lượng            chế                               chuẩn     thọ         gia hạn
 (1)         (2)                (3)              (4)               (5)         (6)     (7)          (8)       (9)
"""
GROUPS = """1. Cơ sở đăng ký: Công ty Mẫu (Mau Corp) (Địa chỉ: Số 1 Đường Một (cũ),
Hà Nội, Việt Nam)
1.1. Cơ sở sản xuất: Nhà máy Mẫu (Địa chỉ: Số 2, Việt Nam)
"""
ROWS = (
    (("Mẫu An", "Forte"), ("Paracetamol", "500mg"), ("Viên nén", "bao phim"), ("Hộp 3 vỉ x 10", "viên; Lọ 100 viên")),
    (("Mẫu Bình",), ("Cefixim (dưới", "dạng trihydrat)", "100mg"), ("Bột pha hỗn", "dịch uống"), ("Hộp 12 gói x 2g",)),
    (("Mẫu Cúc 5%",), ("Povidon iod 5%",), ("Dung dịch", "dùng ngoài"), ("Chai 90ml; Chai", "500ml; Can 5 lít")),
)


def laid_out(place: int, cells: tuple[tuple[str, ...], ...], at: tuple[int, int, int, int]) -> list[str]:
    """Write a row as a text layer does: each cell under its edge, the number and the old one at the right."""
    lines = []
    for height in range(max(2, *(len(cell) for cell in cells))):
        line = f" {place}" if height == 0 else ""
        for cell, edge in zip(cells, at, strict=True):
            if height < len(cell):
                line = (
                    f"{line.ljust(edge - 1)} {cell[height]}" if len(line) >= edge else line.ljust(edge) + cell[height]
                )
        tail = {0: f"NSX       36      8931101{place:03}25     1", 1: f"                  (VD-{20000 + place}-15)"}
        lines.append(line.ljust(84) + tail.get(height, "") if height < 2 else line)
    return lines


@pytest.fixture
def real(shared: Path) -> str:
    return (shared / "data/catalogue/vn" / NAME).read_text(encoding="utf-8")


def test_every_cell_of_decision_720_is_read_as_the_published_table_has_it(shared: Path, real: str) -> None:
    with (shared / "data/catalogue/vn" / TABLE).open(encoding="utf-8-sig", newline="") as file:
        expected = {row["stt"]: row for row in csv.DictReader(file)}
    read = read_text(real, NAME, "0" * 64)
    assert len(read.rows) == 26
    wrong = {
        (row.cells["stt"], column)
        for row in read.rows
        for column, cell in row.cells.items()
        if cell != expected[row.cells["stt"]][column]
    }
    assert wrong == WRONG_IN_THE_TABLE
    assert not [row for row in read.rows if row.doubts]


def test_the_decision_tells_its_number_day_and_authority(real: str) -> None:
    cited = read_text(real, NAME, "0" * 64).decision
    assert (cited.number, cited.decided_on, cited.authority) == ("720/QĐ-QLD", date(2025, 12, 3), "Cục Quản lý Dược")


def test_a_row_that_the_title_promises_and_the_text_lacks_is_named(real: str) -> None:
    cut = "\n".join(line for line in real.splitlines() if "893110493225" not in line)
    read = read_text(cut, NAME, "0" * 64)
    assert read.notes == ("I: 3",)
    assert [(row.place, row.doubts[0].code) for row in read.rows if row.doubts] == [(2, "row-missing-after")]
    assert read.rows[1].cells["dang_bao_che"] == "Viên nén"


def test_body_and_annex_must_name_one_decision(real: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_text(real.replace("Quyết định số 720", "Quyết định số 721"), NAME, "0" * 64)
    assert caught.value.faults[0].code == "decision-differs"


@given(
    at=st.tuples(st.integers(5, 8), st.integers(24, 28), st.integers(45, 49), st.integers(59, 63)),
    shift=st.integers(-2, 2),
    breaks=st.sets(st.integers(0, 12)),
)
def test_other_columns_batches_and_page_breaks_are_read_alike(
    at: tuple[int, int, int, int], shift: int, breaks: set[int]
) -> None:
    lines = [
        line
        for place, cells in enumerate(ROWS, start=1)
        for line in laid_out(place, cells, (at[0], at[1], at[2] + (shift if place == 2 else 0), at[3]))
    ]
    text = TITLE.format(count=3) + HEADER + GROUPS
    for number, line in enumerate(lines):
        text += (f"\f{'2':>60}\n{HEADER}" if number in breaks else "") + line + "\n"
    (annex,) = annexes(text)
    assert (annex.name, annex.terms, annex.batch, annex.missing) == ("II", "3 năm", "220.1", ())
    for row, cells in zip(annex.rows, ROWS, strict=True):
        told = tuple(row.cells[name] for name in COLUMNS)
        assert told == tuple(" ".join(cell) for cell in cells) or row.doubts
        assert row.cells["so_dang_ky_cu"] == f"VD-{20000 + row.position}-15"
        assert row.cells["dia_chi_dang_ky"] == "Số 1 Đường Một (cũ), Hà Nội, Việt Nam"


COLUMNS = ("ten_thuoc", "hoat_chat_ham_luong", "dang_bao_che", "quy_cach_dong_goi")


def real_rows(shared: Path) -> list[tuple[str, str, str, str]]:
    """Names, substances, forms and packs of real medicines, from the tender list."""
    with (shared / "data/catalogue/vn/ket_qua_trung_thau_2024_2025.csv").open(encoding="utf-8-sig", newline="") as file:
        told = (
            tuple(
                squeeze(nfc(text))
                for text in (row["ten"], f"{row['hoatchat']} {row['hamluong']}", row["dangbaoche"], row["donggoi"])
            )
            for row in csv.DictReader(file)
        )
        return [(a, b, c, d) for a, b, c, d in dict.fromkeys(told) if a and b and c[:1].isupper() and d]


def test_real_medicines_in_a_made_table_are_read_exactly_or_doubted_and_never_wrong_unseen(shared: Path) -> None:
    whole = real_rows(shared)[::3]
    exact = 0
    for start in range(0, len(whole), 16):
        rows = whole[start : start + 16]
        text = TITLE.format(count=len(rows)) + HEADER + GROUPS
        for place, row in enumerate(rows, start=1):
            cells = tuple(
                tuple(wrap(cell, width, break_on_hyphens=False)) for cell, width in zip(row, WIDTHS, strict=True)
            )
            text += "\n".join(laid_out(place, cells, (6, 25, 47, 60))) + "\n"
        read = annexes(text)[0].rows
        assert [row.position for row in read] == list(range(1, len(rows) + 1))
        for told, row in zip(read, rows, strict=True):
            is_exact = [told.cells[name].replace(" ", "") for name in COLUMNS] == [
                cell.replace(" ", "") for cell in row
            ]
            assert is_exact or told.doubts, (told.cells, row)
            exact += is_exact
    assert len(whole) > 600
    assert exact >= 0.99 * len(whole)


WIDTHS = (19, 21, 12, 20)


def test_a_heading_whose_bracket_never_closes_hides_no_row() -> None:
    rows = [line for place, cells in enumerate(ROWS, start=1) for line in laid_out(place, cells, (6, 25, 47, 60))]
    broken = GROUPS.replace("Số 2, Việt Nam)", "Số 2, Việt Nam")
    (annex,) = annexes(TITLE.format(count=3) + HEADER + broken + "\n".join(rows))
    assert (annex.missing, {row.doubts[-1].code for row in annex.rows}) == ((), {"group-unread"})


@pytest.mark.parametrize(
    "line",
    ["1 " * 50_000 + "36 893110000125 1", "\n" * 100_000, "1\n\n" * 30_000, "1 " + "a " * 150 + "36 893110000125 1\n"],
)
def test_a_hostile_text_costs_no_more_than_another(line: str) -> None:
    begun = time.process_time()
    annexes(TITLE.format(count=3) + HEADER + GROUPS + line)
    assert time.process_time() - begun < 2


def test_two_cells_with_one_blank_between_them_part_where_the_second_begins() -> None:
    told = part("    Co-trimoxazol       Sulfamethoxazol   Bột pha hỗn Hộp 30 gói x 3g", (4, 24, 45, 58), is_first=True)
    assert told.cells == ("Co-trimoxazol", "Sulfamethoxazol", "Bột pha hỗn", "Hộp 30 gói x 3g")
    assert told.is_certain


def test_a_parting_that_could_be_another_is_told_as_uncertain() -> None:
    assert not part("    A       B     c d e f", (4, 12, 19, 23), is_first=True).is_certain


def test_a_period_until_a_day_is_read_from_the_title() -> None:
    text = TITLE.format(count=3).replace("HIỆU LỰC 03 NĂM", "HIỆU LỰC ĐẾN 31/12/2025") + HEADER + GROUPS
    rows = [line for place, cells in enumerate(ROWS, start=1) for line in laid_out(place, cells, (6, 25, 47, 60))]
    read = read_text(text + "\n".join(rows), "x.txt", "0" * 64)
    assert {row.cells["hieu_luc"] for row in read.rows} == {"đến 31/12/2025"}
