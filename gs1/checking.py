"""The checks of one value and of a whole message, shared by every form a message can come in."""

from __future__ import annotations

from collections.abc import Sequence

from gs1.codes import ErrorCode
from gs1.dictionary import ApplicationIdentifier
from gs1.dictionary_rows import Component
from gs1.errors import Gs1Error, Problem
from gs1.linters import CSET_LINTER, LintFault, lint
from gs1.linters.fault import GcpSource
from gs1.message import Message, Origin
from gs1.options import ParseOptions
from gs1.relations import is_clean, relation_problems

MOST_AIS = 64
Pairs = list[tuple[str, str]]


def check_components(
    entry: ApplicationIdentifier, text: str, source: GcpSource, found: list[Problem], offset: int | None
) -> int:
    """Check `text` part by part, add the faults to `found`, and return how many characters the value took."""
    at = 0
    for part in entry.components:
        piece = text[at : at + part.longest]
        if part.optional and not piece:
            continue
        end = at + len(piece)
        if len(piece) < part.shortest:
            found.append(Problem(ErrorCode.AI_DATA_HAS_INCORRECT_LENGTH, text[:end], at, len(piece), entry.ai, offset))
            return end
        fault = component_fault(part, piece, source)
        if fault is not None:
            code, start, length = fault
            found.append(Problem(code, text[:end], at + start, length, entry.ai, offset))
        at = end
    return at


def component_fault(part: Component, piece: str, source: GcpSource) -> LintFault | None:
    """The first fault of one component: its character set, then its linters in their order."""
    fault = CSET_LINTER[part.cset](piece)
    for name in part.linters:
        if fault is not None:
            break
        fault = lint(name, piece, source)
    return fault


def length_problem(entry: ApplicationIdentifier, value: str) -> Problem | None:
    """The fault of a value whose length the table does not allow."""
    if len(value) < entry.shortest:
        return Problem(ErrorCode.AI_VALUE_IS_TOO_SHORT, value, 0, len(value), entry.ai)
    if len(value) > entry.longest:
        return Problem(ErrorCode.AI_VALUE_IS_TOO_LONG, value, entry.longest, len(value) - entry.longest, entry.ai)
    return None


def check_whole_value(entry: ApplicationIdentifier, value: str, source: GcpSource, found: list[Problem]) -> None:
    """Check a value whose extent is known."""
    before = len(found)
    used = check_components(entry, value, source, found, None)
    if used < len(value) and len(found) == before:
        found.append(Problem(ErrorCode.AI_DATA_IS_TOO_LONG, value, used, len(value) - used, entry.ai))


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
    if found and (not options.lenient or not pairs):
        raise Gs1Error(found[0], found[1:])
    return Message(tuple(pairs), origin, tuple(found))


def _is_clean(pairs: Sequence[tuple[str, str]], options: ParseOptions) -> bool:
    return is_clean(tuple([ai for ai, _ in pairs]), options.dictionary)
