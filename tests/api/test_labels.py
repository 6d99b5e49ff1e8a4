import re
import zlib
from itertools import pairwise
from time import process_time
from unicodedata import normalize

import numpy as np
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fonttools carries no types

from api.label_layout import SHEETS, lay_out
from api.labels import Label, LabelKind, label_sheet, serials_from
from gs1 import Gs1Error, Message, ParseOptions, build, parse_scan_data
from scanner import Carrier, PrintUse, ScanCode, ScanError, SymbolKind, check_print, open_picture, read_symbols
from scanner.drawing.page import DIGIT, LEAST_DIGIT_MM
from scanner.drawing.tables import MM_PER_INCH
from scanner.drawing.typeface import measure, typeface

PACK_SHEETS = [name for name in SHEETS if name != "roll-100x150"]

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
    if sheet == "roll-40x20" and label in {HARD[3], HARD[5]}:
        with pytest.raises(ScanError) as refused:
            lay_out(label, form, (0.0, 0.0), 300)
        assert refused.value.code is ScanCode.LABEL_TOO_FULL
        return
    face = lay_out(label, form, (0.0, 0.0), 300)
    symbol, left, top = face.symbols[0]
    symbol_right = left * MM_PER_INCH / 300 + symbol.width_mm
    symbol_bottom = top * MM_PER_INCH / 300 + symbol.height_mm
    lines: list[tuple[float, float]] = []
    for words in face.words:
        size = words.points * MM_PER_INCH / 72
        assert words.x + measure(words.text, words.weight) * size <= form.cell[0] - form.padding + 0.05
        assert words.y - size >= form.padding - 0.5
        assert words.y <= form.cell[1] - form.padding + 0.05
        assert words.x > symbol_right + 2 * symbol.x_mm or words.y - size > symbol_bottom + symbol.x_mm
        lines.append((words.y, size))
    baselines = sorted(set(lines))
    assert all(lower - upper > size * 0.9 for (upper, _), (lower, size) in pairwise(baselines))


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_the_symbol_says_is_whole_and_never_smaller_than_the_least_legible_size(sheet: str) -> None:
    label = a_label(batch="BATCH-2026/0001", serial="SERIAL-000000000001")
    face = lay_out(label, SHEETS[sheet], (0.0, 0.0), 300)
    told = [words for words in face.words if words.weight == "Medium"]
    printed = "".join(words.text for words in told)
    assert printed == "".join(f"({element.ai}){element.value}" for element in label.message)
    assert all(words.points * MM_PER_INCH / 72 * DIGIT >= LEAST_DIGIT_MM - 1e-9 for words in told)


def test_only_a_product_name_is_ever_cut() -> None:
    face = lay_out(HARD[-1], SHEETS["a4-4x10"], (0.0, 0.0), 300)
    cut = [words for words in face.words if "…" in words.text]
    assert [words.weight for words in cut] == ["Bold"]
    printed = "".join(words.text for words in face.words)
    assert printed.count("W" * 20) == 2


def test_vietnamese_written_in_parts_is_printed_whole() -> None:
    label = Label(a_message(), "Thuốc bổ", "", "")
    face = lay_out(label, SHEETS["a4-3x8"], (0.0, 0.0), 300)
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


@pytest.mark.parametrize("sheet", PACK_SHEETS)
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
    symbol = label_sheet([a_label()], sheet, dpi).faces[0][0].symbols[0].drawing
    assert check_print(symbol) == ()
    if dpi == 300:
        assert symbol.x_dots in {4, 5}


def test_labels_go_row_by_row_and_a_used_sheet_is_filled_up() -> None:
    sheet = label_sheet([a_label(number) for number in range(24)], "a4-3x8", skip=2)
    assert sheet.pages == 2
    assert [len(page) for page in sheet.faces] == [22, 2]
    assert sheet.faces[0][0].symbols[0].left > sheet.faces[0][1].symbols[0].left


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
    symbol, left_dots, _ = sheet.faces[0][0].symbols[0]
    path = re.search(rb"q 0 g ([\d.]+) 0 0 -[\d.]+ ([\d.]+) ([\d.]+) cm ([\d re]+) f Q", drawn_in(sheet.pdf()))
    assert path is not None
    assert float(path[1]) == pytest.approx(symbol.x_dots * 72 / 300, abs=1e-4)
    assert float(path[2]) * 300 / 72 == pytest.approx(left_dots, abs=0.01)
    painted = np.zeros_like(symbol.modules)
    for box in re.findall(rb"(\d+) (\d+) (\d+) (\d+) re", path[4]):
        left, top, width, height = (int(number) for number in box)
        painted[top : top + height, left : left + width] = True
    assert np.array_equal(painted, symbol.modules)


def test_the_same_labels_give_the_same_file() -> None:
    assert label_sheet([a_label()]).pdf() == label_sheet([a_label()]).pdf()


def test_a_thousand_labels_are_printed_in_a_few_seconds() -> None:
    labels = [a_label(number) for number in range(1000)]
    started = process_time()
    pdf = label_sheet(labels).pdf()
    assert process_time() - started < 8
    assert len(pdf) < 2_000_000


SSCC = "389360123400000014"
PALLET = build([("00", SSCC), ("02", "18936012345671"), ("17", "271231"), ("10", "LOT7"), ("37", "48")])
CASE = build([("01", "18936012345671"), ("17", "271231"), ("10", "LOT7"), ("21", "CASE000001")])


def a_logistic_label(message: Message, kind: LabelKind) -> Label:
    return Label(message, "Paracetamol Bình An 500 mg", "Thùng 48 hộp", "Công ty TNHH Dược phẩm Bình An", "", kind)


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize(("message", "kind"), [(PALLET, LabelKind.PALLET), (CASE, LabelKind.CASE)])
def test_a_logistic_label_says_everything_in_bars_of_the_size_for_conveyors(
    message: Message, kind: LabelKind, dpi: int
) -> None:
    sheet = label_sheet([a_logistic_label(message, kind)], "roll-100x150", dpi)
    placed = sheet.faces[0][0].symbols
    assert all(check_print(one.drawing, PrintUse.LOGISTIC) == () for one in placed)
    found = read_symbols(open_picture(sheet.png()), "all", "fast", 30_000, frozenset({Carrier.CODE_128})).symbols
    assert {symbol.identifier for symbol in found} == {"]C1"}
    told = {pair for symbol in found for pair in pairs_of(symbol.data)}
    assert told == set(message.pairs)
    for upper, lower in pairwise(placed):
        assert upper.top + upper.drawing.rows * upper.drawing.x_dots < lower.top
    if kind is LabelKind.PALLET:
        assert placed[-1].drawing.data == f"00{SSCC}".encode(), "the SSCC stands lowest"


def pairs_of(data: bytes) -> list[tuple[str, str]]:
    read = parse_scan_data("]C1" + data.decode(), ParseOptions(scope="carrier"))
    return list(read.pairs)


def test_a_label_for_a_case_has_no_room_on_a_sheet_for_packs() -> None:
    with pytest.raises(ScanError):
        label_sheet([a_logistic_label(CASE, LabelKind.CASE)], "roll-50x30")


@pytest.mark.parametrize("sheet", PACK_SHEETS)
def test_a_label_with_a_link_keeps_four_modules_of_quiet_zone(sheet: str) -> None:
    label = Label(a_message(), "Paracetamol Bình An 500 mg", kind=LabelKind.LINK)
    symbol, left, _ = (face := label_sheet([label], sheet).faces[0][0]).symbols[0]
    assert symbol.kind is SymbolKind.LINK_QR
    right = (left / symbol.x_dots + symbol.columns + 4) * symbol.x_mm
    assert all(words.x >= right for words in face.words)
    assert left >= 4 * symbol.x_dots


@pytest.mark.parametrize(("sheet", "pages"), [("a4-5x13", 1), ("a4-3x8", 2), ("roll-40x20", 2)])
def test_a_test_line_shows_every_width_the_printer_has(sheet: str, pages: int) -> None:
    drawn = label_sheet([a_label()], sheet, 300, test_line=True)
    assert drawn.pages == pages
    assert drawn.test is not None
    assert [one.drawing.x_dots for one in drawn.test.symbols] == [3, 4, 5]
    assert [words.text for words in drawn.test.words] == ["X 0.254", "X 0.339", "X 0.423"]
    lowest = max(one.top + one.drawing.rows * one.drawing.x_dots for one in drawn.test.symbols)
    assert lowest * MM_PER_INCH / 300 <= (SHEETS[sheet].origin[1] if pages == 1 else SHEETS[sheet].page[1])


def test_a_label_printer_gets_one_label_after_another_whatever_the_sheet() -> None:
    told = label_sheet([a_label(1), a_label(2)], "a4-3x8").zpl().decode()
    assert told.count("^XA") == told.count("^XZ") == 2
    assert "^PW827^LL437" in told, "70 x 37 mm at 300 dpi"


def test_serial_numbers_count_up_in_their_own_length() -> None:
    assert serials_from("MAU0098", 4) == ["MAU0098", "MAU0099", "MAU0100", "MAU0101"]
    assert serials_from("A", 1) == ["A"]
    for first, count in (("MAU98", 3), ("A", 2), ("99", 2)):
        with pytest.raises(ScanError) as refused:
            serials_from(first, count)
        assert refused.value.code is ScanCode.SERIALS_RUN_OUT
    with pytest.raises(Gs1Error):
        serials_from("số 1", 2)
