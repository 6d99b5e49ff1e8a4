"""A symbol ready to print: checked dark modules, their quiet zone, and X in whole dots of one resolution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scanner.carriers import SymbolKind
from scanner.drawing.kinds import NATURES
from scanner.drawing.page import Ink, Modules, Page, to_mm
from scanner.drawing.png import write_png
from scanner.drawing.svg import write_svg
from scanner.drawing.tables import PrintUse, Quiet
from scanner.drawing.writers import FileForm, write
from scanner.drawing.zpl import write_zpl


@dataclass(frozen=True, slots=True)
class Drawing:
    """A symbol ready to print: dark modules, quiet zone in modules, X in dots of `dpi`."""

    kind: SymbolKind
    data: bytes
    """What a reader must give: GS kept, without a leading FNC1."""
    modules: Modules
    quiet: Quiet
    x_dots: int
    dpi: int
    use: PrintUse = PrintUse.HEALTHCARE

    @property
    def x_mm(self) -> float:
        """The width of one module on paper."""
        return to_mm(self.x_dots, self.dpi)

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
        return NATURES[self.kind].identifier

    @property
    def is_linear(self) -> bool:
        """Is it a row of bars?"""
        return NATURES[self.kind].is_linear

    def framed(self) -> Modules:
        """The modules inside their quiet zone."""
        quiet = self.quiet
        return np.pad(self.modules, ((quiet.top, quiet.bottom), (quiet.left, quiet.right)))

    def page(self) -> Page:
        """The symbol alone with its quiet zone."""
        across = self.quiet.left + self.columns + self.quiet.right
        down = self.quiet.top + self.rows + self.quiet.bottom
        ink = Ink(self.modules, self.x_dots, self.quiet.left * self.x_dots, self.quiet.top * self.x_dots)
        return Page((across * self.x_mm, down * self.x_mm), self.dpi, (ink,))

    def png(self) -> bytes:
        """One bit a dot, X in whole dots, with the resolution told in the file."""
        return write_png(self.page())

    def svg(self) -> str:
        """One path in millimetres, edges left crisp."""
        return write_svg(self.page())

    def pdf(self) -> bytes:
        """Vectors on a page of the symbol's own size."""
        return write([self.page()], FileForm.PDF)

    def zpl(self) -> str:
        """A `^GFA` picture for a label printer: the same dots on every printer."""
        return write_zpl(self.page())
