from itertools import pairwise

import pytest

from gs1 import Message
from scanner import SymbolKind, draw, open_picture, read_symbols
from scanner.drawing import FileForm, HriPlace, Page, page_with_words, write
from scanner.drawing.page import DIGIT, LEAST_DIGIT_MM, MM_PER_POINT
from scanner.drawing.typeface import measure
from tests.scanner.builders import GTIN, a_drawing, a_message

CASES: dict[SymbolKind, Message | str] = {
    SymbolKind.GS1_DATAMATRIX: a_message(),
    SymbolKind.GS1_128: a_message(serial=None),
    SymbolKind.GS1_QR: a_message(),
    SymbolKind.LINK_QR: a_message(),
    SymbolKind.EAN_13: f"(01){GTIN}",
    SymbolKind.EAN_8: "(01)00000096385074",
    SymbolKind.UPC_A: "(01)00036000291452",
    SymbolKind.ITF_14: "(01)18936012345671",
}


def said(page: Page) -> str:
    return "".join(words.text for words in page.words)


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("kind", CASES)
def test_text_is_legible_and_inside_its_page_and_the_symbol_still_reads(kind: SymbolKind, dpi: int) -> None:
    drawing = draw(CASES[kind], kind, dpi=dpi)
    for place in (HriPlace.BELOW, HriPlace.RIGHT):
        page = page_with_words(drawing, place)
        for words in page.words:
            size = words.points * MM_PER_POINT
            assert size * DIGIT >= LEAST_DIGIT_MM - 1e-9
            assert words.x >= -0.01
            assert words.x + measure(words.text, words.weight) * size <= page.size[0] + 0.01
            assert words.y <= page.size[1]
        found = read_symbols(open_picture(write([page], FileForm.PNG)), "all").symbols
        assert [(symbol.identifier, symbol.data) for symbol in found] == [(drawing.identifier, drawing.data)]


def test_brackets_stand_around_identifiers_and_elements_are_never_broken() -> None:
    page = page_with_words(a_drawing(SymbolKind.GS1_128, a_message(serial=None)))
    assert said(page) == f"(01){GTIN}  (17)271231  (10)LOT7"
    narrow = page_with_words(draw(f"(01){GTIN}(10)A(21){'W' * 20}", SymbolKind.GS1_128, x_dots=2))
    assert [words.text for words in narrow.words] == [f"(01){GTIN}  (10)A", f"(21){'W' * 20}"]


def test_data_titles_are_there_for_who_asks() -> None:
    page = page_with_words(a_drawing(), HriPlace.RIGHT, titles=True)
    assert [words.text for words in page.words][2:] == ["BATCH/LOT (10) LOT7", "SERIAL (21) S1234567890"]
    assert page_with_words(a_drawing(), HriPlace.NONE).words == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [(SymbolKind.EAN_13, GTIN[1:]), (SymbolKind.EAN_8, "96385074"), (SymbolKind.UPC_A, "036000291452")],
)
def test_retail_digits_stand_in_order_under_their_own_bars(kind: SymbolKind, text: str) -> None:
    page = page_with_words(draw(CASES[kind], kind))
    assert said(page) == text
    for one, other in pairwise(page.words):
        assert one.x + measure(one.text, one.weight) * one.points * MM_PER_POINT < other.x


def test_the_digits_of_a_case_code_are_grouped() -> None:
    assert said(page_with_words(draw("(01)18936012345671", SymbolKind.ITF_14))) == "1 89 36012 34567 1"
