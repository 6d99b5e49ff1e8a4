"""A symbol as it comes from the press: at its width, with ink that spreads, dots instead of modules, or scratches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tests.scanner.degrade.families import Recipe

Ink = NDArray[np.float32]
"""How much of each pixel is covered with ink, 0 to 1."""
Modules = NDArray[np.bool_]
FINE = 12
"""Dots to a module before the symbol is brought to its size."""


def printed(modules: Modules, module: float, recipe: Recipe, chance: np.random.Generator) -> Ink:
    """The modules, with their quiet zone, at `module` pixels each."""
    fine = _dotted(modules, recipe, chance) if recipe.dot else _solid(modules, recipe)
    image = Image.fromarray(fine)
    if recipe.marks:
        _mark(image, recipe, chance)
    size = (round(modules.shape[1] * module), round(modules.shape[0] * module))
    return np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32) / np.float32(255)


def _solid(modules: Modules, recipe: Recipe) -> NDArray[np.uint8]:
    fine = np.where(modules, np.uint8(255), np.uint8(0)).repeat(FINE, axis=0).repeat(FINE, axis=1)
    reach = round(abs(recipe.spread) / 2 * FINE)
    if not reach:
        return fine
    grow = ImageFilter.MaxFilter if recipe.spread > 0 else ImageFilter.MinFilter
    return np.asarray(Image.fromarray(fine).filter(grow(2 * reach + 1)))


def _dotted(modules: Modules, recipe: Recipe, chance: np.random.Generator) -> NDArray[np.uint8]:
    """One round dot, a little out of place, for each dark module."""
    canvas = Image.new("L", (modules.shape[1] * FINE, modules.shape[0] * FINE))
    pen = ImageDraw.Draw(canvas)
    places = np.argwhere(modules) + 0.5 + chance.normal(0, recipe.dot_jitter, (int(modules.sum()), 2))
    for down, across in (places * FINE).tolist():
        pen.circle((across, down), recipe.dot * FINE / 2, fill=255)
    return np.asarray(canvas)


def _mark(image: Image.Image, recipe: Recipe, chance: np.random.Generator) -> None:
    """Scratches and holes that hide the given share of the symbol together, of ink or of bare paper."""
    pen = ImageDraw.Draw(image)
    width, height = image.size
    count = round(recipe.marks)
    area = recipe.marked_share * width * height / count
    for _ in range(count):
        level = 255 if chance.random() < 0.4 else 0
        x, y = chance.uniform(0.15, 0.85) * width, chance.uniform(0.15, 0.85) * height
        if chance.random() < 0.5:
            radius, flat = (area / np.pi) ** 0.5, chance.uniform(0.5, 1)
            pen.ellipse((x - radius / flat, y - radius * flat, x + radius / flat, y + radius * flat), fill=level)
            continue
        length = min(width, height) * chance.uniform(0.7, 1.1)
        angle = chance.uniform(0, np.pi)
        across, down = np.cos(angle) * length / 2, np.sin(angle) * length / 2
        pen.line((x - across, y - down, x + across, y + down), fill=level, width=max(2, round(area / length)))
