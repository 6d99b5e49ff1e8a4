from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from registry.errors import BadInput
from registry.exchange.sheets import open_sheet


def test_a_workbook_reads_like_a_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "danh_sach.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["so_dang_ky", "ten_thuoc"])
    sheet.write_row(1, 0, ["893110493125", "Prednison"])
    sheet.write_row(2, 0, [893110493125, "Prednison"])
    book.close()
    read = open_sheet(path)
    assert read.columns == ("so_dang_ky", "ten_thuoc")
    assert [cells["so_dang_ky"] for _, cells in read.rows] == ["893110493125"] * 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'\ufeffa{mark}b\r\n"1\n2"{mark}x\r\n\r\n3{mark}\r\n', encoding="utf-8")
    read = open_sheet(path)
    assert read.rows == ((2, {"a": "1\n2", "b": "x"}), (4, {"a": "3", "b": ""}))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file-empty"),
        ("a.csv", b"\xff\xfe\x00", "file-encoding"),
        ("a.xlsx", b"no workbook", "file-workbook"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        open_sheet(path)
    assert caught.value.faults[0].code == code
