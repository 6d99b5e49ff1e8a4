from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pystrich.code128 import Code128Data, Code128Encoder
from pystrich.datamatrix import DataMatrixData, DataMatrixEncoder
from pystrich.gs1 import GS1Fixed, GS1Variable

from gs1 import Gs1Error, Gtin, build, parse
from scanner import Carrier, ScanCode, ScanError, SymbolKind, draw, open_picture, read_symbols, to_reading
from scanner.drawing import dots_for, making, whole_dots
from scanner.drawing.tables import PRINT_RULES, PrintUse
from scanner.engines import Pass, ZXing
from tests.scanner.builders import GTIN, a_drawing, a_message, pixels_of, written

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
CARRIERS = {
    SymbolKind.GS1_DATAMATRIX: (Carrier.DATA_MATRIX, "]d2"),
    SymbolKind.GS1_128: (Carrier.CODE_128, "]C1"),
    SymbolKind.GS1_QR: (Carrier.QR, "]Q3"),
    SymbolKind.LINK_QR: (Carrier.QR, "]Q1"),
    SymbolKind.EAN_13: (Carrier.EAN_13, "]E0"),
    SymbolKind.ITF_14: (Carrier.ITF_14, "]I1"),
}


@pytest.mark.parametrize("kind", CARRIERS)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_drawn_file_reads_back_as_the_message_it_was_drawn_from(kind: SymbolKind, dpi: int) -> None:
    message = parse(f"(01){GTIN}") if kind in {SymbolKind.EAN_13, SymbolKind.ITF_14} else a_message(serial=None)
    found = read_symbols(open_picture(draw(message, kind, dpi=dpi).png())).symbols
    assert [(symbol.carrier, symbol.identifier) for symbol in found] == [CARRIERS[kind]]
    told = to_reading(found[0]).message
    assert told is not None
    assert sorted(told.pairs) == sorted(message.pairs)


@settings(max_examples=60, deadline=None)
@given(
    batch=st.text(SET_82, min_size=1, max_size=20),
    serial=st.text(SET_82, min_size=1, max_size=20),
)
def test_any_batch_and_serial_of_set_82_survive_the_symbol(batch: str, serial: str) -> None:
    message, short = a_message(batch, serial), a_message(batch[:6], serial[:6])
    for drawing in (
        draw(message, SymbolKind.GS1_DATAMATRIX),
        draw(short, SymbolKind.GS1_DATAMATRIX, shape="rectangle"),
    ):
        reads = ZXing().read(pixels_of(drawing), frozenset({Carrier.DATA_MATRIX}), Pass())
        assert [read.data for read in reads] == [drawing.data]
    assert draw(message, SymbolKind.GS1_DATAMATRIX).data.decode() == message.element_string()


@pytest.mark.parametrize("serial", [None, "A", "S12345", "S1234567890ABCDEF"])
def test_a_rectangle_is_always_one_of_the_six_that_gs1_admits(serial: str | None) -> None:
    message = build([("01", GTIN)]) if serial is None else a_message(serial=serial)
    drawing = draw(message, SymbolKind.GS1_DATAMATRIX, shape="rectangle")
    assert (drawing.rows, drawing.columns) in {(8, 18), (8, 32), (12, 26), (12, 36), (16, 36), (16, 48)}


def test_what_no_rectangle_holds_is_refused() -> None:
    long = build([("01", GTIN), ("10", "B" * 20), ("21", "S" * 20), ("240", "Z" * 30)])
    with pytest.raises(ScanError) as refused:
        draw(long, SymbolKind.GS1_DATAMATRIX, shape="rectangle")
    assert refused.value.code is ScanCode.SYMBOL_TOO_LONG


@pytest.mark.parametrize("text", ["(01)08936012345671", "(01)08936012345674(17)271331", "(01)08936012345674(10)A^B"])
def test_what_gs1_refuses_never_reaches_the_encoder(text: str) -> None:
    with pytest.raises(Gs1Error):
        draw(text, SymbolKind.GS1_DATAMATRIX)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(01)08936012345674(10)A1", SymbolKind.EAN_13),
        ("(01)18936012345671", SymbolKind.EAN_13),
        ("(01)08936012345674", SymbolKind.EAN_8),
    ],
)
def test_a_linear_retail_symbol_takes_one_gtin_of_its_length_and_nothing_else(text: str, kind: SymbolKind) -> None:
    with pytest.raises(ScanError) as refused:
        draw(text, kind)
    assert refused.value.code is ScanCode.SYMBOL_UNFIT


def test_gs1_128_holds_48_characters_and_not_one_more() -> None:
    # 16 for (01), 22 for (21), a separator, 2 for (10): seven characters of batch are left.
    assert len(draw(f"(01){GTIN}(21){'S' * 20}(10)1234567", SymbolKind.GS1_128).data) == 48
    with pytest.raises(ScanError) as refused:
        draw(f"(01){GTIN}(21){'S' * 20}(10)12345678", SymbolKind.GS1_128)
    assert refused.value.code is ScanCode.TOO_MANY_CHARACTERS


def test_a_gtin_alone_can_be_drawn() -> None:
    assert draw(Gtin.parse("96385074"), SymbolKind.EAN_8).data == b"96385074"


def test_a_upc_a_is_read_as_the_ean_13_with_a_leading_zero() -> None:
    drawing = draw(Gtin.parse("036000291452"), SymbolKind.UPC_A)
    assert (drawing.identifier, drawing.data) == ("]E0", b"0036000291452")
    with pytest.raises(ScanError) as refused:
        draw(f"(01){GTIN}", SymbolKind.UPC_A)
    assert refused.value.code is ScanCode.SYMBOL_UNFIT


@pytest.mark.parametrize("size", [(8, 32), (12, 26), (12, 36), (16, 36), (16, 48), (16, 16), (26, 26), (48, 48)])
def test_a_size_that_is_asked_for_is_the_size_that_is_drawn(size: tuple[int, int]) -> None:
    drawing = draw(f"(01){GTIN}", SymbolKind.GS1_DATAMATRIX, shape=f"{size[0]}x{size[1]}")
    assert (drawing.rows, drawing.columns) == size


@pytest.mark.parametrize("shape", ["8x48", "8x64", "12x64", "20x36", "26x64", "16x47", "x", "", "16x", "round"])
def test_a_size_that_gs1_does_not_admit_is_refused(shape: str) -> None:
    with pytest.raises(ScanError) as refused:
        draw(f"(01){GTIN}", SymbolKind.GS1_DATAMATRIX, shape=shape)
    assert refused.value.code is ScanCode.NOT_SQUARE_GS1_SIZE


def test_the_smallest_rectangle_holds_no_gtin_and_says_so() -> None:
    with pytest.raises(ScanError) as refused:
        draw(f"(01){GTIN}", SymbolKind.GS1_DATAMATRIX, shape="8x18")
    assert refused.value.code is ScanCode.SYMBOL_TOO_LONG


def test_a_symbol_that_an_encoder_drew_wrong_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    other = draw(f"(01){GTIN}(10)OTHER", SymbolKind.GS1_DATAMATRIX).modules
    monkeypatch.setattr(making, "modules_for", lambda *asked: other)
    with pytest.raises(ScanError) as refused:
        draw(f"(01){GTIN}(10)LOT7", SymbolKind.GS1_DATAMATRIX)
    assert refused.value.code is ScanCode.READ_BACK_FAILED


@pytest.mark.parametrize(("x_mm", "dpi", "dots"), [(0.254, 300, 3), (0.339, 300, 4), (0.375, 203, 3), (0.381, 600, 9)])
def test_a_width_told_to_three_digits_is_a_whole_number_of_dots(x_mm: float, dpi: int, dots: int) -> None:
    assert whole_dots(x_mm, dpi) == dots


@pytest.mark.parametrize(("x_mm", "dpi"), [(0.380, 300), (0.300, 203), (0.01, 300)])
def test_a_width_that_the_printer_does_not_have_is_refused_with_the_nearest(x_mm: float, dpi: int) -> None:
    with pytest.raises(ScanError) as refused:
        whole_dots(x_mm, dpi)
    assert refused.value.code is ScanCode.X_NOT_WHOLE_DOTS
    assert refused.value.facts["nearest_mm"] != x_mm


@pytest.mark.parametrize("use", PrintUse)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_every_row_of_the_tables_can_be_met_by_usual_printers(use: PrintUse, dpi: int) -> None:
    for (kind, row_use), rule in PRINT_RULES.items():
        if row_use is use:
            x_mm = dots_for(rule, dpi) * 25.4 / dpi
            assert rule.x_min * 0.999 <= x_mm <= rule.x_max * 1.001, (kind, x_mm)


@pytest.mark.parametrize("batch", ["LOT7", "123456", "AB12", "a/b-7"])
def test_an_independent_writer_draws_the_same_modules_where_the_sizes_match(batch: str) -> None:
    fields = (GS1Fixed("01", GTIN), GS1Fixed("17", "271231"), GS1Variable("10", batch))
    theirs = np.asarray(DataMatrixEncoder(DataMatrixData.gs1(*fields)).get_pilimage(1).convert("L")) < 128
    rows, columns = np.flatnonzero(theirs.any(axis=1)), np.flatnonzero(theirs.any(axis=0))
    theirs = theirs[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    ours = draw(a_message(batch, None), SymbolKind.GS1_DATAMATRIX)
    if theirs.shape != ours.modules.shape:
        pytest.skip(f"pystrich chose {theirs.shape}, we {ours.modules.shape}")
    assert np.array_equal(theirs, ours.modules)


def by_pystrich(writer: type[DataMatrixEncoder] | type[Code128Encoder]) -> bytes:
    fields = (GS1Fixed("01", GTIN), GS1Fixed("17", "271231"), GS1Variable("10", "LOT7"), GS1Variable("21", "S12345"))
    if writer is DataMatrixEncoder:
        image = DataMatrixEncoder(DataMatrixData.gs1(*fields)).get_pilimage(5)
    else:
        image = Code128Encoder(Code128Data.gs1(*fields)).get_pilimage(3)
    return written(image.convert("L"), "PNG")


@pytest.mark.parametrize("writer", [DataMatrixEncoder, Code128Encoder])
def test_what_an_independent_writer_draws_reads_as_what_we_draw(writer: type[DataMatrixEncoder]) -> None:
    kind = SymbolKind.GS1_DATAMATRIX if writer is DataMatrixEncoder else SymbolKind.GS1_128
    theirs = read_symbols(open_picture(by_pystrich(writer))).symbols
    ours = read_symbols(open_picture(draw(a_message("LOT7", "S12345"), kind).png())).symbols
    assert [(one.identifier, one.data) for one in theirs] == [(one.identifier, one.data) for one in ours]


def test_a_linear_symbol_has_the_height_of_its_table_and_ean_guards_reach_lower() -> None:
    drawing = a_drawing(SymbolKind.EAN_13)
    assert drawing.height_mm == pytest.approx(22.85 + 5 * drawing.x_mm, abs=drawing.x_mm)
    assert int(drawing.modules[-1].sum()) == 6
    assert int(drawing.modules[0].sum()) > 20


def test_the_case_code_stands_between_bearer_bars() -> None:
    drawing = a_drawing(SymbolKind.ITF_14)
    assert bool(drawing.modules[0].all())
    assert bool(drawing.modules[-1].all())


def test_a_symbol_is_drawn_checked_and_read_back_in_a_few_milliseconds() -> None:
    message = a_message()
    started = process_time()
    for _ in range(50):
        draw(message, SymbolKind.GS1_DATAMATRIX)
    assert (process_time() - started) / 50 < 0.005, "the bar is 5 ms"
