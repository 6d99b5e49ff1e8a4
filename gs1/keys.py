"""What all GS1 keys share: a text that was checked, its named parts, its company prefix, and building.

A key knows by its `Layout` where its parts stand; how long the company prefix is, only a `PrefixSource` can say.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple, Self, TypeVar

from gs1.codes import ErrorCode
from gs1.company_prefixes import PrefixSource, shipped_table
from gs1.errors import Gs1Error, Problem
from gs1.key_checks import build_digits, demand_prefix, demand_value, leading_digits
from gs1.prefixes import Prefix, prefix_of
from gs1.text_value import TextValue

TOGETHER = "prefix_and_reference"
"""The name of the part that holds company prefix and reference where the length of the prefix is not known."""

KeyT = TypeVar("KeyT", bound="Key")


class Layout(NamedTuple):
    """Where the parts of a key stand: lead, company prefix, reference, check, tail; an empty name says: no such part.

    GS1 General Specifications 2.

    `core` is the length of all parts before the tail, None where the key runs to its end.

    >>> from gs1 import Grai
    >>> Grai.layout.ai, Grai.layout.lead, Grai.layout.reference, Grai.layout.tail
    ('8003', 'zero', 'asset_type', 'serial')
    """

    ai: str
    reference: str
    lead: str = ""
    check: str = "check_digit"
    checks: int = 1
    core: int | None = None
    tail: str = ""


class Key(TextValue):
    """Any GS1 identification key: equal, hashed and ordered by its text (GS1 General Specifications 1.3.1).

    >>> from gs1 import Gln
    >>> Gln.parse("8931234567897") == Gln.build("8931234567", 89)
    True
    """

    __slots__ = ()
    layout: ClassVar[Layout]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as this key, checked by the table of AIs; raise `Gs1Error` at the first fault."""
        demand_value(cls.layout.ai, text)
        return cls(text)

    @property
    def body(self) -> str:
        """Company prefix and reference together, without lead, check characters and tail."""
        layout = self.layout
        end = len(self.text) if layout.core is None else layout.core
        return self.text[1 if layout.lead else 0 : end - layout.checks]

    @property
    def prefix(self) -> Prefix:
        """The GS1 prefix: the member organisation that issued the number (GS1 General Specifications 1.4.2)."""
        return prefix_of(leading_digits(self.body))

    def company_prefix(self, source: PrefixSource | None = None) -> str | None:
        """The company prefix, or None where `source` (without one: the ranges shipped for 893) does not know it."""
        digits = leading_digits(self.body)
        length = (source or shipped_table()).length_of(digits)
        return digits[:length] if length is not None and length <= len(digits) else None

    def parts(self, source: PrefixSource | None = None) -> dict[str, str]:
        """The parts by name, in their order; joined they are the key again.

        Prefix and reference are one part, `prefix_and_reference`, where `source` does not know the company prefix.
        """
        layout, body = self.layout, self.body
        begin = 1 if layout.lead else 0
        end = begin + len(body)
        company = self.company_prefix(source)
        found = {layout.lead: self.text[:begin]}
        if company is None:
            found[TOGETHER] = body
        else:
            found |= {"company_prefix": company, layout.reference: body[len(company) :]}
        found |= {layout.check: self.text[end : end + layout.checks], layout.tail: self.text[end + layout.checks :]}
        return {name: text for name, text in found.items() if name and text}


class CheckedKey(Key):
    """A key with a modulo 10 check digit (GS1 General Specifications 7.9.1).

    >>> from gs1 import Gln
    >>> Gln.parse("8931234567897").check_digit
    '7'
    """

    __slots__ = ()

    @property
    def check_digit(self) -> str:
        """The check digit."""
        return self.text[: self.layout.core][-1]

    @property
    def payload(self) -> str:
        """The digits before the check digit."""
        return self.text[: self.layout.core][:-1]


class NumberKey(CheckedKey):
    """A key of digits that is company prefix, reference and check digit (GS1 General Specifications 1.3.1).

    >>> from gs1 import Gsin
    >>> Gsin.build("8931234567", 42).payload
    '8931234567000042'
    """

    __slots__ = ()

    @classmethod
    def build(cls, company_prefix: str, reference: int | str) -> Self:
        """Return the key of `reference` under `company_prefix`; a whole number is padded with zeros.

        Raises `Gs1Error` for what is no prefix, does not fit, or is all zeros.
        """
        return issued(cls(build_digits(company_prefix, reference, (cls.layout.core or 0) - 1)))


class SerialisedKey(CheckedKey):
    """A key of digits that may name one of many things of a kind by a serial number behind the check digit.

    GS1 General Specifications 1.3.1.

    >>> from gs1 import Gdti
    >>> Gdti.build("8931234567", 89, serial="A1").serial
    'A1'
    """

    __slots__ = ()

    @classmethod
    def build(cls, company_prefix: str, reference: int | str, serial: str = "") -> Self:
        """Return the key of `reference` and `serial` under `company_prefix`; raises `Gs1Error` as `NumberKey` does."""
        lead = "0" if cls.layout.lead else ""
        return issued(cls.parse(lead + build_digits(company_prefix, reference, 12) + serial))

    @property
    def serial(self) -> str:
        """The serial number, empty where the key names the kind."""
        return self.text[self.layout.core :]


class TextKey(Key):
    """A key of a company prefix and a reference of letters and digits, without a check digit.

    GS1 General Specifications 1.3.1.

    >>> from gs1 import Ginc
    >>> str(Ginc.build("8931234567", "HAN7"))
    '8931234567HAN7'
    """

    __slots__ = ()

    @classmethod
    def build(cls, company_prefix: str, reference: str) -> Self:
        """Return the key of `reference` under `company_prefix`; raises `Gs1Error` for a faulty prefix or character."""
        demand_prefix(company_prefix)
        return issued(cls.parse(company_prefix + reference))


def zero_problem(key: Key, ai: str) -> Problem | None:
    """The warning that a key of zeros identifies nothing, for no company has that prefix; None for any other key.

    GS1 General Specifications 4.2.

    >>> from gs1 import Gtin
    >>> zero_problem(Gtin.parse("0000000000000"), "01").severity
    'warning'
    """
    if key.body.strip("0"):
        return None
    return Problem(ErrorCode.ALL_ZERO_KEY, key.text, 0, len(key.text), ai, severity="warning")


def demand_issued(key: Key) -> None:
    """Raise `Gs1Error` with ALL_ZERO_KEY for a key that nobody can have been given; call it before registering one.

    GS1 General Specifications 4.2.

    >>> from gs1 import Gtin
    >>> demand_issued(Gtin.parse("8936012345674"))
    """
    if not key.body.strip("0"):
        raise Gs1Error.of(ErrorCode.ALL_ZERO_KEY, key.text, ai=key.layout.ai)


def issued(key: KeyT) -> KeyT:
    """The key itself, after `demand_issued` (GS1 General Specifications 4.2).

    >>> from gs1 import Gln
    >>> issued(Gln.parse("8931234567897")).text
    '8931234567897'
    """
    demand_issued(key)
    return key
