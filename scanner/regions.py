"""Finding the parts of a picture that look like a symbol, and turning each upright.

Symbols are the busiest places of a label: strong edges, close together, in one direction (linear) or in two at right
angles (matrix). The busiest boxes of a small copy are grown from their peaks; the direction comes from the fourth
harmonic of the gradient angle, which both kinds share.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scanner.geometry import Affine
from scanner.picture import Grey

SMALL_SIDE = 640
CELL = 8
MOST_REGIONS = 3
SHORTEST, LONGEST = 260, 900
_Cells = NDArray[np.float64]


def upright_regions(grey: Grey) -> Iterator[tuple[Grey, Affine]]:
    """Up to three crops, each turned so that its edges run along the axes, with the way back to `grey`."""
    factor = min(1.0, SMALL_SIDE / max(grey.shape))
    small = _shrunk(grey, factor)
    across, down = _gradients(small)
    energy = _cells(np.hypot(across, down))
    image = Image.fromarray(grey)
    for top, left, bottom, right in _busiest(energy):
        rows, columns = slice(top * CELL, bottom * CELL), slice(left * CELL, right * CELL)
        turn = _direction(across[rows, columns], down[rows, columns])
        yield _upright(image, (columns.start, rows.start, columns.stop, rows.stop), factor, turn)


def _shrunk(grey: Grey, factor: float) -> _Cells:
    if factor < 1.0:
        size = (max(CELL, round(grey.shape[1] * factor)), max(CELL, round(grey.shape[0] * factor)))
        grey = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))
    return grey.astype(np.float64)


def _gradients(grey: _Cells) -> tuple[_Cells, _Cells]:
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    across[:, 1:-1] = (grey[:, 2:] - grey[:, :-2]) / 2
    down[1:-1] = (grey[2:] - grey[:-2]) / 2
    return across, down


def _cells(strength: _Cells) -> _Cells:
    rows, columns = strength.shape[0] // CELL, strength.shape[1] // CELL
    whole = strength[: rows * CELL, : columns * CELL]
    cells: _Cells = whole.reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    padded = np.pad(cells, 1, mode="edge")
    nine = [padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)]
    spread: _Cells = np.mean(nine, axis=0)
    return spread


def _busiest(energy: _Cells) -> Iterator[tuple[int, int, int, int]]:
    """Boxes of cells grown from the highest peaks; a box once taken is not taken again."""
    left_over = energy.copy()
    for _ in range(MOST_REGIONS):
        if left_over.size == 0 or left_over.max() < 4.0:
            return
        row, column = divmod(int(left_over.argmax()), left_over.shape[1])
        box = _grown(left_over, row, column)
        left_over[box[0] : box[2], box[1] : box[3]] = 0.0
        yield box


def _grown(energy: _Cells, row: int, column: int) -> tuple[int, int, int, int]:
    """Grow while the strip just outside still holds a good part of the peak's strength somewhere."""
    rows, columns = energy.shape
    enough = energy[row, column] * 0.4
    top, left, bottom, right = row, column, row + 1, column + 1
    grew = True
    while grew:
        grew = False
        if top > 0 and energy[top - 1, left:right].max() > enough:
            top, grew = top - 1, True
        if bottom < rows and energy[bottom, left:right].max() > enough:
            bottom, grew = bottom + 1, True
        if left > 0 and energy[top:bottom, left - 1].max() > enough:
            left, grew = left - 1, True
        if right < columns and energy[top:bottom, right].max() > enough:
            right, grew = right + 1, True
    return max(0, top - 1), max(0, left - 1), min(rows, bottom + 1), min(columns, right + 1)


def _direction(across: _Cells, down: _Cells) -> float:
    """The turn of the edges against the axes, in radians within 45 degrees either way."""
    weight = across * across + down * down
    angle = np.arctan2(down, across)
    fourth = np.arctan2((weight * np.sin(4 * angle)).sum(), (weight * np.cos(4 * angle)).sum())
    return float(fourth) / 4


def _upright(image: Image.Image, box: tuple[int, int, int, int], factor: float, turn: float) -> tuple[Grey, Affine]:
    """Cut the box (pixels of the small copy) out of the full picture, turned upright and enlarged to a good size."""
    left, top, right, bottom = (edge / factor for edge in box)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    cosine, sine = math.cos(turn), math.sin(turn)
    width = abs((right - left) * cosine) + abs((bottom - top) * sine)
    height = abs((right - left) * sine) + abs((bottom - top) * cosine)
    longest = max(width, height)
    zoom = max(SHORTEST / min(width, height), 1.0) if longest < LONGEST else 1.0
    zoom = min(zoom, 4.0, max(1.0, 2 * LONGEST / longest))
    size = (round(width * zoom), round(height * zoom))
    a, b, d, e = cosine / zoom, -sine / zoom, sine / zoom, cosine / zoom
    back = Affine(
        a, b, middle_x - a * size[0] / 2 - b * size[1] / 2, d, e, middle_y - d * size[0] / 2 - e * size[1] / 2
    )
    cut = image.transform(size, Image.Transform.AFFINE, tuple(back), Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(cut, dtype=np.uint8), back
