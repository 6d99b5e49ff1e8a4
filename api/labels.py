"""Sheets of pack labels to print: a GS1 DataMatrix with the words beside it, as a PDF of vectors or as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from api.label_layout import MM_PER_INCH, SHEETS, Face, Label, SheetFormat, Words, lay_out
from api.typeface import typeface

__all__ = ["SHEETS", "Label", "Sheet", "label_sheet"]

_MEASURED_AT = 1000
SAFE = 1.01
"""Small letters are a little wider on a grid of dots than their outlines say."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Labels laid out on pages, ready to be written."""

    form: SheetFormat
    faces: tuple[tuple[Face, ...], ...]
    dpi: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.faces)

    def pdf(self) -> bytes:
        """Every page as vectors, the typeface embedded, modules on the dots of the printer.

        The PDF library is loaded by the first sheet: it would double the time a server takes to start.
        """
        written: bytes = import_module("api.label_pdf").write_pdf(self.form, self.faces, self.dpi)
        return written

    def png(self, page: int = 0) -> bytes:
        """One page as a picture in the resolution of the printer."""
        width, height = (round(side * self.dpi / MM_PER_INCH) for side in self.form.page)
        image = Image.new("L", (width, height), 255)
        for face in self.faces[page]:
            _paint(image, face, self.dpi)
        written = BytesIO()
        image.save(written, "PNG", dpi=(self.dpi, self.dpi))
        return written.getvalue()


def label_sheet(labels: Sequence[Label], sheet: str = "a4-3x8", dpi: int = 300, *, skip: int = 0) -> Sheet:
    """Lay `labels` out on sheets of the named format, row by row, leaving the first `skip` places of a used sheet free.

    Raises `KeyError` for an unknown format and `ScanError` where a symbol cannot be drawn or does not fit.
    """
    form = SHEETS[sheet]
    columns, rows = form.grid
    pages: list[list[Face]] = []
    for place, label in enumerate(labels, start=skip):
        page, cell = divmod(place, columns * rows)
        while len(pages) <= page:
            pages.append([])
        row, column = divmod(cell, columns)
        corner = (form.origin[0] + column * form.cell[0], form.origin[1] + row * form.cell[1])
        pages[page].append(lay_out(label, form, corner, dpi, measure))
    return Sheet(form, tuple(tuple(faces) for faces in pages), dpi)


@lru_cache(maxsize=20_000)
def measure(text: str, weight: str) -> float:
    """The width of `text` as a multiple of its size, in the typeface of labels."""
    return _font(weight, _MEASURED_AT).getlength(text) / _MEASURED_AT * SAFE


@cache
def _font(weight: str, pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(typeface(weight), pixels, layout_engine=ImageFont.Layout.BASIC)


def _paint(image: Image.Image, face: Face, dpi: int) -> None:
    drawing = face.symbol
    dark = drawing.modules.repeat(drawing.x_dots, axis=0).repeat(drawing.x_dots, axis=1)
    image.paste(Image.fromarray(np.where(dark, np.uint8(0), np.uint8(255))), face.symbol_at)
    canvas = ImageDraw.Draw(image)
    x, y, width = (edge * dpi / MM_PER_INCH for edge in face.rule)
    canvas.line((x, y, x + width, y), fill=150, width=max(1, round(dpi / 150)))
    for words in face.words:
        _paint_words(canvas, words, dpi)


def _paint_words(canvas: ImageDraw.ImageDraw, words: Words, dpi: int) -> None:
    font = _font(words.weight, round(words.points * dpi / 72, 1))
    at = (words.x * dpi / MM_PER_INCH, words.y * dpi / MM_PER_INCH)
    canvas.text(at, words.text, fill=words.grey, font=font, anchor="ls")
