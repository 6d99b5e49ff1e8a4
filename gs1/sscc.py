"""The Serial Shipping Container Code: names a logistic unit, AI (00)."""

from __future__ import annotations

from dataclasses import dataclass

from gs1.check_digit import check_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.keys import PREFIX_LONGEST, PREFIX_SHORTEST, build_digits, demand_key


@dataclass(frozen=True, slots=True, order=True)
class Sscc:
    """An SSCC, eighteen digits (GS1 General Specifications 3.3.1)."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Sscc:
        """Return `text` as an SSCC; raise `Gs1Error` for anything but eighteen digits with a right check digit."""
        demand_key(text, (18,), "00")
        return cls(text)

    @classmethod
    def build(cls, company_prefix: str, reference: int | str, extension: int = 0) -> Sscc:
        """Return the SSCC of `reference` under `company_prefix` with the given extension digit."""
        if not 0 <= extension <= 9:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(extension))
        payload = f"{extension}{build_digits(company_prefix, reference, 16)[:-1]}"
        return cls(payload + check_digit(payload))

    @property
    def extension(self) -> int:
        """The extension digit."""
        return int(self.text[0])

    @property
    def check_digit(self) -> str:
        """The last digit."""
        return self.text[-1]

    @property
    def payload(self) -> str:
        """The seventeen digits before the check digit."""
        return self.text[:-1]

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

    def __str__(self) -> str:
        return self.text
