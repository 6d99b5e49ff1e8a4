"""libzbar through pyzbar's wrapper, because pyzbar's own `decode` hides whether a symbol was a GS1 one.

The library is optional: without libzbar0 on the machine this module still imports, and `libzbar_version` says None.
"""

from __future__ import annotations

from ctypes import POINTER, byref, c_int, c_uint, c_void_p, cast, string_at
from dataclasses import dataclass
from typing import Any

import numpy as np

from scanner.carriers import Carrier
from scanner.geometry import Point, Quad
from scanner.picture import Grey

try:
    from pyzbar import wrapper
except ImportError:  # pyzbar is not installed, or it found no libzbar
    wrapper = None

_GREY_FOURCC = 808466521  # "Y800"
_SYMBOL_CODES = {
    Carrier.EAN_13: 13,
    Carrier.EAN_8: 8,
    Carrier.ITF_14: 25,
    Carrier.QR: 64,
    Carrier.CODE_128: 128,
}
_CARRIER_OF_CODE = {code: carrier for carrier, code in _SYMBOL_CODES.items()}
# Identifier without and with the GS1 modifier, ISO/IEC 15424.
_IDENTIFIERS = {
    Carrier.EAN_13: ("]E0", "]E0"),
    Carrier.EAN_8: ("]E4", "]E4"),
    Carrier.ITF_14: ("]I1", "]I1"),
    Carrier.CODE_128: ("]C0", "]C1"),
    Carrier.QR: ("]Q1", "]Q3"),
}


@dataclass(frozen=True, slots=True)
class ZBarRead:
    """One symbol as libzbar told it."""

    carrier: Carrier
    identifier: str
    data: bytes
    polygon: Quad


def libzbar_version() -> str | None:
    """The version of the library found, or None where there is none."""
    if wrapper is None:
        return None
    # pyzbar declares two of the three places to write to; the third would then be written wherever a register points.
    version = wrapper.zbar_function("zbar_version", c_int, *(POINTER(c_uint),) * 3)
    major, minor, patch = c_uint(), c_uint(), c_uint()
    version(byref(major), byref(minor), byref(patch))
    return f"{major.value}.{minor.value}.{patch.value}"


class ZBar:
    """A reader over libzbar; every call makes and frees its own scanner, so threads do not meet."""

    def __init__(self) -> None:
        self.version = libzbar_version() or "absent"
        self._modifiers = _modifiers_function()

    @property
    def tells_gs1(self) -> bool:
        """Can this library say whether a symbol began with FNC1 (since 0.23.1)?"""
        return self._modifiers is not None

    def read(self, grey: Grey, wanted: frozenset[Carrier]) -> list[ZBarRead]:
        """Every wanted symbol in `grey`. Symbols without an extent are phantoms and left out."""
        pixels = np.ascontiguousarray(grey)
        scanner = wrapper.zbar_image_scanner_create()
        image = wrapper.zbar_image_create()
        try:
            _enable(scanner, wanted)
            wrapper.zbar_image_set_format(image, _GREY_FOURCC)
            wrapper.zbar_image_set_size(image, pixels.shape[1], pixels.shape[0])
            wrapper.zbar_image_set_data(image, cast(pixels.ctypes.data, c_void_p), pixels.size, None)
            wrapper.zbar_scan_image(scanner, image)
            return self._symbols(image)
        finally:
            wrapper.zbar_image_destroy(image)
            wrapper.zbar_image_scanner_destroy(scanner)

    def _symbols(self, image: Any) -> list[ZBarRead]:  # noqa: ANN401 - a ctypes pointer without a type
        reads = []
        symbol = wrapper.zbar_image_first_symbol(image)
        while symbol:
            carrier = _CARRIER_OF_CODE.get(int(symbol.contents.type))
            polygon = _polygon(symbol)
            if carrier is not None and polygon is not None:
                length = wrapper.zbar_symbol_get_data_length(symbol)
                text = string_at(wrapper.zbar_symbol_get_data(symbol), length)
                reads.append(ZBarRead(carrier, _IDENTIFIERS[carrier][self._is_gs1(symbol)], text, polygon))
            symbol = wrapper.zbar_symbol_next(symbol)
        return reads

    def _is_gs1(self, symbol: Any) -> bool:  # noqa: ANN401 - a ctypes pointer without a type
        return bool(self._modifiers is not None and self._modifiers(symbol) & 1)


def _enable(scanner: Any, wanted: frozenset[Carrier]) -> None:  # noqa: ANN401 - a ctypes pointer without a type
    enable = wrapper.ZBarConfig.CFG_ENABLE
    wrapper.zbar_image_scanner_set_config(scanner, 0, enable, 0)
    for carrier in wanted & _SYMBOL_CODES.keys():
        wrapper.zbar_image_scanner_set_config(scanner, _SYMBOL_CODES[carrier], enable, 1)


def _polygon(symbol: Any) -> Quad | None:  # noqa: ANN401 - a ctypes pointer without a type
    count = wrapper.zbar_symbol_get_loc_size(symbol)
    corners = [
        Point(float(wrapper.zbar_symbol_get_loc_x(symbol, index)), float(wrapper.zbar_symbol_get_loc_y(symbol, index)))
        for index in range(count)
    ]
    if not corners:
        return None
    left, right = min(p.x for p in corners), max(p.x for p in corners)
    top, bottom = min(p.y for p in corners), max(p.y for p in corners)
    if left == right and top == bottom:
        return None
    return Quad(Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom))


def _modifiers_function() -> Any:  # noqa: ANN401 - a ctypes function, or None in an old library
    try:
        return wrapper.zbar_function("zbar_symbol_get_modifiers", c_uint, POINTER(wrapper.zbar_symbol))
    except AttributeError:
        return None
