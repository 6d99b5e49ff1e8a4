"""A page as a picture of printer dots: one bit a dot, the resolution told in the file."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scanner.drawing.page import Modules, Page, to_dots
from scanner.drawing.typeface import font

_INK_BELOW = 144
"""Where the edge of a letter covers part of a dot: from this lightness on the dot stays paper."""


def write_png(page: Page) -> bytes:
    """Return the page as a 1-bit PNG whose pHYs chunk makes it print in its true size."""
    written = BytesIO()
    image = Image.fromarray(np.where(rastered(page), np.uint8(0), np.uint8(255)))
    bits = image.convert("1", dither=Image.Dither.NONE)
    bits.save(written, "PNG", dpi=(page.dpi, page.dpi), optimize=True)
    return written.getvalue()


def rastered(page: Page) -> Modules:
    """Every dot of the page: ink or paper. All ink is black, as a label printer has one colour."""
    width, height = page.size_dots
    dark = _lettering(page) if page.words or page.rules else np.zeros((height, width), dtype=np.bool_)
    for ink in page.inks:
        dots = ink.dots()
        dark[ink.top : ink.top + dots.shape[0], ink.left : ink.left + dots.shape[1]] |= dots
    return dark


def _lettering(page: Page) -> Modules:
    image = Image.new("L", page.size_dots, 255)
    canvas = ImageDraw.Draw(image)
    for words in page.words:
        at = (to_dots(words.x, page.dpi), to_dots(words.y, page.dpi))
        canvas.text(
            at, words.text, fill=0, font=font(words.weight, round(words.points * page.dpi / 72, 1)), anchor="ls"
        )
    for rule in page.rules:
        left, top, right = (to_dots(edge, page.dpi) for edge in (rule.x, rule.y, rule.x + rule.width))
        canvas.line((left, top, right, top), fill=0, width=max(1, round(page.dpi / 300)))
    light: NDArray[np.uint8] = np.asarray(image)
    return np.less(light, _INK_BELOW)
