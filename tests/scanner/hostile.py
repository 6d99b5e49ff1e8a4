"""Files that a stranger may send instead of a picture: cut short, damaged, boasting, empty, or something else."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image

from scanner import ScanCode
from tests.scanner.builders import a_drawing, pixels_of, written

FORMS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
REFUSALS = frozenset(code for code in ScanCode if code.startswith("picture-"))
"""What may be said about a file; a crash or a timeout of the worker is never an answer."""
GRID = 8


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, and the one thing that must be said about it."""

    name: str
    file: bytes
    code: ScanCode


@cache
def healthy(form: str) -> bytes:
    """A small file with a symbol in it."""
    return written(Image.fromarray(pixels_of(a_drawing(), dots=2, margin=2)), form)


def cuts(form: str, every: int = GRID) -> Iterator[bytes]:
    """The file without its end, cut after every eighth byte."""
    whole = healthy(form)
    yield from (whole[:length] for length in range(0, len(whole), every))


def flips(form: str, count: int, seed: int = 893) -> Iterator[bytes]:
    """The file with one to twelve bytes changed by chance."""
    whole = healthy(form)
    chance = np.random.default_rng([seed, *form.encode()])
    for _ in range(count):
        damaged = bytearray(whole)
        for place in chance.integers(0, len(whole), int(chance.integers(1, 13))).tolist():
            damaged[place] = int(chance.integers(256))
        yield bytes(damaged)


def hostile_files() -> Iterator[Hostile]:
    """Every named trap."""
    yield Hostile("nothing", b"", ScanCode.PICTURE_EMPTY)
    yield Hostile("one pixel", written(Image.new("L", (1, 1)), "PNG"), ScanCode.PICTURE_TOO_SMALL)
    yield Hostile("one line", written(Image.new("L", (4000, 1)), "PNG"), ScanCode.PICTURE_TOO_SMALL)
    yield from (
        Hostile(name, file, ScanCode.PICTURE_TYPE_UNSUPPORTED)
        for name, file in {
            "html": b"<!DOCTYPE html><svg><image href='data:image/png;base64,iVBORw0KGgo='/></svg>",
            "svg in svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" * 1000,
            "xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bb'>]><svg>&b;</svg>",
            "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400),
            "avif": b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(400),
            "pdf": b"%PDF-1.7\n" + bytes(400),
            "zip": b"PK\3\4" + bytes(400),
            "words": "Thuốc bán theo đơn".encode(),
            "bmp of 60,000 x 60,000": bmp_claiming(60_000, 60_000),
            "tiff of 60,000 x 60,000": tiff_claiming(60_000, 60_000),
        }.items()
    )
    yield from (
        Hostile(name, file, ScanCode.PICTURE_TOO_MANY_PIXELS)
        for name, file in {
            "png of 60,000 x 60,000": png_claiming(60_000, 60_000),
            "png of 200 megapixels": png_claiming(14_142, 14_142),
            "gif of 60,000 x 60,000": gif_claiming(60_000, 60_000),
            "jpeg of 65,000 x 65,000": jpeg_claiming(65_000, 65_000),
            "webp of 16,000 x 16,000": webp_claiming(16_000, 16_000),
            "webp of 40 megapixels": webp_claiming(6_300, 6_300),
        }.items()
    )
    for form in ("PNG", "GIF", "WEBP"):
        yield Hostile(f"film in {form}", film(form), ScanCode.PICTURE_ANIMATED)
    yield Hostile("200 MB", b"\x89PNG\r\n\x1a\n" + bytes(200 << 20), ScanCode.PICTURE_TOO_MANY_BYTES)


def large_but_allowed() -> Iterator[tuple[str, bytes]]:
    """Small files that unpack to as many pixels as are allowed, in every depth that costs memory."""
    side = 6_300
    for mode in ("1", "L", "P", "RGB", "RGBA", "LA"):
        yield f"PNG {mode}", written(Image.new(mode, (side, side)), "PNG", compress_level=1)
    yield "PNG I;16", png_claiming(side, side, depth=16, rows=True)
    yield "JPEG RGB", written(Image.new("RGB", (side, side), (9, 99, 200)), "JPEG")
    yield "JPEG CMYK", written(Image.new("CMYK", (side, side)), "JPEG")
    yield "WEBP RGBA", written(Image.new("RGBA", (3_500, 3_500), (9, 9, 9, 90)), "WEBP", lossless=True, method=0)


def png_claiming(width: int, height: int, *, depth: int = 8, rows: bool = False) -> bytes:
    """A grey PNG whose header promises a size; with `rows` it keeps its promise."""
    packed = zlib.compress(bytes((width * depth // 8 + 1) * height), 1) if rows else zlib.compress(bytes(100))
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    chunks = [
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (header, b"IDAT" + packed, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_claiming(width: int, height: int) -> bytes:
    """A whole JPEG whose frame header (marker SOF0) promises another size."""
    whole = bytearray(healthy("JPEG"))
    start = whole.index(b"\xff\xc0")
    whole[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def gif_claiming(width: int, height: int) -> bytes:
    """A GIF of one frame that promises a size and brings one code."""
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0)
    return b"GIF89a" + screen + frame + b"\2\2\x44\1\0;"


def webp_claiming(width: int, height: int) -> bytes:
    """The header of a lossless WebP, 14 bits a side."""
    size = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8L" + struct.pack("<I", 18) + b"\x2f" + size + bytes(13)


def bmp_claiming(width: int, height: int) -> bytes:
    """The header of a BMP in full colour that promises a size and 200 MB."""
    core = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 200 << 20, 0, 0, 54) + core


def tiff_claiming(width: int, height: int) -> bytes:
    """A TIFF of two tags, width and height."""
    tags = struct.pack("<HHII", 256, 4, 1, width) + struct.pack("<HHII", 257, 4, 1, height)
    return b"II*\0\x08\0\0\0\2\0" + tags + bytes(4)


def film(form: str) -> bytes:
    """Two frames in one file."""
    file = BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("black", "white")]
    frames[0].save(file, form, save_all=True, append_images=frames[1:])
    return file.getvalue()
