"""The rules between application identifiers of one item: exclusion, requirement, repetition, signed keys.

GS1 General Specifications, section "Data relationships", as the GS1 Barcode Syntax Dictionary writes it: `ex=`, `req=`.
The verdict on a message depends (but for repeated values) only on which AIs it has, so it is cached per tuple of AIs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gs1.codes import ErrorCode
from gs1.dictionary import SyntaxDictionary
from gs1.errors import Problem

Pairs = Sequence[tuple[str, str]]
_CACHE_LIMIT = 4096
_DIGITAL_SIGNATURE = "8030"
_SERIAL_FROM = {"253": 13, "255": 13, "8003": 14}
"""Keys whose value holds its serial number after that many digits."""
RELATION_FAULTS = frozenset((
    ErrorCode.INVALID_AI_PAIRS, ErrorCode.REQUIRED_AIS_NOT_SATISFIED,
    ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, ErrorCode.SERIAL_NOT_PRESENT,
))  # fmt: skip
"""What can be wrong between elements though each is right."""


def matches(pattern: str, ai: str) -> bool:
    """Whether `ai` is what `pattern` names; `n` at the end of a pattern stands for any digit.

    GS1 General Specifications, "Data relationships".

    >>> matches("310n", "3103"), matches("310n", "3113")
    (True, False)
    """
    stem = pattern.rstrip("n")
    return len(pattern) == len(ai) and ai.startswith(stem)


def find_match(pattern: str, ais: Sequence[str], ignore: str = "") -> str | None:
    """The first AI of `ais`, other than `ignore`, that `pattern` names.

    GS1 General Specifications, "Data relationships".

    >>> find_match("310n", ["01", "3102"])
    '3102'
    """
    return next((ai for ai in ais if ai != ignore and matches(pattern, ai)), None)


def excluded_pairs(ais: Sequence[str], dictionary: SyntaxDictionary) -> Iterator[tuple[str, str]]:
    """Every two AIs that must not stand together, each two once.

    GS1 General Specifications, "Data relationships", invalid pairs of element strings; `ex=` of the dictionary.

    >>> from gs1.dictionary import STANDARD
    >>> list(excluded_pairs(["01", "02", "37"], STANDARD))
    [('01', '37'), ('02', '01')]
    """
    told: set[frozenset[str]] = set()
    for ai in dict.fromkeys(ais):
        entry = dictionary.get(ai)
        for pattern in entry.excludes if entry else ():
            other = find_match(pattern, ais, ai)
            if other is not None and frozenset((ai, other)) not in told:
                told.add(frozenset((ai, other)))
                yield ai, other


def excluded_pair(ais: Sequence[str], dictionary: SyntaxDictionary) -> tuple[str, str] | None:
    """The first two AIs that must not stand together.

    GS1 General Specifications, "Data relationships".

    >>> from gs1.dictionary import STANDARD
    >>> excluded_pair(["01", "10"], STANDARD), excluded_pair(["01", "37"], STANDARD)
    (None, ('01', '37'))
    """
    return next(excluded_pairs(ais, dictionary), None)


def all_unsatisfied(ais: Sequence[str], dictionary: SyntaxDictionary) -> Iterator[str]:
    """Every AI that lacks another one it needs.

    GS1 General Specifications, "Data relationships", mandatory associations; `req=` of the dictionary.

    >>> from gs1.dictionary import STANDARD
    >>> list(all_unsatisfied(["10", "21"], STANDARD))
    ['10', '21']
    """
    for ai in dict.fromkeys(ais):
        entry = dictionary.get(ai)
        rules = entry.requires if entry else ()
        if not all(any(all(find_match(part, ais, ai) for part in group) for group in rule) for rule in rules):
            yield ai


def unsatisfied(ais: Sequence[str], dictionary: SyntaxDictionary) -> str | None:
    """The first AI that lacks another one it needs.

    GS1 General Specifications, "Data relationships".

    >>> from gs1.dictionary import STANDARD
    >>> unsatisfied(["10"], STANDARD), unsatisfied(["01", "10"], STANDARD)
    ('10', None)
    """
    return next(all_unsatisfied(ais, dictionary), None)


def differing_repeats(pairs: Pairs) -> Iterator[int]:
    """The place of every element whose AI was there before with another value.

    GS1 General Specifications, "Data relationships": an element string repeated on one item has one value.

    >>> list(differing_repeats([("10", "A"), ("10", "B")]))
    [1]
    """
    seen: dict[str, str] = {}
    for place, (ai, value) in enumerate(pairs):
        if seen.setdefault(ai, value) != value:
            yield place


def differing_repeat(pairs: Pairs) -> tuple[str, str] | None:
    """The first element whose AI was there before with another value.

    GS1 General Specifications, "Data relationships".

    >>> differing_repeat([("10", "A"), ("10", "A"), ("10", "B")])
    ('10', 'B')
    """
    return next((pairs[place] for place in differing_repeats(pairs)), None)


def unserialised_key(pairs: Pairs) -> tuple[str, str] | None:
    """The key without serial number beside a digital signature, AI (8030) (GS1 DigSig).

    >>> unserialised_key([("253", "8936012345674"), ("8030", "A")])
    ('253', '8936012345674')
    """
    if not any(ai == _DIGITAL_SIGNATURE for ai, _ in pairs):
        return None
    return next((pair for pair in pairs if len(pair[1]) <= _SERIAL_FROM.get(pair[0], -1)), None)


def relation_problems(
    pairs: Pairs, dictionary: SyntaxDictionary, *, requisites: bool = True, places: Sequence[int | None] = ()
) -> list[Problem]:
    """Every broken rule between the AIs of one item, the most telling first.

    `places` says where each value stands in the whole text.

    GS1 General Specifications, "Data relationships".

    >>> from gs1.dictionary import STANDARD
    >>> [problem.ai for problem in relation_problems([("10", "A"), ("21", "B")], STANDARD)]
    ['10', '21']
    """
    ais = [ai for ai, _ in pairs]
    where = {ai: place for place, ai in enumerate(ais)}
    found: list[Problem] = []

    def add(code: ErrorCode, place: int) -> None:
        ai, value = pairs[place]
        found.append(Problem(code, value, 0, len(value), ai, places[place] if places else None))

    for ai, _ in excluded_pairs(ais, dictionary):
        add(ErrorCode.INVALID_AI_PAIRS, where[ai])
    for ai in all_unsatisfied(ais, dictionary) if requisites else ():
        add(ErrorCode.REQUIRED_AIS_NOT_SATISFIED, where[ai])
    for place in differing_repeats(pairs):
        add(ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, place)
    key = unserialised_key(pairs)
    if key is not None:
        add(ErrorCode.SERIAL_NOT_PRESENT, where[key[0]])
    return found


def is_clean(ais: tuple[str, ...], dictionary: SyntaxDictionary) -> bool:
    """Whether a message with just these AIs can break no rule, whatever its values; the cache is bounded.

    GS1 General Specifications, "Data relationships".

    >>> from gs1.dictionary import STANDARD
    >>> is_clean(("01", "10"), STANDARD), is_clean(("10",), STANDARD)
    (True, False)
    """
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
