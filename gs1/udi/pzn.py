"""The Pharmazentralnummer, the national number of a German pharmacy product, and the numbers it is carried in."""

from __future__ import annotations

import re

from gs1.check_digit import check_digit, has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.text_value import TextValue
from gs1.udi.value import NTIN_PREFIX

PPN_PREFIX = "11"
"""The product registration agency code of a PPN that carries a PZN (IFA PPN code specification, annex A)."""
_DIGITS = 8
_NEVER_ISSUED = 10
_PRINTED = r"(?:PZN *-? *)?([0-9]{7,8})"


def pzn_check_digit(payload: str) -> str:
    """The check digit of the first seven digits: weights 1 to 7, modulo 11 (IFA: PZN check digit calculation).

    Raises `Gs1Error` for a text that is not seven digits, and where the result is 10: such a number is never issued.

    >>> pzn_check_digit("1537746")
    '6'
    """
    if len(payload) != _DIGITS - 1:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, payload)
    for place, character in enumerate(payload):
        if character not in "0123456789":
            raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, payload, place, 1)
    total = sum(weight * int(digit) for weight, digit in enumerate(payload, 1)) % 11
    if total == _NEVER_ISSUED:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, payload)
    return str(total)


def is_valid_pzn(pzn: str) -> bool:
    """Whether these are eight digits and the last is right (IFA: PZN check digit calculation).

    >>> is_valid_pzn("15377466"), is_valid_pzn("01797400")
    (True, False)
    """
    try:
        return len(pzn) == _DIGITS and pzn_check_digit(pzn[:-1]) == pzn[-1]
    except Gs1Error:
        return False


def ppn_check_digits(payload: str) -> str:
    """The two check digits of a PPN: ASCII values by weights from 2 on, modulo 97 (IFA PPN code specification, 3.2).

    >>> ppn_check_digits("1115377466")
    '44'
    """
    return f"{sum(weight * ord(character) for weight, character in enumerate(payload, 2)) % 97:02}"


class Pzn(TextValue):
    """A PZN of eight digits; the seven digits printed before 2020 get a zero in front.

    >>> pzn = Pzn.parse("PZN - 15377466")
    >>> pzn.text, pzn.ppn, pzn.ntin
    ('15377466', '111537746644', '04150153774665')
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Pzn:
        """Read seven or eight digits, with or without `PZN -` before them; raises `Gs1Error` for a wrong check digit.

        >>> Pzn.parse("1234562").text
        '01234562'
        """
        match = re.fullmatch(_PRINTED, text)
        if match is None:
            raise Gs1Error.of(ErrorCode.WRONG_LENGTH, text)
        digits = match[1].zfill(_DIGITS)
        if not is_valid_pzn(digits):
            raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, text, len(text) - 1, 1)
        return cls(digits)

    @classmethod
    def of_ppn(cls, ppn: str) -> Pzn:
        """The PZN inside a PPN; raises `Gs1Error` for wrong check digits or the PPN of another agency.

        >>> Pzn.of_ppn("111537746644").text
        '15377466'
        """
        demand_ppn(ppn)
        if not ppn.startswith(PPN_PREFIX):
            raise Gs1Error.of(ErrorCode.NOT_GS1, ppn, 0, 2)
        return cls(ppn[2:-2])

    @classmethod
    def of_ntin(cls, gtin: str) -> Pzn:
        """The PZN inside a GTIN of 13 or 14 digits that begins with 4150; raises `Gs1Error` for any other.

        >>> Pzn.of_ntin("4150153774665").text
        '15377466'
        """
        full = gtin.zfill(14)
        if len(full) != 14 or not full.startswith(NTIN_PREFIX):
            raise Gs1Error.of(ErrorCode.NOT_GS1, gtin)
        if not (full.isascii() and full.isdigit()) or not has_valid_check_digit(full):
            raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, gtin, len(gtin) - 1, 1)
        if not is_valid_pzn(full[5:13]):
            raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, gtin, len(gtin) - 2, 1)
        return cls(full[5:13])

    @property
    def ppn(self) -> str:
        """The PPN: `11`, the PZN, two check digits."""
        payload = PPN_PREFIX + self.text
        return payload + ppn_check_digits(payload)

    @property
    def ntin(self) -> str:
        """The GTIN-14: `04150`, the PZN, a check digit (IFA: NTIN)."""
        payload = NTIN_PREFIX + self.text
        return payload + check_digit(payload)


def ppn_of(pzn: str) -> str:
    """The PPN of a PZN; raises `Gs1Error` for a wrong PZN.

    >>> ppn_of("15377466")
    '111537746644'
    """
    return Pzn.parse(pzn).ppn


def demand_ppn(ppn: str) -> None:
    """Raise `Gs1Error` unless `ppn` is a PPN: 5 to 22 capitals and digits, right check digits, a right PZN under 11.

    >>> demand_ppn("111537746644")
    """
    if not 5 <= len(ppn) <= 22:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, ppn)
    for place, character in enumerate(ppn):
        if character not in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            raise Gs1Error.of(ErrorCode.INVALID_CSET39_CHARACTER, ppn, place, 1)
    if ppn_check_digits(ppn[:-2]) != ppn[-2:]:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGITS, ppn, len(ppn) - 2, 2)
    if ppn.startswith(PPN_PREFIX) and not is_valid_pzn(ppn[2:-2]):
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, ppn, len(ppn) - 3, 1)
