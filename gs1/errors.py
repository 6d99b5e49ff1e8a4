"""What went wrong, where, and by which clause: `Gs1Error` is the only exception that `gs1` raises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gs1.codes import ErrorCode
from gs1.words import clause_of, words_of

Severity = Literal["error", "warning"]
Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `value[start:start + length]` is bad; `offset` says where `value` begins in the whole text.

    The GS1 Barcode Syntax Engine marks the same part of a value.

    >>> problem = Problem(ErrorCode.INCORRECT_CHECK_DIGIT, "08936012345670", 13, 1, "01", 5)
    >>> problem.span, problem.markup()
    ((18, 1), '(01)0893601234567|0|')
    """

    code: ErrorCode
    value: str
    start: int = 0
    length: int = 0
    ai: str | None = None
    offset: int | None = None
    severity: Severity = "error"

    @property
    def clause(self) -> str:
        """The clause of the standard that this fault breaks.

        >>> Problem(ErrorCode.NOT_ISO4217, "705").clause
        'ISO 4217'
        """
        return clause_of(self.code)

    @property
    def span(self) -> tuple[int, int] | None:
        """Start and length of the bad part in the whole text, or None when the text was transformed before.

        >>> Problem(ErrorCode.NOT_ZERO, "01", 1, 1, "8003", 4).span
        (5, 1)
        """
        return None if self.offset is None else (self.offset + self.start, self.length)

    def message(self, lang: Language = "vi") -> str:
        """Say what is wrong and what to do, in Vietnamese or English.

        >>> Problem(ErrorCode.NOT_GS1, "hello", 0, 5).message("en")
        'The text is no GS1 data. [hello]'
        """
        where = f"({self.ai}) " if self.ai else ""
        bad = self.value[self.start : self.start + self.length]
        return f"{where}{words_of(self.code, lang)}" + (f" [{bad}]" if bad else "")

    def markup(self) -> str:
        """The official engine's marked text: `(01)1231231231233|4|`, the bad part between two bars.

        >>> Problem(ErrorCode.NOT_ZERO, "01", 1, 1).markup()
        '0|1|'
        """
        head, end = self.value[: self.start], self.start + self.length
        bracket = f"({self.ai})" if self.ai else ""
        return f"{bracket}{head}|{self.value[self.start : end]}|{self.value[end:]}"


class Gs1Error(ValueError):
    """Raised for every refused text; tells the first fault, and all of them in `problems`.

    The codes are those of the GS1 Barcode Syntax Engine where it has one.

    >>> error = Gs1Error.of(ErrorCode.NOT_GS1, "hello")
    >>> error.code.value, error.value, error.problems == (error.problem,)
    ('NOT_GS1', 'hello', True)
    """

    def __init__(self, problem: Problem, others: Sequence[Problem] = ()) -> None:
        super().__init__(problem.code.value, problem.value, problem.start, problem.length)
        self.problem = problem
        self.problems: tuple[Problem, ...] = (problem, *others)

    @classmethod
    def of(
        cls, code: ErrorCode, value: str, start: int = 0, length: int | None = None, ai: str | None = None
    ) -> Gs1Error:
        """Make the error for one fault of `value`; without `length` the bad part runs to the end.

        >>> Gs1Error.of(ErrorCode.NOT_GS1, "hello").length
        5
        """
        return cls(Problem(code, value, start, len(value) - start if length is None else length, ai))

    @property
    def code(self) -> ErrorCode:
        """Which fault: the official engine's name."""
        return self.problem.code

    @property
    def value(self) -> str:
        """The text that was judged."""
        return self.problem.value

    @property
    def start(self) -> int:
        """Where the bad part begins in `value`."""
        return self.problem.start

    @property
    def length(self) -> int:
        """How long the bad part is."""
        return self.problem.length

    @property
    def ai(self) -> str | None:
        """The application identifier at fault, if there is one."""
        return self.problem.ai

    @property
    def clause(self) -> str:
        """The clause of the standard that was broken."""
        return self.problem.clause

    def message(self, lang: Language = "vi") -> str:
        """Say what is wrong and what to do, in Vietnamese or English."""
        return self.problem.message(lang)

    def markup(self) -> str:
        """The official engine's marked text, the bad part between two bars."""
        return self.problem.markup()

    def __str__(self) -> str:
        return f"{self.code.value}: {self.message('en')}"
