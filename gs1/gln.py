"""The Global Location Number: names a party or a place, AIs (410) to (417)."""

from __future__ import annotations

from typing import ClassVar, Self

from gs1.key_checks import demand_key
from gs1.keys import Layout, NumberKey


class Gln(NumberKey):
    """A GLN, thirteen digits (GS1 General Specifications 2.4, 3.7).

    >>> Gln.build("8931234567", 89).parts()
    {'company_prefix': '8931234567', 'location_reference': '89', 'check_digit': '7'}
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("414", "location_reference", core=13)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as a GLN; raise `Gs1Error` for anything but thirteen digits with a right check digit."""
        demand_key(text, (13,), "414")
        return cls(text)
