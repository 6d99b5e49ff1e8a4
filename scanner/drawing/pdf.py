"""Pages as PDF: vectors only, the typeface embedded as far as it is used.

Loaded late by `writers`: the PDF library would double the time a server takes to start.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fpdf import FPDF

from scanner.drawing.page import Ink, Page, to_mm
from scanner.drawing.tables import MM_PER_INCH
from scanner.drawing.typeface import typeface

_FAMILY = "BeVietnamPro"
_STYLES = {"Regular": "", "Medium": "I", "Bold": "B"}
"""fpdf2 knows four styles of a family; the italic one stands for Medium here."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The writer insists on a day; a sheet of labels has none."""


def write_pdf(pages: Sequence[Page]) -> bytes:
    """Return `pages` as one PDF. The same pages give the same bytes."""
    pdf = FPDF(unit="mm", format=pages[0].size)
    pdf.set_creation_date(UNDATED)
    pdf.set_auto_page_break(auto=False)
    for weight in sorted({words.weight for page in pages for words in page.words}):
        pdf.add_font(_FAMILY, _STYLES[weight], typeface(weight))
    for page in pages:
        pdf.add_page(format=page.size)
        _rules(pdf, page)
        _words(pdf, page)
        for ink in page.inks:
            _symbol(pdf, ink, page)
    return bytes(pdf.output())


def _rules(pdf: FPDF, page: Page) -> None:
    pdf.set_draw_color(150)
    pdf.set_line_width(0.12)
    for rule in page.rules:
        pdf.line(rule.x, rule.y, rule.x + rule.width, rule.y)


def _words(pdf: FPDF, page: Page) -> None:
    for words in page.words:
        pdf.set_font(_FAMILY, _STYLES[words.weight], words.points)
        pdf.set_text_color(words.grey)
        pdf.text(words.x, words.y, words.text)


def _symbol(pdf: FPDF, ink: Ink, page: Page) -> None:
    """One path per symbol whose unit is one module, so that no seam can open between modules."""
    point = 72 / MM_PER_INCH
    module = to_mm(ink.x_dots, page.dpi) * point
    boxes = " ".join(f"{x} {y} {wide} {high} re" for x, y, wide, high in ink.bars())
    left, top = to_mm(ink.left, page.dpi) * point, (page.size[1] - to_mm(ink.top, page.dpi)) * point
    place = f"{module:.5f} 0 0 {-module:.5f} {left:.4f} {top:.4f} cm"
    pdf._out(f"q 0 g {place} {boxes} f Q")  # noqa: SLF001 - the public call writes one operator and one colour a module
