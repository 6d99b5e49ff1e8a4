"""The Global Model Number, which is also the Basic UDI-DI of a device: AI (8013)."""

from __future__ import annotations

from typing import ClassVar, Self

from gs1.charsets import ALPHABET_32, SET_82, first_outside
from gs1.check_digit import first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.keys import Key, Layout, issued
from gs1.linters.text import check_pair, csumalpha

LONGEST = 25
_PREFIX_SHORTEST = 5
_SHORTEST = 8


def check_characters(payload: str) -> str:
    """The two check characters of a model number without them (GS1 General Specifications 7.9.5).

    Raises `Gs1Error` for a text that can be none.

    >>> check_characters("1987654Ad4X4bL5ttr2310c")
    '2K'
    """
    _demand_payload(payload)
    return check_pair(payload)


def has_valid_check_characters(text: str) -> bool:
    """Whether the last two characters of `text` are right (GS1 General Specifications 7.9.5).

    Raises `Gs1Error` for a text that cannot be a GMN.

    >>> has_valid_check_characters("1987654Ad4X4bL5ttr2310c2K")
    True
    """
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


class Gmn(Key):
    """A GMN with its check pair, at most 25 characters; of a medical device it is the Basic UDI-DI.

    GS1 General Specifications 2.6.13, 3.9.13, 7.9.5; Regulation (EU) 2017/745, annex VI part C.

    >>> gmn = Gmn.build("1987654", "Ad4X4bL5ttr2310c")
    >>> gmn.text, gmn.check_characters
    ('1987654Ad4X4bL5ttr2310c2K', '2K')
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("8013", "model_reference", check="check_characters", checks=2)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as a GMN; raise `Gs1Error` for a wrong check pair or a text that cannot be one."""
        if not has_valid_check_characters(text):
            raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_PAIR, text, len(text) - 2, 2, "8013")
        return cls(text)

    @classmethod
    def build(cls, company_prefix: str, model_reference: str) -> Self:
        """Return the GMN of a model reference under a company prefix; raises `Gs1Error` for what can be none."""
        payload = company_prefix + model_reference
        return issued(cls(payload + check_characters(payload)))

    @property
    def check_characters(self) -> str:
        """The two check characters at the end."""
        return self.text[-2:]
