import re
import struct
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from scanner import Carrier, Picture, ScanError, SymbolKind, draw, open_picture, read_symbols
from scanner.drawing import FileForm, page_with_words, write
from scanner.drawing.png import rastered
from scanner.drawing.zpl import write_zpl
from scanner.drawing.zpl_native import code_128_field, write_native_zpl
from scanner.engines import Pass, ZXing
from tests.scanner.builders import a_drawing, a_message

SVG = "{http://www.w3.org/2000/svg}"
ZPL = re.compile(r"\^XA\^PW(\d+)\^LL(\d+)\^FO0,0\^GFA,(\d+),(\d+),(\d+),([^^]+)\^FS(?:\^PQ(\d+))?\^XZ")


def test_bars_cover_exactly_the_dark_modules() -> None:
    drawing = a_drawing()
    painted = np.zeros_like(drawing.modules)
    for left, top, width, height in drawing.page().inks[0].bars():
        assert not painted[top : top + height, left : left + width].any(), "a module is painted twice"
        painted[top : top + height, left : left + width] = True
    assert np.array_equal(painted, drawing.modules)


def test_an_svg_says_its_true_size_and_paints_the_modules_in_one_path() -> None:
    drawing = a_drawing()
    root = ElementTree.fromstring(drawing.svg())
    assert float(root.attrib["width"].removesuffix("mm")) == pytest.approx(
        (drawing.columns + 2) * drawing.x_mm, abs=1e-3
    )
    path = root.findall(f"{SVG}path")
    assert len(path) == 1
    assert path[0].attrib["shape-rendering"] == "crispEdges"
    place = re.fullmatch(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", path[0].attrib["transform"])
    assert place is not None
    assert [float(number) for number in place.groups()] == pytest.approx([drawing.x_mm] * 3, abs=1e-4)
    painted = np.zeros_like(drawing.modules)
    for left, top, width, height in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", path[0].attrib["d"]):
        painted[int(top) : int(top) + int(height), int(left) : int(left) + int(width)] = True
    assert np.array_equal(painted, drawing.modules)


def test_words_in_an_svg_cannot_break_out_of_it() -> None:
    page = page_with_words(draw("(01)08936012345674(10)<&>", SymbolKind.GS1_DATAMATRIX))
    texts = ElementTree.fromstring(write([page], FileForm.SVG)).findall(f"{SVG}text")
    assert [text.text for text in texts] == ["(01) 08936012345674", "(10) <&>"]


def test_a_png_has_one_bit_a_dot_and_tells_the_printer_its_resolution() -> None:
    drawing = a_drawing()
    file = drawing.png()
    assert file[24] == 1, "bit depth in IHDR"
    at = file.index(b"pHYs")
    across, down, unit = struct.unpack(">IIB", file[at + 4 : at + 13])
    assert (across, down, unit) == (11811, 11811, 1)
    assert open_picture(file).width == (drawing.columns + 2) * drawing.x_dots


def unpacked(zpl: str) -> NDArray[np.bool_]:
    """The dots of a label, read by the rules of ZPL's compression as a printer reads them."""
    field = ZPL.fullmatch(zpl)
    assert field is not None
    width, height, total, again, row_bytes = (int(field[group]) for group in range(1, 6))
    assert total == again == row_bytes * height
    rows: list[str] = []
    row, count = "", 0
    for sign in field[6]:
        if "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            count += 20 * (ord(sign) - ord("f"))
        elif sign == ":":
            assert row == ""
            rows.append(rows[-1])
        else:
            row += "0" * (2 * row_bytes - len(row)) if sign == "," else sign * max(1, count)
            count = 0
        if len(row) == 2 * row_bytes:
            rows.append(row)
            row = ""
    bits = np.unpackbits(np.frombuffer(bytes.fromhex("".join(rows)), dtype=np.uint8).reshape(height, row_bytes), axis=1)
    assert not bits[:, width:].any(), "padding is paper"
    return np.equal(bits[:, :width], 1)


@pytest.mark.parametrize("kind", [SymbolKind.GS1_DATAMATRIX, SymbolKind.GS1_128, SymbolKind.LINK_QR])
def test_a_label_printer_paints_the_same_dots(kind: SymbolKind) -> None:
    drawing = a_drawing(kind, a_message(serial=None))
    for page in (drawing.page(), page_with_words(drawing)):
        dots = unpacked(write_zpl(page))
        assert np.array_equal(dots, rastered(page))
        paper = np.pad(np.where(dots, np.uint8(0), np.uint8(255)), 20, constant_values=255)
        carriers = frozenset({Carrier.DATA_MATRIX, Carrier.CODE_128, Carrier.QR})
        reads = ZXing().read(Picture.of(paper).grey, carriers, Pass())
        assert [read.data for read in reads] == [drawing.data]


def test_a_label_printer_is_told_the_copies() -> None:
    assert "^PQ3^XZ" in write_zpl(a_drawing().page(), copies=3)


def typed(field: str) -> str:
    """What a ZPL printer encodes for a field of ^BC, as its manual says."""
    text, in_pairs = "", field.startswith(">;")
    assert field[:4] in {">;>8", ">:>8"}
    left = field[4:]
    while left:
        if left[0] == ">":
            meaning = {">5": "", ">6": "", ">8": "\x1d", ">0": ">", ">=": "~", "><": "^"}[left[:2]]
            in_pairs = {">5": True, ">6": False}.get(left[:2], in_pairs)
            text, left = text + meaning, left[2:]
        elif in_pairs:
            assert left[:2].isdecimal()
            assert len(left) >= 2
            text, left = text + left[:2], left[2:]
        else:
            text, left = text + left[0], left[1:]
    return text


@pytest.mark.parametrize("text", ["010893601234567410A>1\x1d21S1", "10ABC", "10123\x1d37123", "10A>5>6\x1d2112345"])
def test_the_field_for_the_printers_own_gs1_128_says_exactly_the_data(text: str) -> None:
    assert typed(code_128_field(text)) == text


def test_the_printers_own_datamatrix_is_told_fnc1_by_an_escape_that_is_no_data() -> None:
    plain = write_native_zpl(draw("(01)08936012345674(10)AB(21)S1", SymbolKind.GS1_DATAMATRIX))
    assert "^BXN,4,200,18,18,6,_,1^FD_1010893601234567410AB_121S1^FS" in plain
    odd = write_native_zpl(draw("(01)08936012345674(10)A_B(21)S1", SymbolKind.GS1_DATAMATRIX))
    assert ",6,|,1^FD|1010893601234567410A_B|121S1^FS" in odd


def test_no_printer_is_trusted_to_draw_a_gs1_qr_code_itself() -> None:
    with pytest.raises(ScanError):
        write_native_zpl(a_drawing(SymbolKind.GS1_QR))


def test_a_pdf_of_one_symbol_has_its_size_and_holds_vectors() -> None:
    drawing = a_drawing()
    pdf = drawing.pdf()
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box is not None
    assert float(box[1]) == pytest.approx((drawing.columns + 2) * drawing.x_mm * 72 / 25.4, abs=0.02)
    assert b"/Subtype /Image" not in pdf
    assert pdf == drawing.pdf(), "the same symbol gives the same file"


def test_every_writer_gives_the_symbol_its_quiet_zone() -> None:
    for kind in (SymbolKind.GS1_DATAMATRIX, SymbolKind.EAN_13, SymbolKind.GS1_QR):
        drawing = a_drawing(kind)
        framed = drawing.framed()
        assert not framed[:, : drawing.quiet.left].any()
        assert not framed[:, framed.shape[1] - drawing.quiet.right :].any()
        assert read_symbols(open_picture(drawing.png())).symbols
        with Image.open(BytesIO(drawing.png())) as image:
            assert image.size == (framed.shape[1] * drawing.x_dots, framed.shape[0] * drawing.x_dots)
