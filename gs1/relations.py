"""The rules between application identifiers of one item: exclusion, requirement, repetition, signed keys.

The verdict on a message depends (but for repeated values) only on which AIs it has, so it is cached per tuple of AIs.
"""

from __future__ import annotations

from collections.abc import Sequence

from gs1.codes import ErrorCode
from gs1.dictionary import SyntaxDictionary
from gs1.errors import Problem

Pairs = Sequence[tuple[str, str]]
_CACHE_LIMIT = 4096
_DIGITAL_SIGNATURE = "8030"
_SERIAL_FROM = {"253": 13, "255": 13, "8003": 14}
"""Keys whose value holds its serial number after that many digits."""


def matches(pattern: str, ai: str) -> bool:
    """Whether `ai` is what `pattern` names; `n` at the end of a pattern stands for any digit."""
    stem = pattern.rstrip("n")
    return len(pattern) == len(ai) and ai.startswith(stem)


def find_match(pattern: str, ais: Sequence[str], ignore: str = "") -> str | None:
    """The first AI of `ais`, other than `ignore`, that `pattern` names."""
    return next((ai for ai in ais if ai != ignore and matches(pattern, ai)), None)


def excluded_pair(ais: Sequence[str], dictionary: SyntaxDictionary) -> tuple[str, str] | None:
    """The first two AIs that must not stand together (GS1 General Specifications 4.14.1)."""
    for ai in ais:
        entry = dictionary.get(ai)
        for pattern in entry.excludes if entry else ():
            other = find_match(pattern, ais, ai)
            if other is not None:
                return ai, other
    return None


def unsatisfied(ais: Sequence[str], dictionary: SyntaxDictionary) -> str | None:
    """The first AI that lacks another one it needs (GS1 General Specifications 4.14.2)."""
    for ai in ais:
        entry = dictionary.get(ai)
        for rule in entry.requires if entry else ():
            if not any(all(find_match(part, ais, ai) for part in group) for group in rule):
                return ai
    return None


def differing_repeat(pairs: Pairs) -> tuple[str, str] | None:
    """The first element whose AI was there before with another value (GS1 General Specifications 4.14)."""
    seen: dict[str, str] = {}
    for ai, value in pairs:
        if seen.setdefault(ai, value) != value:
            return ai, value
    return None


def unserialised_key(pairs: Pairs) -> tuple[str, str] | None:
    """The key without serial number beside a digital signature, AI (8030)."""
    if not any(ai == _DIGITAL_SIGNATURE for ai, _ in pairs):
        return None
    return next((pair for pair in pairs if len(pair[1]) <= _SERIAL_FROM.get(pair[0], -1)), None)


def relation_problems(pairs: Pairs, dictionary: SyntaxDictionary, *, requisites: bool = True) -> list[Problem]:
    """Every broken rule between the AIs of one item, the most telling first."""
    ais = [ai for ai, _ in pairs]
    value_of = dict(pairs)
    found: list[Problem] = []

    def add(code: ErrorCode, ai: str | None) -> None:
        if ai is not None:
            found.append(Problem(code, value_of[ai], 0, len(value_of[ai]), ai))

    excluded = excluded_pair(ais, dictionary)
    add(ErrorCode.INVALID_AI_PAIRS, excluded[0] if excluded else None)
    if requisites:
        add(ErrorCode.REQUIRED_AIS_NOT_SATISFIED, unsatisfied(ais, dictionary))
    repeat = differing_repeat(pairs)
    add(ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, repeat[0] if repeat else None)
    key = unserialised_key(pairs)
    add(ErrorCode.SERIAL_NOT_PRESENT, key[0] if key else None)
    return found


def is_clean(ais: tuple[str, ...], dictionary: SyntaxDictionary) -> bool:
    """Whether a message with just these AIs can break no rule, whatever its values; the cache is bounded."""
    cache = dictionary.clean_shapes
    verdict = cache.get(ais)
    if verdict is None:
        if len(cache) >= _CACHE_LIMIT:
            cache.clear()
        verdict = cache[ais] = (
            len(set(ais)) == len(ais)
            and _DIGITAL_SIGNATURE not in ais
            and excluded_pair(ais, dictionary) is None
            and unsatisfied(ais, dictionary) is None
        )
    return verdict
