"""The words and the status of every code, in Vietnamese and English, read once from `problem_texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import resources
from typing import Literal

from api.negotiate import Language
from gs1 import ErrorCode
from gs1.words import clause_of, words_of
from registry.clock import VIETNAM

Part = Literal["title", "detail", "hint"]
GS1_CODES = frozenset(code.value for code in ErrorCode)
UNKNOWN_STATUS = 422


@dataclass(frozen=True, slots=True)
class Entry:
    """The words and the status of one code; each text is {language: sentence with {fact} places}."""

    code: str
    status: int
    title: Mapping[str, str]
    detail: Mapping[str, str] = field(default_factory=dict)
    hint: Mapping[str, str] = field(default_factory=dict)

    def part(self, name: Part) -> Mapping[str, str]:
        """Return one of the three texts."""
        return {"title": self.title, "detail": self.detail, "hint": self.hint}[name]


class _Facts(dict[str, str]):
    """Facts as words; a fact that was not told leaves an ellipsis and never breaks the sentence."""

    def __missing__(self, name: str) -> str:
        return "…"


def read_table() -> dict[str, Entry]:
    """Return the table of problems, code by code."""
    text = resources.files("api").joinpath("problem_texts.toml").read_text(encoding="utf-8")
    return {code: Entry(code, **told) for code, told in tomllib.loads(text).items()}


TABLE = read_table()


def status_of(code: str) -> int:
    """Return the HTTP status of `code`."""
    return TABLE[code].status if code in TABLE else UNKNOWN_STATUS


def say(code: str, part: Part, facts: Mapping[str, object], lang: Language) -> str:
    """Return one sentence on `code` filled with `facts`, empty when there is none; GS1 codes bring their own words."""
    if code in GS1_CODES:
        return clause_of(code) if part == "hint" else words_of(code, lang)
    if code not in TABLE:
        return code if part == "title" else ""
    words = _Facts({name: _fact(name, value, lang) for name, value in facts.items()})
    return TABLE[code].part(part).get(lang, "").format_map(words)


def _fact(name: str, value: object, lang: Language) -> str:
    """Return a fact as a word; a reason that is a code of the table is told by its title."""
    if name == "reason" and isinstance(value, str) and value in TABLE:
        return TABLE[value].title.get(lang, value)
    return word(value, lang)


def word(value: object, lang: Language) -> str:
    """Return a fact as a word of a sentence: dates as people of the language write them."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value.astimezone(VIETNAM) if value.tzinfo else value
        return local.strftime("%d/%m/%Y %H:%M" if lang == "vi" else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y" if lang == "vi" else "%Y-%m-%d")
    if isinstance(value, bool):
        return {"vi": ("không", "có"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(word(inner, lang) for inner in value)
    return str(value)
