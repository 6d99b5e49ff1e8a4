"""One picture and the whole set: from a family, a number and a seed to a JPEG and the truth about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from scanner import SymbolKind
from tests.scanner.degrade.contents import KINDS, Content, draw_content
from tests.scanner.degrade.face import TWICE, Corners, blank, compose
from tests.scanner.degrade.families import FAMILIES, NEGATIVE, Bounds, Recipe
from tests.scanner.degrade.optics import bent, seen_from, sensed

PER_FAMILY = 20
SEED = 893


@dataclass(frozen=True, slots=True)
class Truth:
    """One symbol that is really in the picture; corners in its pixels, clockwise from the symbol's own top left."""

    kind: SymbolKind
    identifier: str
    data: str
    corners: Corners
    module_px: float


@dataclass(frozen=True, slots=True)
class Photograph:
    """A JPEG and everything that is known about it. `kind` is None for a negative picture."""

    file: str
    family: str
    number: int
    kind: SymbolKind | None
    recipe: Recipe
    size: tuple[int, int]
    symbols: tuple[Truth, ...]
    jpeg: bytes


def whole_set(seed: int = SEED, per_family: int = PER_FAMILY) -> Iterator[Photograph]:
    """Every family in order, then the negative pictures: 400 with the usual numbers."""
    for family in (*FAMILIES, NEGATIVE):
        for number in range(per_family):
            yield photograph(family, number, seed)


def photograph(family: str, number: int, seed: int = SEED) -> Photograph:
    """Picture `number` of `family`. It depends on these three only, never on other pictures."""
    chance = np.random.default_rng([seed, number, *family.encode()])
    recipe = Recipe.draw(FAMILIES.get(family, Bounds()), chance)
    kind = None if family == NEGATIVE else KINDS[number % len(KINDS)]
    contents = _contents(kind, recipe, chance)
    face = compose(contents, recipe, chance) if contents else blank(recipe, chance)
    light, corners = bent(face, recipe)
    box = _box(corners, light.shape)
    light, corners = seen_from(light, corners, box, recipe)
    module = (face.laid[0].module if face.laid else recipe.matrix_px * TWICE) / TWICE
    colour = sensed(light, _middle(corners, light.shape), module, recipe, chance)
    image = Image.fromarray(np.rint(colour).astype(np.uint8))
    written = BytesIO()
    image.save(written, "JPEG", quality=round(recipe.quality), subsampling=2)
    truths = tuple(
        Truth(one.content.drawing.kind, one.content.drawing.identifier, one.content.drawing.data.decode("ascii"),
              place, one.module / TWICE)
        for one, place in zip(face.laid, corners, strict=True)
    )  # fmt: skip
    name = f"{family}-{number:02}.jpg"
    return Photograph(name, family, number, kind, recipe, image.size, truths, written.getvalue())


def _contents(kind: SymbolKind | None, recipe: Recipe, chance: np.random.Generator) -> list[Content]:
    """The symbol the picture is about, and where there are several, others of any kind."""
    if kind is None:
        return []
    others = [KINDS[int(chance.integers(len(KINDS)))] for _ in range(round(recipe.symbols) - 1)]
    return [draw_content(each, chance) for each in (kind, *others)]


def _box(corners: tuple[Corners, ...], shape: tuple[int, ...]) -> tuple[float, float, float, float]:
    points = [point for four in corners for point in four] or [(0.0, 0.0), (float(shape[1]), float(shape[0]))]
    return (
        min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)
    )  # fmt: skip


def _middle(corners: tuple[Corners, ...], shape: tuple[int, ...]) -> tuple[float, float]:
    if not corners:
        return shape[1] / 2, shape[0] / 2
    return sum(x for x, _ in corners[0]) / 4, sum(y for _, y in corners[0]) / 4
