"""Countries as lists spell them, read into ISO 3166-1 alpha-2 codes; a cell may name several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from registry.catalogue.code_lists import rows_of, spellings
from registry.errors import BadInput, Fault
from registry.text import fold, nfc, squeeze


@dataclass(frozen=True, slots=True)
class Origin:
    """The countries that a cell names, in its order: the first made the goods. `text` is the cell as written.

    `mark` is kept when a mark of origin of medicinal materials stood there (N, B); B names no country.
    """

    codes: tuple[str, ...]
    text: str
    mark: str | None = None

    @property
    def first(self) -> str | None:
        """The country of manufacture, when one is named."""
        return self.codes[0] if self.codes else None


def read_origin(text: str) -> Origin:
    """Return the countries in `text`; raise `BadInput` "country-unknown" when none can be read in it."""
    return _read(squeeze(text))


@lru_cache(maxsize=4096)
def _read(whole: str) -> Origin:
    words = fold(whole)
    if code := _by_folded_name().get(words):
        return Origin((code,), whole)
    if words in _marks():
        code = _marks()[words]
        return Origin((code,) if code else (), whole, words)
    codes = tuple(dict.fromkeys(_by_name()[found.lower()] for found in _name_inside().findall(whole)))
    if not codes:
        raise BadInput.of([Fault("country-unknown", value=whole[:80])])
    return Origin(codes, whole)


def country_name(code: str, language: str = "vi") -> str:
    """Return the name of the country `code` in "vi" or "en"; raise `KeyError` for an unknown code."""
    return _names()[code]["vi" if language == "vi" else "en"]


def is_usual_name(code: str, text: str) -> bool:
    """Say whether `text` names the country `code` as the list writes it, in Vietnamese or in English."""
    return nfc(squeeze(text)) in (_names()[code]["vi"], _names()[code]["en"])


def is_country(code: str) -> bool:
    """Say whether `code` is a country of the list."""
    return code in _names()


@cache
def _names() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows_of("countries")}


@cache
def _by_name() -> dict[str, str]:
    """Names as written (lower case, with accents), for finding countries inside longer texts."""
    return {
        nfc(name).lower(): row["code"]
        for row in rows_of("countries")
        for name in (row["vi"], row["en"], *spellings(row["other"]))
    }


@cache
def _by_folded_name() -> dict[str, str]:
    return {fold(name): code for name, code in _by_name().items()}


@cache
def _marks() -> dict[str, str]:
    return {row["mark"]: row["code"] for row in rows_of("origin_marks")}


@cache
def _name_inside() -> re.Pattern[str]:
    """A capitalised name that is not the beginning of a longer word; "ĐứcNước" begins a new word at its capital."""
    written = {name for row in rows_of("countries") for name in (row["vi"], row["en"], *spellings(row["other"]))}
    capital = {change(nfc(name)) for name in written for change in (str, str.upper, str.capitalize)}
    longest_first = sorted(capital, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?![a-zà-ỹđ])")
