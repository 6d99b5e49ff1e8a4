"""Files in their forms: separators, code pages, JSON; and files made to burst the reader are refused in time."""

from __future__ import annotations

import io
import zipfile
from time import perf_counter

import pytest
from xlsxwriter import Workbook

from registry.errors import BadInput
from registry.exchange.sheets import read_sheet

HEADER, ROW = ("mã", "tên"), ("001", "Đường")


def refused(name: str, content: bytes, encoding: str | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        read_sheet(name, content, encoding)
    return caught.value.faults[0].code


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_with_any_separator_and_mark(mark: str, encoding: str) -> None:
    text = "\r\n".join(mark.join(cells) for cells in (HEADER, ROW))
    assert read_sheet("a.csv", text.encode(encoding)).rows == ((2, dict(zip(HEADER, ROW, strict=True))),)


def test_a_separator_told_in_the_first_line_is_obeyed() -> None:
    assert read_sheet("a.csv", b"sep=;\na,x;b\n1;2\n").rows == ((3, {"a,x": "1", "b": "2"}),)


def test_an_old_code_page_is_refused_until_it_is_named() -> None:
    content = "tên\nViên nén\n".encode("cp1258")
    assert refused("a.csv", content) == "file-encoding"
    assert read_sheet("a.csv", content, "cp1258").rows == ((2, {"tên": "Viên nén"}),)
    assert refused("a.csv", content, "latin-9") == "encoding-unknown"


@pytest.mark.parametrize(
    "content", [b'[{"a": "001", "b": 2}, {"c": ["x", "y"]}]', b'{"a": "001", "b": 2}\n{"c": ["x", "y"]}']
)
def test_json_is_read_as_an_array_or_by_lines(content: bytes) -> None:
    sheet = read_sheet("a.jsonl", content)
    assert sheet.rows == ((1, {"a": "001", "b": "2", "c": ""}), (2, {"a": "", "b": "", "c": "x; y"}))
    assert sheet.numbers == {1: frozenset({"b"})}


@pytest.mark.parametrize("content", [b"[{]", b'{"a": {"b": 1}}', b"[" * 100_000, b'{"a": "\xff"}', b"[[1]]"])
def test_broken_json_is_refused_by_name(content: bytes) -> None:
    assert refused("a.json", content) == "file-json"


def test_every_broken_line_of_json_is_told() -> None:
    with pytest.raises(BadInput) as caught:
        read_sheet("a.jsonl", b'{"a": 1}\nx\n{"a": 2}\n{"a": \n')
    assert [one.pointer for one in caught.value.faults] == ["/2", "/4"]


def test_a_title_told_twice_is_refused() -> None:
    assert refused("a.csv", b"a,a\n1,2\n") == "column-repeated"


def a_workbook(place: tuple[int, int]) -> bytes:
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    page = book.add_worksheet()
    page.write_string(0, 0, "a")
    page.write_string(*place, "far")
    book.close()
    return written.getvalue()


def test_a_sheet_that_spans_too_much_is_refused_at_once() -> None:
    started = perf_counter()
    assert refused("a.xlsx", a_workbook((1_048_575, 16_383))) == "workbook-too-large"
    assert perf_counter() - started < 2


def test_a_packed_part_that_bursts_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<c/>" * (160 << 20))
    assert refused("bomb.xlsx", written.getvalue()) == "workbook-too-large"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rest", b"no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_workbook_is_refused_by_name(content: bytes) -> None:
    assert refused("a.xlsx", content) == "file-workbook"


def test_a_number_of_a_cell_is_written_without_a_fraction_and_a_huge_one_as_the_sheet_shows_it() -> None:
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["a", "b", "c"])
    page.write_row(1, 0, [893110493125, 1.5, 12345678901234567890])
    book.close()
    assert read_sheet("a.xlsx", written.getvalue()).rows[0][1] == {
        "a": "893110493125", "b": "1.5", "c": "1.2346E+19"
    }  # fmt: skip
