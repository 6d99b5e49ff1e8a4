"""What every key of digits shares: length, digits and check digit, and building from a company prefix."""

from __future__ import annotations

from gs1.check_digit import check_digit, digits_sum, first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

PREFIX_SHORTEST = 4
PREFIX_LONGEST = 12


def demand_key(text: str, lengths: tuple[int, ...], ai: str) -> None:
    """Raise `Gs1Error` unless `text` is digits of an allowed length with a right check digit."""
    position = first_non_digit(text)
    if position >= 0:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, text, position, 1, ai)
    if len(text) not in lengths:
        code = ErrorCode.AI_VALUE_IS_TOO_SHORT if len(text) < max(lengths) else ErrorCode.AI_VALUE_IS_TOO_LONG
        raise Gs1Error.of(code, text, min(len(text), max(lengths)), ai=ai)
    if (digits_sum(text[:-1]) + int(text[-1])) % 10:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, text, len(text) - 1, 1, ai)


def build_digits(company_prefix: str, reference: int | str, payload_length: int) -> str:
    """Join prefix and reference, padded with zeros to `payload_length`, and add the check digit.

    Raises `Gs1Error` when the prefix is no prefix or the reference does not fit into what the prefix leaves.
    """
    room = payload_length - len(company_prefix)
    if first_non_digit(company_prefix) >= 0 or not PREFIX_SHORTEST <= len(company_prefix) <= PREFIX_LONGEST:
        raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, company_prefix)
    tail = str(reference)
    if first_non_digit(tail) >= 0:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, tail, first_non_digit(tail), 1)
    if isinstance(reference, int):
        tail = tail.zfill(room)
    if room < 0 or len(tail) != room:
        raise Gs1Error.of(ErrorCode.KEY_SPACE_EXHAUSTED, tail)
    payload = company_prefix + tail
    return payload + check_digit(payload)
