"""Parts the lines of a table's text layer into its columns: by where words stand, and by the words that begin a cell.

A text layer keeps each cell under the left edge of its column, but it moves a line by a few places where cells are
long, and runs two cells together with a single blank. Each line is parted where that costs least; a parting that costs
hardly less than another is told as uncertain.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations
from statistics import median_low

from registry.catalogue.code_lists import rows_of, spellings
from registry.text import fold

NAME, SUBSTANCES, FORM, PACK = range(4)
WORD = re.compile(r"\S+")
SEGMENT = re.compile(r"\S+(?: \S+)*")
WRONG_OPENING = 12
"""What it costs that a cell opens with a word with which such cells do not open; in places, like all costs here."""
ONE_BLANK = 1
INNER_GAP = 8
OVER_EDGE = 4
"""What each word costs that stands under the next column, though its cell is this one."""
FAR = 9
"""Further from its edge than this a cell does not begin."""
WORDS_MOST = 40
"""A line of four columns holds about fifteen; the ways to part it grow with the cube."""
CLEAR = 3
"""A parting that is dearer than the best by less is a rival of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the place where it begins, with the blanks before it."""

    text: str
    start: int
    gap: int


@dataclass(frozen=True, slots=True)
class Parted:
    """The cells of one line, by column; `is_certain` where no other parting is nearly as good."""

    cells: tuple[str, str, str, str]
    is_certain: bool


def words_of(line: str) -> list[Word]:
    """Return the words of a line with their places."""
    found, end = [], 0
    for match in WORD.finditer(line):
        found.append(Word(match[0], match.start(), match.start() - end))
        end = match.end()
    return found


def edges(blocks: Sequence[Sequence[str]]) -> tuple[int, int, int, int] | None:
    """Return the left edges of the four columns on a page: the middle of where the cells of clear first lines begin."""
    clear = []
    for block in blocks:
        starts = [match.start() for match in SEGMENT.finditer(block[0])] if block else []
        if len(starts) == PACK + 1:
            clear.append(starts)
    if not clear:
        return None
    name, substances, form, pack = (median_low(column) for column in zip(*clear, strict=True))
    return name, substances, form, pack


def own_edges(block: Sequence[str], page: Sequence[int]) -> list[int]:
    """Return the edges of one block of lines: where its own cells begin surely, and the page's where none does."""
    starts: list[list[int]] = [[] for _ in page]
    for line in block:
        for match in SEGMENT.finditer(line):
            column = min(range(len(page)), key=lambda one: abs(page[one] - match.start()))
            if abs(page[column] - match.start()) < FAR // 2 + 1:
                starts[column].append(match.start())
    return [median_low(found) if found else page[column] for column, found in enumerate(starts)]


def part(line: str, at: Sequence[int], *, is_first: bool) -> Parted:
    """Part a line into the four columns; the first line of a row has a cell in each."""
    words = words_of(line)
    ranked = sorted(_partings(words, at, is_first=is_first), key=lambda one: one[0]) if len(words) <= WORDS_MOST else []
    if not ranked:
        return Parted((" ".join(word.text for word in words), "", "", ""), is_certain=False)
    cost, chosen = ranked[0]
    rival = next((other for other, starts in ranked[1:] if starts != chosen), cost + CLEAR)
    return Parted(_cells(words, chosen), rival - cost >= CLEAR and not (is_first and _is_odd(words, chosen)))


Starts = tuple[int | None, int | None, int | None, int | None]
"""For each column the index of the word that begins its cell in this line."""


def _partings(words: Sequence[Word], at: Sequence[int], *, is_first: bool) -> Iterator[tuple[int, Starts]]:
    """Yield every way to part a line with what it costs."""
    columns = range(PACK + 1)
    for count in range(1, min(PACK + 1, len(words)) + 1):
        if is_first and count < min(PACK + 1, len(words)):
            continue
        for taken in combinations(columns, count):
            for places in combinations(range(1, len(words)), count - 1):
                begins = (0, *places)
                cost = _cost(words, at, list(zip(taken, begins, strict=True)), is_first=is_first)
                if cost is not None:
                    told = dict(zip(taken, begins, strict=True))
                    yield cost, (told.get(NAME), told.get(SUBSTANCES), told.get(FORM), told.get(PACK))


def _cost(words: Sequence[Word], at: Sequence[int], cells: Sequence[tuple[int, int]], *, is_first: bool) -> int | None:
    begins = {place for _, place in cells}
    cost = sum(INNER_GAP for place, word in enumerate(words) if place and word.gap > 1 and place not in begins)
    for (column, place), (_, until) in zip(cells, [*cells[1:], (0, len(words))], strict=True):
        edge = at[column + 1] if column < PACK else math.inf
        cost += sum(OVER_EDGE for word in words[place + 1 : until] if word.start >= edge)
        away = abs(words[place].start - at[column])
        if away > FAR:
            return None
        cost += away + (ONE_BLANK if place and words[place].gap == 1 else 0)
        if is_first and column in (FORM, PACK) and not _opens(column, words[place].text):
            cost += WRONG_OPENING
    return cost


def _opens(column: int, word: str) -> bool:
    """Say whether a cell of a column may open with a word: a container in PACK, a dosage form in FORM."""
    known = _containers() if column == PACK else _forms()
    return any(part in known for part in fold(word).split()[:1])


def _is_odd(words: Sequence[Word], starts: Starts) -> bool:
    """Say whether a form or pack that runs on from the cell before opens strangely, or leaves a bare number behind."""
    for column in (FORM, PACK):
        place = starts[column]
        if (
            place
            and words[place].gap == 1
            and (not _opens(column, words[place].text) or (column == PACK and words[place - 1].text.isdecimal()))
        ):
            return True
    return False


def _cells(words: Sequence[Word], starts: Starts) -> tuple[str, str, str, str]:
    cells = ["", "", "", ""]
    column = next(one for one, place in enumerate(starts) if place == 0)
    for place, word in enumerate(words):
        column = next((one for one, begins in enumerate(starts) if begins == place), column)
        cells[column] = f"{cells[column]} {word.text}".strip()
    return cells[0], cells[1], cells[2], cells[3]


@cache
def _containers() -> frozenset[str]:
    return frozenset(
        spelling.split()[0]
        for row in rows_of("pack_units")
        if row["kind"] != "piece"
        for spelling in spellings(row["words"])
    )


@cache
def _forms() -> frozenset[str]:
    text = resources.files("registry").joinpath("data/annex_words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["form"])
