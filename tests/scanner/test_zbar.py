import subprocess
import sys

import pytest

from scanner import Carrier, SymbolKind
from scanner.zbar import ZBar, libzbar_version
from tests.scanner.builders import a_drawing, a_message, pixels_of

needs_libzbar = pytest.mark.skipif(libzbar_version() is None, reason="libzbar is optional and not on this machine")


@needs_libzbar
@pytest.mark.parametrize(
    ("kind", "carrier", "identifier"),
    [
        (SymbolKind.GS1_128, Carrier.CODE_128, "]C1"),
        (SymbolKind.GS1_QR, Carrier.QR, "]Q3"),
        (SymbolKind.LINK_QR, Carrier.QR, "]Q1"),
        (SymbolKind.EAN_13, Carrier.EAN_13, "]E0"),
    ],
)
def test_the_gs1_modifier_becomes_the_identifier(kind: SymbolKind, carrier: Carrier, identifier: str) -> None:
    message = "(01)08936012345674" if kind is SymbolKind.EAN_13 else a_message(serial=None)
    reads = ZBar().read(pixels_of(a_drawing(kind, message), 3), frozenset({carrier}))
    assert [(read.carrier, read.identifier) for read in reads] == [(carrier, identifier)]


@needs_libzbar
def test_asking_the_version_leaves_memory_alone() -> None:
    """pyzbar's own declaration gives libzbar one pointer too few, and the library writes where a register points."""
    script = (
        "import gc; from scanner.zbar import libzbar_version; [libzbar_version() for _ in range(2000)]; gc.collect()"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_scanner_works_where_libzbar_and_tapirscan_are_missing() -> None:
    script = (
        "import sys; sys.modules['pyzbar'] = sys.modules['tapirscan'] = None\n"
        "from scanner import available_engines\n"
        "assert [engine.name for engine in available_engines()] == ['zxing', 'lines']"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
