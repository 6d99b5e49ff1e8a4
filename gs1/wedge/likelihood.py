"""How like a pack of medicine a reading is: the logarithm of a chance, from the weights of `data/wedge_model.tsv`.

The model tells how a pack comes about: an AI, how long its value is, in what style it is written, which AI comes next.
Digits that are read as an AI need no other explanation, digits inside a value do; so the better reading is the one
that leaves the least to chance. Nothing is refused here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import log

from gs1.dates import REFERENCE_YEAR, full_year
from gs1.dictionary import ApplicationIdentifier
from gs1.tables import table_lines

END = "END"
_RARE = 0.002
_FROM_SHARE = 0.05
_NEVER = -30.0
_DATE_LINTERS = frozenset(("yymmd0", "yymmdd"))
_LOG_TEN = log(10)
_IN_WINDOW, _OUTSIDE = log(0.97), log(0.03)
_MARKED_DAYS = {0: log(0.10), 1: log(0.06), 15: log(0.05), 28: log(0.05), 30: log(0.08), 31: log(0.10)}
_OTHER_DAY = log(0.56 / 26)
_STAY, _CHANGE = log(0.78), log(0.22)
_CLASS_SHARE = {"d": log(0.46), "u": log(0.47), "l": log(0.05), "s": log(0.02)}
_ALPHABET = {"d": log(1 / 10), "u": log(1 / 26), "l": log(1 / 26), "s": log(1 / 20)}

Weights = dict[str, dict[str, float]]


def _read() -> dict[str, Weights]:
    rules: dict[str, Weights] = defaultdict(lambda: defaultdict(dict))
    for line in table_lines("wedge_model.tsv"):
        rule, of, what, weight = line.split("\t")
        rules[rule][of][what] = float(weight)
    return rules


_MODEL = _read()


def _shares(weights: dict[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {what: weight / total for what, weight in weights.items()}


_FIRST = _shares(_MODEL["first"]["-"])
_NEXT = {ai: _shares(weights) for ai, weights in _MODEL["next"].items()}
_SHARE = {what: weight / 100 for what, weight in _MODEL["share"]["-"].items()}
_LENGTH = {
    ai: {int(length): log(share) for length, share in _shares(rows).items()} for ai, rows in _MODEL["length"].items()
}
_STYLE = {ai: {name: log(share) for name, share in _shares(rows).items()} for ai, rows in _MODEL["style"].items()}


@lru_cache(maxsize=4096)
def follows(before: str | None, after: str) -> float:
    """How usual it is that the AI `after` (or `END`) follows `before` (None: begins the message).

    GS1 General Specifications 4.14 leave the order free; practice does not.

    >>> follows("17", "10") > follows("17", "240")
    True
    """
    rows = _FIRST if before is None else _NEXT.get(before, {})
    anywhere = _SHARE.get(after, _RARE / 100)
    return log((1 - _FROM_SHARE) * rows.get(after, 0.0) + _FROM_SHARE * anywhere if rows else anywhere)


def _class_of(character: str) -> str:
    if "0" <= character <= "9":
        return "d"
    if "A" <= character <= "Z":
        return "u"
    return "l" if "a" <= character <= "z" else "s"


def _chances(character: str) -> tuple[float, float, float, float, float]:
    kind = _class_of(character)
    return (
        log(1 / 10) if kind == "d" else _NEVER,
        log(1 / 36) if kind in "du" else _NEVER,
        log(1 / 36) if kind in "dl" else _NEVER,
        log(1 / 62) if kind in "dul" else _NEVER,
        log(1 / 16) if kind == "d" or character in "ABCDEF" else _NEVER,
    )


_STYLES = ("digits", "capitals", "small", "mixed", "hex")
_CHANCES = {chr(code): _chances(chr(code)) for code in range(0x20, 0x7F)}
_CLASSES = {chr(code): _class_of(chr(code)) for code in range(0x20, 0x7F)}


class Text:
    """A text with the chances of all its parts summed up, so that any part is weighed in the same short time.

    >>> from gs1.dictionary import STANDARD
    >>> text = Text("A1234SERIAL", None)  # as a batch number, AI (10) of the GS1 General Specifications
    >>> text.value(STANDARD["10"], 0, 5) > text.value(STANDARD["10"], 0, 11)
    True
    """

    def __init__(self, text: str, today: date | None) -> None:
        self.text = text
        self.today = today
        self._sums: list[tuple[float, ...]] = [(0.0,) * 6]
        self._begins: list[float] = []
        sums, before = [0.0] * 6, ""
        for character in text:
            kind = _CLASSES.get(character, "s")
            chances = _CHANCES.get(character) or (_NEVER,) * 5
            begin = _CLASS_SHARE[kind] + _ALPHABET[kind]
            run = _STAY + _ALPHABET[kind] if kind == before else _CHANGE + begin
            sums = [total + chance for total, chance in zip(sums, (*chances, run), strict=True)]
            self._sums.append(tuple(sums))
            self._begins.append(begin - run)
            before = kind

    def value(self, entry: ApplicationIdentifier, start: int, end: int) -> float:
        """How usual `text[start:end]` is as a value of this AI."""
        if entry.components[0].cset == "N":
            return self._digits(entry, start, end)
        lengths = _LENGTH.get(entry.ai)
        size = lengths.get(end - start, _NEVER / 5) if lengths else -log(entry.longest - entry.shortest + 1)
        return size + self._style(_STYLE.get(entry.ai) or _STYLE["*"], start, end)

    def _style(self, weights: dict[str, float], start: int, end: int) -> float:
        first, last = self._sums[start], self._sums[end]
        runs = last[5] - first[5] + self._begins[start] + weights["runs"]
        return max(runs, *(last[at] - first[at] + weights[name] for at, name in enumerate(_STYLES)))

    def _digits(self, entry: ApplicationIdentifier, start: int, end: int) -> float:
        linters = entry.components[0].linters
        if _DATE_LINTERS.intersection(linters):
            return usual_date(entry.ai, self.text[start : start + 6], self.today) - _LOG_TEN * (end - start - 6)
        free = end - start - ("csum" in linters)
        spread = entry.longest - entry.shortest + 1
        return -_LOG_TEN * free - log(spread)


def usual_date(ai: str, text: str, today: date | None) -> float:
    """How usual the date `YYMMDD` is for this AI on that day; without a day, in the years of the AI table.

    >>> day = date(2026, 11, 24)  # the century by GS1 General Specifications 7.12
    >>> usual_date("17", "281231", day) > usual_date("17", "991231", day)
    True
    """
    window = _MODEL["window"].get(ai, {"before": 84.0, "after": 72.0})
    slack = 0 if today else 36
    year, month = (today.year, today.month) if today else (REFERENCE_YEAR, 6)
    months = (full_year(int(text[:2]), today) - year) * 12 + int(text[2:4]) - month
    before, after = window["before"] + slack, window["after"] + slack
    day = _MARKED_DAYS.get(int(text[4:6]), _OTHER_DAY)
    if -before <= months <= after:
        return _IN_WINDOW - log(before + after + 1) + day
    return _OUTSIDE - log(1200) + day


def likelihood(pairs: Sequence[tuple[str, str]], entries: Sequence[ApplicationIdentifier], today: date | None) -> float:
    """How like a pack of medicine these elements are: sums of logarithms, so 1 more is 2.7 times as likely.

    >>> from gs1.dictionary import STANDARD
    >>> one, other = [("10", "A1234")], [("10", "A1234SERIALNUMBER")]  # GS1 allows both
    >>> likelihood(one, [STANDARD["10"]], None) > likelihood(other, [STANDARD["10"]], None)
    True
    """
    score, before = 0.0, None
    for (ai, value), entry in zip(pairs, entries, strict=True):
        score += follows(before, ai) + Text(value, today).value(entry, 0, len(value))
        before = ai
    return score + follows(before, END)
