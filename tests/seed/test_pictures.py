from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from api.labels import Label, label_sheet
from gs1 import build
from scanner import open_picture, read_symbols, to_reading
from seed.pictures import Shot, frames_mjpeg, photograph

MESSAGE = build([("01", "08936012345674"), ("17", "271231"), ("10", "A26-0917"), ("21", "K7M2Q9X4T1ZB")])


@pytest.fixture(scope="module")
def label() -> bytes:
    one = Label(MESSAGE, "Paracetamol Bình An 500 mg", "Viên nén · Hộp 10 vỉ × 10 viên", "Dược phẩm Bình An")
    return label_sheet([one], "roll-50x30").png()


SMALL = Shot(seed=3, size=(320, 240))
SHOTS = {
    "as it lies": Shot(),
    "turned 17 degrees": Shot(seed=1, rotation=17),
    "turned upside down": Shot(seed=2, rotation=187),
    "leaning away": Shot(seed=3, rotation=17, tilt=35),
    "out of focus": Shot(seed=4, rotation=17, blur=1.8),
    "in noise": Shot(seed=5, rotation=17, noise=22),
    "in poor light": Shot(seed=6, rotation=17, light=0.6, exposure=0.35, noise=6),
    "by a shaking hand": Shot(seed=7, rotation=17, motion=3),
    "badly packed": Shot(seed=8, rotation=17, quality=25),
    "everything at once": Shot(seed=9, rotation=17, tilt=25, blur=1.2, noise=10, light=0.4, quality=60),
}


@pytest.mark.parametrize("name", SHOTS)
def test_a_photograph_of_a_label_is_read_exactly(label: bytes, name: str) -> None:
    found = read_symbols(open_picture(photograph(label, SHOTS[name])), deadline_ms=20_000)
    assert [(symbol.identifier, symbol.data) for symbol in found.symbols] == [
        ("]d2", b"01089360123456741727123110A26-0917\x1d21K7M2Q9X4T1ZB")
    ]
    told = to_reading(found.symbols[0]).message
    assert told is not None
    assert told.pairs == MESSAGE.pairs


def test_the_same_shot_gives_the_same_bytes(label: bytes) -> None:
    assert photograph(label, SMALL) == photograph(label, SMALL)
    assert photograph(label, SMALL) != photograph(label, replace(SMALL, seed=4))


def test_a_film_is_jpeg_frames_of_one_size_that_turn(label: bytes) -> None:
    film = frames_mjpeg(label, SMALL, count=4)
    starts = [at for at in range(len(film)) if film.startswith(b"\xff\xd8\xff", at)]
    frames = [film[start:end] for start, end in pairwise([*starts, len(film)])]
    assert len(frames) == 4
    assert {Image.open(BytesIO(frame)).size for frame in frames} == {(320, 240)}
    assert len(set(frames)) == 4
