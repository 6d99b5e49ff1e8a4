from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import barcode
import numpy as np
import pytest
import zxingcpp
from barcode.writer import ImageWriter
from PIL import Image, ImageFilter

from scanner import Carrier, Confidence, Picture, SymbolKind, open_picture, read_symbols, to_reading
from scanner.engines import Pass, RawRead, ZXing, available_engines
from scanner.geometry import Point, Quad
from scanner.picture import Grey
from tests.scanner.builders import GTIN, a_drawing, a_message, a_picture, pixels_of

PLACE = Quad(Point(10, 10), Point(90, 10), Point(90, 30), Point(10, 30))
BLANK = Picture.of(np.full((120, 160), 255, np.uint8))


@dataclass(frozen=True)
class Scripted:
    """An engine that says what it is told to, another thing at every look at the whole picture."""

    says: list[list[RawRead]]
    name: str = "zxing"
    version: str = "0"
    carriers: frozenset[Carrier] = frozenset(Carrier)

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:
        return self.says.pop(0) if self.says and grey.shape == BLANK.grey.shape else []


def ean(text: str, place: Quad = PLACE) -> RawRead:
    return RawRead(Carrier.EAN_13, "]E0", text.encode(), place)


def confidences(engines: Sequence[Scripted], **asked: str) -> dict[bytes, Confidence]:
    found = read_symbols(BLANK, "all", engines=engines, **asked)  # type: ignore[arg-type] # words stand for literals
    return {symbol.data: symbol.confidence for symbol in found.symbols}


def test_one_look_at_a_retail_number_is_weak() -> None:
    assert confidences([Scripted([[ean("8936012345674")]])]) == {b"8936012345674": Confidence.WEAK}


def test_the_same_engine_looking_twice_at_the_same_view_is_one_witness() -> None:
    assert confidences([Scripted([[ean("8936012345674")], [ean("8936012345674")]])], effort="fast") == {
        b"8936012345674": Confidence.WEAK
    }


def test_two_engines_that_agree_confirm_a_retail_number() -> None:
    engines = [Scripted([[ean("8936012345674")]]), Scripted([[ean("8936012345674")]], name="zbar")]
    assert confidences(engines) == {b"8936012345674": Confidence.CONFIRMED}


def test_two_numbers_in_one_place_are_both_doubted() -> None:
    engines = [Scripted([[ean("8936012345674"), ean("9310779300005")]])]
    assert set(confidences(engines, effort="fast").values()) == {Confidence.AMBIGUOUS}


def test_two_witnesses_against_one_do_not_win_a_place() -> None:
    engines = [
        Scripted([[ean("8936012345674"), ean("9310779300005")]]),
        Scripted([[ean("8936012345674")]], name="zbar"),
    ]
    assert set(confidences(engines, effort="fast").values()) == {Confidence.AMBIGUOUS}


def test_a_number_that_only_a_sharpened_view_shows_does_not_dispute_two_witnesses() -> None:
    # The rungs of zxing: fast, full, negative, soft, joined, sharp.
    engines = [
        Scripted([[ean("8936012345674")], [], [], [], [], [ean("9310779300005")]]),
        Scripted([[ean("8936012345674")]], name="zbar"),
    ]
    assert confidences(engines) == {b"8936012345674": Confidence.CONFIRMED}


def test_two_numbers_in_two_places_do_not_dispute() -> None:
    elsewhere = Quad(*(Point(corner.x, corner.y + 60) for corner in PLACE))
    both = [ean("8936012345674"), ean("9310779300005", elsewhere)]
    engines = [Scripted([both]), Scripted([both], name="zbar")]
    assert set(confidences(engines).values()) == {Confidence.CONFIRMED}


def test_code_128_seen_only_through_a_filter_is_weak() -> None:
    read = RawRead(Carrier.CODE_128, "]C1", b"01" + GTIN.encode(), PLACE)
    silent: list[list[RawRead]] = [[], [], []]
    assert list(confidences([Scripted([*silent, [read]])]).values()) == [Confidence.WEAK]
    assert list(confidences([Scripted([[read]])]).values()) == [Confidence.SURE]


def test_the_climb_ends_at_the_first_rung_for_an_easy_symbol() -> None:
    found = read_symbols(a_picture(a_drawing()))
    assert found.rungs_run == ("fast",)
    assert found.best is not None
    assert found.best.confidence is Confidence.SURE


def test_a_climb_past_its_deadline_says_so() -> None:
    assert read_symbols(BLANK, deadline_ms=-1).gave_up
    assert not read_symbols(BLANK, deadline_ms=20_000).gave_up


def test_nothing_is_found_where_nothing_is() -> None:
    noise = np.random.default_rng(4).integers(0, 255, (300, 400)).astype(np.uint8)
    assert read_symbols(Picture.of(noise), "all", "thorough", 20_000).symbols == ()


def test_every_symbol_of_a_pack_is_found_and_the_telling_one_comes_first() -> None:
    paper = np.full((700, 900), 255, np.uint8)
    for row, kind in ((20, SymbolKind.EAN_13), (400, SymbolKind.GS1_DATAMATRIX)):
        face = pixels_of(a_drawing(kind), 3)
        paper[row : row + face.shape[0], 30 : 30 + face.shape[1]] = face
    found = read_symbols(Picture.of(paper), "all")
    assert [symbol.carrier for symbol in found.symbols] == [Carrier.DATA_MATRIX, Carrier.EAN_13]


@pytest.mark.parametrize("kind", [SymbolKind.GS1_DATAMATRIX, SymbolKind.GS1_128, SymbolKind.EAN_13])
def test_a_symbol_in_white_on_black_is_read(kind: SymbolKind) -> None:
    drawing = a_drawing(kind)
    found = read_symbols(Picture.of(255 - pixels_of(drawing)))
    assert [symbol.data for symbol in found.symbols] == [drawing.data]


@pytest.mark.parametrize("angle", [17, 33, 45, 90, 180, 260])
def test_a_turned_symbol_is_read_and_its_corners_lie_where_it_lies(angle: int) -> None:
    drawing = a_drawing()
    paper = Image.new("L", (900, 700), 255)
    face = Image.fromarray(pixels_of(drawing)).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    paper.paste(face, (500, 300))
    found = read_symbols(Picture.of(np.asarray(paper)))
    assert [symbol.data for symbol in found.symbols] == [drawing.data]
    left, top, right, bottom = found.symbols[0].polygon.box
    assert abs((left + right) / 2 - (500 + face.width / 2)) < 8
    assert abs((top + bottom) / 2 - (300 + face.height / 2)) < 8


def test_a_large_photograph_is_read_and_its_corners_are_told_in_its_own_pixels() -> None:
    drawing = a_drawing()
    paper = np.full((3000, 4000), 230, np.uint8)
    face = pixels_of(drawing, 10)
    paper[1500 : 1500 + face.shape[0], 2000 : 2000 + face.shape[1]] = face
    found = read_symbols(Picture.of(paper))
    assert [symbol.data for symbol in found.symbols] == [drawing.data]
    left, _, right, _ = found.symbols[0].polygon.box
    assert abs((left + right) / 2 - (2000 + face.shape[1] / 2)) < 20


@pytest.mark.parametrize("radius", [1.5, 2.2])
def test_a_blurred_symbol_is_read_exactly(radius: float) -> None:
    drawing = a_drawing(message=a_message("A1/b"))
    soft = Image.fromarray(pixels_of(drawing)).filter(ImageFilter.GaussianBlur(radius))
    assert [symbol.data for symbol in read_symbols(Picture.of(np.asarray(soft))).symbols] == [drawing.data]


# ---------------------------------------------------------------- known traps


def test_a_book_with_two_numbers_close_together_gives_both() -> None:
    """Japanese books carry two EAN-13, one above the other."""
    faces = [
        np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13).to_image(scale=3, add_quiet_zones=True))
        for text in ("9784780801231", "1920036014002")
    ]
    paper = np.pad(np.concatenate([face[:70] for face in faces]), 40, constant_values=255)
    believed = {symbol.data for symbol in read_symbols(Picture.of(paper), "all").symbols if symbol.believed}
    assert believed == {b"9784780801231", b"1920036014002"}


def test_the_half_size_pass_never_makes_us_believe_a_second_number() -> None:
    """python-barcode's default module is no whole number of dots; zxing-cpp then finds a false EAN-13 too."""
    for number in range(40):
        text = f"893{number * 7919 % 10**9:09}"
        code = barcode.get("ean13", text, writer=ImageWriter())
        picture = Picture.of(np.asarray(code.render({"write_text": False}).convert("L")))
        believed = [symbol.data for symbol in read_symbols(picture, "all").symbols if symbol.believed]
        assert believed == [code.get_fullcode().encode()]


def test_interleaved_digits_that_are_no_gtin_are_a_plain_text_with_two_votes() -> None:
    image = zxingcpp.create_barcode("3018108390", zxingcpp.BarcodeFormat.ITF).to_image(scale=4, add_quiet_zones=True)
    (symbol,) = read_symbols(Picture.of(np.array(image)), "all").symbols
    assert (symbol.carrier, symbol.identifier, symbol.data) == (Carrier.ITF, "]I0", b"3018108390")
    assert symbol.confidence is Confidence.CONFIRMED
    assert len({vote.witness for vote in symbol.votes}) >= 2
    assert to_reading(symbol).message is None


@pytest.mark.parametrize("text", ["9004", "2322"])
def test_a_short_interleaved_code_is_refused(text: str) -> None:
    image = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.ITF).to_image(scale=4, add_quiet_zones=True)
    assert read_symbols(Picture.of(np.array(image)), "all").symbols == ()


def test_upc_e_is_read_only_when_asked_for() -> None:
    image = zxingcpp.create_barcode("01234565", zxingcpp.BarcodeFormat.UPCE).to_image(scale=4, add_quiet_zones=True)
    picture = Picture.of(np.array(image))
    assert ZXing().read(picture.grey, frozenset({Carrier.UPC_E}), Pass())
    assert not any(symbol.carrier is Carrier.UPC_E for symbol in read_symbols(picture, "all").symbols)


def test_zbar_is_not_trusted_with_databar_expanded() -> None:
    trusted = {engine.name for engine in available_engines() if Carrier.DATABAR_EXPANDED in engine.carriers}
    assert "zxing" in trusted
    assert "zbar" not in trusted


def test_a_data_matrix_of_a_size_gs1_does_not_admit_is_read_but_told_apart() -> None:
    code = zxingcpp.create_barcode(
        f"[01]{GTIN}[17]271231[10]LOT7", zxingcpp.BarcodeFormat.DataMatrix, gs1=True, version=37
    )
    found = read_symbols(Picture.of(np.array(code.to_image(scale=5, add_quiet_zones=True)))).symbols
    assert [symbol.carrier for symbol in found] == [Carrier.DATA_MATRIX]
    assert found[0].data.startswith(b"01" + GTIN.encode())


@pytest.mark.parametrize("name", ["1.png", "2.png"])
@pytest.mark.parametrize("want", ["first", "all"])
def test_a_number_on_which_two_engines_err_together_is_not_believed(shared: Path, name: str, want: str) -> None:
    picture = open_picture(shared / "vectors" / "scanner" / "zxing" / "upca-4" / name)
    for symbol in read_symbols(picture, "first" if want == "first" else "all", deadline_ms=20_000).symbols:
        assert not (symbol.believed and symbol.data == b"9074932437075")
