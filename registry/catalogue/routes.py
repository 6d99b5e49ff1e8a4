"""Routes of administration: the ministry's codes and the words of lists, read into our key for comparing prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from registry.catalogue.code_lists import rows_of, spellings
from registry.text import fold


@dataclass(frozen=True, slots=True)
class Route:
    """A route of administration: the ministry's code, our comparison key, and its names."""

    code: str
    key: str
    vi: str
    en: str


def read_route(code: str | None, text: str | None) -> Route | None:
    """Return the route that the ministry's `code` or the words of `text` name; None when neither is known."""
    return _by_code().get((code or "").strip()) or _by_words().get(fold(text or ""))


def route_of_code(code: str) -> Route | None:
    """Return the route with the ministry's `code`."""
    return _by_code().get(code)


@cache
def _by_code() -> dict[str, Route]:
    return {row["code"]: Route(row["code"], row["key"], row["vi"], row["en"]) for row in rows_of("routes")}


@cache
def _by_words() -> dict[str, Route]:
    return {
        fold(words): _by_code()[row["code"]]
        for row in rows_of("routes")
        for words in (row["vi"], row["en"], *spellings(row["other"]))
    }
