"""Keyboards: texts typed through another layout, a Vietnamese input method, or with the letter case turned.

A scanner in keyboard mode presses the keys of an American keyboard; what arrives depends on how the computer is set.
The tables stand in `data/keyboards.tsv`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from gs1.codes import ErrorCode
from gs1.tables import table_lines
from gs1.wedge.damage import Damage, Undone

TONES = "\u0300\u0301\u0303\u0309\u0323"
MOST_SPELLINGS = 24
MOST_CHANGED = 16
"""More letters than this are changed by a layout, not by an input method, which leaves most of a pack as it is."""
_LAYOUT, _METHOD, _CASE, _WIDE = -4.0, -3.0, -4.5, -4.0
_LATER, _LAST, _OTHER_KEY, _OTHER_CASE = -2.0, -0.7, -1.5, -3.5


def _typed(text: str) -> str:
    return chr(int(text, 0)) if text.startswith("0x") else text


def _tables() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, list[str]]]]:
    layouts: dict[str, dict[str, str]] = defaultdict(dict)
    methods: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in table_lines("keyboards.tsv"):
        kind, name, meant, typed = line.split("\t")
        if kind == "layout":
            layouts[name][meant] = _typed(typed)
        else:
            methods[name][_typed(typed)].append(meant)
    return layouts, methods


_BY_KEY, METHODS = _tables()
_SAME = {chr(code): chr(code) for code in range(0x20, 0x7F)}
LAYOUTS = {
    name: {typed: meant for meant, typed in (_SAME | keys).items()} | {"\x1d": "\x1d"} for name, keys in _BY_KEY.items()
}
"""Per layout: what was typed, and the key that was meant."""

_WITH_TONES = frozenset(name for name, meant in LAYOUTS.items() if not meant.keys().isdisjoint(TONES))


def tones_apart(text: str) -> str:
    """The text with each tone mark as a character of its own, behind its letter (TCVN 6064 keys; ISO/IEC 10646 signs).

    >>> ascii(tones_apart("LÓ7"))
    "'LO\\\\u03017'"
    """
    parts = []
    for character in text:
        if character.isascii():
            parts.append(character)
            continue
        marks = unicodedata.normalize("NFD", character)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
        parts.append(letter + "".join(mark for mark in marks if mark in TONES))
    return "".join(parts)


def undo_layouts(given: Undone) -> Iterator[Undone]:
    """The text as each layout's keys say; a layout that cannot have typed it, or that changes nothing, is left out.

    GS1 data are digits, letters and few signs (GS1 General Specifications 7.11), so most layouts cannot have.

    >>> next((undone.text, undone.damages[0].name) for undone in undo_layouts(Undone("&àLOTè")))
    ('10LOT7', 'AZERTY')
    """
    apart, whole = tones_apart(given.text), unicodedata.normalize("NFC", given.text)
    for name, meant in LAYOUTS.items():
        typed = apart if name in _WITH_TONES else whole
        text = "".join(meant.get(character, "") or "\0" for character in typed)
        if "\0" not in text and text != given.text:
            yield _changed(given, text, ErrorCode.KEYBOARD_LAYOUT_SUSPECT, name, _LAYOUT)


def undo_case(given: Undone) -> Iterator[Undone]:
    """The text with the case of every letter turned: caps lock was on. Case tells values apart (GS1 GenSpecs 7.11).

    >>> [undone.text for undone in undo_case(Undone("10lot7"))]
    ['10LOT7']
    """
    if given.text.isascii() and given.text.swapcase() != given.text:
        yield _changed(given, given.text.swapcase(), ErrorCode.LETTER_CASE_TURNED, "caps lock", _CASE)


def undo_wide(given: Undone) -> Iterator[Undone]:
    """The text with full-width forms (ISO/IEC 10646) as plain ones: an East Asian input method was on.

    >>> [undone.text for undone in undo_wide(Undone("１０ＬＯＴ７"))]
    ['10LOT7']
    """
    text = "".join(unicodedata.normalize("NFKC", sign) if "\uff00" < sign < "\uff5f" else sign for sign in given.text)
    if text != given.text:
        yield _changed(given, text, ErrorCode.INPUT_METHOD_SUSPECT, "full-width", _WIDE)


def _changed(given: Undone, text: str, code: ErrorCode, name: str, weight: float) -> Undone:
    place = next((at for at, (one, other) in enumerate(zip(given.text, text, strict=False)) if one != other), 0)
    return given.then(text, (Damage(code, place, given.text, text, name),), weight)


def undo_methods(given: Undone) -> Iterator[Undone]:
    """The text as typed before a Vietnamese input method took its keys, in each way they can have been pressed.

    Telex, VNI and VIQR (RFC 1456); a key may have come later in the word than the letter it changed.

    >>> [(undone.text, undone.damages[0].name) for undone in undo_methods(Undone("LÓ7"))][::2]
    [('LOS7', 'Telex'), ('LO17', 'VNI')]
    """
    if not 0 < sum(not sign.isascii() for sign in given.text) <= MOST_CHANGED:
        return
    for name, marks in METHODS.items():
        letters = [_spellings(cluster, marks) for cluster in _clusters(given.text)]
        if all(letters):
            texts = sorted(_written(letters), key=lambda found: -found[1])
            for text, weight in texts[:MOST_SPELLINGS]:
                yield _changed(given, text, ErrorCode.INPUT_METHOD_SUSPECT, name, _METHOD + weight)


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A letter and the keys that changed it, which can have been pressed later in the word."""

    letter: str
    keys: str
    weight: float


def _clusters(text: str) -> list[str]:
    """The text in letters, each with its tone marks."""
    clusters: list[str] = []
    for character in tones_apart(text):
        if character in TONES and clusters:
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _spellings(cluster: str, marks: dict[str, list[str]]) -> list[_Spelling]:
    """How this letter can have been typed with one method; nothing where it cannot."""
    letter, tones = cluster[0], cluster[1:]
    if any(tone not in marks for tone in tones):
        return []
    keys = "".join(marks[tone][0] for tone in tones)
    meanings = [letter.lower()] if letter.isascii() else marks.get(letter.lower(), [])
    found = []
    for place, meant in enumerate(meanings):
        typed = meant + keys
        typed = typed.upper() if letter.isupper() else typed
        found.append(_Spelling(typed[0], typed[1:], place * _OTHER_KEY))
        if typed[1:].swapcase() != typed[1:]:
            found.append(_Spelling(typed[0], typed[1:].swapcase(), place * _OTHER_KEY + _OTHER_CASE))
    return found


def _written(letters: list[list[_Spelling]]) -> Iterator[tuple[str, float]]:
    """Every text that these letters can have been, with the keys of each at the places they can have."""
    for chosen in islice(product(*letters), MOST_SPELLINGS):
        marked = [at for at, spelling in enumerate(chosen) if spelling.keys]
        weight = sum(spelling.weight for spelling in chosen)
        places = [list(_places(chosen, at)) for at in marked]
        for moved in islice(product(*places), MOST_SPELLINGS):
            yield _joined(chosen, zip(marked, moved, strict=True)), weight + sum(cost for _, cost in moved)


def _places(chosen: tuple[_Spelling, ...], at: int) -> Iterator[tuple[int, float]]:
    """Behind which letter the keys of letter `at` can have come: its own, or a later one of the word."""
    end = at
    while end + 1 < len(chosen) and end - at < 4 and chosen[end + 1].letter.isalpha():
        end += 1
    yield at, 0.0
    for place in range(end, at, -1):
        yield place, _LAST if place == end else _LATER


def _joined(chosen: tuple[_Spelling, ...], moved: Iterable[tuple[int, tuple[int, float]]]) -> str:
    behind: dict[int, str] = defaultdict(str)
    for at, (place, _) in moved:
        behind[place] += chosen[at].keys
    return "".join(spelling.letter + behind[at] for at, spelling in enumerate(chosen))


def looks_like_wrong_layout(text: str) -> bool:
    """Whether a text holds letters beyond ASCII, which on a pack mean a wrong layout or a Vietnamese input method.

    No GS1 value holds one (GS1 General Specifications 7.11).

    >>> looks_like_wrong_layout("10LÔ7"), looks_like_wrong_layout("10LOT7")
    (True, False)
    """
    return any(ord(character) > 0x7F for character in text)
