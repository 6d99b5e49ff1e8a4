"""Content to modules: what `gs1` has parsed, in the one form that each kind of symbol takes.

The encoder (zxing-cpp, with zint inside) checks almost nothing: wrong check digits, a month 13 and 60 characters of
GS1-128 would all be drawn. So only a parsed message reaches it, and only sizes that GS1 admits leave it.
"""

from __future__ import annotations

import numpy as np
import zxingcpp
from barcode.ean import EuropeanArticleNumber8, EuropeanArticleNumber13
from numpy.typing import NDArray

from gs1 import Gtin, Message, parse
from scanner.carriers import SymbolKind
from scanner.drawing.kinds import NATURES
from scanner.drawing.page import Modules
from scanner.drawing.tables import GS1_128_MAX
from scanner.errors import ScanCode, ScanError

_SQUARES = (10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52, 64, 72, 80, 88, 96, 104, 120, 132, 144)
# The six rectangles of ISO/IEC 16022 that GS1 admits (General Specifications 5.6.2). The longer DMRE rectangles of
# ISO/IEC 21471 are not among them: they read as ]d8.
_RECTANGLES = ((8, 18), (8, 32), (12, 26), (12, 36), (16, 36), (16, 48))
MATRIX_SIZES: dict[tuple[int, int], int] = {
    **{(side, side): version for version, side in enumerate(_SQUARES, start=1)},
    **{size: version for version, size in enumerate(_RECTANGLES, start=25)},
}
"""The sizes of GS1 DataMatrix in rows and columns, by the encoder's version numbers."""
_BEARER = 5
"""Thickness of the ITF-14 bearer bars in modules; at least 2X where no printing plate is used (5.3.2.4)."""
_GUARD_REACH = 5
"""How many modules the guards of EAN/UPC reach below the other bars (ISO/IEC 15420)."""
_RETAIL = {SymbolKind.EAN_13: EuropeanArticleNumber13, SymbolKind.EAN_8: EuropeanArticleNumber8}
_PLAIN_FORMATS = {
    SymbolKind.UPC_A: zxingcpp.BarcodeFormat.UPCA,
    SymbolKind.ITF_14: zxingcpp.BarcodeFormat.ITF,
}


def checked(content: Message | Gtin | str) -> Message:
    """The message that `content` is or says; raises `Gs1Error` where it breaks a rule."""
    if isinstance(content, Message):
        return content
    return parse(f"(01){content.text}" if isinstance(content, Gtin) else content)


def text_for(message: Message, kind: SymbolKind) -> bytes:
    """The bytes a reader of this kind of symbol must give; raises `ScanError` where the message does not fit it."""
    if kind is SymbolKind.LINK_QR:
        return message.digital_link().encode("ascii")
    if NATURES[kind].digits is not None:
        digits = _gtin_only(message, kind)
        return (f"0{digits}" if kind is SymbolKind.UPC_A else digits).encode("ascii")
    text = message.element_string().removeprefix("\x1d").encode("ascii")
    if kind is SymbolKind.GS1_128 and len(text) > GS1_128_MAX:
        raise ScanError(ScanCode.TOO_MANY_CHARACTERS, kind=kind, characters=len(text), limit=GS1_128_MAX)
    return text


def modules_for(text: bytes, message: Message, kind: SymbolKind, shape: str) -> Modules:
    """The bare modules, linear ones one row high (two for EAN/UPC: bars and guards); `shape` is of GS1 DataMatrix."""
    try:
        if kind is SymbolKind.LINK_QR:
            return _encoded(text.decode("ascii"), zxingcpp.BarcodeFormat.QRCode, ecLevel="M")
        if kind is SymbolKind.GS1_DATAMATRIX:
            return _data_matrix(_square_brackets(message), shape)
        if kind is SymbolKind.GS1_QR:
            return _encoded(_square_brackets(message), zxingcpp.BarcodeFormat.QRCode, gs1=True, ecLevel="M")
        if kind is SymbolKind.GS1_128:
            return _encoded(_square_brackets(message), zxingcpp.BarcodeFormat.Code128, gs1=True)
        digits = text.decode("ascii")
        if kind in _RETAIL:
            return _retail(digits, _RETAIL[kind])
        return _encoded(digits[1:] if kind is SymbolKind.UPC_A else digits, _PLAIN_FORMATS[kind])
    except ValueError as refused:
        raise ScanError(ScanCode.SYMBOL_TOO_LONG, kind=kind, characters=len(text)) from refused


def stretched(modules: Modules, height: int, kind: SymbolKind) -> Modules:
    """Stretch a linear symbol to its height; EAN guards reach lower, ITF-14 lies between bearer bars."""
    bars = modules[:1]
    if kind is SymbolKind.ITF_14:
        bearer = np.ones((_BEARER, bars.shape[1]), dtype=np.bool_)
        return np.concatenate([bearer, np.repeat(bars, height, axis=0), bearer])
    reach = 0 if kind is SymbolKind.GS1_128 else _GUARD_REACH
    return np.concatenate([np.repeat(bars, height, axis=0), np.repeat(modules[-1:], reach, axis=0)])


def _gtin_only(message: Message, kind: SymbolKind) -> str:
    """The digits of the one GTIN, in the length of the symbol; batch or expiry would be lost, so they are refused."""
    digits = NATURES[kind].digits or 14
    gtin = message.gtin
    if gtin is None or len(message) != 1:
        raise ScanError(ScanCode.SYMBOL_UNFIT, kind=kind, reason="only a GTIN fits")
    if gtin.text[: 14 - digits].strip("0"):
        raise ScanError(ScanCode.SYMBOL_UNFIT, kind=kind, reason="the GTIN is longer", gtin=gtin.text)
    return gtin.text[14 - digits :]


def _square_brackets(message: Message) -> str:
    """The encoder's notation. Square brackets are outside set 82, so no value can be taken for an identifier."""
    return "".join(f"[{element.ai}]{element.value}" for element in message)


def _data_matrix(text: str, shape: str) -> Modules:
    """The smallest square, the smallest of the six GS1 rectangles, or the size that `shape` names."""
    form = zxingcpp.BarcodeFormat.DataMatrix
    if shape == "square":
        return _encoded(text, form, gs1=True, forceSquare=True)
    for size in _RECTANGLES if shape == "rectangle" else (_size(shape),):
        try:
            modules = _encoded(text, form, gs1=True, version=MATRIX_SIZES[size])
        except ValueError:
            continue
        if modules.shape == size:
            return modules
    raise ValueError("longer than the largest size allowed holds")


def _size(shape: str) -> tuple[int, int]:
    """The size a text like `16x48` names; raises `ScanError` for one that GS1 does not admit."""
    rows, _, columns = shape.partition("x")
    size = (int(rows), int(columns)) if rows.isdecimal() and columns.isdecimal() else (0, 0)
    if size not in MATRIX_SIZES:
        raise ScanError(ScanCode.NOT_SQUARE_GS1_SIZE, shape=shape)
    return size


def _retail(digits: str, kind: type[EuropeanArticleNumber13 | EuropeanArticleNumber8]) -> Modules:
    """The bars of an EAN symbol, and its guards as a second row.

    python-barcode replaces a wrong check digit without a word; only digits that `gs1` has verified come here, and what
    it would print is compared with them all the same.
    """
    symbol = kind(digits[:-1], guardbar=True)
    if symbol.ean != digits:
        raise ValueError(digits)
    (bars,) = symbol.build()
    return np.array([[one in "1G" for one in bars], [one == "G" for one in bars]], dtype=np.bool_)


def _encoded(text: str, form: zxingcpp.BarcodeFormat, **options: bool | int | str) -> Modules:
    barcode = zxingcpp.create_barcode(text, form, **options)
    light: NDArray[np.uint8] = np.asarray(barcode.to_image(scale=1, add_quiet_zones=False, add_hrt=False))
    return np.equal(light, 0)
