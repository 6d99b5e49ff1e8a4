"""The Universal Product Code: a GTIN-12 as North American retail prints it, with twelve digits or zero-suppressed."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.gtin import Gtin
from gs1.key_checks import demand_key
from gs1.text_value import TextValue
from gs1.zero_suppression import expand_upc_e, suppress_upc_a


class UpcFormat(StrEnum):
    """The two symbols that carry a GTIN-12 (GS1 General Specifications 5.2.2).

    >>> Upc.parse("042100005264").format.value
    'UPC-A'
    """

    UPC_A = "UPC-A"
    UPC_E = "UPC-E"


class Upc(TextValue):
    """A UPC-A of twelve digits or a UPC-E of eight, as printed (GS1 General Specifications 2.1.3, 5.2.2.4).

    >>> upc = Upc.parse("04252614")
    >>> upc.format.value, upc.upc_a(), str(upc.gtin)
    ('UPC-E', '042100005264', '00042100005264')
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the UPC-A of 12 digits, or the UPC-E of 6 (system 0), 7 (no check digit) or 8 digits.

        Raises `Gs1Error` for any other text, number system or check digit.
        """
        if len(text) == 12:
            demand_key(text, (12,), "01")
            return cls(text)
        complete = expand_upc_e(text)
        return cls(text.zfill(7)[:7] + complete[-1])

    @property
    def format(self) -> UpcFormat:
        """Which of the two symbols."""
        return UpcFormat.UPC_A if len(self.text) == 12 else UpcFormat.UPC_E

    @property
    def number_system(self) -> int:
        """The first digit: 0 and 1 may be zero-suppressed, 2 and 4 are restricted circulation."""
        return int(self.text[0])

    @property
    def payload(self) -> str:
        """The printed digits without the check digit."""
        return self.text[:-1]

    @property
    def check_digit(self) -> str:
        """The last digit; that of a UPC-E is that of its UPC-A."""
        return self.text[-1]

    def upc_a(self) -> str:
        """The twelve digits."""
        return self.text if len(self.text) == 12 else expand_upc_e(self.text)

    def upc_e(self) -> str:
        """The eight digits of the zero-suppressed form; raises `Gs1Error` where none exists."""
        short = self.text if len(self.text) == 8 else suppress_upc_a(self.text)
        if short is None:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, self.text, ai="01")
        return short

    @property
    def gtin(self) -> Gtin:
        """The trade item that the code names."""
        return Gtin(self.upc_a().zfill(14))
