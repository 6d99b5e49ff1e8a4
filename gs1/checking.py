"""The checks of a whole message, shared by every form a message can come in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gs1.charsets import ALPHABET_82
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error, Problem
from gs1.key_table import zero_keys
from gs1.message import Message, Origin
from gs1.options import ParseOptions
from gs1.relations import is_clean, relation_problems
from gs1.value_check import check_whole_value, length_problem

MOST_AIS = 64
MOST_FAULTS = 64
"""Reading ends here: a text with so many faults is no message, and naming more helps nobody."""
Pairs = list[tuple[str, str]]
Places = Sequence[int | None]
"""Where each value begins in the whole text; None where it was transformed before, empty where nothing is known."""

_SUSPECT = ErrorCode.KEYBOARD_LAYOUT_SUSPECT
# Beyond set 82, but for control characters and those that stand for something else: blanks, FNC1, other brackets.
_TYPED_WRONGLY = re.compile("[^" + re.escape(ALPHABET_82) + r"\x00-\x20\x7f-\xa0^|\[\]{}\\#~]")


def check_values(
    pairs: Sequence[tuple[str, str]], options: ParseOptions, found: list[Problem], places: Places = ()
) -> None:
    """Check every value whose length is right; wrong lengths were told before."""
    for index, (ai, value) in enumerate(pairs):
        entry = options.dictionary.find_exact(ai, permit_unknown=True)
        if entry is not None and length_problem(entry, value) is None:
            check_whole_value(entry, value, options.gcp, found, places[index] if places else None)


def check_lengths(pairs: Sequence[tuple[str, str]], options: ParseOptions, found: list[Problem]) -> None:
    """Tell every value that is too short or too long for its AI."""
    for ai, value in pairs:
        entry = options.dictionary.find_exact(ai, permit_unknown=True)
        problem = length_problem(entry, value) if entry is not None else None
        if problem is not None:
            found.append(problem)


def finish(pairs: Pairs, origin: Origin, found: list[Problem], places: Places = ()) -> Message:
    """Apply the rules between AIs and make the message; raise what was found when strict, or when nothing was read."""
    options = origin.options
    if not pairs and not found:
        found.append(Problem(ErrorCode.AI_DATA_EMPTY, ""))
    found += rule_problems(pairs, options, composite=origin.composite_from is not None, places=places)
    found += layout_suspects(found)
    if options.lenient:
        found += zero_keys(pairs)
    if found and (not options.lenient or not pairs):
        raise Gs1Error(found[0], found[1:])
    return Message(tuple(pairs), origin, tuple(found))


def rule_problems(
    pairs: Sequence[tuple[str, str]], options: ParseOptions, *, composite: bool = False, places: Places = ()
) -> list[Problem]:
    """What is wrong between the elements: too many of them, or a rule of "Data relationships" broken."""
    if len(pairs) + composite > MOST_AIS:
        return [Problem(ErrorCode.TOO_MANY_AIS, pairs[-1][1], ai=pairs[-1][0])]
    if not options.associations or is_clean(tuple([ai for ai, _ in pairs]), options.dictionary):
        return []
    return relation_problems(pairs, options.dictionary, requisites=options.judges_requisites, places=places)


def layout_suspects(found: Sequence[Problem]) -> list[Problem]:
    """A warning for every faulty value with a character that no GS1 value holds but a keyboard makes.

    A wrong layout or a Vietnamese input method (Telex `AA` becomes `Â`, VNI `A1` becomes `Á`) does so.

    >>> bad = Problem(ErrorCode.INVALID_CSET82_CHARACTER, "L\u00d4T", 1, 1, "10", 18)
    >>> [(str(each.code), each.span) for each in layout_suspects([bad])]
    [('KEYBOARD_LAYOUT_SUSPECT', (19, 1))]
    """
    faulty = {(problem.offset, problem.value): problem for problem in reversed(found)}
    suspects = []
    for problem in reversed(faulty.values()):
        typed = _TYPED_WRONGLY.search(problem.value)
        if typed is not None:
            suspects.append(replace(problem, code=_SUSPECT, start=typed.start(), length=1, severity="warning"))
    return suspects
