"""The checks of a whole message, shared by every form a message can come in."""

from __future__ import annotations

from collections.abc import Sequence

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error, Problem
from gs1.key_table import zero_keys
from gs1.message import Message, Origin
from gs1.options import ParseOptions
from gs1.relations import is_clean, relation_problems
from gs1.value_check import check_whole_value, length_problem

MOST_AIS = 64
Pairs = list[tuple[str, str]]


def check_values(pairs: Sequence[tuple[str, str]], options: ParseOptions, found: list[Problem]) -> None:
    """Check every value whose length is right; wrong lengths were told before."""
    for ai, value in pairs:
        entry = options.dictionary.find_exact(ai, permit_unknown=True)
        if entry is not None and length_problem(entry, value) is None:
            check_whole_value(entry, value, options.gcp, found)


def check_lengths(pairs: Sequence[tuple[str, str]], options: ParseOptions, found: list[Problem]) -> None:
    """Tell every value that is too short or too long for its AI."""
    for ai, value in pairs:
        entry = options.dictionary.find_exact(ai, permit_unknown=True)
        problem = length_problem(entry, value) if entry is not None else None
        if problem is not None:
            found.append(problem)


def finish(pairs: Pairs, origin: Origin, found: list[Problem]) -> Message:
    """Apply the rules between AIs and make the message; raise what was found when strict, or when nothing was read."""
    options = origin.options
    if len(pairs) + (origin.composite_from is not None) > MOST_AIS:
        found.append(Problem(ErrorCode.TOO_MANY_AIS, pairs[-1][1], ai=pairs[-1][0]))
    elif options.associations and not _is_clean(pairs, options):
        found += relation_problems(pairs, options.dictionary, requisites=options.requisites)
    if options.lenient:
        found += zero_keys(pairs)
    if found and (not options.lenient or not pairs):
        raise Gs1Error(found[0], found[1:])
    return Message(tuple(pairs), origin, tuple(found))


def _is_clean(pairs: Sequence[tuple[str, str]], options: ParseOptions) -> bool:
    return is_clean(tuple([ai for ai, _ in pairs]), options.dictionary)
