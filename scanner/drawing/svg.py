"""A page as SVG: true millimetres, one path for each symbol so that no seam can open, edges left crisp."""

from __future__ import annotations

from xml.sax.saxutils import escape

from scanner.drawing.page import MM_PER_POINT, Ink, Page, Rule, Words, to_mm
from scanner.drawing.typeface import measure

_WEIGHTS = {"Regular": 400, "Medium": 500, "Bold": 700}


def write_svg(page: Page) -> str:
    """Return the page; its user unit is the millimetre."""
    width, height = (f"{side:.4f}" for side in page.size)
    parts = [
        *(_path(ink, page.dpi) for ink in page.inks),
        *(_line(rule) for rule in page.rules),
        *(_text(words) for words in page.words),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def _path(ink: Ink, dpi: int) -> str:
    drawn = "".join(f"M{left} {top}h{wide}v{high}h-{wide}z" for left, top, wide, high in ink.bars())
    place = f"translate({to_mm(ink.left, dpi):.5f} {to_mm(ink.top, dpi):.5f}) scale({to_mm(ink.x_dots, dpi):.6f})"
    return f'<path shape-rendering="crispEdges" transform="{place}" d="{drawn}" fill="#000"/>'


def _line(rule: Rule) -> str:
    return f'<path d="M{rule.x:.3f} {rule.y:.3f}h{rule.width:.3f}" stroke="#969696" stroke-width="0.12"/>'


def _text(words: Words) -> str:
    """Text keeps its measured width whatever typeface the reader has."""
    size = words.points * MM_PER_POINT
    wide = measure(words.text, words.weight) * size
    return (
        f'<text x="{words.x:.3f}" y="{words.y:.3f}" font-family="\'Be Vietnam Pro\',sans-serif" '
        f'font-size="{size:.3f}" font-weight="{_WEIGHTS[words.weight]}" fill="#{words.grey:02x}{words.grey:02x}'
        f'{words.grey:02x}" textLength="{wide:.3f}" lengthAdjust="spacingAndGlyphs">{escape(words.text)}</text>'
    )
