"""Every page with a value that fills it, in both languages: no service, no server, no script."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from api.negotiate import Language
from api.pages.drawings import Charts
from api.pages.shell import STATIC, Shell, render
from api.pages.values import SearchPage
from api.pages.words import LANGUAGES, words_of
from tests.api.pages.samples import PAGES

BUDGET = 60_000
CSS_BUDGET = 16_000
SCRIPT_BUDGET = 4_000
VOID = {"meta", "link", "input", "br", "hr", "img"}
every_page = pytest.mark.parametrize("name", PAGES)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


class Outline(HTMLParser):
    """Tags in order, what is open, and text by tag: enough to check the form of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "title" or "svg" not in self.open:
            self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def html_of(name: str, language: str) -> str:
    template, values = PAGES[name]
    at: Language = "en" if language == "en" else "vi"
    frame = Shell(language, "/x?q=a&b=c", "http://register.test", "/v1/x", "search", "02/03/2026")
    return render(template, frame, charts=Charts(at, words_of(language)), **values)


@every_page
@both_languages
def test_a_page_is_well_formed_and_says_its_language(name: str, language: str) -> None:
    page = Outline(html_of(name, language))
    assert page.faults == []
    assert page.open == []
    assert page.all("html") == [{"lang": language}]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1


@every_page
@both_languages
def test_every_field_has_its_label_and_every_id_is_single(name: str, language: str) -> None:
    page = Outline(html_of(name, language))
    ids = Counter(attrs["id"] for _, attrs in page.tags if "id" in attrs)
    labelled = {attrs.get("for") for attrs in page.all("label")}
    fields = [attrs for attrs in page.all("input") if attrs.get("type") != "hidden"]
    assert [one for one, n in ids.items() if n > 1] == []
    assert [attrs for attrs in fields if attrs.get("id") not in labelled] == []
    described = [str(attrs["aria-describedby"]) for _, attrs in page.tags if "aria-describedby" in attrs]
    assert [one for one in described if one not in ids] == []


@every_page
@both_languages
def test_every_table_has_a_caption_and_scoped_heads(name: str, language: str) -> None:
    page = Outline(html_of(name, language))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(attrs.get("scope") in {"col", "row"} for attrs in page.all("th"))


@every_page
@both_languages
def test_a_page_tells_its_json_its_other_language_and_keeps_its_weight(name: str, language: str) -> None:
    html = html_of(name, language)
    links = Outline(html).all("link")
    assert {"rel": "alternate", "type": "application/json", "href": "/v1/x"} in links
    assert {one["hreflang"]: one["href"] for one in links if "hreflang" in one} == {
        "vi": "http://register.test/x?q=a&b=c",
        "en": "http://register.test/en/x?q=a&b=c",
        "x-default": "http://register.test/x?q=a&b=c",
    }
    assert len(html.encode()) <= BUDGET


@every_page
@both_languages
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(name: str, language: str) -> None:
    page = Outline(html_of(name, language))
    loaded = [str(one.get("href")) for one in page.all("link") if one.get("rel") in {"stylesheet", "icon"}]
    scripts = page.all("script")
    assert all(address.startswith("/static/") for address in [*loaded, *(str(one["src"]) for one in scripts)])
    assert not [attrs for _, attrs in page.tags if "style" in attrs or any(key.startswith("on") for key in attrs)]


@every_page
def test_links_within_an_english_page_stay_english(name: str) -> None:
    links = [str(attrs["href"]) for attrs in Outline(html_of(name, "en")).all("a") if attrs.get("hreflang") is None]
    allowed = re.compile(r"/en(/|$|\?)|#|/docs|/v1/|/01/")
    assert [address for address in links if not allowed.match(address)] == []


def test_what_people_typed_is_text_and_never_markup() -> None:
    html = render("search.html", Shell("vi", "/tim"), view=SearchPage("<script>alert(1)</script>"))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_stylesheet_and_the_script_are_small() -> None:
    assert len((STATIC / "medreg.css").read_bytes()) <= CSS_BUDGET
    assert len((STATIC / "medreg.js").read_bytes()) <= SCRIPT_BUDGET
