"""Two versions of a trade item as a form tells them, and what is due: nothing, a new GTIN, a new authorisation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gs1.gtin_changes import Advice, Decision, ItemVersion, RuleSet, advise
from registry.errors import BadInput, Fault

TEXTS = (
    *("product", "brand", "labeller", "formulation", "functionality", "strength", "dosage_form", "route"),
    *("net_content", "packaging", "promotion", "price_on_pack"),
)
MEASURES = ("height_mm", "width_mm", "depth_mm", "gross_weight_g")
COUNTS = ("pack_quantity", "higher_levels")
QUESTIONS = ("is_sterile", "is_single_use", "contains_latex")
SETS = ("certification_marks", "languages", "markets")
ATTRIBUTES = (
    *("product", "brand", "labeller", "formulation", "strength", "dosage_form", "route", "functionality"),
    *("net_content", "pack_quantity", "packaging", "assortment", *MEASURES, *QUESTIONS, *SETS),
    *("promotion", "price_on_pack", "higher_levels"),
)
"""Every attribute of a version, in the order in which a form asks for them."""
TEXT_MOST = 4_000
MEASURE_MOST = 1_000_000.0
COUNT_MOST = 1_000_000
ANSWERS = {"yes": True, "no": False}


class Answer(StrEnum):
    """The short answer: what has to be asked for before the changed item is sold."""

    KEEP = "keep"
    NEW_GTIN = "new-gtin"
    NEW_AUTHORISATION = "new-authorisation"


@dataclass(frozen=True, slots=True)
class Judged:
    """An advice with its short answer."""

    answer: Answer
    advice: Advice


def judge(old: ItemVersion, new: ItemVersion, rules: RuleSet = "healthcare") -> Judged:
    """Compare two versions; a change that touches the licence asks for a new authorisation and a new GTIN."""
    advice = advise(old, new, rules)
    if advice.needs_authority:
        return Judged(Answer.NEW_AUTHORISATION, advice)
    return Judged(Answer.KEEP if advice.decision is Decision.KEEP else Answer.NEW_GTIN, advice)


def version_of(told: Mapping[str, object]) -> ItemVersion:
    """Return the version that the checked fields of a JSON form tell; what is left out is unknown."""
    kept = {name: value for name, value in told.items() if value is not None}
    for name in SETS:
        if name in kept:
            words = kept[name]
            assert isinstance(words, list)
            kept[name] = frozenset(words)
    if "assortment" in kept:
        parts = kept["assortment"]
        assert isinstance(parts, list)
        kept["assortment"] = frozenset((one["item"], one["count"]) for one in parts)
    return ItemVersion(**kept)  # type: ignore[arg-type]  # the schema has checked each field's type


def version_written(values: Mapping[str, str], side: str) -> ItemVersion:
    """Return the version that the fields `<side>_<attribute>` of a page tell; raise `BadInput` with every fault."""
    told: dict[str, object] = {}
    faults: list[Fault] = []
    for name in ATTRIBUTES:
        text = values.get(f"{side}_{name}", "").strip()
        if not text:
            continue
        try:
            told[name] = _read(name, text)
        except ValueError as error:
            faults.append(Fault(str(error), f"/{side}_{name}", text[:80], facts={"most": TEXT_MOST}))
    if faults:
        raise BadInput.of(faults)
    return ItemVersion(**told)  # type: ignore[arg-type]  # _read gives each attribute its type


def _read(name: str, text: str) -> object:
    """Return the value of one attribute; raise `ValueError` with the code of what is wrong."""
    if len(text) > TEXT_MOST:
        raise ValueError("field-length")
    if name in COUNTS:
        if not (text.isdecimal() and int(text) <= COUNT_MOST):
            raise ValueError("field-range")
        return int(text)
    if name in MEASURES:
        return _measure(text)
    if name in QUESTIONS:
        if text not in ANSWERS:
            raise ValueError("field-choice")
        return ANSWERS[text]
    if name in SETS:
        return frozenset(one.strip() for one in text.split(";") if one.strip())
    return _assortment(text) if name == "assortment" else text


def _measure(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        raise ValueError("field-range") from None
    if not (math.isfinite(found) and 0 <= found <= MEASURE_MOST):
        raise ValueError("field-range")
    return found


def _assortment(text: str) -> frozenset[tuple[str, int]]:
    """ "Kim 5 ml: 1; Bông cồn: 2" as content with counts; a part without a count stands once."""
    found = []
    for part in text.split(";"):
        item, _, count = (one.strip() for one in part.rpartition(":")) if ":" in part else (part.strip(), "", "1")
        if item and not count.isdecimal():
            raise ValueError("field-range")
        if item:
            found.append((item, int(count)))
    return frozenset(found)
