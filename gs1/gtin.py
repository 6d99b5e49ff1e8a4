"""The Global Trade Item Number: names a trade item at one packaging level, AI (01)."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from gs1.check_digit import check_digit
from gs1.codes import ErrorCode
from gs1.company_prefixes import PrefixSource
from gs1.errors import Gs1Error
from gs1.key_checks import build_digits, demand_key
from gs1.keys import CheckedKey, Layout, issued
from gs1.prefixes import Circulation, Prefix, PrefixState, prefix_of, prefix_of_8
from gs1.zero_suppression import expand_upc_e, suppress_upc_a

LENGTHS = (8, 12, 13, 14)


class GtinFormat(StrEnum):
    """The four forms of a GTIN (GS1 General Specifications 3.3.2).

    >>> GtinFormat.GTIN_13.length
    13
    """

    GTIN_8 = "GTIN-8"
    GTIN_12 = "GTIN-12"
    GTIN_13 = "GTIN-13"
    GTIN_14 = "GTIN-14"

    @property
    def length(self) -> int:
        """How many digits the form has."""
        return int(self.value[5:])


class Gtin(CheckedKey):
    """A GTIN, fourteen digits inside whatever its printed form (GS1 General Specifications 2.1, 3.3.2).

    >>> gtin = Gtin.parse("8936012345674")
    >>> gtin.text, gtin.format.value, gtin.shortest(), gtin.with_indicator(1).text
    ('08936012345674', 'GTIN-13', '8936012345674', '18936012345671')
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("01", "item_reference", lead="indicator")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the GTIN written with 8, 12, 13 or 14 digits; raise `Gs1Error` for any other text or check digit."""
        demand_key(text, LENGTHS, "01")
        return cls(text.zfill(14))

    @classmethod
    def parse_upc_e(cls, text: str) -> Self:
        """Return the GTIN of a zero-suppressed UPC-E (6, 7 or 8 digits; GS1 General Specifications 5.2.2.4.2)."""
        return cls.parse(expand_upc_e(text))

    @classmethod
    def build(cls, company_prefix: str, reference: int | str, indicator: int = 0) -> Self:
        """Return the GTIN of `reference` under `company_prefix`; indicator 1 to 8 names a higher packaging level.

        A U.P.C. company prefix is written with its leading zero. Raises `Gs1Error` for what is no prefix, does not
        fit, or is all zeros.
        """
        _demand_digit(indicator)
        thirteen = build_digits(company_prefix, reference, 12)
        payload = f"{indicator}{thirteen[:-1]}"
        return issued(cls(payload + check_digit(payload)))

    @classmethod
    def complete(cls, payload: str) -> Self:
        """Return the GTIN of 7, 11, 12 or 13 digits that lack their check digit; raise `Gs1Error` for other texts.

        >>> Gtin.complete("9638507").shortest()
        '96385074'
        """
        return issued(cls.parse(payload + check_digit(payload)))

    @property
    def format(self) -> GtinFormat:
        """The shortest form that can carry this number."""
        return GtinFormat(f"GTIN-{len(self.shortest())}")

    @property
    def indicator(self) -> int:
        """The indicator digit: 0 for a base item, 1 to 8 for a higher packaging level, 9 for variable measure."""
        return int(self.text[0])

    @property
    def payload(self) -> str:
        """The digits of the shortest form without the check digit."""
        return self.shortest()[:-1]

    @property
    def prefix(self) -> Prefix:
        """The GS1 prefix, or of a GTIN-8 the GS1-8 prefix (GS1 General Specifications 1.4.2, 1.4.3)."""
        return prefix_of_8(self.text[6:]) if self._is_short else prefix_of(self.text[1:13])

    def company_prefix(self, source: PrefixSource | None = None) -> str | None:
        """The company prefix in GTIN-13 form, None where `source` does not know it; a GTIN-8 has none."""
        return None if self._is_short else super().company_prefix(source)

    def item_reference(self, source: PrefixSource | None = None) -> str | None:
        """What the company, or for a GTIN-8 the member organisation, numbered; None where the prefix is unknown.

        Inside one company it is all that follows the restricted prefix (GS1 General Specifications 2.1.11).

        >>> Gtin.parse("96385074").item_reference()
        '8507'
        """
        if self.circulation is Circulation.COMPANY:
            return self.text[7 if self._is_short else 3 : 13]
        if self._is_short:
            return None if self.prefix.state is PrefixState.UNKNOWN else self.text[9:13]
        company = self.company_prefix(source)
        return None if company is None else self.text[1 + len(company) : 13]

    def parts(self, source: PrefixSource | None = None) -> dict[str, str]:
        """The parts by name; joined they are the fourteen digits, or the eight of a GTIN-8."""
        if not self._is_short:
            return super().parts(source)
        return {"gs1_8_prefix": self.text[6:9], "item_reference": self.text[9:13], "check_digit": self.text[13]}

    @property
    def circulation(self) -> Circulation | None:
        """Where a restricted circulation number may be used; None for a GTIN that is good everywhere.

        A GTIN-14 is never restricted (GS1 General Specifications 2.1.11, 2.1.12).
        """
        return self.prefix.circulation if self.text[0] == "0" else None

    @property
    def is_restricted(self) -> bool:
        """Whether this is a restricted circulation number, which names nothing outside its company or region."""
        return self.circulation is not None

    @property
    def is_isbn(self) -> bool:
        """Whether this is the number of a book: prefix 978 or 979, without the 9790 of printed music (ISO 2108)."""
        return self.text.startswith(("0978", "0979")) and not self.is_ismn

    @property
    def is_ismn(self) -> bool:
        """Whether this is the number of printed music: prefix 9790 (ISO 10957)."""
        return self.text.startswith("09790")

    @property
    def is_issn(self) -> bool:
        """Whether this is the number of a serial publication: prefix 977 (ISO 3297)."""
        return self.text.startswith("0977")

    def shortest(self) -> str:
        """The number with 8, 12, 13 or 14 digits, whichever is the shortest that holds it."""
        if self._is_short:
            return self.text[6:]
        if self.text.startswith("00"):
            return self.text[2:]
        return self.text[1:] if self.text[0] == "0" else self.text

    def as_gtin14(self) -> str:
        """The fourteen digits that AI (01) carries."""
        return self.text

    def written_as(self, form: GtinFormat) -> str:
        """The number in one of the four forms; raises `Gs1Error` where its digits do not fit.

        >>> Gtin.parse("614141000036").written_as(GtinFormat.GTIN_13)
        '0614141000036'
        """
        cut = 14 - form.length
        if self.text[:cut].strip("0"):
            raise Gs1Error.of(ErrorCode.WRONG_LENGTH, self.text, 0, cut, "01")
        return self.text[cut:]

    def with_indicator(self, indicator: int) -> Self:
        """The same item reference under another indicator digit, with its own check digit."""
        _demand_digit(indicator)
        payload = f"{indicator}{self.text[1:13]}"
        return type(self)(payload + check_digit(payload))

    def upc_e(self) -> str | None:
        """The zero-suppressed UPC-E form of a GTIN-12, or None where none exists."""
        return suppress_upc_a(self.text[2:]) if self.text.startswith("00") else None

    @property
    def _is_short(self) -> bool:
        return self.text.startswith("000000")


def _demand_digit(indicator: int) -> None:
    if not 0 <= indicator <= 9:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(indicator))
