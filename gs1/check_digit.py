"""Check digits: modulo 10 of every key, and that of the price or weight inside a restricted circulation number."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

_ZERO = ord("0")

# What each digit 0 to 9 weighs at a place of a price or weight (GS1 General Specifications 7.9.2, figure 7.9.2-1):
# the product with 2, 3 or 5, its tens added to ("plus") or taken from ("minus") its units, the last digit of that.
_TWO_MINUS = "0246891357"
_THREE = "0369258147"
_FIVE_PLUS = "0516273849"
_FIVE_MINUS = "0594837261"
_WEIGHTS_OF_FOUR = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_WEIGHTS_OF_FIVE = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def digits_sum(payload: str) -> int:
    """The weighted sum of `payload`, weights 3 and 1 from the right (GS1 General Specifications 7.9.1).

    >>> digits_sum("893601234567") % 10
    6
    """
    codes = payload.encode("ascii", "replace")
    odd, even = codes[-1::-2], codes[-2::-2]
    return 3 * (sum(odd) - _ZERO * len(odd)) + sum(even) - _ZERO * len(even)


def check_digit(payload: str) -> str:
    """Return the modulo 10 check digit for `payload`, all digits but the last (GS1 General Specifications 7.9.1).

    Raises `Gs1Error` for a text that is no digits.

    >>> check_digit("893601234567")
    '4'
    """
    _demand_digits(payload)
    return str(-digits_sum(payload) % 10)


def has_valid_check_digit(value: str) -> bool:
    """Say whether the last digit of `value` is the check digit of those before it (GS1 General Specifications 7.9.1).

    Raises `Gs1Error` for a text that is no digits.

    >>> has_valid_check_digit("8936012345674"), has_valid_check_digit("8936012345675")
    (True, False)
    """
    _demand_digits(value)
    return len(value) > 1 and (digits_sum(value[:-1]) + ord(value[-1]) - _ZERO) % 10 == 0


def price_weight_check_digit(value: str) -> str:
    """Return the check digit of a price or weight of four or five digits (GS1 General Specifications 7.9.3, 7.9.4).

    Raises `Gs1Error` for a text that is no digits or has another length.

    >>> price_weight_check_digit("2875"), price_weight_check_digit("14685")
    ('9', '6')
    """
    _demand_digits(value)
    if len(value) == len(_WEIGHTS_OF_FOUR):
        return str(3 * _weighed(value, _WEIGHTS_OF_FOUR) % 10)
    if len(value) == len(_WEIGHTS_OF_FIVE):
        return str(_FIVE_MINUS.index(str(-_weighed(value, _WEIGHTS_OF_FIVE) % 10)))
    raise Gs1Error.of(ErrorCode.WRONG_LENGTH, value)


def _weighed(value: str, weights: tuple[str, ...]) -> int:
    return sum(int(weight[int(digit)]) for digit, weight in zip(value, weights, strict=True))


def first_non_digit(text: str) -> int:
    """The position of the first character that is not 0 to 9 (ISO/IEC 646), or -1.

    >>> first_non_digit("12A4"), first_non_digit("1234")
    (2, -1)
    """
    if text.isascii() and text.isdigit():
        return -1
    return next((index for index, character in enumerate(text) if not "0" <= character <= "9"), -1)


def _demand_digits(text: str) -> None:
    position = first_non_digit(text)
    if position >= 0:
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, text, position, 1)
    if not text:
        raise Gs1Error.of(ErrorCode.TOO_SHORT_FOR_CHECK_DIGIT, text)
