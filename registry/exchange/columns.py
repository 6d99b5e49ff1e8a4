"""The columns of the register's own layouts: their words in both languages, and how a header is matched to them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any  # Any: a table of TOML, its form held by the tests of templates

from registry.text import fold

FAULTS_TITLE = "Lỗi / Faults"
"""The column that a corrected workbook has in addition; it is passed over when the workbook comes back."""
TEXT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that a cell may hold: its value, and how it is written in Vietnamese and in English."""

    value: str
    vi: str
    en: str

    def word(self, language: str) -> str:
        """The word in one language."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, titles, help and example, and what kind of cell it has."""

    name: str
    vi: str
    en: str
    kind: str
    is_needed: bool
    most: int
    help_vi: str
    help_en: str
    example: str
    choices: tuple[Choice, ...] = ()

    def title(self, language: str) -> str:
        """The title in one language."""
        return self.vi if language == "vi" else self.en

    def help(self, language: str) -> str:
        """What to fill in, in one language."""
        return self.help_vi if language == "vi" else self.help_en

    def example_in(self, language: str) -> str:
        """The example, a choice as the word of the language."""
        return next((one.word(language) for one in self.choices if one.value == self.example), self.example)


@dataclass(frozen=True, slots=True)
class Form:
    """All columns of a layout, with the titles of the layout itself."""

    name: str
    vi: str
    en: str
    about_vi: str
    about_en: str
    columns: tuple[Column, ...]

    def title(self, language: str) -> str:
        """The title in one language."""
        return self.vi if language == "vi" else self.en

    def about(self, language: str) -> str:
        """What one row is, in one language."""
        return self.about_vi if language == "vi" else self.about_en

    def column(self, name: str) -> Column:
        """Return the column of a name; raise `KeyError` for none."""
        return _by_name(self.name)[name]

    def match(self, header: Sequence[str]) -> dict[str, str]:
        """Return name of column -> title as this header writes it, in any case, with or without accents."""
        known = _spellings(self.name)
        found: dict[str, str] = {}
        for title in header:
            name = known.get(fold(title))
            if name is not None:
                found.setdefault(name, title)
        return found

    def lacks(self, matched: Mapping[str, str]) -> list[str]:
        """Return the names of needed columns that a header lacks."""
        return [one.name for one in self.columns if one.is_needed and one.name not in matched]


@cache
def form_of(layout: str) -> Form:
    """Return the form of one of the register's own layouts; raise `KeyError` for any other name."""
    told = _file()[layout]
    columns = tuple(_column(one) for one in told["columns"])
    return Form(layout, told["vi"], told["en"], told["about"]["vi"], told["about"]["en"], columns)


def _column(told: Mapping[str, str | bool | int | dict[str, str]]) -> Column:
    words, named = told["help"], told.get("choices")
    assert isinstance(words, dict)
    choices = tuple(Choice(*one) for one in _file()["choices"][named]) if named else ()
    most = told.get("most", TEXT_MOST)
    assert isinstance(most, int)
    return Column(
        name=str(told["name"]),
        vi=str(told["vi"]),
        en=str(told["en"]),
        kind=str(told.get("kind", "text")),
        is_needed=bool(told.get("needed")),
        most=most,
        help_vi=words["vi"],
        help_en=words["en"],
        example=str(told["example"]),
        choices=choices,
    )


@cache
def _by_name(layout: str) -> dict[str, Column]:
    return {one.name: one for one in form_of(layout).columns}


@cache
def _spellings(layout: str) -> dict[str, str]:
    return {fold(title): one.name for one in form_of(layout).columns for title in (one.name, one.vi, one.en)}


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("registry").joinpath("data/import_layouts.toml").read_text(encoding="utf-8"))
