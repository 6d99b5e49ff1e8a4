"""The words of the console: those of the public pages, and its own beside them."""

from __future__ import annotations

import tomllib
from functools import cache

from api.pages.formats import Formats
from api.pages.words import FOLDER, Phrase, Words, read_phrases


def read_own(language: str) -> dict[str, Phrase]:
    """Return the console's own sentences of a language by dotted key."""
    with (FOLDER / "console" / f"{language}.toml").open("rb") as stream:
        sections: dict[str, dict[str, Phrase]] = tomllib.load(stream)
    return {f"{section}.{name}": phrase for section, named in sections.items() for name, phrase in named.items()}


@cache
def console_words(language: str) -> Words:
    """Return every sentence a page of the console may say in `language`."""
    return Words(language, read_phrases(language) | read_own(language), Formats(language))
