import re
import zlib
from itertools import pairwise
from time import process_time
from unicodedata import normalize

import numpy as np
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fonttools carries no types

from api.label_layout import MM_PER_INCH, SHEETS, lay_out
from api.labels import Label, label_sheet, measure
from api.typeface import typeface
from gs1 import Message, build
from scanner import Carrier, check_print, open_picture, read_symbols

LONG_NAME = "Amoxicilin 500 mg / Acid clavulanic 125 mg bột pha hỗn dịch uống " * 3


def a_message(number: int = 0, batch: str = "LOT7", serial: str | None = None) -> Message:
    return build(
        [("01", "08936012345674"), ("17", "271231"), ("10", batch), ("21", serial or f"S{number:09}")],
    )


def a_label(number: int = 0, name: str = "Paracetamol Bình An 500 mg", **more: str) -> Label:
    return Label(
        a_message(number, **more),
        name,
        "Viên nén bao phim · Hộp 10 vỉ × 10 viên",
        "Công ty TNHH Dược phẩm Bình An",
        "SĐK: 893110493125",
    )


HARD = [
    a_label(),
    a_label(name=LONG_NAME),
    a_label(name="Ệ" * 90),
    a_label(batch="W" * 20, serial="M" * 20),
    Label(a_message(), "Bông", "", "", ""),
    Label(a_message(batch="W" * 20, serial="W" * 20), LONG_NAME, LONG_NAME, LONG_NAME, LONG_NAME),
]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("label", HARD, ids=["usual", "long name", "one long word", "wide values", "bare", "all long"])
def test_words_never_leave_their_label_nor_touch_the_symbol(sheet: str, label: Label) -> None:
    form = SHEETS[sheet]
    face = lay_out(label, form, (0.0, 0.0), 300, measure)
    symbol_right = (face.symbol_at[0] + face.symbol.columns * face.symbol.x_dots) * MM_PER_INCH / 300
    symbol_bottom = (face.symbol_at[1] + face.symbol.rows * face.symbol.x_dots) * MM_PER_INCH / 300
    lines: list[tuple[float, float]] = []
    for words in face.words:
        size = words.points * MM_PER_INCH / 72
        assert words.x + measure(words.text, words.weight) * size <= form.cell[0] - form.padding + 0.05
        assert words.y - size >= form.padding - 0.5
        assert words.y <= form.cell[1] - form.padding + 0.05
        assert words.x > symbol_right + 2 * face.symbol.x_mm or words.y - size > symbol_bottom + face.symbol.x_mm
        lines.append((words.y, size))
    baselines = sorted(set(lines))
    assert all(lower - upper > size * 0.9 for (upper, _), (lower, size) in pairwise(baselines))


def test_only_a_product_name_is_ever_cut() -> None:
    face = lay_out(HARD[-1], SHEETS["a4-4x10"], (0.0, 0.0), 300, measure)
    cut = [words for words in face.words if "…" in words.text]
    assert [words.weight for words in cut] == ["Bold"]
    printed = " ".join(words.text for words in face.words)
    assert "W" * 20 in printed


def test_vietnamese_written_in_parts_is_printed_whole() -> None:
    label = Label(a_message(), "Thuốc bổ", "", "")
    face = lay_out(label, SHEETS["a4-3x8"], (0.0, 0.0), 300, measure)
    assert "Thuốc bổ" in {words.text for words in face.words}


def test_the_typeface_has_every_vietnamese_letter_and_an_open_licence() -> None:
    vowels = "aăâeêioôơuưy"
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = {f"{vowel}{mark}" for vowel in vowels for mark in marks}
    wanted = "".join(letters) + "đ₫µ×·…–0123456789()/%"
    for weight in ("Regular", "Medium", "Bold"):
        glyphs = TTFont(typeface(weight)).getBestCmap()
        small = normalize("NFC", wanted)
        assert not [letter for letter in small + small.upper().replace("Μ", "") if ord(letter) not in glyphs]
    assert "SIL Open Font License" in (typeface("Regular").parents[1] / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_symbol_of_a_page_is_read_back_from_its_picture(sheet: str) -> None:
    columns, rows = SHEETS[sheet].grid
    count = columns * rows
    page = label_sheet([a_label(number) for number in range(count)], sheet).png()
    found = read_symbols(open_picture(page), "all", "fast", 30_000, frozenset({Carrier.DATA_MATRIX}))
    assert len(found.symbols) == count
    assert {symbol.identifier for symbol in found.symbols} == {"]d2"}


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_symbols_stand_on_whole_dots_in_a_size_fit_for_a_medicine_pack(sheet: str, dpi: int) -> None:
    face = label_sheet([a_label()], sheet, dpi).faces[0][0]
    assert check_print(face.symbol) == ()
    if dpi == 300:
        assert face.symbol.x_dots in {4, 5}


def test_labels_go_row_by_row_and_a_used_sheet_is_filled_up() -> None:
    sheet = label_sheet([a_label(number) for number in range(24)], "a4-3x8", skip=2)
    assert sheet.pages == 2
    assert [len(page) for page in sheet.faces] == [22, 2]
    assert sheet.faces[0][0].symbol_at[0] > sheet.faces[0][1].symbol_at[0]


def drawn_in(pdf: bytes) -> bytes:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    parts = []
    for stream in streams:
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_the_pdf_holds_vectors_and_its_typeface_and_no_picture() -> None:
    pdf = label_sheet([a_label()]).pdf()
    assert pdf.startswith(b"%PDF-")
    assert b"/Subtype /Image" not in pdf
    assert b"/FontFile2" in pdf
    assert b" re f Q" in drawn_in(pdf)


def test_the_pdf_paints_the_very_modules_of_the_symbol_on_dots() -> None:
    sheet = label_sheet([a_label()])
    face = sheet.faces[0][0]
    path = re.search(rb"q 0 g ([\d.]+) 0 0 -[\d.]+ ([\d.]+) ([\d.]+) cm ([\d re]+) f Q", drawn_in(sheet.pdf()))
    assert path is not None
    assert float(path[1]) == pytest.approx(face.symbol.x_dots * 72 / 300)
    assert float(path[2]) * 300 / 72 == pytest.approx(face.symbol_at[0], abs=0.01)
    painted = np.zeros_like(face.symbol.modules)
    for box in re.findall(rb"(\d+) (\d+) (\d+) (\d+) re", path[4]):
        left, top, width, height = (int(number) for number in box)
        painted[top : top + height, left : left + width] = True
    assert np.array_equal(painted, face.symbol.modules)


def test_the_same_labels_give_the_same_file() -> None:
    assert label_sheet([a_label()]).pdf() == label_sheet([a_label()]).pdf()


def test_a_thousand_labels_are_printed_in_a_few_seconds() -> None:
    labels = [a_label(number) for number in range(1000)]
    started = process_time()
    pdf = label_sheet(labels).pdf()
    assert process_time() - started < 8
    assert len(pdf) < 2_000_000
