"""Active substances and their strengths as lists write them, read where that is certain, else kept as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from registry.catalogue.code_lists import rows_of, spellings
from registry.catalogue.strengths import QUANTITY, Quantity, Strength, quantity, read_strength
from registry.text import fold, squeeze

BETWEEN_SUBSTANCES = re.compile(r"[;+]|,(?!\d)")
BETWEEN_STRENGTHS = re.compile(r"[;+]|,(?!\d)|(?<=[a-zA-Z]),")
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*[)\]]")
UNCERTAIN = re.compile(r"\b(hoặc|và|and|or|chứa|mỗi|tương đương|tương ứng|hỗn hợp|cao|dịch chiết|các)\b", re.IGNORECASE)
FACTORED = re.compile(r"^\((?P<numbers>[\d.,\s+;]+)\)\s*(?P<unit>[a-zµμ%]+)(?P<per>\s*/.*)?$", re.IGNORECASE)
BRACKETED = re.compile(r"^\((?P<inside>[^()]*)\)\s*(?P<per>/.*)?$")
VOLUME_TAIL = re.compile(
    r"\s*(?:[;,x×/-]|\s)\s*(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>ml|lít|lit|l)\.?$", re.IGNORECASE
)
NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An active substance with its strength. `key` is the substance for comparison, None when the text is not certain.

    `strength` is None when it is not stated or not certain; `strength_text` then still holds what was written.
    """

    name: str
    key: str | None
    strength: Strength | None = None
    strength_text: str | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """The ingredients in the order of the source, and the volume of one unit where the strength text told it.

    `ratio_volume` is the denominator of "75mg/3ml": an injection's ampoule holds it, a syrup's spoon does.
    """

    ingredients: tuple[Ingredient, ...]
    volume: Quantity | None = None
    ratio_volume: Quantity | None = None


def composition_of(parts: Iterable[tuple[str, str | None]]) -> Composition:
    """Return the composition of substances that each stand in a cell of their own, with the strength beside."""
    return Composition(tuple(_ingredient(squeeze(name), strength) for name, strength in parts))


def read_composition(substances: str, strengths: str | None = None) -> Composition:
    """Pair the substances of one cell with the strengths of another; else each carries its own."""
    names = [part for part in (p.strip(" .,;") for p in _split(BETWEEN_SUBSTANCES, squeeze(substances))) if part]
    if strengths is None or not squeeze(strengths):
        return Composition(tuple(_with_own_strength(name) for name in names))
    text, volume = _without_volume(squeeze(strengths))
    parts: list[str | None] = [*_strength_parts(text)]
    if len(parts) != len(names):
        parts = [None] * len(names)
    return Composition(
        tuple(_ingredient(name, part) for name, part in zip(names, parts, strict=True)), volume, _ratio_volume(text)
    )


def _ingredient(name: str, written: str | None) -> Ingredient:
    return Ingredient(name[:NAME_MAX], substance_key(name), read_strength(written) if written else None, written)


def _split(marks: re.Pattern[str], text: str) -> list[str]:
    """Split `text` at `marks` that stand outside all brackets, however deep these are."""
    parts, start = [], 0
    for match in marks.finditer(text):
        before = text[: match.start()]
        if before.count("(") + before.count("[") == before.count(")") + before.count("]"):
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _with_own_strength(text: str) -> Ingredient:
    """Read "Amoxicilin (dưới dạng ...) 250mg": the last amount outside brackets, when it is the only one."""
    bare = squeeze(BRACKETS.sub(" ", text))
    percent = re.search(r"\((w/v|w/w)\)\s*$", text, re.IGNORECASE)
    amounts = list(QUANTITY.finditer(bare))
    if not amounts:
        return Ingredient(text[:NAME_MAX], substance_key(text))
    start = amounts[0].start()
    written = bare[start:].strip() + (f" {percent[0].strip()}" if percent else "")
    name = squeeze(text.replace(bare[start:].strip(), " ").replace(percent[0] if percent else "\0", " "))
    strength = read_strength(written)
    return Ingredient(name[:NAME_MAX], substance_key(bare[:start]) if strength else None, strength, written)


def _without_volume(text: str) -> tuple[str, Quantity | None]:
    """Take the volume of one unit from the end: "0,9%; 500ml", "10mg/ml x 5ml"; a ratio ("75mg/3ml") stays whole."""
    match = VOLUME_TAIL.search(text)
    if match is None or not text[: match.start()].strip() or _ends_in_ratio(text, match):
        return text, None
    return text[: match.start()].strip(" ;,x×-"), quantity(match["number"], match["unit"])


def _ratio_volume(text: str) -> Quantity | None:
    match = VOLUME_TAIL.search(text)
    return quantity(match["number"], match["unit"]) if match and _ends_in_ratio(text, match) else None


def _ends_in_ratio(text: str, tail: re.Match[str]) -> bool:
    return tail[0].lstrip().startswith("/") and "%" not in text[: tail.start()]


def _strength_parts(text: str) -> list[str]:
    bare = squeeze(BRACKETS.sub(" ", text)) if not text.startswith("(") else text
    if match := FACTORED.match(bare):
        numbers = [number.strip() for number in re.split(r"[+;]", match["numbers"])]
        return [f"{number}{match['unit']}{match['per'] or ''}" for number in numbers]
    if match := BRACKETED.match(bare):
        return [
            f"{part.strip()}{match['per'] or ''}" for part in _split(BETWEEN_STRENGTHS, match["inside"]) if part.strip()
        ]
    return [part.strip(" .") for part in _split(BETWEEN_STRENGTHS, bare) if part.strip(" .")]


@lru_cache(maxsize=16_384)
def substance_key(text: str) -> str | None:
    """Return the comparison key of a substance, or None when the words name a class, a mixture, or one of several."""
    bare = squeeze(BRACKETS.sub(" ", text)).strip(" *.,:")
    if not bare or UNCERTAIN.search(squeeze(text).partition("dưới dạng")[0]):
        return None
    words = fold(bare)
    known, kinds = _known()
    key = known.get(words) or known.get(_usual_ending(words)) or _usual_ending(words)
    if kinds.get(key) == "class" or any(words.startswith(name) for name in _classes()):
        return None
    return key or None


SALT = {
    "hydrochlorid": "hydroclorid",
    "clohydrat": "hydroclorid",
    "hcl": "hydroclorid",
    "chlorid": "clorid",
    "sulphat": "sulfat",
    "sulfate": "sulfat",
}


def _usual_ending(words: str) -> str:
    """Write a folded name the Vietnamese way: without the English final e and with the usual names of salts."""
    shortened = (word[:-1] if len(word) > 4 and word.endswith("e") else word for word in words.split())
    return " ".join(SALT.get(word, word) for word in shortened)


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    rows = rows_of("substances")
    known = {words: row["key"] for row in rows for words in (row["key"], *spellings(row["words"]))}
    return known, {row["key"]: row["kind"] for row in rows}


@cache
def _classes() -> tuple[str, ...]:
    return tuple(words for row in rows_of("substances") if row["kind"] == "class" for words in spellings(row["words"]))
