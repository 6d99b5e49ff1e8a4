"""tapirscan as an engine: its own decoders in Rust, strong on blurred and small linear codes. Optional.

It is the work of one author and a year old, so it is pinned, never alone, and never needed: without it this module
still imports, and `tapirscan_version` says None.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from scanner.carriers import Carrier
from scanner.engine import Pass, RawRead, asked_for, trusted
from scanner.geometry import Point, Quad
from scanner.picture import Grey

if TYPE_CHECKING:
    from tapirscan import Barcode, Format, Scanner
else:
    try:
        from tapirscan import Scanner
    except (ImportError, OSError):  # not installed, or no library for this machine inside
        Scanner = None

_FORMATS: dict[Carrier, tuple[Format, ...]] = {
    Carrier.EAN_13: ("EAN13", "UPCA"),
    Carrier.EAN_8: ("EAN8",),
    Carrier.UPC_E: ("UPCE",),
    Carrier.ITF_14: ("ITF",),
    Carrier.CODE_128: ("Code128",),
    Carrier.DATA_MATRIX: ("DataMatrix",),
    Carrier.QR: ("QRCode",),
    Carrier.DATABAR: ("DataBar",),
    Carrier.DATABAR_LIMITED: ("DataBarLimited",),
    Carrier.DATABAR_EXPANDED: ("DataBarExpanded",),
}
_CARRIERS = {form: carrier for carrier, forms in _FORMATS.items() for form in forms}
# ISO/IEC 15424: without and with FNC1 in first position. A DataBar is always GS1, a retail code always a GTIN.
_IDENTIFIERS = {
    Carrier.EAN_13: ("]E0", "]E0"),
    Carrier.EAN_8: ("]E4", "]E4"),
    Carrier.UPC_E: ("]E0", "]E0"),
    Carrier.ITF_14: ("]I1", "]I1"),
    Carrier.CODE_128: ("]C0", "]C1"),
    Carrier.DATA_MATRIX: ("]d1", "]d2"),
    Carrier.QR: ("]Q1", "]Q3"),
    Carrier.DATABAR: ("]e0", "]e0"),
    Carrier.DATABAR_LIMITED: ("]e0", "]e0"),
    Carrier.DATABAR_EXPANDED: ("]e0", "]e0"),
}


def tapirscan_version() -> str | None:
    """The version found, or None where there is none."""
    if Scanner is None:
        return None
    try:
        return version("tapirscan")
    except PackageNotFoundError:
        return None


class Tapir:
    """A reader over tapirscan; each depth of search keeps one scanner of its own, which guards itself with a lock."""

    name = "tapir"
    carriers = frozenset(_FORMATS) | {Carrier.ITF}

    def __init__(self) -> None:
        self.version = tapirscan_version() or "absent"

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:
        """Every wanted symbol in `grey`; a deep pass looks four times as long."""
        asked = asked_for(wanted & self.carriers)
        forms = tuple(form for carrier in sorted(asked) for form in _FORMATS[carrier])
        found = _scanner(effort.deep).scan(grey, formats=forms).barcodes if forms else ()
        return list(trusted((_read(barcode) for barcode in found if barcode.format in _CARRIERS), wanted))


@cache
def _scanner(deep: bool) -> Scanner:
    # Its thread pool would outlive every picture and count against the worker's limits.
    return Scanner("high" if deep else "medium", parallel=False)


def _read(barcode: Barcode) -> RawRead:
    carrier = _CARRIERS[barcode.format]
    text = "0" + barcode.text if barcode.format == "UPCA" else barcode.text
    told = barcode.payload_bytes if carrier is Carrier.QR else None
    return RawRead(
        carrier,
        _IDENTIFIERS[carrier][bool(barcode.gs1)],
        told if told is not None else _bytes_of(text),
        Quad(*(Point(corner.x, corner.y) for corner in barcode.polygon[:4])),
    )


def _bytes_of(text: str) -> bytes:
    """What the symbol holds: Code 128 and Data Matrix mean ISO/IEC 8859-1 where nothing else is declared."""
    try:
        return text.encode("iso-8859-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")
