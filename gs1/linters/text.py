"""Linters of characters: the four character sets, percent sequences, hyphens and check pairs."""

from __future__ import annotations

from gs1.charsets import ALPHABET_32, ALPHABET_82, SET_39, SET_64, SET_82, first_outside
from gs1.codes import ErrorCode
from gs1.linters.fault import LintFault, non_digit, whole

_HEX = frozenset("0123456789abcdefABCDEF")
_VALUE_82 = {character: number for number, character in enumerate(ALPHABET_82)}
PAIR_LONGEST = 99


def _primes(count: int) -> tuple[int, ...]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return tuple(found)


PRIMES = _primes(PAIR_LONGEST - 2)


def check_pair(payload: str) -> str:
    """The two check characters of a GMN payload in set 82 (GS1 General Specifications 7.9.5).

    >>> check_pair("1987654Ad4X4bL5ttr2310c")
    '2K'
    """
    total = sum(prime * _VALUE_82[character] for prime, character in zip(PRIMES, reversed(payload), strict=False))
    high, low = divmod(total % 1021, 32)
    return ALPHABET_32[high] + ALPHABET_32[low]


def cset82(value: str) -> LintFault | None:
    """Only characters of set 82.

    The GS1 Barcode Syntax Tests name it `cset82`.

    >>> cset82("LOT-7"), cset82("LOT 7").code.value
    (None, 'INVALID_CSET82_CHARACTER')
    """
    position = first_outside(value, SET_82)
    return None if position < 0 else LintFault(ErrorCode.INVALID_CSET82_CHARACTER, position, 1)


def cset39(value: str) -> LintFault | None:
    """Only characters of set 39.

    The GS1 Barcode Syntax Tests name it `cset39`.

    >>> cset39("BED-12"), cset39("bed").code.value
    (None, 'INVALID_CSET39_CHARACTER')
    """
    position = first_outside(value, SET_39)
    return None if position < 0 else LintFault(ErrorCode.INVALID_CSET39_CHARACTER, position, 1)


def cset64(value: str) -> LintFault | None:
    """Only characters of set 64, then at most two `=` that fill the length to a multiple of three.

    The GS1 Barcode Syntax Tests name it `cset64`.

    >>> cset64("AbC_"), cset64("A+").code.value
    (None, 'INVALID_CSET64_CHARACTER')
    """
    body = value.rstrip("=")
    position = first_outside(body, SET_64)
    if position >= 0:
        return LintFault(ErrorCode.INVALID_CSET64_CHARACTER, position, 1)
    padding = len(value) - len(body)
    if padding and (padding > 2 or len(value) % 3):
        return LintFault(ErrorCode.INVALID_CSET64_PADDING, len(body), padding)
    return None


def csetnumeric(value: str) -> LintFault | None:
    """Only digits.

    The GS1 Barcode Syntax Tests name it `csetnumeric`.

    >>> csetnumeric("07"), csetnumeric("O7").code.value
    (None, 'NON_DIGIT_CHARACTER')
    """
    return non_digit(value)


def csumalpha(value: str) -> LintFault | None:
    """The last two characters are the check pair of those before them.

    The GS1 Barcode Syntax Tests name it `csumalpha`.

    >>> csumalpha("1987654Ad4X4bL5ttr2310c2K"), csumalpha("1987654Ad4X4bL5ttr2310c2L").code.value
    (None, 'INCORRECT_CHECK_PAIR')
    """
    if len(value) < 2:
        return whole(ErrorCode.TOO_SHORT_FOR_CHECK_PAIR, value)
    if len(value) > PAIR_LONGEST:
        return whole(ErrorCode.TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION, value)
    payload = value[:-2]
    fault = cset82(payload)
    if fault is None and check_pair(payload) != value[-2:]:
        fault = LintFault(ErrorCode.INCORRECT_CHECK_PAIR, len(payload), 2)
    return fault


def hasnondigit(value: str) -> LintFault | None:
    """At least one character that is no digit.

    The GS1 Barcode Syntax Tests name it `hasnondigit`.

    >>> hasnondigit("A7"), hasnondigit("77").code.value
    (None, 'REQUIRES_NON_DIGIT_CHARACTER')
    """
    return whole(ErrorCode.REQUIRES_NON_DIGIT_CHARACTER, value) if non_digit(value) is None else None


def hyphen(value: str) -> LintFault | None:
    """Only hyphens.

    The GS1 Barcode Syntax Tests name it `hyphen`.

    >>> hyphen("--"), hyphen("-7").code.value
    (None, 'NOT_HYPHEN')
    """
    for position, character in enumerate(value):
        if character != "-":
            return LintFault(ErrorCode.NOT_HYPHEN, position, 1)
    return None if value else whole(ErrorCode.NOT_HYPHEN, value)


def pcenc(value: str) -> LintFault | None:
    """Each percent sign begins a percent sequence of two hexadecimal digits.

    The GS1 Barcode Syntax Tests name it `pcenc`.

    >>> pcenc("%20"), pcenc("%2").code.value
    (None, 'INVALID_PERCENT_SEQUENCE')
    """
    position = value.find("%")
    while position >= 0:
        sequence = value[position + 1 : position + 3]
        if len(sequence) < 2 or not _HEX.issuperset(sequence):
            return LintFault(ErrorCode.INVALID_PERCENT_SEQUENCE, position, 1 + len(sequence))
        position = value.find("%", position + 3)
    return None


def importeridx(value: str) -> LintFault | None:
    """One character of set 64.

    The GS1 Barcode Syntax Tests name it `importeridx`.

    >>> importeridx("A"), importeridx("AB").code.value
    (None, 'IMPORTER_IDX_MUST_BE_ONE_CHARACTER')
    """
    if len(value) != 1:
        return whole(ErrorCode.IMPORTER_IDX_MUST_BE_ONE_CHARACTER, value)
    return None if value in SET_64 else whole(ErrorCode.INVALID_IMPORT_IDX_CHARACTER, value)
