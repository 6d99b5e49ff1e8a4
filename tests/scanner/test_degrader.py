import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gs1 import parse
from scanner import MEDICAL, Picture, SymbolKind, open_picture, read_symbols
from scanner.engines import Pass, ZXing
from scanner.geometry import Point, Quad
from tests.scanner.degrade import FAMILIES, NEGATIVE, Photograph, Recipe, kept_set, manifest_line, photograph
from tests.scanner.degrade.contents import KINDS
from tests.scanner.degrade.families import Bounds
from tests.scanner.degrade.overlap import shared_part

SAMPLED = (0, 3, 4)
"""Of each family in the usual run: one DataMatrix, one EAN-13, one QR."""
# Of the whole set, pictures of each family that effort normal must read, out of twenty: two below what was measured.
FLOORS = {
    "clean": 18, "rot_any": 14, "perspective": 17, "defocus": 8, "motion": 13, "noise": 16, "lowlight": 17, "glare": 16,
    "lowres": 11, "inverted": 14, "dotpeen": 9, "damage": 11, "inkspread": 18, "jpeg": 18, "curved": 18, "multi": 18,
    "clutter": 18, "combo_mild": 15, "combo_hard": 6,
}  # fmt: skip
EASY = ("clean", "multi", "perspective", "rot_any", "clutter", "jpeg")


def opened(family: str, number: int) -> tuple[Photograph, Picture]:
    taken = photograph(family, number)
    return taken, open_picture(taken.jpeg)


def believed(picture: Picture) -> set[tuple[str, str]]:
    found = read_symbols(picture, deadline_ms=10_000)
    return {(symbol.identifier, symbol.data.decode("utf-8", "replace")) for symbol in found.symbols if symbol.believed}


def truths(taken: Photograph) -> set[tuple[str, str]]:
    return {(symbol.identifier, symbol.data) for symbol in taken.symbols}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others() -> None:
    one, again, other = (photograph("noise", 3, seed) for seed in (1, 1, 2))
    assert one == again
    assert one.jpeg != other.jpeg


def test_twenty_pictures_hold_eight_datamatrix_and_four_of_each_other_kind() -> None:
    kinds = [KINDS[number % len(KINDS)] for number in range(20)]
    assert [kinds.count(kind) for kind in dict.fromkeys(KINDS)] == [8, 4, 4, 4]
    assert len(FAMILIES) == 19


@pytest.mark.parametrize("family", FAMILIES)
def test_every_parameter_is_drawn_within_its_bounds(family: str) -> None:
    bounds, recipe = FAMILIES[family], photograph(family, 1).recipe
    for one in fields(Recipe):
        low, high = getattr(bounds, one.name)
        assert low <= getattr(recipe, one.name) <= high


def test_a_recipe_has_every_parameter_of_the_bounds_and_no_other() -> None:
    assert [one.name for one in fields(Recipe)] == [one.name for one in fields(Bounds)]


def test_the_manifest_tells_the_recipe_and_the_corners(tmp_path: Path) -> None:
    manifest = kept_set(tmp_path, per_family=1)
    rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 20
    assert rows[0] == json.loads(manifest_line(photograph("clean", 0)))
    assert set(rows[0]["recipe"]) == {one.name for one in fields(Recipe)}
    assert len(rows[0]["symbols"][0]["corners"]) == 4
    assert rows[-1]["symbols"] == []
    assert all((tmp_path / row["file"]).is_file() for row in rows)


@pytest.mark.parametrize("family", ["clean", "perspective", "rot_any", "curved"])
def test_the_corners_are_where_an_engine_finds_the_symbol(family: str) -> None:
    taken, picture = opened(family, 4)
    found = ZXing().read(picture.grey, MEDICAL, Pass(invert=True))
    truth = Quad(*(Point(*corner) for corner in taken.symbols[0].corners))
    assert found, "the sample was chosen to be readable"
    assert max(shared_part(truth, read.polygon) for read in found) > 0.85


def test_every_content_is_a_message_of_gs1() -> None:
    for number in range(10):
        truth = photograph("clean", number).symbols[0]
        if truth.kind is SymbolKind.GS1_128 and truth.data.startswith("02"):
            continue  # half of a logistic label: the other symbol holds the SSCC that it needs
        assert parse(truth.data if truth.kind is SymbolKind.LINK_QR else truth.identifier + truth.data)


def test_lowlight_is_dark_and_noise_is_noisy() -> None:
    assert np.asarray(opened("lowlight", 0)[1].grey).mean() < 90
    flat = [np.abs(np.diff(opened(family, 0)[1].grey.astype(int))).mean() for family in ("clean", "noise")]
    assert flat[1] > 2 * flat[0]


def test_shared_part_of_equal_half_and_distant_quadrilaterals() -> None:
    square = Quad(Point(0, 0), Point(4, 0), Point(4, 4), Point(0, 4))
    half = replace_width(square, 2)
    far = Quad(*(Point(corner.x + 9, corner.y) for corner in square))
    assert shared_part(square, square) == pytest.approx(1)
    assert shared_part(square, half) == pytest.approx(0.5)
    assert shared_part(square, far) == 0


def replace_width(quad: Quad, width: float) -> Quad:
    return Quad(quad.a, Point(width, quad.b.y), Point(width, quad.c.y), quad.d)


def test_easy_families_are_read_and_nothing_is_read_that_is_not_there() -> None:
    right = 0
    for family in EASY:
        for number in SAMPLED:
            taken, picture = opened(family, number)
            told = believed(picture)
            assert told <= truths(taken), f"{taken.file}: a text that is not in the picture"
            right += bool(told)
    assert right >= len(EASY) * len(SAMPLED) - 2


@pytest.mark.parametrize("number", range(3))
def test_a_negative_picture_holds_nothing(number: int) -> None:
    assert believed(opened(NEGATIVE, number)[1]) == set()


@pytest.mark.slow
@pytest.mark.parametrize("family", [*FAMILIES, NEGATIVE])
def test_each_family_of_twenty_keeps_its_floor_without_a_false_reading(family: str) -> None:
    right = 0
    for number in range(20):
        taken, picture = opened(family, number)
        told = believed(picture)
        assert told <= truths(taken), f"{taken.file}: a text that is not in the picture"
        right += bool(told)
    assert right >= (FLOORS[family] if family in FAMILIES else 0)


def test_a_picture_is_an_ordinary_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "one.jpg"
    path.write_bytes(photograph("jpeg", 0).jpeg)
    with Image.open(path) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
