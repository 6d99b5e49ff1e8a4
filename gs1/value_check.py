"""The checks of one value: its length, its character set, the linters of its parts, as the table of AIs tells them."""

from __future__ import annotations

from collections.abc import Mapping

from gs1.codes import ErrorCode
from gs1.dictionary import ApplicationIdentifier
from gs1.dictionary_rows import Component
from gs1.errors import Problem
from gs1.linters import CSET_LINTER, Linter, LintFault, lint
from gs1.linters.fault import GcpSource


def check_components(
    entry: ApplicationIdentifier, text: str, source: GcpSource, found: list[Problem], offset: int | None
) -> int:
    """Check `text` part by part, add the faults to `found`, and return how many characters the value took.

    GS1 General Specifications 3.2.

    >>> from gs1.dictionary import STANDARD
    >>> from gs1.linters import NoGcpSource
    >>> check_components(STANDARD["11"], "27123110LOT7", NoGcpSource(), [], 0)
    6
    """
    at = 0
    for part in entry.components:
        piece = text[at : at + part.longest]
        if part.optional and not piece:
            continue
        end = at + len(piece)
        if len(piece) < part.shortest:
            found.append(Problem(ErrorCode.AI_DATA_HAS_INCORRECT_LENGTH, text[:end], at, len(piece), entry.ai, offset))
            return end
        fault = component_fault(part, piece, source, entry.own_linters)
        if fault is not None:
            code, start, length = fault
            found.append(Problem(code, text[:end], at + start, length, entry.ai, offset))
        at = end
    return at


def component_fault(part: Component, piece: str, source: GcpSource, own: Mapping[str, Linter]) -> LintFault | None:
    """The first fault of one component: its character set, then its linters in their order, `own` before ours.

    GS1 Barcode Syntax Dictionary.

    >>> from gs1.dictionary import STANDARD
    >>> from gs1.linters import NoGcpSource
    >>> component_fault(STANDARD["11"].components[0], "271331", NoGcpSource(), {}).code.value
    'ILLEGAL_MONTH'
    """
    fault = CSET_LINTER[part.cset](piece)
    for name in part.linters:
        if fault is not None:
            break
        fault = own[name](piece) if name in own else lint(name, piece, source)
    return fault


def length_problem(entry: ApplicationIdentifier, value: str, offset: int | None = None) -> Problem | None:
    """The fault of a value whose length the table does not allow (GS1 General Specifications 3.2).

    >>> from gs1.dictionary import STANDARD
    >>> length_problem(STANDARD["11"], "2712").code.value
    'AI_VALUE_IS_TOO_SHORT'
    """
    size = len(value)
    if size < entry.shortest:
        return Problem(ErrorCode.AI_VALUE_IS_TOO_SHORT, value, 0, size, entry.ai, offset)
    if size > entry.longest:
        return Problem(ErrorCode.AI_VALUE_IS_TOO_LONG, value, entry.longest, size - entry.longest, entry.ai, offset)
    return None


def check_whole_value(
    entry: ApplicationIdentifier, value: str, source: GcpSource, found: list[Problem], offset: int | None = None
) -> None:
    """Check a value whose extent is known; `offset` says where it stands in the whole text.

    GS1 General Specifications 3.2.

    >>> from gs1.dictionary import STANDARD
    >>> from gs1.linters import NoGcpSource
    >>> found = []
    >>> check_whole_value(STANDARD["01"], "08936012345675", NoGcpSource(), found)
    >>> [problem.code.value for problem in found]
    ['INCORRECT_CHECK_DIGIT']
    """
    before = len(found)
    used = check_components(entry, value, source, found, offset)
    if used < len(value) and len(found) == before:
        found.append(Problem(ErrorCode.AI_DATA_IS_TOO_LONG, value, used, len(value) - used, entry.ai, offset))
