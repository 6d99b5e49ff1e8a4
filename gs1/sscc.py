"""The Serial Shipping Container Code: names a logistic unit, AI (00)."""

from __future__ import annotations

from typing import ClassVar, Self

from gs1.check_digit import check_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.key_checks import PREFIX_LONGEST, PREFIX_SHORTEST, build_digits, demand_key
from gs1.keys import CheckedKey, Layout, issued


class Sscc(CheckedKey):
    """An SSCC, eighteen digits (GS1 General Specifications 2.2.1, 3.3.1).

    >>> sscc = Sscc.build("8931234567", 42, extension=3)
    >>> sscc.text, sscc.parts()["company_prefix"]
    ('389312345670000423', '8931234567')
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("00", "serial_reference", lead="extension")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as an SSCC; raise `Gs1Error` for anything but eighteen digits with a right check digit."""
        demand_key(text, (18,), "00")
        return cls(text)

    @classmethod
    def build(cls, company_prefix: str, reference: int | str, extension: int = 0) -> Self:
        """Return the SSCC of `reference` under `company_prefix` with the given extension digit."""
        if not 0 <= extension <= 9:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(extension))
        payload = f"{extension}{build_digits(company_prefix, reference, 16)[:-1]}"
        return issued(cls(payload + check_digit(payload)))

    @property
    def extension(self) -> int:
        """The extension digit."""
        return int(self.text[0])

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The element of this identity: AI (00)."""
        return (("00", self.text),)

    def digital_link(self) -> str:
        """The canonical Digital Link URI."""
        return f"https://id.gs1.org/00/{self.text}"

    def urn(self, prefix_length: int) -> str:
        """The pure identity URN for a company prefix of this length (Tag Data Standard 6.3.2)."""
        if not PREFIX_SHORTEST <= prefix_length <= PREFIX_LONGEST:
            raise Gs1Error.of(ErrorCode.GCP_UNKNOWN, self.text)
        body = self.text[1:17]
        return f"urn:epc:id:sscc:{body[:prefix_length]}.{self.text[0]}{body[prefix_length:]}"
