"""What a reader saw, painted into a copy of the picture: for people who ask why a text was believed."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw

from scanner.picture import Picture
from scanner.reading import Symbol

_BELIEVED, _DOUBTED = (0, 120, 60), (190, 60, 0)


def marked(picture: Picture, symbols: Iterable[Symbol]) -> bytes:
    """Return the picture as PNG with a frame around each symbol: green and whole where it is believed, else orange."""
    image = Image.fromarray(picture.grey).convert("RGB")
    canvas = ImageDraw.Draw(image)
    width = max(2, max(image.size) // 400)
    for order, symbol in enumerate(symbols, start=1):
        colour = _BELIEVED if symbol.believed else _DOUBTED
        corners = [(corner.x, corner.y) for corner in symbol.polygon]
        canvas.line([*corners, corners[0]], fill=colour, width=width)
        canvas.text((corners[0][0], corners[0][1] - 12), f"{order} {symbol.confidence}", fill=colour)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
