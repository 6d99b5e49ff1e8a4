"""What a linter answers, and the one question about company prefixes that it may ask a source outside."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol

from gs1.codes import ErrorCode


class LintFault(NamedTuple):
    """One fault of a component value: the code and the place of the bad part.

    The GS1 Barcode Syntax Tests mark the same part of a value.

    >>> LintFault(ErrorCode.NOT_ZERO, 0, 1).code.value
    'NOT_ZERO'
    """

    code: ErrorCode
    start: int
    length: int


class GcpAnswer(StrEnum):
    """What a source of company prefixes knows about some digits; unknown is never invalid.

    The GS1 Company Prefix is advice: no answer refuses what it does not know.

    >>> GcpAnswer("unknown") is GcpAnswer.UNKNOWN
    True
    """

    FOUND = "found"
    UNKNOWN = "unknown"
    INVALID = "invalid"
    OFFLINE = "offline"


class GcpSource(Protocol):
    """A source of GS1 company prefixes that a caller may plug in.

    The look-up of GS1 Company Prefixes in the GS1 Barcode Syntax Tests.

    >>> class Refusing:
    ...     def look_up(self, digits: str) -> GcpAnswer:
    ...         return GcpAnswer.INVALID
    >>> source: GcpSource = Refusing()
    """

    def look_up(self, digits: str) -> GcpAnswer:
        """Say whether `digits` begin with an allocated company prefix."""
        ...


class NoGcpSource:
    """The default: nothing is known, so nothing is refused.

    GS1 closed its list of company prefixes; so nothing is asked unless a source is plugged in.

    >>> NoGcpSource().look_up("8936").value
    'unknown'
    """

    def look_up(self, digits: str) -> GcpAnswer:
        """Answer unknown for all digits."""
        del digits
        return GcpAnswer.UNKNOWN


def non_digit(value: str) -> LintFault | None:
    """The first character that is no digit, as a fault.

    The GS1 Barcode Syntax Tests name it `csetnumeric`.

    >>> non_digit("07"), non_digit("O7").start
    (None, 0)
    """
    if value.isascii() and value.isdigit():
        return None
    for position, character in enumerate(value):
        if not "0" <= character <= "9":
            return LintFault(ErrorCode.NON_DIGIT_CHARACTER, position, 1)
    return None


def whole(code: ErrorCode, value: str) -> LintFault:
    """A fault of the whole value.

    The GS1 Barcode Syntax Tests mark whole values so.

    >>> whole(ErrorCode.NOT_ZERO, "01").length
    2
    """
    return LintFault(code, 0, len(value))
