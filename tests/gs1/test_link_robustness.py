"""Links, compressed links and EPC texts of any shape: read or refused with `Gs1Error`, and long ones quickly."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable

import pytest

from gs1 import Gs1Error, ParseOptions, parse_digital_link
from gs1.compressed_link import decompress
from gs1.digital_link import is_digital_link
from gs1.epc import Epc, parse_identity
from tests.gs1.builders import A_GTIN

LENIENT = ParseOptions(mode="lenient", short_names=True, permit_zero_suppressed_gtin=True)
FRONTS = (
    "", "https://", "https:/", f"https://e.vn/01/{A_GTIN}", "https://e.vn/", "https://e.vn/8018/", "urn:epc:id:",
    "urn:epc:tag:sgtin-96:", "urn:epc:raw:96.x", "urn:epc:class:lgtin:0614141.812345.", "urn:epc:idpat:", "30",
    "3B", "3D",
)  # fmt: skip
ALPHABET = "0123456789ABCDEFabcxyz/?&=%#.:*+-_~@!\x00\x1dé\u20ac "
CALLS: tuple[Callable[[str], object], ...] = (
    parse_digital_link,
    lambda text: parse_digital_link(text, LENIENT),
    lambda text: decompress(text, LENIENT),
    is_digital_link,
    lambda text: Epc.parse(text, 7),
    parse_identity,
)
FEW, MANY = 5_000, 200_000
LONG = 8_000


def give(count: int, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(count):
        text = draw.choice(FRONTS) + "".join(draw.choices(ALPHABET, k=draw.randint(0, 40)))
        for call in CALLS:
            try:
                call(text)
            except Gs1Error:
                continue


def test_random_texts_are_read_or_refused() -> None:
    give(FEW, seed=1)


@pytest.mark.slow
def test_very_many_random_texts_are_read_or_refused() -> None:
    give(MANY, seed=2)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "piece", ["/01/" + A_GTIN, "%", "%41", "A", "0", "/", "&17=271231", "?", "#", ".", "*", "&x=1", "F"]
)
@pytest.mark.parametrize(
    "front", [f"https://e.vn/01/{A_GTIN}", "https:/", "urn:epc:id:sgtin:0614141.812345.", "3B", "3D"]
)
def test_time_grows_with_the_length_of_a_text_and_not_with_its_square(
    call: Callable[[str], object], front: str, piece: str
) -> None:
    text = (front + piece * LONG)[:LONG]
    best = min(_seconds(call, text) for _ in range(5))
    assert best < 0.02, f"{best * 1000:.2f} ms for 8 kB: usually it is one"


def _seconds(call: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    with contextlib.suppress(Gs1Error):
        call(text)
    return time.process_time() - begun
