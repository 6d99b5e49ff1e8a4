"""The Global Model Number, which is also the Basic UDI-DI of a device: AI (8013)."""

from __future__ import annotations

from dataclasses import dataclass

from gs1.charsets import ALPHABET_32, SET_82, first_outside
from gs1.check_digit import first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.linters.text import check_pair, csumalpha

LONGEST = 25
_PREFIX_SHORTEST = 5
_SHORTEST = 8


def check_characters(payload: str) -> str:
    """The two check characters of a model reference without them; raises `Gs1Error` for what can be none."""
    _demand_payload(payload)
    return check_pair(payload)


def has_valid_check_characters(text: str) -> bool:
    """Whether the last two characters of `text` are right; raises `Gs1Error` for a text that cannot be a GMN."""
    _demand_payload(text[:-2])
    position = first_outside(text[-2:], frozenset(ALPHABET_32))
    if position >= 0:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_PAIR, text, len(text) - 2, 2)
    return csumalpha(text) is None


def _demand_payload(payload: str) -> None:
    if not _SHORTEST - 2 <= len(payload) <= LONGEST - 2:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, payload)
    if first_non_digit(payload[:_PREFIX_SHORTEST]) >= 0:
        raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, payload, 0, _PREFIX_SHORTEST)
    position = first_outside(payload, SET_82)
    if position >= 0:
        raise Gs1Error.of(ErrorCode.INVALID_CSET82_CHARACTER, payload, position, 1)


@dataclass(frozen=True, slots=True, order=True)
class Gmn:
    """A GMN with its check pair, at most 25 characters (GS1 General Specifications 3.9.13, 7.9.5)."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Gmn:
        """Return `text` as a GMN; raise `Gs1Error` for a wrong check pair or a text that cannot be one."""
        if not has_valid_check_characters(text):
            raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_PAIR, text, len(text) - 2, 2, "8013")
        return cls(text)

    @classmethod
    def build(cls, company_prefix: str, model_reference: str) -> Gmn:
        """Return the GMN of a model reference under a company prefix."""
        payload = company_prefix + model_reference
        return cls(payload + check_characters(payload))

    def __str__(self) -> str:
        return self.text
