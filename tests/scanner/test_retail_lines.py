import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from gs1 import check_digit
from scanner import MEDICAL, Carrier, Confidence, Picture, SymbolKind, read_symbols
from scanner.engine import Pass
from scanner.engines import ZXing
from scanner.geometry import Point, Quad
from scanner.retail_lines import glance, look_again
from scanner.retail_pattern import EAN_8, EAN_13
from scanner.retail_search import Lines
from tests.scanner.builders import a_drawing, pixels_of

NUMBERS = [body + check_digit(body) for body in (f"893{number * 104729 % 10**9:09}" for number in range(1, 13))]


def a_face(text: str, form: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.EAN13) -> NDArray[np.uint8]:
    """A symbol of four pixels a module on wide paper."""
    image = zxingcpp.create_barcode(text, form).to_image(scale=4, add_quiet_zones=True)
    return np.pad(np.array(image), 60, constant_values=255)


def softened(face: NDArray[np.uint8], radius: float) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(face).filter(ImageFilter.GaussianBlur(radius)))


def place_of(face: NDArray[np.uint8]) -> Quad:
    columns = np.flatnonzero((face < 128).any(axis=0))
    rows = np.flatnonzero((face < 128).any(axis=1))
    left, right, top, bottom = map(float, (columns[0], columns[-1] + 1, rows[0], rows[0] + (rows[-1] - rows[0]) * 0.7))
    return Quad(Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom))


def turned(place: Quad) -> Quad:
    return Quad(place.c, place.d, place.a, place.b)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_glance_reads_a_sharp_number_where_it_stands(text: str) -> None:
    face = a_face(text)
    fit = glance(face, place_of(face), Carrier.EAN_13)
    assert fit is not None
    assert fit.text == text


def test_a_glance_does_not_mind_being_told_the_symbol_upside_down() -> None:
    face = a_face(NUMBERS[0])
    fit = glance(face, turned(place_of(face)), Carrier.EAN_13)
    assert fit is not None
    assert fit.text == NUMBERS[0]


def test_an_ean_8_is_read_too() -> None:
    face = a_face("96385074", zxingcpp.BarcodeFormat.EAN8)
    fit = glance(face, place_of(face), Carrier.EAN_8)
    assert fit is not None
    assert fit.text == "96385074"


def test_lines_blurred_by_more_than_half_a_module_are_read_and_never_wrongly() -> None:
    told: list[str] = []
    for text in NUMBERS:
        face = a_face(text)
        fits = {fit.text for fit, _ in look_again(softened(face, 2.4), place_of(face), Carrier.EAN_13)}
        assert fits <= {text}
        told += fits
    assert len(told) >= 10


def test_corners_off_by_two_modules_are_forgiven() -> None:
    face = a_face(NUMBERS[0])
    place = Quad(*(Point(corner.x + 8, corner.y) for corner in place_of(face)))
    assert {fit.text for fit, _ in look_again(face, place, Carrier.EAN_13)} == {NUMBERS[0]}


def test_numbers_too_blurred_for_an_engine_that_measures_bars_are_found() -> None:
    found = []
    for text in NUMBERS:
        soft = softened(a_face(text), 2.6)
        assert ZXing().read(soft, MEDICAL, Pass(invert=True, halve=True)) == []
        reads = [read.data.decode() for read in Lines().read(soft, MEDICAL, Pass())]
        assert set(reads) <= {text}
        found += reads
    assert len(found) >= 8


def test_what_only_our_own_lines_see_is_believed_when_three_of_them_agree() -> None:
    picture = Picture.of(softened(a_face(NUMBERS[0]), 2.0))
    found = read_symbols(picture, deadline_ms=20_000, engines=[Lines()])
    assert [(symbol.data.decode(), symbol.confidence) for symbol in found.symbols] == [
        (NUMBERS[0], Confidence.CONFIRMED)
    ]


@pytest.mark.parametrize("kind", [SymbolKind.GS1_128, SymbolKind.ITF_14, SymbolKind.GS1_DATAMATRIX])
def test_no_number_is_seen_in_another_symbol(kind: SymbolKind) -> None:
    face = np.pad(pixels_of(a_drawing(kind), 4), 40, constant_values=255)
    assert Lines().read(face, MEDICAL, Pass()) == []


def test_no_number_is_seen_in_random_bars() -> None:
    chance = np.random.default_rng(11)
    for _ in range(25):
        bars = np.repeat(chance.integers(0, 2, 95).astype(np.uint8) * 255, 4)
        face = np.pad(np.tile(bars, (160, 1)), 60, constant_values=255)
        assert Lines().read(softened(face, 2.0), MEDICAL, Pass()) == []
        assert (
            glance(face, Quad(*(Point(*at) for at in ((60, 60), (440, 60), (440, 220), (60, 220)))), Carrier.EAN_13)
            is None
        )


def test_the_sets_of_the_left_digits_tell_the_first_digit() -> None:
    assert EAN_13.text([9, 13, 16, 10, 11, 2], [3, 4, 5, 6, 7, 4]) is None
    assert EAN_13.text([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]) == "0123456123456"
    assert EAN_8.text([9, 6, 3, 8], [5, 0, 7, 4]) == "96385074"
    assert EAN_8.text([9, 16, 3, 8], [5, 0, 7, 4]) is None
