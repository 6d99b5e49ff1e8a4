"""A matrix of modules as SVG, PNG or ZPL. Every writer keeps modules to whole dots or whole units."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Modules = NDArray[np.bool_]


def bars(modules: Modules) -> Iterator[tuple[int, int, int, int]]:
    """Dark rectangles as left, top, width, height in modules; equal rows that follow each other are one band."""
    starts = [0, *(np.flatnonzero((modules[1:] != modules[:-1]).any(axis=1)) + 1).tolist(), len(modules)]
    for top, bottom in pairwise(starts):
        edges = np.flatnonzero(np.diff(modules[top].astype(np.int8), prepend=0, append=0)).tolist()
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            yield left, top, right - left, bottom - top


def svg(framed: Modules, x_mm: float) -> str:
    """A picture in millimetres whose user unit is one module: one path, so no seams between modules."""
    height, width = framed.shape
    path = "".join(f"M{left} {top}h{wide}v{high}h-{wide}z" for left, top, wide, high in bars(framed))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * x_mm:.4f}mm" height="{height * x_mm:.4f}mm" '
        f'viewBox="0 0 {width} {height}" shape-rendering="crispEdges">'
        f'<rect width="{width}" height="{height}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def dots(framed: Modules, x_dots: int) -> Modules:
    """Each module as a square of `x_dots` dots."""
    return framed.repeat(x_dots, axis=0).repeat(x_dots, axis=1)


def png(framed: Modules, x_dots: int, dpi: int) -> bytes:
    """A 1-bit PNG whose pHYs chunk tells the resolution, so that it prints in its true size."""
    light = np.where(dots(framed, x_dots), np.uint8(0), np.uint8(255))
    written = BytesIO()
    Image.fromarray(light).convert("1", dither=Image.Dither.NONE).save(written, "PNG", dpi=(dpi, dpi), optimize=True)
    return written.getvalue()


def zpl(framed: Modules, x_dots: int) -> str:
    """A label of its own holding one graphic field (ZPL II, ^GFA): rows padded to whole bytes, a set bit is ink."""
    packed = np.packbits(dots(framed, x_dots), axis=1)
    rows, row_bytes = packed.shape
    total = rows * row_bytes
    return f"^XA^FO0,0^GFA,{total},{total},{row_bytes},{packed.tobytes().hex().upper()}^FS^XZ"
