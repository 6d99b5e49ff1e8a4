"""Opening a picture sent by a stranger: right way up, grey, and refused before it can do harm.

The type is told by the first bytes, never by a file name; the size is read from the header before a single pixel is
decoded, so a bomb costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from scanner.errors import ScanCode, ScanError

Grey = NDArray[np.uint8]

WHITE = 255
_BAND = 64
# The decoder of WebP holds four copies in colour at once, 16 bytes a pixel: a usual phone's 12 megapixels cost 200 MB.
_COSTLY = {"WEBP": 12_500_000}
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_KNOWN_BUT_REFUSED: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
    (0, b"%PDF", "PDF"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"<svg", "SVG"),
)
# What Pillow raises for pictures that are cut short or damaged; SyntaxError is its word for a broken PNG chunk.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much picture a caller may send: bytes as sent, pixels when decoded, and the shortest side worth reading."""

    max_bytes: int = 12 << 20
    max_pixels: int = 40_000_000
    min_side: int = 6


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made grey, upright by its EXIF turn, transparent parts on white."""

    grey: Grey
    type: str

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.grey.shape[1])

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.grey.shape[0])

    @property
    def pixels(self) -> int:
        """Rows times columns."""
        return int(self.grey.size)

    @classmethod
    def of(cls, grey: Grey) -> Picture:
        """Wrap grey pixels that a program made itself; `ScanError` where they are too few for any symbol."""
        if grey.ndim != 2 or min(grey.shape) < DEFAULT_LIMITS.min_side:
            height, width = (*grey.shape, 0, 0)[:2]
            raise ScanError(ScanCode.PICTURE_TOO_SMALL, width=width, height=height, limit=DEFAULT_LIMITS.min_side)
        return cls(np.ascontiguousarray(grey, dtype=np.uint8), "PIXELS")


def open_picture(source: bytes | Path | Grey, limits: Limits = DEFAULT_LIMITS) -> Picture:
    """Return the picture in `source` (PNG, JPEG, WEBP or a GIF of one frame), or raise `ScanError` naming the fault."""
    if isinstance(source, np.ndarray):
        return Picture.of(source)
    sent = _bytes_of(source, limits)
    kind = _kind_of(sent)
    try:
        with Image.open(BytesIO(sent), formats=[kind]) as image:
            _check_size(image, limits)
            _check_single(image)
            image.draft("L", image.size)
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            grey = _grey(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise ScanError(ScanCode.PICTURE_TOO_MANY_PIXELS, limit=limits.max_pixels) from bomb
    except MemoryError as short:
        raise ScanError(ScanCode.PICTURE_TOO_MANY_PIXELS, limit=limits.max_pixels) from short
    except _BROKEN as broken:
        raise ScanError(ScanCode.PICTURE_BROKEN, type=kind, bytes=len(sent)) from broken
    return Picture(grey, kind)


def demand_size(size: int, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise `ScanError` for a file that is empty or holds more bytes than allowed, before anybody copies it."""
    if size > limits.max_bytes:
        raise ScanError(ScanCode.PICTURE_TOO_MANY_BYTES, bytes=size, limit=limits.max_bytes)
    if size == 0:
        raise ScanError(ScanCode.PICTURE_EMPTY)


def _bytes_of(source: bytes | Path, limits: Limits) -> bytes:
    demand_size(source.stat().st_size if isinstance(source, Path) else len(source), limits)
    return source.read_bytes() if isinstance(source, Path) else source


def _kind_of(sent: bytes) -> str:
    for signature, kind in _SIGNATURES:
        if sent.startswith(signature):
            return kind
    if sent[:4] == b"RIFF" and sent[8:12] == b"WEBP":
        return "WEBP"
    for start, signature, kind in _KNOWN_BUT_REFUSED:
        if sent[start : start + len(signature)] == signature:
            raise ScanError(ScanCode.PICTURE_TYPE_UNSUPPORTED, type=kind)
    raise ScanError(ScanCode.PICTURE_TYPE_UNSUPPORTED, type="unknown")


def _check_size(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    limit = min(limits.max_pixels, _COSTLY.get(str(image.format), limits.max_pixels))
    if width * height > limit:
        raise ScanError(ScanCode.PICTURE_TOO_MANY_PIXELS, width=width, height=height, limit=limit)
    if min(width, height) < limits.min_side:
        raise ScanError(ScanCode.PICTURE_TOO_SMALL, width=width, height=height, limit=limits.min_side)


def _check_single(image: Image.Image) -> None:
    # Phones pack a preview beside the photograph (MPO); the first picture is the photograph, so JPEG is never refused.
    if image.format in {"PNG", "GIF", "WEBP"} and getattr(image, "is_animated", False):
        raise ScanError(ScanCode.PICTURE_ANIMATED, type=str(image.format))


def _grey(image: Image.Image) -> Grey:
    """Grey pixels, made in bands: a second whole copy in colour of the largest picture allowed is 160 MB."""
    grey: Grey = np.empty((image.height, image.width), dtype=np.uint8)
    for top in range(0, image.height, _BAND):
        bottom = min(top + _BAND, image.height)
        grey[top:bottom] = _grey_band(image.crop((0, top, image.width, bottom)))
    return grey


def _grey_band(image: Image.Image) -> Grey:
    if image.mode.startswith("I"):
        return (np.asarray(image, dtype=np.uint32) >> 8).clip(0, WHITE).astype(np.uint8)
    if image.mode in {"LA", "RGBA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (WHITE, WHITE, WHITE, WHITE))
        paper.alpha_composite(image)
        image = paper
    return np.asarray(image.convert("L"), dtype=np.uint8)
