"""The face of a pack: symbols, the text beside them, Vietnamese words, boxes, lines, and bars that are no symbol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.scanner.degrade.contents import Content
from tests.scanner.degrade.families import Recipe
from tests.scanner.degrade.prints import Ink, printed

Corners = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]
TWICE = 2
"""Everything before the lens is drawn at twice the finished size."""
MARGIN = 90
SMALLEST = (2 * 420, 2 * 320)
WORDS = (
    "Thuốc bán theo đơn", "Viên nén bao phim", "Hạn dùng: xem trên bao bì", "Số lô SX", "Để xa tầm tay trẻ em",
    "Bảo quản nơi khô, dưới 30 °C", "Đọc kỹ hướng dẫn sử dụng trước khi dùng", "Hộp 3 vỉ x 10 viên", "SĐK: VD-12345-25",
    "Công ty Cổ phần Dược phẩm Mẫu", "Dung dịch tiêm truyền", "Trang thiết bị y tế", "Paracetamol 500 mg",
    "ĐẠT CHUẨN GMP",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """A symbol at its place on the face: its own corners without the quiet zone, and its pixels to a module."""

    content: Content
    corners: Corners
    module: float


@dataclass(frozen=True, slots=True)
class Face:
    """The drawn face, in grey levels, and what lies on it."""

    light: Ink
    laid: tuple[Laid, ...]

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of all symbols together."""
        points = [corner for one in self.laid for corner in one.corners]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)


def compose(contents: Sequence[Content], recipe: Recipe, chance: np.random.Generator) -> Face:
    """Draw a face that holds `contents`, one after another, with room around each."""
    prints = [_print_of(content, recipe, chance) for content in contents]
    columns = 1 if len(prints) == 1 else 2
    cells = (max(ink.shape[1] for ink, _ in prints) + MARGIN, max(ink.shape[0] for ink, _ in prints) + MARGIN)
    lines = -(-len(prints) // columns)
    # A bottle is wider than its symbol: bent labels leave more room, so that no symbol reaches the cylinder's edge.
    room = 1.5 if recipe.curve else 1.0
    size = (
        max(round(columns * cells[0] * room) + MARGIN, SMALLEST[0]),
        max(round(lines * cells[1] * room) + MARGIN, SMALLEST[1]),
    )
    ink: Ink = np.zeros((size[1], size[0]), dtype=np.float32)
    start = ((size[0] - columns * cells[0]) / 2, (size[1] - lines * cells[1]) / 2)
    boxes, laid = [], []
    for number, (content, (symbol, module)) in enumerate(zip(contents, prints, strict=True)):
        row, column = divmod(number, columns)
        left = round(start[0] + column * cells[0] + (cells[0] - symbol.shape[1]) * chance.uniform(0.3, 0.7))
        top = round(start[1] + row * cells[1] + (cells[1] - symbol.shape[0]) * chance.uniform(0.3, 0.7))
        box = (left, top, left + symbol.shape[1], top + symbol.shape[0])
        ink[box[1] : box[3], box[0] : box[2]] = symbol
        boxes.append(box)
        laid.append(Laid(content, _corners(content, symbol, (left, top)), module))
    words = _words(size, boxes, contents, recipe, chance)
    return Face(_inked(np.maximum(ink, words), boxes, recipe, chance), tuple(laid))


def blank(recipe: Recipe, chance: np.random.Generator) -> Face:
    """A face without a symbol: words, rows of bars, and squares of chance modules."""
    ink = _words(SMALLEST, [], [], recipe, chance)
    for _ in range(int(chance.integers(1, 4))):
        module = round(recipe.matrix_px * TWICE)
        square = (chance.random((28, 28)) < 0.5).repeat(module, axis=0).repeat(module, axis=1)
        left, top = (int(chance.integers(10, SMALLEST[axis] - len(square) - 10)) for axis in (0, 1))
        ink[top : top + len(square), left : left + len(square)] = square
    return Face(_inked(ink, [], recipe, chance), ())


def _print_of(content: Content, recipe: Recipe, chance: np.random.Generator) -> tuple[Ink, float]:
    framed = content.drawing.framed()
    module = (recipe.matrix_px if _is_matrix(content) else recipe.linear_px) * TWICE
    return printed(framed, module, recipe, chance), module


def _is_matrix(content: Content) -> bool:
    return content.drawing.identifier in {"]d2", "]Q3", "]Q1"}


def _corners(content: Content, symbol: Ink, at: tuple[int, int]) -> Corners:
    drawing, quiet = content.drawing, content.drawing.quiet
    wide = symbol.shape[1] / (drawing.columns + quiet.left + quiet.right)
    high = symbol.shape[0] / (drawing.rows + quiet.top + quiet.bottom)
    left, top = at[0] + quiet.left * wide, at[1] + quiet.top * high
    right, bottom = left + drawing.columns * wide, top + drawing.rows * high
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _inked(ink: Ink, boxes: Sequence[Box], recipe: Recipe, chance: np.random.Generator) -> Ink:
    """Ink on paper: dark on light, light on dark, or shallow dots on grained metal."""
    light = np.full(ink.shape, recipe.paper, dtype=np.float32)
    dark = recipe.paper - recipe.dot_contrast if recipe.dot else recipe.ink
    light += (np.float32(max(dark, 0)) - light) * ink
    if recipe.dark_pack:
        light = recipe.paper + recipe.ink - light
    elif recipe.inverted > 0:
        for left, top, right, bottom in boxes:
            place = np.s_[int(top) : int(bottom), int(left) : int(right)]
            light[place] = recipe.paper + recipe.ink - light[place]
    if recipe.dot:
        light += chance.normal(0, 9, (ink.shape[0], 1)) + chance.normal(0, 5, ink.shape)
    return light.astype(np.float32)


def _words(
    size: tuple[int, int], boxes: list[Box], contents: Sequence[Content], recipe: Recipe, chance: np.random.Generator
) -> Ink:
    """Everything printed around the symbols; nothing touches a symbol or its quiet zone."""
    canvas = Image.new("L", size)
    pen = ImageDraw.Draw(canvas)
    for box, content in zip(boxes, contents, strict=True):
        if recipe.hri < 0.7:
            pen.text((box[0], box[3] + 4), content.hri[:64], fill=255, font=_font(22))
    for _ in range(round(recipe.clutter)):
        _item(pen, size, boxes, chance)
    if contents:
        for left, top, right, bottom in boxes:
            pen.rectangle((left, top, right - 1, bottom - 1), fill=0)
    return np.asarray(canvas, dtype=np.float32) / np.float32(255)


def _item(pen: ImageDraw.ImageDraw, size: tuple[int, int], boxes: Sequence[Box], chance: np.random.Generator) -> None:
    """One thing on the label at a free place, if one is found soon."""
    kind = int(chance.integers(5))
    words, letters = WORDS[int(chance.integers(len(WORDS)))], _font(int(chance.integers(18, 52)))
    wide = int(letters.getlength(words)) if kind < 2 else int(chance.integers(60, 300))
    high = int(letters.size * 1.3) if kind < 2 else int(chance.integers(30, 120))
    for _ in range(12):
        left, top = int(chance.integers(-20, size[0] - 40)), int(chance.integers(0, size[1] - 20))
        box = (left, top, left + wide, top + high)
        if not any(_touch(box, other) for other in boxes):
            break
    else:
        return
    if kind < 2:
        pen.text((left, top), words, fill=255, font=letters)
    elif kind == 2:
        pen.rectangle(box, outline=255, width=int(chance.integers(2, 6)))
    elif kind == 3:
        pen.line((left, top, left + wide, top), fill=255, width=int(chance.integers(2, 8)))
    else:
        for x in np.cumsum(chance.integers(4, 16, 40)).tolist():
            if x < wide:
                pen.rectangle((left + x, top, left + x + int(chance.integers(1, 8)), top + high), fill=255)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = str(files("fontpkg_be_vietnam_pro") / "files" / "BeVietnamPro-Medium.ttf")
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
