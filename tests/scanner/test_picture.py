import struct
import zlib
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from PIL import Image

from scanner.errors import ScanCode, ScanError
from scanner.picture import Limits, open_picture
from tests.scanner.builders import written

CORNER = Image.fromarray(np.pad(np.zeros((4, 8), np.uint8), ((0, 26), (0, 32)), constant_values=255))
"""30 rows, 40 columns, black in the upper left corner."""


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header promises a picture that nobody could hold."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (header, body)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + b"\0\0\0\0IEND\xaeB`\x82"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_four_types_are_opened_as_grey(form: str) -> None:
    picture = open_picture(written(CORNER, form))
    assert (picture.width, picture.height, picture.type) == (40, 30, form)
    assert picture.grey[1, 1] < 60
    assert picture.grey[25, 35] > 200


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "RGBA", "LA"])
def test_every_mode_of_colour_gives_the_same_grey(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    picture = open_picture(written(CORNER.convert("RGB").convert(mode), form))
    assert picture.grey[1, 1] < 60
    assert picture.grey[25, 35] > 200


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    deep = Image.fromarray(np.asarray(CORNER, dtype=np.uint16) * 257)
    picture = open_picture(written(deep, "PNG"))
    assert (int(picture.grey[1, 1]), int(picture.grey[25, 35])) == (0, 255)


def test_what_is_transparent_is_white_paper() -> None:
    picture = open_picture(written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert int(picture.grey.min()) == 255


@pytest.mark.parametrize(
    ("turn", "row", "column"),
    [(1, 0, 0), (2, 0, -1), (3, -1, -1), (4, -1, 0), (5, 0, 0), (6, 0, -1), (7, -1, -1), (8, -1, 0)],
)
def test_a_photograph_is_turned_as_its_exif_says(turn: int, row: int, column: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = open_picture(written(CORNER, "JPEG", exif=exif, quality=95))
    assert int(picture.grey[row, column]) < 60
    assert picture.width == (40 if turn < 5 else 30)


def test_a_path_is_opened_like_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "label.txt"
    file.write_bytes(written(CORNER, "PNG"))
    assert np.array_equal(open_picture(file).grey, open_picture(file.read_bytes()).grey)


def animated(form: str) -> bytes:
    return written(CORNER, form, save_all=True, append_images=[CORNER.rotate(180), CORNER.rotate(90)])


BROKEN: list[tuple[str, bytes, ScanCode]] = [
    ("nothing", b"", ScanCode.PICTURE_EMPTY),
    ("html named png", b"<!doctype html><p>404", ScanCode.PICTURE_TYPE_UNSUPPORTED),
    ("heic", b"\0\0\0\x18ftypheic\0\0\0\0", ScanCode.PICTURE_TYPE_UNSUPPORTED),
    ("pdf", b"%PDF-1.7", ScanCode.PICTURE_TYPE_UNSUPPORTED),
    ("bmp", written(CORNER, "BMP"), ScanCode.PICTURE_TYPE_UNSUPPORTED),
    ("cut jpeg", written(CORNER.resize((400, 300)), "JPEG")[:900], ScanCode.PICTURE_BROKEN),
    ("cut png", written(CORNER, "PNG")[:60], ScanCode.PICTURE_BROKEN),
    ("cut webp", written(CORNER, "WEBP")[:30], ScanCode.PICTURE_BROKEN),
    ("only a signature", b"\x89PNG\r\n\x1a\n", ScanCode.PICTURE_BROKEN),
    ("one pixel", written(Image.new("L", (1, 1)), "PNG"), ScanCode.PICTURE_TOO_SMALL),
    ("a line", written(Image.new("L", (400, 2)), "PNG"), ScanCode.PICTURE_TOO_SMALL),
    ("bomb", png_claiming(20_000, 20_000), ScanCode.PICTURE_TOO_MANY_PIXELS),
    ("small bomb", png_claiming(9_000, 10_000), ScanCode.PICTURE_TOO_MANY_PIXELS),
    ("lying header", png_claiming(3_000, 3_000), ScanCode.PICTURE_BROKEN),
    ("animated gif", animated("GIF"), ScanCode.PICTURE_ANIMATED),
    ("animated png", animated("PNG"), ScanCode.PICTURE_ANIMATED),
    ("animated webp", animated("WEBP"), ScanCode.PICTURE_ANIMATED),
]


@pytest.mark.parametrize(("sent", "code"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_bad_picture_is_refused_by_name_and_at_once(sent: bytes, code: ScanCode) -> None:
    started = process_time()
    with pytest.raises(ScanError) as refused:
        open_picture(sent)
    assert refused.value.code is code
    assert process_time() - started < 0.5


def test_more_bytes_than_allowed_are_not_even_looked_at() -> None:
    with pytest.raises(ScanError) as refused:
        open_picture(b"x" * 101, Limits(max_bytes=100))
    assert refused.value.code is ScanCode.PICTURE_TOO_MANY_BYTES
    assert refused.value.facts == {"bytes": 101, "limit": 100}


@pytest.mark.parametrize("shape", [(0, 10), (10, 0), (1, 1), (2, 400), (10,), (20, 20, 3)])
def test_an_array_that_is_no_grey_picture_is_refused_before_an_engine_sees_it(shape: tuple[int, ...]) -> None:
    with pytest.raises(ScanError) as refused:
        open_picture(np.zeros(shape, np.uint8))
    assert refused.value.code is ScanCode.PICTURE_TOO_SMALL


def test_grey_pixels_are_a_picture_already() -> None:
    pixels = np.asarray(CORNER)
    assert np.array_equal(open_picture(pixels).grey, pixels)
