"""Words in a place of given width: shrunk a little, broken, and a name cut short as the last resort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

from scanner.drawing import Words
from scanner.drawing.page import MM_PER_POINT, Weight
from scanner.drawing.typeface import measure

LINE = 1.22
"""Distance of baselines over the size of the letters."""
ASCENT = 0.98
"""From the top of a Vietnamese capital with two marks to its baseline, over the size."""
ONE_LINE_SHRUNK, BROKEN_SHRUNK, MOST_SHRUNK = 0.78, 0.88, 0.6
"""How far a text may shrink to stay on one line; where a broken one begins; and at what size a name is cut."""


class Room(NamedTuple):
    """Place for a text: width, and how many lines."""

    width: float
    lines: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one text in one size."""

    lines: tuple[str, ...]
    weight: Weight
    points: float

    @property
    def height(self) -> float:
        """Millimetres from the top of the first line to the foot of the last."""
        return len(self.lines) * self.points * LINE * MM_PER_POINT

    def at(self, x: float, top: float, grey: int = 0) -> list[Words]:
        """The lines with their left ends at `x`, the first line's top at `top`."""
        step = self.points * MM_PER_POINT
        first = top + step * ASCENT
        return [
            Words(x, first + row * step * LINE, line, self.weight, self.points, grey)
            for row, line in enumerate(self.lines)
        ]


def fit(text: str, weight: Weight, room: Room, points: float, *, cut: bool = False) -> Block:
    """One line if a little shrinking makes one; else break, and shrink as far as needed or `cut` at the least size."""
    words = normalize("NFC", text).split()
    if not words:
        return Block((), weight, points)
    one = room.width / (measure(" ".join(words), weight) * MM_PER_POINT)
    if one >= ONE_LINE_SHRUNK * points:
        return Block((" ".join(words),), weight, min(points, one))
    size = points * BROKEN_SHRUNK
    while True:
        width = room.width / (size * MM_PER_POINT)
        lines = _broken(words, weight, width)
        if lines is not None and len(lines) <= room.lines:
            return Block(tuple(lines), weight, size)
        if cut and size < MOST_SHRUNK * points:
            return Block(_cut(words, weight, Room(width, room.lines)), weight, size)
        size *= 0.96


def _broken(words: list[str], weight: str, width: float) -> list[str] | None:
    """Lines no wider than `width`; None where a single word is wider."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if measure(longer, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if all(measure(line, weight) <= width for line in lines) else None


def _cut(words: list[str], weight: str, room: Room) -> tuple[str, ...]:
    """As many whole words and then letters as there is room for, ended by an ellipsis."""
    lines: list[str] = []
    left = " ".join(words)
    while left and len(lines) < room.lines:
        last = len(lines) == room.lines - 1
        line = left
        while measure(line + ("…" if last and line != left else ""), weight) > room.width:
            shorter = line.rpartition(" ")[0]
            line = shorter if shorter and not last else line[:-1]
        ended = last and line != left
        left = left[len(line) :].strip()
        lines.append(line.rstrip() + "…" if ended else line.strip())
    return tuple(lines)
