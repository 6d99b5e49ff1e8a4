"""Check digits and check characters: GS1 modulo 10, the GMN pair, and those of the other agencies."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

_GMN_PRIMES = (
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
)  # fmt: skip
_ZERO = ord("0")


def digits_sum(payload: str) -> int:
    """The weighted sum of `payload`, weights 3 and 1 from the right (GS1 General Specifications 7.9.1)."""
    codes = payload.encode("ascii", "replace")
    odd, even = codes[-1::-2], codes[-2::-2]
    return 3 * (sum(odd) - _ZERO * len(odd)) + sum(even) - _ZERO * len(even)


def check_digit(payload: str) -> str:
    """Return the modulo 10 check digit for `payload` (all digits but the last); raise `Gs1Error` for a non-digit."""
    _demand_digits(payload)
    return str(-digits_sum(payload) % 10)


def has_valid_check_digit(value: str) -> bool:
    """Say whether the last digit of `value` is the check digit of the digits before it; raise for a non-digit."""
    _demand_digits(value)
    return len(value) > 1 and (digits_sum(value[:-1]) + ord(value[-1]) - _ZERO) % 10 == 0


def first_non_digit(text: str) -> int:
    """The position of the first character that is not 0 to 9, or -1."""
    if text.isascii() and text.isdigit():
        return -1
    return next((index for index, character in enumerate(text) if not "0" <= character <= "9"), -1)


def _demand_digits(text: str) -> None:
    position = first_non_digit(text)
    if position >= 0:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, text, position, 1)
    if not text:
        raise Gs1Error.of(ErrorCode.TOO_SHORT_FOR_CHECK_DIGIT, text)
