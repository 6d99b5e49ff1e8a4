"""What changes, field by field: before and after in words, and the kind of change as a word beside its colour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.console.words import console_words
from api.pages.values import Chip, Tone
from api.pages.words import Told, Words
from registry.audit.model import FieldChange, Json
from registry.audit.rules import pair

EMPTY: tuple[Json, ...] = (None, "", [], {})
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
TONES = {"added": Tone.GREEN, "changed": Tone.AMBER, "removed": Tone.RED}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record, before and after."""

    name: str
    before: str
    after: str
    mark: Chip


def lines_of(difference: Mapping[str, Json], language: str) -> list[Line]:
    """Return the fields that an act changes."""
    words = console_words(language)
    pairs = [(name, *pair(told)) for name, told in difference.items()]
    return [_line(words, name, before, after) for name, before, after in pairs if tells(before, after)]


def tells(before: Json, after: Json) -> bool:
    """Say whether a change tells a reader anything: from nothing to nothing in another form does not."""
    return not (before in EMPTY and after in EMPTY)


def line_of(change: FieldChange, language: str) -> Line:
    """Return one change of one field of a record."""
    return _line(console_words(language), change.name, change.before, change.after)


def _line(words: Words, name: str, before: Json, after: Json) -> Line:
    kind = "added" if before in EMPTY else "removed" if after in EMPTY else "changed"
    return Line(field_word(words, name), written(words, before), written(words, after), Chip(TONES[kind], _mark(kind)))


def _mark(kind: str) -> Told:
    return Told(f"mark.{kind}")


def field_word(words: Words, name: str) -> str:
    """Return the word for a field; one that is newer than the words is told by its name."""
    key = f"field.{name.removeprefix('product.').replace('.', '_')}"
    return words(key) if words.has(key) else name


def written(words: Words, value: Json) -> str:
    """Return a value of a record as people read it."""
    if value in EMPTY:
        return "–"
    match value:
        case bool():
            return words("value.yes" if value else "value.no")
        case list():
            return "; ".join(written(words, one) for one in value)
        case dict():
            parts = [(name, one) for name, one in value.items() if name != "form" and one not in EMPTY]
            return ", ".join(_part(words, name, one) for name, one in parts if one is not False)
        case _:
            return _code(words, str(value))


def _part(words: Words, name: str, one: Json) -> str:
    return str(one) if name in {"text", "name"} else f"{field_word(words, name)}: {written(words, one)}"


def _code(words: Words, text: str) -> str:
    if DAY.fullmatch(text):
        return words.formats.day(date.fromisoformat(text))
    for key in (f"state.{text}", f"value.{text}"):
        if words.has(key):
            return words(key)
    return text
