"""Keys of components: a part made to a customer's drawing (CPID), and one such part by its serial number."""

from __future__ import annotations

from typing import ClassVar, Self

from gs1.key_checks import demand_value
from gs1.keys import Layout, TextKey
from gs1.text_value import TextValue


class Cpid(TextKey):
    """The Component/Part Identifier, AI (8010): a company prefix and a reference in set 39, up to 30 characters.

    GS1 General Specifications 2.7, 3.9.10.

    >>> str(Cpid.build("8931234567", "PUMP-1"))
    '8931234567PUMP-1'
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("8010", "part_reference", check="", checks=0)


class CpidSerial(TextValue):
    """The serial number of one component, AI (8011): up to 12 digits, none a leading zero.

    GS1 General Specifications 3.9.11.

    >>> str(CpidSerial.parse("1234"))
    '1234'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as a component's serial number, or raise `Gs1Error` pointing at the first fault."""
        demand_value("8011", text)
        return cls(text)
