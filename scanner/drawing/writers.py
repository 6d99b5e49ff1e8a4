"""Pages in the form that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module

from scanner.drawing.page import Page
from scanner.drawing.png import write_png
from scanner.drawing.svg import write_svg
from scanner.drawing.zpl import write_zpl


class FileForm(StrEnum):
    """A form of file a page is written in."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    ZPL = "zpl"


def write(pages: Sequence[Page], form: FileForm) -> bytes:
    """Return `pages` as one file; PNG and SVG hold the first page only."""
    if form is FileForm.PDF:
        written: bytes = import_module("scanner.drawing.pdf").write_pdf(pages)
        return written
    if form is FileForm.ZPL:
        return "\n".join(write_zpl(page) for page in pages).encode("ascii")
    return write_png(pages[0]) if form is FileForm.PNG else write_svg(pages[0]).encode("utf-8")
