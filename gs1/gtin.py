"""The Global Trade Item Number: names a trade item at one packaging level, AI (01)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gs1.check_digit import check_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.keys import build_digits, demand_key

LENGTHS = (8, 12, 13, 14)


class GtinFormat(StrEnum):
    """The four forms of a GTIN (GS1 General Specifications 3.3.2)."""

    GTIN_8 = "GTIN-8"
    GTIN_12 = "GTIN-12"
    GTIN_13 = "GTIN-13"
    GTIN_14 = "GTIN-14"


@dataclass(frozen=True, slots=True, order=True)
class Gtin:
    """A GTIN, fourteen digits inside whatever its printed form (GS1 General Specifications 2.1, 3.3.2)."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Gtin:
        """Return the GTIN written with 8, 12, 13 or 14 digits; raise `Gs1Error` for any other text or check digit."""
        demand_key(text, LENGTHS, "01")
        return cls(text.zfill(14))

    @classmethod
    def parse_upc_e(cls, text: str) -> Gtin:
        """Return the GTIN of a zero-suppressed UPC-E (6, 7 or 8 digits; GS1 General Specifications 5.2.2.4.2)."""
        return cls.parse(expand_upc_e(text))

    @classmethod
    def build(cls, company_prefix: str, reference: int | str, indicator: int = 0) -> Gtin:
        """Return the GTIN of `reference` under `company_prefix`; indicator 1 to 8 names a higher packaging level."""
        if not 0 <= indicator <= 9:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(indicator))
        thirteen = build_digits(company_prefix, reference, 12)
        payload = f"{indicator}{thirteen[:-1]}"
        return cls(payload + check_digit(payload))

    @property
    def format(self) -> GtinFormat:
        """The shortest form that can carry this number."""
        return GtinFormat(f"GTIN-{len(self.shortest())}")

    @property
    def indicator(self) -> int:
        """The indicator digit: 0 for a base item, 1 to 8 for a higher packaging level, 9 for variable measure."""
        return int(self.text[0])

    @property
    def check_digit(self) -> str:
        """The last digit."""
        return self.text[-1]

    @property
    def payload(self) -> str:
        """The digits of the shortest form without the check digit."""
        return self.shortest()[:-1]

    def shortest(self) -> str:
        """The number with 8, 12, 13 or 14 digits, whichever is the shortest that holds it."""
        if self.text.startswith("000000"):
            return self.text[6:]
        if self.text.startswith("00"):
            return self.text[2:]
        return self.text[1:] if self.text[0] == "0" else self.text

    def with_indicator(self, indicator: int) -> Gtin:
        """The same item reference under another indicator digit, with its own check digit."""
        if not 0 <= indicator <= 9:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(indicator))
        payload = f"{indicator}{self.text[1:13]}"
        return Gtin(payload + check_digit(payload))

    def upc_e(self) -> str | None:
        """The zero-suppressed UPC-E form of a GTIN-12, or None where none exists."""
        return suppress_upc_a(self.text[2:]) if self.text.startswith("00") else None

    def __str__(self) -> str:
        return self.text


def expand_upc_e(text: str) -> str:
    """Return the UPC-A of a UPC-E with 6 (no system digit), 7 (no check digit) or 8 digits."""
    if not (text.isascii() and text.isdigit()) or len(text) not in (6, 7, 8):
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, text)
    if len(text) == 6:
        text = "0" + text
    if text[0] not in "01":
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, text, 0, 1)
    system, body, last = text[0], text[1:7], text[6]
    if last in "012":
        eleven = system + body[:2] + last + "0000" + body[2:5]
    elif last == "3":
        eleven = system + body[:3] + "00000" + body[3:5]
    elif last == "4":
        eleven = system + body[:4] + "00000" + body[4]
    else:
        eleven = system + body[:5] + "0000" + last
    complete = eleven + check_digit(eleven)
    if len(text) == 8 and complete[-1] != text[-1]:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, text, 7, 1)
    return complete


def suppress_upc_a(text: str) -> str | None:
    """Return the UPC-E of a twelve-digit UPC-A, or None where its zeros stand elsewhere."""
    if len(text) != 12 or text[0] not in "01":
        return None
    system, maker, item, check = text[0], text[1:6], text[6:11], text[11]
    if maker[2:] in ("000", "100", "200") and item[:2] == "00":
        return system + maker[:2] + item[2:] + maker[2] + check
    if maker[3:] == "00" and item[:3] == "000":
        return system + maker[:3] + item[3:] + "3" + check
    if maker[4] == "0" and item[:4] == "0000":
        return system + maker[:4] + item[4] + "4" + check
    if item[:4] == "0000" and item[4] in "56789":
        return system + maker + item[4] + check
    return None
