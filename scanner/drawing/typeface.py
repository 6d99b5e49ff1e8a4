"""The typeface of printed labels, and how wide its words are."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

_MEASURED_AT = 1000
_SAFE = 1.01
"""Small letters are a little wider on a grid of dots than their outlines say."""


@cache
def typeface(weight: str) -> Path:
    """Be Vietnam Pro (SIL Open Font License 1.1), drawn for Vietnamese: its marks stay apart in small sizes."""
    return Path(str(files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{weight}.ttf"))


@lru_cache(maxsize=20_000)
def measure(text: str, weight: str) -> float:
    """The width of `text` as a multiple of its size."""
    return font(weight, _MEASURED_AT).getlength(text) / _MEASURED_AT * _SAFE


@lru_cache(maxsize=200)
def font(weight: str, pixels: float) -> ImageFont.FreeTypeFont:
    """The typeface in a size in dots."""
    return ImageFont.truetype(typeface(weight), pixels, layout_engine=ImageFont.Layout.BASIC)
