from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from api.pages import shell
from api.pages.words import LANGUAGES, Phrase, read_phrases, words_of

PAGES = Path(shell.ROOM / "templates" / "pages")
OUTSIDE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"{]*[A-Za-z][^"{]*)"')
LETTERS = re.compile(r"[^\W\d_]{2,}")


def places(phrase: Phrase) -> set[str]:
    forms = [phrase] if isinstance(phrase, str) else list(phrase.values())
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def test_both_languages_say_the_same_sentences_with_the_same_facts() -> None:
    told = {language: {key: places(phrase) for key, phrase in read_phrases(language).items()} for language in LANGUAGES}
    assert told["vi"] == told["en"]


def test_no_sentence_is_empty_or_left_in_the_other_language() -> None:
    vietnamese, english = read_phrases("vi"), read_phrases("en")
    same = {key for key, phrase in vietnamese.items() if phrase == english[key]}
    assert all(vietnamese.values())
    assert same <= {"site.api", "check.said", "find.example_name", "find.example_plain"}


@pytest.mark.parametrize("template", sorted(PAGES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_has_words_of_its_own(template: Path) -> None:
    text = template.read_text()
    assert not LETTERS.findall(OUTSIDE.sub(" ", text))
    assert not SPOKEN.findall(text)


def test_every_sentence_is_said_somewhere() -> None:
    sources = [*PAGES.glob("*.html"), *Path(shell.ROOM / "pages").glob("*.py")]
    told = "\n".join(path.read_text() for path in sources)
    built = re.findall(r'"([a-z]+\.[a-z_]*)"\s*~|f"([a-z]+\.[a-z_]*)\{|\("([a-z]+\.)"', told)
    stems = {stem for found in built for stem in found if stem}
    unsaid = [key for key in read_phrases("vi") if f'"{key}"' not in told and not key.startswith(tuple(stems))]
    assert unsaid == []


def test_a_count_of_one_has_its_own_form_where_the_language_has_one() -> None:
    assert words_of("en")("search.count", n=1) == "1 result"
    assert words_of("en")("search.count", n=1200) == "1,200 results"
    assert words_of("vi")("search.count", n=1) == "1 kết quả"


def test_a_sentence_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        words_of("vi")("search.nothing")
