"""Damage done by keyboard-mode scanners: separators that got lost, and letters from a wrong keyboard layout.

`repair_separators` finds every way to put the lost separators back so that the whole message is right, and ranks
them; every answer has passed the same checks as a message that was never damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gs1.dictionary import GS, SyntaxDictionary
from gs1.errors import Gs1Error
from gs1.message import Message
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.reading import build

MOST_TRIED = 2000
_LEADS = ("]d2", "]C1", "]Q3", "]e0", "]J1")
_PACK_ORDER = ("01", "17", "10", "21")
_COMMON = frozenset(("00", "01", "02", "10", "11", "13", "15", "17", "20", "21", "37", "240", "241", "250", "30"))
_USUAL_LENGTHS = {"10": range(4, 13), "21": range(6, 21), "240": range(2, 15)}


@dataclass(frozen=True, slots=True)
class Repair:
    """One possible reading: the message, how likely it is, and where separators were put into the text."""

    message: Message
    score: float
    inserted_at: tuple[int, ...]


def repair_separators(
    data: str,
    *,
    known: Callable[[Message], float] | None = None,
    options: ParseOptions = DEFAULT_OPTIONS,
    limit: int = 5,
) -> list[Repair]:
    """Return the likeliest readings of an element string whose separators were lost, best first.

    `known` may add what a registry knows of a message (say 100 for a batch on file). Separators that are there stay
    where they are. An empty list means that no reading is right. At most `MOST_TRIED` readings are weighed.
    """
    text = data[3:] if data.startswith(_LEADS) else data
    found: dict[tuple[tuple[str, str], ...], Repair] = {}
    for tried, (pairs, cuts) in enumerate(_readings(text.strip(GS), options.dictionary)):
        if tried >= MOST_TRIED:
            break
        try:
            message = build(pairs, options)
        except Gs1Error:
            continue
        score = _likelihood(message, len(cuts)) + (known(message) if known else 0.0)
        found.setdefault(message.pairs, Repair(message, score, cuts))
    return sorted(found.values(), key=lambda repair: -repair.score)[:limit]


def _readings(text: str, dictionary: SyntaxDictionary) -> Iterator[tuple[list[tuple[str, str]], tuple[int, ...]]]:
    """Every way to cut the text into elements that are right one by one, nearest to the end first."""
    stack: list[tuple[int, tuple[tuple[str, str], ...], tuple[int, ...]]] = [(0, (), ())]
    seen = 0
    while stack and seen < MOST_TRIED * 10:
        at, pairs, cuts = stack.pop()
        seen += 1
        if at >= len(text):
            yield list(pairs), cuts
            continue
        entry = dictionary.find(text, at)
        matcher = dictionary.matcher(entry.ai) if entry else None
        if entry is None or matcher is None or any(ai == entry.ai for ai, _ in pairs):
            continue
        start = at + len(entry.ai)
        stop = text.find(GS, start)
        stop = len(text) if stop < 0 else stop
        lengths = range(entry.shortest, min(entry.longest, stop - start) + 1)
        for length in lengths:
            value = text[start : start + length]
            end = start + length
            match = matcher.match(value, 0)
            if match is None or match[1] != value or (matcher.accepts is not None and not matcher.accepts(value)):
                continue
            lost = entry.separator_required and end < stop
            follow = end + 1 if end == stop and end < len(text) else end
            stack.append((follow, (*pairs, (entry.ai, value)), (*cuts, end) if lost else cuts))


def _likelihood(message: Message, cuts: int) -> float:
    """How like a pack of medicine a reading is: usual AIs in usual order, values of usual length, few cuts."""
    ais = [ai for ai, _ in message.pairs]
    score = -2.0 * cuts
    score += sum(1.0 if ai in _COMMON else -4.0 for ai in ais)
    score += 3.0 * sum(ai in ais for ai in _PACK_ORDER)
    score += sum(1.0 for ai, value in message.pairs if len(value) in _USUAL_LENGTHS.get(ai, ()))
    order = [_PACK_ORDER.index(ai) for ai in ais if ai in _PACK_ORDER]
    return score + (1.0 if order == sorted(order) else 0.0)


def looks_like_wrong_layout(text: str) -> bool:
    """Whether a text holds letters beyond ASCII, which on a pack mean a wrong layout or a Vietnamese input method."""
    return any(ord(character) > 0x7F for character in text)
