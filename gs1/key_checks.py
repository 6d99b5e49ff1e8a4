"""What keys ask of their texts: digits, lengths, check digits, a company prefix; and how digits become a key."""

from __future__ import annotations

from gs1.check_digit import check_digit, digits_sum, first_non_digit
from gs1.codes import ErrorCode
from gs1.dictionary import STANDARD
from gs1.errors import Gs1Error
from gs1.linters import NoGcpSource
from gs1.value_check import check_whole_value, length_problem

PREFIX_SHORTEST = 4
PREFIX_LONGEST = 12
_NO_SOURCE = NoGcpSource()


def leading_digits(text: str) -> str:
    """The digits that `text` begins with: where a company prefix can stand (GS1 General Specifications 1.4.4).

    >>> leading_digits("8931A2")
    '8931'
    """
    end = first_non_digit(text)
    return text if end < 0 else text[:end]


def demand_value(ai: str, text: str) -> None:
    """Raise `Gs1Error` with every fault of `text` as a value of this AI, by the table of AIs.

    GS1 General Specifications 3.2.

    >>> demand_value("8004", "8931234567BED-12")
    """
    entry = STANDARD.demand(ai)
    wrong_length = length_problem(entry, text)
    found = [] if wrong_length is None else [wrong_length]
    if not found:
        check_whole_value(entry, text, _NO_SOURCE, found)
    if found:
        raise Gs1Error(found[0], found[1:])


def demand_key(text: str, lengths: tuple[int, ...], ai: str) -> None:
    """Raise `Gs1Error` unless `text` is digits of an allowed length with a right check digit.

    GS1 General Specifications 7.9.1.

    >>> demand_key("8936012345674", (13,), "414")
    """
    position = first_non_digit(text)
    if position >= 0:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, text, position, 1, ai)
    if len(text) not in lengths:
        code = ErrorCode.AI_VALUE_IS_TOO_SHORT if len(text) < max(lengths) else ErrorCode.AI_VALUE_IS_TOO_LONG
        raise Gs1Error.of(code, text, min(len(text), max(lengths)), ai=ai)
    if (digits_sum(text[:-1]) + int(text[-1])) % 10:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, text, len(text) - 1, 1, ai)


def demand_prefix(company_prefix: str) -> None:
    """Raise `Gs1Error` unless the text can be a company prefix: 4 to 12 digits (GS1 General Specifications 1.4.4).

    >>> demand_prefix("8931234567")
    """
    if first_non_digit(company_prefix) >= 0 or not PREFIX_SHORTEST <= len(company_prefix) <= PREFIX_LONGEST:
        raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, company_prefix)


def build_digits(company_prefix: str, reference: int | str, payload_length: int) -> str:
    """Join prefix and reference, padded with zeros to `payload_length`, and add the check digit.

    GS1 General Specifications 1.4.4, 7.9.1.

    Raises `Gs1Error` when the prefix is no prefix or the reference does not fit into what the prefix leaves.

    >>> build_digits("8931234567", 89, 12)
    '8931234567897'
    """
    demand_prefix(company_prefix)
    room = payload_length - len(company_prefix)
    tail = str(reference)
    if first_non_digit(tail) >= 0:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, tail, first_non_digit(tail), 1)
    if isinstance(reference, int):
        tail = tail.zfill(room) if room > 0 or reference else ""
    if room < 0 or len(tail) != room:
        raise Gs1Error.of(ErrorCode.KEY_SPACE_EXHAUSTED, tail)
    payload = company_prefix + tail
    return payload + check_digit(payload)
