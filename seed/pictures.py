"""Photographs of labels as a phone would take them, from one seed number: for tests, the seed country and fake cameras.

The label lies on a table, turned and tilted, in uneven light; then come the lens (blur), the sensor (noise) and the
file (JPEG). The same shot of the same label gives the same bytes, with one version of Pillow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_Light = NDArray[np.float32]
_Corner = tuple[float, float]

WORK_SCALE = 2
"""Everything up to the lens is drawn at twice the size and reduced, as light falls on a sensor."""
TABLES = ((112, 92, 74), (186, 178, 168), (74, 84, 96), (150, 158, 150))


@dataclass(frozen=True, slots=True)
class Shot:
    """How the photograph is taken. Angles in degrees; blur and noise in pixels and levels of the finished picture."""

    seed: int = 0
    rotation: float = 6.0
    tilt: float = 10.0
    """How far the label leans away from the camera."""
    tilt_towards: float = 40.0
    """The direction in which it leans."""
    blur: float = 0.6
    """Radius of the defocus, as the deviation of a Gaussian."""
    motion: float = 0.0
    """Length of the trail of a shaking hand, sideways."""
    noise: float = 3.0
    light: float = 0.25
    """How much darker the far corner of the picture is, 0 to 1."""
    exposure: float = 1.0
    glare: float = 0.0
    """Strength of a lamp's reflection on the label, in levels."""
    quality: int = 85
    size: tuple[int, int] = (1280, 960)
    fill: float = 0.72
    """The share of the frame that the label takes, along the tighter side."""


PLAIN_SHOT = Shot()
WARMTH = np.array([1.03, 1.0, 0.93], dtype=np.float32)
"""The tint of a lamp in red, green and blue."""


def photograph(label: bytes, shot: Shot = PLAIN_SHOT) -> bytes:
    """Take a picture of `label` (any picture file we draw) and return it as JPEG."""
    chance = np.random.default_rng(shot.seed)
    with Image.open(BytesIO(label)) as opened:
        face = opened.convert("L")
    scene = _scene(face, shot, chance)
    pixels = _seen(scene, shot, chance)
    written = BytesIO()
    Image.fromarray(pixels).save(written, "JPEG", quality=shot.quality, subsampling=2)
    return written.getvalue()


def frames_mjpeg(label: bytes, shot: Shot = PLAIN_SHOT, *, count: int = 30) -> bytes:
    """A film for a fake camera: `count` JPEG frames of one size in which the label turns and sways."""
    frames = []
    for number in range(count):
        phase = 2 * math.pi * number / count
        frames.append(
            replace(
                shot,
                seed=shot.seed * 100_003 + number,
                rotation=shot.rotation + 14 * math.sin(phase),
                tilt=shot.tilt * (1 + 0.4 * math.cos(phase)),
            )
        )
    return b"".join(photograph(label, frame) for frame in frames)


def _scene(face: Image.Image, shot: Shot, chance: np.random.Generator) -> Image.Image:
    """The label on its table with its shadow, at the size of the finished picture."""
    width, height = (side * WORK_SCALE for side in shot.size)
    corners = _corners(face.size, (width, height), shot)
    table = _table(shot.size, chance)
    face = _fitted(face, corners)
    laid = _laid(face, corners, (width, height))
    paper = _laid(Image.new("L", face.size, 255), corners, (width, height)).reduce(WORK_SCALE)
    shadow = paper.transform(paper.size, Image.Transform.AFFINE, (1, 0, -4, 0, 1, -6), Image.Resampling.NEAREST)
    scene = table
    scene.paste((20, 18, 16), mask=shadow.filter(ImageFilter.BoxBlur(8)).point(lambda level: level * 0.55))
    scene.paste(laid.reduce(WORK_SCALE).convert("RGB"), mask=paper)
    return scene


def _corners(face: tuple[int, int], frame: tuple[int, int], shot: Shot) -> tuple[_Corner, ...]:
    """Where the label's corners fall in the frame: turned, leaned away, and seen through a lens 2.4 widths away."""
    turn, lean, towards = (math.radians(angle) for angle in (shot.rotation, shot.tilt, shot.tilt_towards))
    ratio = face[1] / face[0]
    seen = []
    for x, y in ((-0.5, -ratio / 2), (0.5, -ratio / 2), (0.5, ratio / 2), (-0.5, ratio / 2)):
        u, v = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        along, across = u * math.cos(towards) + v * math.sin(towards), v * math.cos(towards) - u * math.sin(towards)
        nearness = 2.4 / (2.4 + along * math.sin(lean))
        along, across = along * math.cos(lean) * nearness, across * nearness
        seen.append(
            (
                along * math.cos(towards) - across * math.sin(towards),
                along * math.sin(towards) + across * math.cos(towards),
            )
        )
    spread = [max(corner[axis] for corner in seen) - min(corner[axis] for corner in seen) for axis in (0, 1)]
    middle = [(max(c[axis] for c in seen) + min(c[axis] for c in seen)) / 2 for axis in (0, 1)]
    zoom = shot.fill * min(frame[0] / spread[0], frame[1] / spread[1])
    return tuple((frame[0] / 2 + (x - middle[0]) * zoom, frame[1] / 2 + (y - middle[1]) * zoom) for x, y in seen)


def _fitted(face: Image.Image, corners: tuple[_Corner, ...]) -> Image.Image:
    """The label reduced to about the size it will have, so that fine modules blend as light does."""
    wide = math.dist(corners[0], corners[1])
    if wide >= face.width:
        return face
    return face.resize((max(1, round(wide)), max(1, round(face.height * wide / face.width))), Image.Resampling.LANCZOS)


def _laid(face: Image.Image, corners: tuple[_Corner, ...], frame: tuple[int, int]) -> Image.Image:
    """The label drawn between its corners on an empty frame."""
    own = ((0, 0), (face.width, 0), (face.width, face.height), (0, face.height))
    rows, answers = [], []
    for (x, y), (u, v) in zip(corners, own, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        answers += [u, v]
    way = np.linalg.solve(np.array(rows, dtype=np.float64), np.array(answers, dtype=np.float64))
    return face.transform(frame, Image.Transform.PERSPECTIVE, way.tolist(), Image.Resampling.BICUBIC)


def _table(size: tuple[int, int], chance: np.random.Generator) -> Image.Image:
    """A table top: one colour, slow stains, and a fine grain along its length."""
    colour = np.array(TABLES[int(chance.integers(len(TABLES)))], dtype=np.float32)
    stains = _smooth(chance.standard_normal((7, 9), dtype=np.float32) * 14, size)
    grain = _smooth(chance.standard_normal((160, 6), dtype=np.float32) * 5, size)
    light = (stains + grain)[:, :, np.newaxis] + colour
    return Image.fromarray(light.clip(0, 255).astype(np.uint8))


def _smooth(coarse: _Light, size: tuple[int, int]) -> _Light:
    return np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC), dtype=np.float32)


def _seen(scene: Image.Image, shot: Shot, chance: np.random.Generator) -> NDArray[np.uint8]:
    """What lens and sensor make of the scene."""
    if shot.blur > 0:
        scene = scene.filter(ImageFilter.GaussianBlur(shot.blur))
    light: _Light = np.asarray(scene, dtype=np.float32)
    if shot.motion >= 1:
        steps = round(shot.motion)
        light = np.mean([np.roll(light, step, axis=1) for step in range(steps)], axis=0, dtype=np.float32)
    light = light * (_falloff(shot) * shot.exposure)[:, :, np.newaxis] * WARMTH
    if shot.glare > 0:
        light += _glare(shot, chance)[:, :, np.newaxis]
    light += chance.standard_normal(light.shape[:2], dtype=np.float32)[:, :, np.newaxis] * np.float32(shot.noise)
    light += chance.standard_normal(light.shape, dtype=np.float32) * np.float32(shot.noise * 0.5)
    return np.clip(light, 0, 255, out=light).astype(np.uint8)


def _falloff(shot: Shot) -> _Light:
    """Light from a window at the upper left, and the darker edges of a small lens."""
    width, height = shot.size
    across = np.linspace(0, 1, width, dtype=np.float32)[np.newaxis, :]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, np.newaxis]
    edges = 1 - 0.24 * ((across - 0.5) ** 2 + (down - 0.5) ** 2)
    fall: _Light = ((1 - shot.light * (0.6 * across + 0.4 * down)) * edges).astype(np.float32)
    return fall


def _glare(shot: Shot, chance: np.random.Generator) -> _Light:
    width, height = shot.size
    x, y = chance.uniform(0.35, 0.65) * width, chance.uniform(0.35, 0.65) * height
    across = (np.arange(width, dtype=np.float32)[np.newaxis, :] - x) / (width * 0.05)
    down = (np.arange(height, dtype=np.float32)[:, np.newaxis] - y) / (height * 0.04)
    spot: _Light = (shot.glare * np.exp(-(across**2 + down**2))).astype(np.float32)
    return spot
