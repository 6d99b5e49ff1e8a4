"""Errors of the domain: a stable code with the facts; words and HTTP status are added by `api.problems` alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a submission: what (`code`), where (`pointer`, RFC 6901, or row and column), what to do (`hint`).

    `start` and `length` count characters inside `value`, when the place within the value is known.
    """

    code: str
    pointer: str = ""
    value: str | None = None
    hint: str | None = None
    start: int | None = None
    length: int | None = None
    facts: dict[str, object] = field(default_factory=dict)


class RegistryError(Exception):
    """Base of all domain errors: `code` names the rule, `facts` fill the sentence, `faults` hold every fault found."""

    def __init__(self, code: str, *, faults: Iterable[Fault] = (), **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.faults = tuple(faults)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        places = "; ".join(f"{fault.pointer or '/'}: {fault.code}" for fault in self.faults)
        return " ".join(part for part in (self.code, told and f"({told})", places and f"[{places}]") if part)


class BadInput(RegistryError):
    """The submission cannot be read or breaks its own form; `faults` names each place."""

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> BadInput:
        """Return the error that reports all `faults` at once."""
        return cls("submission-invalid", faults=faults)


class NotFound(RegistryError):
    """Nothing is registered under the identity asked for."""


class Conflict(RegistryError):
    """The request contradicts what stands in the register (a second registration, a lost race)."""


class LostRace(Conflict):
    """Somebody changed a row between reading and writing; the workbench runs the use case again before it says so."""


class RuleBroken(RegistryError):
    """The submission is readable, but a rule of the domain or of the law forbids it."""


class NotAllowed(RegistryError):
    """The actor is unknown or lacks the right."""


class Stale(RegistryError):
    """The record has moved on since the caller read it."""


class TooMuch(RegistryError):
    """A limit on size, count or rate was passed."""
