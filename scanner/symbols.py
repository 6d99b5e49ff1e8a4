"""Drawing symbols: checked by `gs1` first, drawn as modules, and read back before they leave.

The one internal form is a boolean matrix of modules with its quiet zone and X in whole printer dots. The encoder
(zxing-cpp) checks almost nothing, so nothing reaches it that `gs1` has not parsed, and nothing leaves it unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import segno
import zxingcpp
from numpy.typing import NDArray

from gs1 import Gtin, Message, parse
from scanner import writers
from scanner.carriers import Carrier, SymbolKind
from scanner.engines import Pass, ZXing
from scanner.errors import ScanCode, ScanError
from scanner.print_check import PRINT_RULES, PrintUse, Quiet, dots_for

Modules = NDArray[np.bool_]
Shape = Literal["square", "rectangle"]
GS1_128_MAX = 48
"""Data characters of one GS1-128 symbol (General Specifications 5.4.1)."""
# The six rectangles of ISO/IEC 16022 that GS1 admits (General Specifications 5.6.2), by zint's version number.
_RECTANGLES = {25: (8, 18), 26: (8, 32), 27: (12, 26), 28: (12, 36), 29: (16, 36), 30: (16, 48)}
_IDENTIFIERS = {
    SymbolKind.GS1_DATAMATRIX: "]d2",
    SymbolKind.GS1_128: "]C1",
    SymbolKind.GS1_QR: "]Q3",
    SymbolKind.LINK_QR: "]Q1",
    SymbolKind.EAN_13: "]E0",
    SymbolKind.EAN_8: "]E4",
    SymbolKind.ITF_14: "]I1",
}
_CARRIERS = {
    SymbolKind.GS1_DATAMATRIX: Carrier.DATA_MATRIX,
    SymbolKind.GS1_128: Carrier.CODE_128,
    SymbolKind.GS1_QR: Carrier.QR,
    SymbolKind.LINK_QR: Carrier.QR,
    SymbolKind.EAN_13: Carrier.EAN_13,
    SymbolKind.EAN_8: Carrier.EAN_8,
    SymbolKind.ITF_14: Carrier.ITF_14,
}
_BEARER = 5
"""Thickness of the ITF-14 bearer bars in modules; at least 2X where no printing plate is used (5.3.2.4)."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A symbol ready to print: dark modules, quiet zone in modules, X in dots of `dpi`."""

    kind: SymbolKind
    data: bytes
    modules: Modules
    quiet: Quiet
    x_dots: int
    dpi: int

    @property
    def x_mm(self) -> float:
        """The width of one module on paper."""
        return self.x_dots * 25.4 / self.dpi

    @property
    def columns(self) -> int:
        """Modules across, without the quiet zone."""
        return int(self.modules.shape[1])

    @property
    def rows(self) -> int:
        """Modules down, without the quiet zone."""
        return int(self.modules.shape[0])

    @property
    def width_mm(self) -> float:
        """Width on paper, without the quiet zone."""
        return self.columns * self.x_mm

    @property
    def height_mm(self) -> float:
        """Height on paper, without the quiet zone."""
        return self.rows * self.x_mm

    @property
    def identifier(self) -> str:
        """The symbology identifier a reader must tell, ISO/IEC 15424."""
        return _IDENTIFIERS[self.kind]

    def framed(self) -> Modules:
        """The modules inside their quiet zone."""
        quiet = self.quiet
        return np.pad(self.modules, ((quiet.top, quiet.bottom), (quiet.left, quiet.right)))

    def bars(self) -> Iterator[tuple[int, int, int, int]]:
        """Dark rectangles as left, top, width, height in modules; rows that repeat are one rectangle high."""
        return writers.bars(self.modules)

    def png(self) -> bytes:
        """One bit a dot, X in whole dots, with the resolution told in the file."""
        return writers.png(self.framed(), self.x_dots, self.dpi)

    def svg(self) -> str:
        """One path in millimetres, edges left crisp."""
        return writers.svg(self.framed(), self.x_mm)

    def zpl(self) -> str:
        """A `^GFA` picture for a label printer: the same dots on every printer."""
        return writers.zpl(self.framed(), self.x_dots)


def draw(
    content: Message | Gtin | str,
    kind: SymbolKind,
    *,
    dpi: int = 300,
    x_dots: int | None = None,
    shape: Shape = "square",
    use: PrintUse = PrintUse.HEALTHCARE,
) -> Drawing:
    """Draw `content` as `kind`, with X nearest to the target of its use unless `x_dots` says otherwise.

    Raises `Gs1Error` where the content breaks GS1 rules and `ScanError` where it does not fit the kind of symbol, is
    too long for it, or does not read back equal.
    """
    message = _checked(content)
    text = _text_for(message, kind)
    modules = _modules(text, message, kind, shape)
    rule = PRINT_RULES[kind, use]
    dots = x_dots if x_dots is not None else dots_for(rule, dpi)
    if kind in _LINEAR:
        modules = _tall(modules, max(1, round(rule.height_mm / (dots * 25.4 / dpi))), kind)
    drawing = Drawing(kind, text, modules, rule.quiet, dots, dpi)
    _read_back(drawing)
    return drawing


_LINEAR = frozenset({SymbolKind.GS1_128, SymbolKind.EAN_13, SymbolKind.EAN_8, SymbolKind.ITF_14})


def _checked(content: Message | Gtin | str) -> Message:
    if isinstance(content, Message):
        return content
    return parse(f"(01){content.text}" if isinstance(content, Gtin) else content)


def _text_for(message: Message, kind: SymbolKind) -> bytes:
    """The bytes a reader of this kind of symbol must give."""
    if kind is SymbolKind.LINK_QR:
        return message.digital_link().encode("ascii")
    if kind in {SymbolKind.EAN_13, SymbolKind.EAN_8, SymbolKind.ITF_14}:
        return _gtin_only(message, kind).encode("ascii")
    text = message.element_string().removeprefix("\x1d").encode("ascii")
    if kind is SymbolKind.GS1_128 and len(text) > GS1_128_MAX:
        raise ScanError(ScanCode.SYMBOL_TOO_LONG, kind=kind, characters=len(text), limit=GS1_128_MAX)
    return text


def _gtin_only(message: Message, kind: SymbolKind) -> str:
    """The digits of the one GTIN, in the length of the symbol; batch or expiry would be lost, so they are refused."""
    digits = {SymbolKind.EAN_13: 13, SymbolKind.EAN_8: 8, SymbolKind.ITF_14: 14}[kind]
    elements = list(message)
    gtin = message.gtin
    if gtin is None or len(elements) != 1:
        raise ScanError(ScanCode.SYMBOL_UNFIT, kind=kind, reason="only a GTIN fits")
    if gtin.text[: 14 - digits].strip("0"):
        raise ScanError(ScanCode.SYMBOL_UNFIT, kind=kind, reason="the GTIN is longer", gtin=gtin.text)
    return gtin.text[14 - digits :]


def _modules(text: bytes, message: Message, kind: SymbolKind, shape: Shape) -> Modules:
    try:
        if kind is SymbolKind.LINK_QR:
            return np.array(segno.make_qr(text.decode("ascii"), error="m", boost_error=False).matrix, dtype=np.bool_)
        if kind is SymbolKind.GS1_DATAMATRIX:
            return _data_matrix(_square_brackets(message), shape)
        if kind is SymbolKind.GS1_QR:
            return _encoded(_square_brackets(message), zxingcpp.BarcodeFormat.QRCode, gs1=True, ecLevel="M")
        if kind is SymbolKind.GS1_128:
            return _encoded(_square_brackets(message), zxingcpp.BarcodeFormat.Code128, gs1=True)
        return _encoded(text.decode("ascii"), _PLAIN_FORMATS[kind])
    except (ValueError, segno.DataOverflowError) as refused:
        raise ScanError(ScanCode.SYMBOL_TOO_LONG, kind=kind, characters=len(text)) from refused


_PLAIN_FORMATS = {
    SymbolKind.EAN_13: zxingcpp.BarcodeFormat.EAN13,
    SymbolKind.EAN_8: zxingcpp.BarcodeFormat.EAN8,
    SymbolKind.ITF_14: zxingcpp.BarcodeFormat.ITF,
}


def _square_brackets(message: Message) -> str:
    """The encoder's notation. Square brackets are outside set 82, so no value can be taken for an identifier."""
    return "".join(f"[{element.ai}]{element.value}" for element in message)


def _data_matrix(text: str, shape: Shape) -> Modules:
    """Square, or the smallest of the six GS1 rectangles; never one of the DMRE sizes, whose identifier is ]d8."""
    if shape == "square":
        return _encoded(text, zxingcpp.BarcodeFormat.DataMatrix, gs1=True, forceSquare=True)
    for version, size in _RECTANGLES.items():
        try:
            modules = _encoded(text, zxingcpp.BarcodeFormat.DataMatrix, gs1=True, version=version)
        except ValueError:
            continue
        if modules.shape == size:
            return modules
    raise ValueError("longer than the largest rectangle holds")


def _encoded(text: str, form: zxingcpp.BarcodeFormat, **options: bool | int | str) -> Modules:
    barcode = zxingcpp.create_barcode(text, form, **options)
    light: NDArray[np.uint8] = np.asarray(barcode.to_image(scale=1, add_quiet_zones=False, add_hrt=False))
    return np.equal(light, 0)


def _tall(modules: Modules, height: int, kind: SymbolKind) -> Modules:
    """Stretch a linear symbol to its height; EAN guards reach lower, ITF-14 lies between bearer bars."""
    bars = modules[:1]
    if kind is SymbolKind.ITF_14:
        bearer = np.ones((_BEARER, bars.shape[1]), dtype=np.bool_)
        return np.concatenate([bearer, np.repeat(bars, height, axis=0), bearer])
    guards = modules[-1:]
    reach = 5 if kind in {SymbolKind.EAN_13, SymbolKind.EAN_8} else 0
    return np.concatenate([np.repeat(bars, height, axis=0), np.repeat(guards, reach, axis=0)])


_READER = ZXing()
_READ_SCALE = 4


def _read_back(drawing: Drawing) -> None:
    """Read what was drawn with its own quiet zone; a symbol that does not read back equal is never handed out."""
    framed = drawing.framed()
    if drawing.kind in _LINEAR:
        framed = framed[:: max(1, len(framed) // 24)]
    light = np.where(framed, np.uint8(0), np.uint8(255))
    dots = np.ascontiguousarray(light.repeat(_READ_SCALE, axis=0).repeat(_READ_SCALE, axis=1))
    found = _READER.read(dots, frozenset({_CARRIERS[drawing.kind]}), Pass(rotate=False))
    if not any(read.identifier == drawing.identifier and read.data == drawing.data for read in found):
        raise ScanError(ScanCode.SYMBOL_READ_BACK, kind=drawing.kind)
