"""Right values for tests of the scanner; a test names only what matters to it."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gs1 import Message, build
from scanner import Drawing, Picture, SymbolKind, draw

GTIN = "08936012345674"


def a_message(batch: str = "LOT7", serial: str | None = "S1234567890") -> Message:
    pairs = [("01", GTIN), ("17", "271231"), ("10", batch)]
    return build([*pairs, ("21", serial)] if serial else pairs)


def a_drawing(kind: SymbolKind = SymbolKind.GS1_DATAMATRIX, message: Message | str | None = None) -> Drawing:
    if message is None:
        message = f"(01){GTIN}" if kind in {SymbolKind.EAN_13, SymbolKind.ITF_14} else a_message()
    return draw(message, kind)


def pixels_of(drawing: Drawing, dots: int = 4, margin: int = 12) -> NDArray[np.uint8]:
    framed = np.pad(drawing.framed(), margin)
    return np.where(framed.repeat(dots, axis=0).repeat(dots, axis=1), np.uint8(0), np.uint8(255))


def a_picture(drawing: Drawing, dots: int = 4) -> Picture:
    return Picture.of(pixels_of(drawing, dots))


def written(image: Image.Image, form: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()
