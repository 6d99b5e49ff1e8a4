"""Writing laid-out labels as PDF: vectors only, the typeface embedded as far as it is used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fpdf import FPDF

from api.label_layout import MM_PER_INCH, Face, SheetFormat
from api.typeface import typeface

_FAMILY = "BeVietnamPro"
_STYLES = {"Regular": "", "Medium": "I", "Bold": "B"}
"""fpdf2 knows four styles of a family; the italic one stands for Medium here."""

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The writer insists on a day; a sheet of labels has none."""


def write_pdf(form: SheetFormat, faces: Sequence[Sequence[Face]], dpi: int) -> bytes:
    """Return every page of `faces` as one PDF. The same labels give the same bytes."""
    pdf = FPDF(unit="mm", format=form.page)
    pdf.set_creation_date(UNDATED)
    pdf.set_auto_page_break(auto=False)
    for weight, style in _STYLES.items():
        pdf.add_font(_FAMILY, style, typeface(weight))
    for page in faces:
        pdf.add_page()
        for face in page:
            _rule(pdf, face)
            _words(pdf, face)
            _symbol(pdf, face, dpi, form.page[1])
    return bytes(pdf.output())


def _rule(pdf: FPDF, face: Face) -> None:
    x, y, width = face.rule
    pdf.set_draw_color(150)
    pdf.set_line_width(0.12)
    pdf.line(x, y, x + width, y)


def _words(pdf: FPDF, face: Face) -> None:
    for words in face.words:
        pdf.set_font(_FAMILY, _STYLES[words.weight], words.points)
        pdf.set_text_color(words.grey)
        pdf.text(words.x, words.y, words.text)


def _symbol(pdf: FPDF, face: Face, dpi: int, page_mm: float) -> None:
    """One path per symbol whose unit is one module, so that no seam can open between modules."""
    left, top = face.symbol_at
    point = 72 / dpi
    module = face.symbol.x_dots * point
    boxes = " ".join(f"{x} {y} {wide} {high} re" for x, y, wide, high in face.symbol.bars())
    place = f"{module:.5f} 0 0 {-module:.5f} {left * point:.4f} {page_mm * 72 / MM_PER_INCH - top * point:.4f} cm"
    pdf._out(f"q 0 g {place} {boxes} f Q")  # noqa: SLF001 - the public call writes one operator and one colour a module
