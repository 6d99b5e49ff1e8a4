"""From the face of a pack to the pixels of a phone: warp, reduce, light, blur, expose, noise."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.scanner.degrade.face import TWICE, Box, Corners, Face
from tests.scanner.degrade.families import Recipe
from tests.scanner.degrade.prints import Ink

Map = NDArray[np.float64]
DISTANCE = 1.6
"""From camera to label, in widths of the label."""
AROUND = 70
"""Pixels of the reduced picture around the symbols, at least."""
AMBIENT = 0.45
TABLE = 96


def bent(face: Face, recipe: Recipe) -> tuple[Ink, tuple[Corners, ...]]:
    """The face wrapped around its cylinder as seen from far away, with its shading, and where the corners went."""
    corners = tuple(one.corners for one in face.laid)
    if not recipe.curve:
        return face.light, corners
    light = face.light if recipe.bent_width else face.light.T
    extent = light.shape[1]
    radius, middle = recipe.curve * extent, extent / 2
    offset = np.arange(extent) + 0.5 - middle
    seen = np.abs(offset) < radius * 0.995
    angle = np.arcsin(np.clip(offset / radius, -0.995, 0.995))
    source = np.clip(angle * radius + middle - 0.5, 0, extent - 1.001)
    whole = source.astype(np.intp)
    part = (source - whole).astype(np.float32)
    shade = np.where(seen, AMBIENT + (1 - AMBIENT) * np.cos(angle), 0.3).astype(np.float32)
    wrapped = (light[:, whole] * (1 - part) + light[:, whole + 1] * part) * shade
    axis = 0 if recipe.bent_width else 1

    def moved(point: tuple[float, float]) -> tuple[float, float]:
        place = middle + radius * math.sin((point[axis] - middle) / radius)
        return (place, point[1]) if axis == 0 else (point[0], place)

    return (wrapped if recipe.bent_width else wrapped.T), tuple(tuple(map(moved, four)) for four in corners)


def seen_from(light: Ink, corners: tuple[Corners, ...], box: Box, recipe: Recipe) -> tuple[Ink, tuple[Corners, ...]]:
    """The label turned and leaned away, on its table, reduced to the size of the picture; and the corners in it."""
    height, width = light.shape
    way = _turned(width / 2, height / 2, width, recipe)
    frame = _frame(_carried(way, _ring(box)), _carried(way, _ring((0, 0, width, height))))
    way = np.array([[1, 0, -frame[0]], [0, 1, -frame[1]], [0, 0, 1]]) @ way
    back = np.linalg.inv(way)
    size = (round((frame[2] - frame[0]) / TWICE) * TWICE, round((frame[3] - frame[1]) / TWICE) * TWICE)
    flat = (back / back[2, 2]).ravel().tolist()[:8]
    image = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    laid = image.transform(size, Image.Transform.PERSPECTIVE, flat, Image.Resampling.BICUBIC, fillcolor=TABLE)
    reduced = np.asarray(laid.reduce(TWICE), dtype=np.float32)
    placed = tuple(tuple((x / TWICE, y / TWICE) for x, y in _carried(way, four)) for four in corners)
    return reduced, placed


def sensed(light: Ink, focus: tuple[float, float], module: float, recipe: Recipe, chance: np.random.Generator) -> Ink:
    """Light, lens and sensor: three channels of 0 to 255, still with fractions."""
    light = light * _falling(light.shape, recipe)
    if recipe.glare:
        light = light + _glare(light.shape, focus, module, recipe, chance)
    light = _blurred(light, module, recipe) * np.float32(recipe.gain)
    warm = np.array([1 + recipe.warmth / 2, 1, 1 - recipe.warmth], dtype=np.float32)
    colour = light[:, :, np.newaxis] * warm
    colour += chance.standard_normal(light.shape, dtype=np.float32)[:, :, np.newaxis] * np.float32(recipe.noise)
    colour += chance.standard_normal(colour.shape, dtype=np.float32) * np.float32(recipe.noise / 3)
    clipped: Ink = np.clip(colour, 0, 255)
    return clipped


def _ring(box: Box) -> Corners:
    return (box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])


def _turned(x: float, y: float, width: float, recipe: Recipe) -> Map:
    """The plane turned, then leaned about an axis in itself, then seen from 1.6 widths; its middle keeps its scale."""
    turn, lean, towards = (math.radians(angle) for angle in (recipe.rotation, recipe.tilt, recipe.tilt_towards))
    rotate = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    aim = np.array([[math.cos(towards), math.sin(towards), 0], [-math.sin(towards), math.cos(towards), 0], [0, 0, 1]])
    away = np.array([[math.cos(lean), 0, 0], [0, 1, 0], [math.sin(lean) / (DISTANCE * width), 0, 1]])
    centre = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]], dtype=np.float64)
    whole: Map = aim.T @ away @ aim @ rotate @ centre
    return whole


def _carried(way: Map, points: Corners) -> Corners:
    carried = [way @ np.array([x, y, 1.0]) for x, y in points]
    return tuple((float(x / w), float(y / w)) for x, y, w in carried)


def _frame(symbols: Corners, label: Corners) -> Box:
    """What the camera sees: the symbols with room around them, as far as the label reaches and a little further."""
    room = AROUND * TWICE
    low = [max(min(c[axis] for c in symbols) - 2 * room, min(c[axis] for c in label) - room) for axis in (0, 1)]
    high = [min(max(c[axis] for c in symbols) + 2 * room, max(c[axis] for c in label) + room) for axis in (0, 1)]
    return low[0], low[1], high[0], high[1]


def _falling(shape: tuple[int, ...], recipe: Recipe) -> Ink:
    towards = math.radians(recipe.gradient_towards)
    down, across = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    along = (across / shape[1] - 0.5) * math.cos(towards) + (down / shape[0] - 0.5) * math.sin(towards)
    fall: Ink = (1 - recipe.gradient * np.clip(along + 0.5, 0, 1)).astype(np.float32)
    return fall


def _glare(
    shape: tuple[int, ...], focus: tuple[float, float], module: float, recipe: Recipe, chance: np.random.Generator
) -> Ink:
    """A lamp's reflection near the middle of the symbol: an ellipse, with its radius in modules."""
    long, short = recipe.glare_radius * module, recipe.glare_radius * module * recipe.glare_ratio
    x, y = (place + chance.uniform(-4, 4) * module for place in focus)
    turn = chance.uniform(0, math.pi)
    down, across = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    u = ((across - x) * math.cos(turn) + (down - y) * math.sin(turn)) / long
    v = ((down - y) * math.cos(turn) - (across - x) * math.sin(turn)) / short
    spot: Ink = (recipe.glare * np.exp(-(u**2 + v**2) / 2)).astype(np.float32)
    return spot


def _blurred(light: Ink, module: float, recipe: Recipe) -> Ink:
    reach = math.ceil(max(recipe.defocus, recipe.motion / 2) * module) + 2
    down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
    kernels = [np.exp(-(across**2 + down**2) / (2 * 0.5**2))]
    if recipe.defocus:
        kernels.append(np.clip(recipe.defocus * module + 0.5 - np.hypot(across, down), 0, 1))
    if recipe.motion:
        towards = math.radians(recipe.motion_towards)
        along = across * math.cos(towards) + down * math.sin(towards)
        aside = down * math.cos(towards) - across * math.sin(towards)
        half = recipe.motion * module / 2
        kernels.append(np.clip(half + 0.5 - np.abs(along), 0, 1) * np.clip(1 - np.abs(aside), 0, 1))
    padded = np.pad(light, 2 * reach, mode="edge").astype(np.float32)
    waves = np.fft.rfft2(padded)
    for kernel in kernels:
        spot = np.zeros(padded.shape, dtype=np.float32)
        spot[: 2 * reach + 1, : 2 * reach + 1] = kernel / kernel.sum()
        waves *= np.fft.rfft2(np.roll(spot, (-reach, -reach), axis=(0, 1)))
    whole = np.fft.irfft2(waves, padded.shape)
    return whole[2 * reach : -2 * reach, 2 * reach : -2 * reach].astype(np.float32)
