"""Price units: the word after "per", read from the spellings of published lists. What is not known stays text."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from registry.prices.model import PrintedUnit, Unit, UnitKind
from registry.text import fold, has_accents, squeeze

LIST = Path(__file__).resolve().parent.parent / "data" / "price_units.toml"
UNSTATED = Unit("unstated", UnitKind.UNSTATED, "đơn vị không nêu rõ", "unit not stated")
CHOICE = re.compile(r"(?P<choices>[^()]*/[^()]*)(?:\((?P<chosen>[^()]*)\))?")
"""A form with its choices between strokes, and perhaps the one that was meant in brackets behind."""


@lru_cache(maxsize=4096)
def read_unit(text: str) -> PrintedUnit:
    """Return the unit that `text` prints: "VIÊN" is a tablet, "chai/lọ/ống" is unstated, "Uống" is no unit."""
    printed = squeeze(text)
    return PrintedUnit(printed, _named(printed) or _chosen(printed))


def unit_of(key: str) -> Unit:
    """Return the unit of a key that the register wrote; raise `KeyError` for any other."""
    return _by_key()[key]


def units() -> tuple[Unit, ...]:
    """Return every unit a price may be compared in, in the order of the list."""
    return tuple(unit for unit in _by_key().values() if unit.is_comparable)


def _chosen(printed: str) -> Unit | None:
    match = CHOICE.fullmatch(printed)
    if match is None:
        return None
    if match["chosen"] is not None:
        return _named(match["chosen"])
    return UNSTATED if all(_named(choice) for choice in match["choices"].split("/")) else None


def _named(word: str) -> Unit | None:
    """Return the unit of one word. Accents count where any is written: "cân" is no "can", "vị" no "vỉ"."""
    lowered = squeeze(word).lower()
    return _by_word().get(lowered) or (None if has_accents(lowered) else _by_plain_word().get(fold(lowered)))


@cache
def _by_key() -> dict[str, Unit]:
    read = [Unit(one["key"], UnitKind(one["kind"]), one["vi"], one["en"]) for one in _entries()]
    return {unit.key: unit for unit in (*read, UNSTATED)}


@cache
def _by_word() -> dict[str, Unit]:
    return {word: _by_key()[one["key"]] for one in _entries() for word in one["words"]}


@cache
def _by_plain_word() -> dict[str, Unit]:
    return {fold(word): unit for word, unit in _by_word().items()}


@cache
def _entries() -> tuple[dict[str, str], ...]:
    return tuple(tomllib.loads(LIST.read_text(encoding="utf-8"))["unit"])
