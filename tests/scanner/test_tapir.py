import numpy as np
import pytest
import zxingcpp

from gs1 import Message
from scanner import MEDICAL, Carrier, SymbolKind, read_symbols
from scanner.engine import Pass
from scanner.engines import ZXing
from scanner.tapir import Tapir, tapirscan_version
from tests.scanner.builders import a_drawing, a_message, a_picture, pixels_of

pytestmark = pytest.mark.skipif(tapirscan_version() is None, reason="tapirscan is optional and not installed")


@pytest.mark.parametrize(
    "kind",
    [
        SymbolKind.GS1_DATAMATRIX,
        SymbolKind.GS1_128,
        SymbolKind.GS1_QR,
        SymbolKind.LINK_QR,
        SymbolKind.EAN_13,
        SymbolKind.EAN_8,
        SymbolKind.ITF_14,
    ],
)
def test_it_tells_the_same_bytes_and_identifier_as_zxing(kind: SymbolKind) -> None:
    messages: dict[SymbolKind, Message | str] = {
        SymbolKind.EAN_8: "(01)00000096385074",
        SymbolKind.GS1_128: a_message(serial=None),
    }
    face = np.pad(pixels_of(a_drawing(kind, messages.get(kind)), 4), 40, constant_values=255)
    ours, theirs = (engine.read(face, MEDICAL, Pass()) for engine in (Tapir(), ZXing()))
    assert [(read.carrier, read.identifier, read.data) for read in ours] == [
        (read.carrier, read.identifier, read.data) for read in theirs
    ]


def test_a_upc_a_is_told_as_the_ean_13_with_a_leading_zero() -> None:
    image = zxingcpp.create_barcode("023942431015", zxingcpp.BarcodeFormat.UPCA).to_image(scale=3)
    face = np.pad(np.array(image), 40, constant_values=255)
    assert [(read.carrier, read.data) for read in Tapir().read(face, MEDICAL, Pass())] == [
        (Carrier.EAN_13, b"0023942431015")
    ]


def test_databar_expanded_keeps_its_separators() -> None:
    image = zxingcpp.create_barcode("[10]A1[21]B2", zxingcpp.BarcodeFormat.DataBarExp, gs1=True).to_image(scale=4)
    face = np.pad(np.array(image), 40, constant_values=255)
    reads = Tapir().read(face, MEDICAL, Pass())
    assert [(read.identifier, read.data) for read in reads] == [("]e0", b"10A1\x1d21B2")]


def test_a_short_interleaved_code_is_refused_here_too() -> None:
    image = zxingcpp.create_barcode("2322", zxingcpp.BarcodeFormat.ITF).to_image(scale=4, add_quiet_zones=True)
    assert Tapir().read(np.pad(np.array(image), 40, constant_values=255), MEDICAL, Pass()) == []


def test_a_picture_can_be_read_by_it_alone() -> None:
    drawing = a_drawing()
    found = read_symbols(a_picture(drawing), engines=[Tapir()])
    assert [symbol.data for symbol in found.symbols] == [drawing.data]
