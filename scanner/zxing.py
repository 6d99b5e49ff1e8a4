"""zxing-cpp as an engine: the one reader that knows every carrier of ours and tells the identifier itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version

import zxingcpp

from scanner.carriers import Carrier
from scanner.engine import Pass, RawRead, asked_for, trusted
from scanner.geometry import Point, Quad
from scanner.picture import Grey

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
            formats=_formats(asked_for(wanted)),
            try_rotate=effort.rotate,
            try_downscale=effort.halve,
            try_invert=effort.invert,
            binarizer=zxingcpp.Binarizer.FixedThreshold if effort.threshold else zxingcpp.Binarizer.LocalAverage,
            is_pure=effort.pure,
            text_mode=zxingcpp.TextMode.Plain,
        )
        return list(trusted(_zxing_reads(found), wanted))


@cache
def _formats(wanted: frozenset[Carrier]) -> zxingcpp.BarcodeFormats:
    return zxingcpp.BarcodeFormats([form for carrier in sorted(wanted) for form in _FORMATS[carrier]])


def _zxing_reads(found: Iterable[zxingcpp.Barcode]) -> Iterator[RawRead]:
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
