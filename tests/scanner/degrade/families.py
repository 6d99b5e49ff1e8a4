"""The families of hard pictures: within which bounds each parameter is drawn, and the recipe that one draw gives."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and largest of each parameter. Lengths in modules, angles in degrees, light in levels of 0 to 255."""

    matrix_px: Span = (3.0, 6.0)
    """Pixels of the finished picture to a module of a matrix symbol."""
    linear_px: Span = (1.8, 3.2)
    rotation: Span = (-12, 12)
    tilt: Span = (0, 10)
    tilt_towards: Span = (0, 360)
    curve: Span = (0, 0)
    """Radius of the cylinder the label is stuck on, as a share of the label's extent; 0 is flat."""
    curve_upright: Span = (0, 1)
    """Above one half the cylinder stands, so that the label's width is bent; below it lies."""
    paper: Span = (190, 252)
    ink: Span = (5, 70)
    gradient: Span = (0.05, 0.30)
    """How much darker the far side is."""
    gradient_towards: Span = (0, 360)
    gain: Span = (1, 1)
    glare: Span = (0, 0)
    glare_radius: Span = (3, 9)
    glare_ratio: Span = (0.5, 1)
    defocus: Span = (0, 0)
    """Radius of the disk of confusion."""
    motion: Span = (0, 0)
    motion_towards: Span = (0, 180)
    noise: Span = (1, 4)
    quality: Span = (80, 92)
    warmth: Span = (0, 0.08)
    spread: Span = (0, 0)
    """By how much a dark bar is wider than it should be, both edges together."""
    inverted: Span = (0, 0)
    """Above 1 the whole pack is dark, above 0 only the block with its quiet zone."""
    dot: Span = (0, 0)
    """Diameter of a peened dot; 0 is ordinary print."""
    dot_jitter: Span = (0.05, 0.05)
    dot_contrast: Span = (50, 110)
    marks: Span = (0, 0)
    """Scratches and holes."""
    marked_share: Span = (0.02, 0.11)
    """The share of the symbol that they hide together."""
    clutter: Span = (8, 8)
    hri: Span = (0, 1)
    """Below 0.7 the text stands beside the symbol."""
    symbols: Span = (1, 1)


FAMILIES: dict[str, Bounds] = {
    "clean": Bounds(),
    "rot_any": Bounds(rotation=(0, 360)),
    "perspective": Bounds(tilt=(25, 55)),
    "defocus": Bounds(defocus=(0.35, 1.05)),
    "motion": Bounds(motion=(0.8, 2.4)),
    "noise": Bounds(noise=(12, 45)),
    "lowlight": Bounds(gain=(0.08, 0.3), noise=(2, 7)),
    "glare": Bounds(glare=(110, 330)),
    "lowres": Bounds(matrix_px=(1.0, 2.2), linear_px=(0.8, 1.8)),
    "inverted": Bounds(inverted=(0.01, 2)),
    "dotpeen": Bounds(dot=(0.62, 0.92), paper=(130, 200)),
    "damage": Bounds(marks=(1, 3)),
    "inkspread": Bounds(spread=(-0.22, 0.32)),
    "jpeg": Bounds(quality=(8, 30)),
    "curved": Bounds(curve=(0.34, 0.6)),
    "multi": Bounds(symbols=(2, 6)),
    "clutter": Bounds(clutter=(60, 60)),
    "combo_mild": Bounds(
        rotation=(0, 360), tilt=(5, 20), defocus=(0.1, 0.35), noise=(3, 9), quality=(55, 85), spread=(-0.1, 0.15)
    ),
    "combo_hard": Bounds(
        matrix_px=(1.8, 3.5),
        linear_px=(1.2, 2.4),
        rotation=(0, 360),
        tilt=(10, 35),
        gradient=(0.20, 0.55),
        defocus=(0.2, 0.5),
        motion=(0.2, 0.9),
        noise=(4, 14),
        quality=(35, 75),
        spread=(-0.15, 0.25),
    ),
}
NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One draw from the bounds of a family: every parameter of one picture, named as in `Bounds`."""

    matrix_px: float
    linear_px: float
    rotation: float
    tilt: float
    tilt_towards: float
    curve: float
    curve_upright: float
    paper: float
    ink: float
    gradient: float
    gradient_towards: float
    gain: float
    glare: float
    glare_radius: float
    glare_ratio: float
    defocus: float
    motion: float
    motion_towards: float
    noise: float
    quality: float
    warmth: float
    spread: float
    inverted: float
    dot: float
    dot_jitter: float
    dot_contrast: float
    marks: float
    marked_share: float
    clutter: float
    hri: float
    symbols: float

    @classmethod
    def draw(cls, bounds: Bounds, chance: np.random.Generator) -> Recipe:
        """One value within each bound. The same chance gives the same recipe, whatever the other families are."""
        return cls(**{one.name: _within(getattr(bounds, one.name), chance) for one in fields(bounds)})

    @property
    def dark_pack(self) -> bool:
        """Is the whole pack dark, and not only the block around the symbol?"""
        return self.inverted > 1

    @property
    def bent_width(self) -> bool:
        """Does the cylinder stand upright?"""
        return self.curve_upright > 0.5


def _within(span: Span, chance: np.random.Generator) -> float:
    return round(float(chance.uniform(*span)), 4)
