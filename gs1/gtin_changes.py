"""Whether a changed trade item keeps its GTIN: two versions compared by the rules of `data/gtin_rules.tsv`.

The ten rules of the GS1 GTIN Management Standard for all goods, the GS1 Healthcare GTIN Allocation Rules for medicines
and devices. A GTIN that was given is never given again to another item: the register keeps that rule, not this module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Literal

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error, Language
from gs1.tables import table_lines

RuleSet = Literal["general", "healthcare"]
Fact = str | int | float | bool | frozenset[str] | frozenset[tuple[str, int]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVersion:
    """What is declared of a trade item at one packaging level; None where nothing is known.

    `old` of `advise` is the version that the GTIN was given for, so that small changes add up. `product` is the
    register's own name of the product; `assortment` holds the content of a kit or an assortment with counts;
    `higher_levels` says how many packaging levels hold this one. The attributes are those that the GS1 GTIN Management
    Standard and the GS1 Healthcare GTIN Allocation Rules look at.

    >>> ItemVersion(strength="500 mg", higher_levels=2).strength
    '500 mg'
    """

    product: str | None = None
    brand: str | None = None
    labeller: str | None = None
    formulation: str | None = None
    functionality: str | None = None
    strength: str | None = None
    dosage_form: str | None = None
    route: str | None = None
    net_content: str | None = None
    pack_quantity: int | None = None
    packaging: str | None = None
    assortment: frozenset[tuple[str, int]] | None = None
    height_mm: float | None = None
    width_mm: float | None = None
    depth_mm: float | None = None
    gross_weight_g: float | None = None
    is_sterile: bool | None = None
    is_single_use: bool | None = None
    contains_latex: bool | None = None
    certification_marks: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    markets: frozenset[str] | None = None
    promotion: str | None = None
    price_on_pack: str | None = None
    higher_levels: int = 0


class Decision(StrEnum):
    """What becomes of the GTIN (GS1 GTIN Management Standard: at which packaging levels a rule assigns a new one).

    >>> Decision.KEEP.value
    'keep'
    """

    KEEP = "keep"
    NEW_GTIN = "new-gtin"
    NEW_GTIN_HERE_AND_ABOVE = "new-gtin-here-and-above"
    NEW_GTIN_ABOVE = "new-gtin-above"


_WORDS = {
    Decision.KEEP: ("Keep the GTIN.", "Giữ nguyên GTIN."),
    Decision.NEW_GTIN: ("Give this item a new GTIN.", "Cấp GTIN mới cho mặt hàng này."),
    Decision.NEW_GTIN_HERE_AND_ABOVE: (
        "Give this item and every packaging level above it a new GTIN.",
        "Cấp GTIN mới cho mặt hàng này và mọi cấp bao gói bên trên.",
    ),
    Decision.NEW_GTIN_ABOVE: (
        "The item keeps its GTIN; give every packaging level above it a new one.",
        "Mặt hàng giữ nguyên GTIN; cấp GTIN mới cho mọi cấp bao gói bên trên.",
    ),
}
_NATIONAL = (
    "Ask the authority to change the authorisation too.",
    "Đồng thời phải đề nghị cơ quan quản lý thay đổi giấy đăng ký hoặc số lưu hành.",
)


@dataclass(frozen=True, slots=True)
class GtinRule:
    """One rule: its code, its title in English and Vietnamese, the standard it stands in.

    >>> rules_of("general")[2].standard
    'GS1 GTIN Management Standard, rule 3: Declared net content'
    """

    code: str
    en: str
    vi: str
    standard: str
    starts_at_this_level: bool
    is_national: bool

    def title(self, lang: Language = "vi") -> str:
        """The title in Vietnamese or English."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Reason:
    """One change that a rule (of a GS1 standard) looks at: the attribute, what was declared before, and now.

    >>> advise(ItemVersion(brand="A"), ItemVersion(brand="B")).reasons[0].attribute
    'brand'
    """

    rule: GtinRule
    attribute: str
    old: Fact
    new: Fact


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, with every GS1 rule that asks for it; `told_once` names attributes that only one version declares.

    >>> advise(ItemVersion(), ItemVersion(brand="B")).told_once
    ('brand',)
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    told_once: tuple[str, ...]

    @property
    def rules(self) -> tuple[GtinRule, ...]:
        """The rules that apply, each once."""
        return tuple(dict.fromkeys(reason.rule for reason in self.reasons))

    @property
    def needs_authority(self) -> bool:
        """Whether the marketing authorisation or circulation number is touched too."""
        return any(rule.is_national for rule in self.rules)

    def message(self, lang: Language = "vi") -> str:
        """The advice and the titles of its rules in Vietnamese or English."""
        words = [_WORDS[self.decision][lang == "vi"]]
        words += [_NATIONAL[lang == "vi"]] if self.needs_authority else []
        titles = "; ".join(rule.title(lang) for rule in self.rules)
        return " ".join(words) + (f" ({titles})" if titles else "")


def advise(old: ItemVersion, new: ItemVersion, rules: RuleSet = "healthcare") -> Advice:
    """Say whether the changed item keeps its GTIN, naming every rule that speaks against it.

    General: the ten rules of the GS1 GTIN Management Standard. Healthcare: the GS1 Healthcare GTIN Allocation Rules,
    with the dimension, promotion and price rules of the former. An attribute that one version leaves unknown breaks no
    rule and is told in `told_once`. Raises `Gs1Error` for an unknown rule set.

    >>> told = advise(ItemVersion(strength="500 mg"), ItemVersion(strength="650 mg"))
    >>> told.decision.value, [rule.code for rule in told.rules], told.needs_authority
    ('new-gtin', ['STRENGTH'], True)
    >>> advise(ItemVersion(brand="A", gross_weight_g=100), ItemVersion(brand="A", gross_weight_g=115)).message("en")
    'Keep the GTIN.'
    """
    looked_at = _rules().get(rules)
    if looked_at is None:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, rules)
    reasons, told_once = [], []
    for attribute, test, rule in looked_at:
        before, after = _fact(old, attribute), _fact(new, attribute)
        if (before is None) != (after is None):
            told_once.append(attribute)
        elif before is not None and _TESTS[test](before, after):
            reasons.append(Reason(rule, attribute, before, after))
    decision = _decide([reason.rule for reason in reasons], has_higher=new.higher_levels > 0)
    return Advice(decision, tuple(reasons), tuple(told_once))


def rules_of(rules: RuleSet = "healthcare") -> tuple[GtinRule, ...]:
    """Every rule of a set of GS1 rules, each once; raises `Gs1Error` for an unknown set.

    >>> len(rules_of("general"))
    10
    """
    found = _rules().get(rules)
    if found is None:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, rules)
    return tuple(dict.fromkeys(rule for _, _, rule in found))


def _decide(rules: list[GtinRule], *, has_higher: bool) -> Decision:
    if any(rule.starts_at_this_level for rule in rules):
        return Decision.NEW_GTIN_HERE_AND_ABOVE if has_higher else Decision.NEW_GTIN
    return Decision.NEW_GTIN_ABOVE if rules and has_higher else Decision.KEEP


def _fact(item: ItemVersion, attribute: str) -> Fact:
    fact: Fact = getattr(item, attribute)
    return fact


def _differs(old: Fact, new: Fact) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return " ".join(old.casefold().split()) != " ".join(new.casefold().split())
    return old != new


def _over_20_percent(old: Fact, new: Fact) -> bool:
    """Whether a measure grew or shrank by more than a fifth (GTIN Management Standard, rule 4)."""
    if not isinstance(old, int | float) or not isinstance(new, int | float):
        return False
    return abs(new - old) * 5 > abs(old) + 1e-9


_TESTS: dict[str, Callable[[Fact, Fact], bool]] = {"any": _differs, "over-20-percent": _over_20_percent}


@cache
def _rules() -> dict[str, list[tuple[str, str, GtinRule]]]:
    attributes = {field.name for field in fields(ItemVersion)}
    sets: dict[str, list[tuple[str, str, GtinRule]]] = {}
    for line in table_lines("gtin_rules.tsv"):
        name, code, attribute, test, levels, national, english, vietnamese, standard = line.split("\t")
        if attribute not in attributes or test not in _TESTS:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, line)
        rule = GtinRule(code, english, vietnamese, standard, levels == "this-and-above", national == "yes")
        sets.setdefault(name, []).append((attribute, test, rule))
    return sets
