import re
import struct
from xml.etree import ElementTree

import numpy as np
import pytest

from scanner import Carrier, Picture, SymbolKind, open_picture, read_symbols
from scanner.engines import Pass, ZXing
from scanner.writers import bars
from tests.scanner.builders import a_drawing, a_message

SVG = "{http://www.w3.org/2000/svg}"


def test_bars_cover_exactly_the_dark_modules() -> None:
    modules = a_drawing().modules
    painted = np.zeros_like(modules)
    for left, top, width, height in bars(modules):
        assert not painted[top : top + height, left : left + width].any(), "a module is painted twice"
        painted[top : top + height, left : left + width] = True
    assert np.array_equal(painted, modules)


def test_an_svg_says_its_true_size_and_paints_the_modules_in_one_path() -> None:
    drawing = a_drawing()
    root = ElementTree.fromstring(drawing.svg())
    assert float(root.attrib["width"].removesuffix("mm")) == pytest.approx(
        (drawing.columns + 2) * drawing.x_mm, abs=1e-3
    )
    path = root.findall(f"{SVG}path")
    assert len(path) == 1
    painted = np.zeros((drawing.rows + 2, drawing.columns + 2), dtype=bool)
    for left, top, width, height in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", path[0].attrib["d"]):
        painted[int(top) : int(top) + int(height), int(left) : int(left) + int(width)] = True
    assert np.array_equal(painted, drawing.framed())


def test_a_png_has_one_bit_a_dot_and_tells_the_printer_its_resolution() -> None:
    drawing = a_drawing()
    file = drawing.png()
    assert file[24] == 1, "bit depth in IHDR"
    at = file.index(b"pHYs")
    across, down, unit = struct.unpack(">IIB", file[at + 4 : at + 13])
    assert (across, down, unit) == (11811, 11811, 1)
    assert open_picture(file).width == (drawing.columns + 2) * drawing.x_dots


@pytest.mark.parametrize("kind", [SymbolKind.GS1_DATAMATRIX, SymbolKind.GS1_128])
def test_a_label_printer_paints_the_same_dots(kind: SymbolKind) -> None:
    drawing = a_drawing(kind, a_message(serial=None))
    field = re.fullmatch(r"\^XA\^FO0,0\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS\^XZ", drawing.zpl())
    assert field is not None
    assert int(field[1]) == int(field[2]) == len(field[4]) // 2
    rows = np.frombuffer(bytes.fromhex(field[4]), dtype=np.uint8).reshape(-1, int(field[3]))
    paper = np.where(np.unpackbits(rows, axis=1) == 1, np.uint8(0), np.uint8(255))
    carriers = frozenset({Carrier.DATA_MATRIX, Carrier.CODE_128})
    reads = ZXing().read(Picture.of(paper).grey, carriers, Pass())
    assert [read.data for read in reads] == [drawing.data]


def test_every_writer_gives_the_symbol_its_quiet_zone() -> None:
    for kind in (SymbolKind.GS1_DATAMATRIX, SymbolKind.EAN_13, SymbolKind.GS1_QR):
        drawing = a_drawing(kind)
        framed = drawing.framed()
        assert not framed[:, : drawing.quiet.left].any()
        assert not framed[:, framed.shape[1] - drawing.quiet.right :].any()
        assert read_symbols(open_picture(drawing.png())).symbols
