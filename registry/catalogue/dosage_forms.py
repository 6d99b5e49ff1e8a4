"""Dosage forms: the words of lists read into a family and a kind of release, so that like is compared with like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from registry.catalogue.code_lists import rows_of, spellings
from registry.text import fold, squeeze

RELEASES = (
    ("gastro-resistant", re.compile(r"\b(tan trong ruot|tan o ruot|khang dich da day|khang acid|phong thich muon)\b")),
    ("modified", re.compile(r"\b(keo dai|phong thich cham|giai phong cham|kiem soat|bien doi|tac dung cham)\b")),
)
CONVENTIONAL = "conventional"


@dataclass(frozen=True, slots=True)
class DosageForm:
    """A form as written, with the family and release that it belongs to, and the route it implies."""

    text: str
    family: str
    release: str
    route_key: str | None
    is_liquid: bool

    @property
    def key(self) -> str:
        """Family and release in one word for comparison: "tablet", "tablet+modified"."""
        return self.family if self.release == CONVENTIONAL else f"{self.family}+{self.release}"


@lru_cache(maxsize=4096)
def read_form(text: str) -> DosageForm | None:
    """Return the form that `text` describes, or None when no family is certain."""
    words = f" {fold(text)} "
    for phrases, family, route, liquid in _families():
        if any(phrase in words for phrase in phrases):
            release = next((name for name, sign in RELEASES if sign.search(words)), CONVENTIONAL)
            return DosageForm(squeeze(text), family, release, route or None, liquid)
    return None


@cache
def _families() -> tuple[tuple[tuple[str, ...], str, str, bool], ...]:
    return tuple(
        (tuple(f" {phrase} " for phrase in spellings(row["phrases"])), row["key"], row["route"], row["liquid"] == "1")
        for row in rows_of("dosage_forms")
    )
