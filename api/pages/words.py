"""The words of the pages: one file for each language, the same keys in each; a page names keys and never bare words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from api.pages.formats import Formats

FOLDER = Path(__file__).parent.parent / "translations"
LANGUAGES = ("vi", "en")
"""Vietnamese comes first; another language is one more file of words."""

Phrase = str | Mapping[str, str]
"""A sentence, or the forms of a sentence by count (`one`, `other`)."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence to be said in the reader's language: its key, and the facts that fill it."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, key: str, **facts: object) -> Told:
        """Return the sentence `key` filled with `facts`."""
        return cls(key, facts)


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences of one language."""

    language: str
    phrases: Mapping[str, Phrase]
    formats: Formats

    def __call__(self, key: str, **facts: object) -> str:
        """Return the sentence `key` with its facts written as the language writes them; a missing key is `KeyError`."""
        phrase = self.phrases[key]
        if not isinstance(phrase, str):
            phrase = phrase["one"] if facts.get("n") == 1 and "one" in phrase else phrase["other"]
        return phrase.format_map({name: self.formats.tell(fact) for name, fact in facts.items()})

    def say(self, told: Told) -> str:
        """Return a sentence that a view value carries."""
        return self(told.key, **told.facts)

    def has(self, key: str) -> bool:
        """Say whether there is a sentence for `key`; codes of the domain may be newer than the words."""
        return key in self.phrases


def read_phrases(language: str) -> dict[str, Phrase]:
    """Return the sentences of a language by dotted key, as they stand in its file."""
    with (FOLDER / f"{language}.toml").open("rb") as stream:
        sections: dict[str, dict[str, Phrase]] = tomllib.load(stream)
    return {f"{section}.{name}": phrase for section, named in sections.items() for name, phrase in named.items()}


@cache
def words_of(language: str) -> Words:
    """Return the words of `language`, read once."""
    return Words(language, read_phrases(language), Formats(language))
