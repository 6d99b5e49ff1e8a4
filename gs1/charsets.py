"""The character sets of GS1 element strings (GS1 General Specifications 7.11) and the order used by check pairs."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

ALPHABET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
ALPHABET_39 = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET_64 = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
ALPHABET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The 32 characters of a GMN check pair: no 0, 1, I, O (GS1 General Specifications 7.9.5)."""

SET_82 = frozenset(ALPHABET_82)
SET_39 = frozenset(ALPHABET_39)
SET_64 = frozenset(ALPHABET_64)


def first_outside(text: str, members: frozenset[str]) -> int:
    """The position of the first character of `text` outside a set (GS1 General Specifications 7.11), or -1.

    >>> first_outside("LÔ7", SET_82)
    1
    """
    if members.issuperset(text):
        return -1
    return next(index for index, character in enumerate(text) if character not in members)


def demand_set_82(text: str, longest: int, ai: str) -> None:
    """Raise `Gs1Error` unless `text` has 1 to `longest` characters of set 82 (GS1 General Specifications 7.11).

    >>> demand_set_82("LOT-7", 20, "10")
    """
    if not text:
        raise Gs1Error.of(ErrorCode.AI_VALUE_IS_TOO_SHORT, text, ai=ai)
    if len(text) > longest:
        raise Gs1Error.of(ErrorCode.AI_VALUE_IS_TOO_LONG, text, longest, ai=ai)
    position = first_outside(text, SET_82)
    if position >= 0:
        raise Gs1Error.of(ErrorCode.INVALID_CSET82_CHARACTER, text, position, 1, ai)
