"""The reading engines behind one protocol, and the quirks of each kept inside its adapter.

An engine sees grey pixels only, never a file. It answers with bytes and a symbology identifier, never with an
engine's own "text", which shows separators and brackets in ways that cannot be told apart from data.
No object of an engine leaves this module or `scanner.zbar`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Protocol

import zxingcpp

from gs1 import has_valid_check_digit
from scanner.carriers import Carrier
from scanner.geometry import Point, Quad
from scanner.picture import Grey
from scanner.zbar import ZBar, libzbar_version


@dataclass(frozen=True, slots=True)
class Pass:
    """How hard an engine should look in one pass over one view of the picture."""

    rotate: bool = True
    invert: bool = False
    halve: bool = False
    threshold: bool = False
    pure: bool = False


@dataclass(frozen=True, slots=True)
class RawRead:
    """One symbol as an engine told it: bytes with GS kept and no leading FNC1, corners in pixels of that view."""

    carrier: Carrier
    identifier: str
    data: bytes
    polygon: Quad


class Engine(Protocol):
    """A reader of symbols. Another engine joins by offering these four names."""

    @property
    def name(self) -> str:
        """How votes are signed."""

    @property
    def version(self) -> str:
        """What an auditor needs to repeat a reading."""

    @property
    def carriers(self) -> frozenset[Carrier]:
        """What this engine can be trusted with."""

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:
        """Every wanted symbol found in `grey`."""


_FORMATS: dict[Carrier, tuple[zxingcpp.BarcodeFormat, ...]] = {
    Carrier.EAN_13: (zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.UPCA),
    Carrier.EAN_8: (zxingcpp.BarcodeFormat.EAN8,),
    Carrier.UPC_E: (zxingcpp.BarcodeFormat.UPCE,),
    Carrier.ITF_14: (zxingcpp.BarcodeFormat.ITF,),
    Carrier.CODE_128: (zxingcpp.BarcodeFormat.Code128,),
    Carrier.DATA_MATRIX: (zxingcpp.BarcodeFormat.DataMatrix,),
    Carrier.QR: (zxingcpp.BarcodeFormat.QRCode,),
    Carrier.DATABAR: (
        zxingcpp.BarcodeFormat.DataBarOmni,
        zxingcpp.BarcodeFormat.DataBarStk,
        zxingcpp.BarcodeFormat.DataBarStkOmni,
    ),
    Carrier.DATABAR_LIMITED: (zxingcpp.BarcodeFormat.DataBarLtd,),
    Carrier.DATABAR_EXPANDED: (zxingcpp.BarcodeFormat.DataBarExp, zxingcpp.BarcodeFormat.DataBarExpStk),
}
_CARRIERS: dict[zxingcpp.BarcodeFormat, Carrier] = {
    form: carrier for carrier, forms in _FORMATS.items() for form in forms
}
_FIRST_FINDERS = {
    zxingcpp.BarcodeFormat.ITF14: Carrier.ITF_14,
    zxingcpp.BarcodeFormat.QRCodeModel2: Carrier.QR,
    zxingcpp.BarcodeFormat.DataBar: Carrier.DATABAR,
}


class ZXing:
    """zxing-cpp: reads every carrier we know, tells the identifier itself, keeps GS everywhere."""

    name = "zxing"
    version = version("zxing-cpp")
    carriers = frozenset(Carrier)

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:
        """Every wanted symbol in `grey`, with corners clockwise from the symbol's own top left."""
        found = zxingcpp.read_barcodes(
            grey,
            formats=_formats(wanted),
            try_rotate=effort.rotate,
            try_downscale=effort.halve,
            try_invert=effort.invert,
            binarizer=zxingcpp.Binarizer.FixedThreshold if effort.threshold else zxingcpp.Binarizer.LocalAverage,
            is_pure=effort.pure,
            text_mode=zxingcpp.TextMode.Plain,
        )
        return list(_trusted(_zxing_reads(found)))


@cache
def _formats(wanted: frozenset[Carrier]) -> zxingcpp.BarcodeFormats:
    return zxingcpp.BarcodeFormats([form for carrier in sorted(wanted) for form in _FORMATS[carrier]])


def _zxing_reads(found: Iterable[zxingcpp.Barcode]) -> Iterable[RawRead]:
    for barcode in found:
        carrier = _CARRIERS.get(barcode.format) or _FIRST_FINDERS.get(barcode.format)
        if carrier is None or not barcode.valid:
            continue
        corners = barcode.position
        polygon = tuple(
            Point(float(corner.x), float(corner.y))
            for corner in (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
        )
        yield RawRead(carrier, barcode.symbology_identifier, bytes(barcode.bytes), Quad(*polygon))


def _trusted(reads: Iterable[RawRead]) -> Iterable[RawRead]:
    """Drop what no engine may be believed on: Interleaved 2 of 5 that is not a whole ITF-14 with its check digit."""
    for read in reads:
        if read.carrier is not Carrier.ITF_14:
            yield read
        elif len(read.data) == 14 and has_valid_check_digit(read.data.decode("ascii", "replace")):
            # ISO/IEC 16390: modifier 1 says that a check digit was there and right, which has just been seen.
            yield RawRead(Carrier.ITF_14, "]I1", read.data, read.polygon)


class ZBarEngine:
    """libzbar: an independent second voter for linear codes and QR, for GS1 carriers only if it tells the GS1 modifier.

    Never asked for DataBar Expanded, which it reads wrong without saying so, nor for the other DataBars, at which it
    writes its own doubts on the standard error of whoever runs it.
    """

    name = "zbar"

    def __init__(self, reader: ZBar) -> None:
        self._reader = reader
        self.version = reader.version
        self.carriers = frozenset(
            {Carrier.EAN_13, Carrier.EAN_8, Carrier.ITF_14, Carrier.CODE_128, Carrier.QR}
            if reader.tells_gs1
            else {Carrier.EAN_13, Carrier.EAN_8, Carrier.ITF_14}
        )

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:  # noqa: ARG002 - one effort
        """Every wanted symbol in `grey` whose bytes libzbar cannot have re-coded: plain ASCII only."""
        asked = wanted & self.carriers
        seen = self._reader.read(grey, asked) if asked else []
        reads = [RawRead(one.carrier, one.identifier, one.data, one.polygon) for one in seen if one.data.isascii()]
        return list(_trusted(reads))


def available_engines() -> tuple[Engine, ...]:
    """The engines this machine has, the most trusted first. A missing one is never an error."""
    zbar = _zbar()
    return (ZXing(), zbar) if zbar else (ZXing(),)


@cache
def _zbar() -> ZBarEngine | None:
    return ZBarEngine(ZBar()) if libzbar_version() else None
