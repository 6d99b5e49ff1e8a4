"""What surrounds every page: its language, its addresses in both languages, its JSON, and the making of its HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pages.words import LANGUAGES, words_of

ROOM = Path(__file__).parent.parent
STATIC = ROOM / "static"
EXAMPLES = ("find.example_name", "find.example_plain")
"""Searches offered beside the search box."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page: `path` is its address in Vietnamese, with its query."""

    language: str
    path: str
    stem: str = ""
    json: str | None = None
    section: str = ""
    printed: str = ""
    by_query: bool = False
    """Whether other languages stand behind `?lang=` and not under their own path: the pages of the interfaces."""

    def to(self, path: str, **query: str) -> str:
        """Return the address of `path` in the language of this page."""
        return address(self.language, path, query)

    def in_language(self, language: str) -> str:
        """Return the full address of this page in another language."""
        if self.by_query:
            return f"{self.stem}{self.path}?lang={language}"
        return self.stem + address(language, self.path, {})

    @property
    def other(self) -> str:
        """The language this page is not in."""
        return next(language for language in LANGUAGES if language != self.language)

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages the page is there in."""
        return LANGUAGES


def address(language: str, path: str, query: Mapping[str, str]) -> str:
    """Return the address of a page: Vietnamese at the root, other languages under their own name."""
    start = path if language == LANGUAGES[0] else f"/{language}{'' if path == '/' else path}"
    return start + (f"?{urlencode(query, quote_via=quote)}" if query else "")


@cache
def asset(name: str) -> str:
    """Return the address of a static file, with its digest so that a browser may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"


@cache
def environment() -> Environment:
    """Return the template engine: everything escaped, and a name that nobody gave is an error."""
    made = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    return made


def render(template: str, shell: Shell, **values: object) -> str:
    """Return the HTML of a page: `values` in the words of the shell's language."""
    words = words_of(shell.language)
    return (
        environment()
        .get_template(f"pages/{template}")
        .render(page=shell, w=words, f=words.formats, to=shell.to, examples=EXAMPLES, **values)
    )
