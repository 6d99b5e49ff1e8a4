"""Batch numbers and serial numbers: the two texts that stand beside a GTIN on a pack."""

from __future__ import annotations

from typing import Self

from gs1.charsets import demand_set_82
from gs1.text_value import TextValue

BATCH_MAX = 20
SERIAL_MAX = 20


class BatchNumber(TextValue):
    """A batch number as printed on the pack: AI (10), 1 to 20 characters of set 82 (GS1 General Specifications).

    >>> str(BatchNumber.parse("LOT-7"))
    'LOT-7'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as a batch number, or raise `Gs1Error` pointing at the first fault."""
        demand_set_82(text, BATCH_MAX, "10")
        return cls(text)


class SerialNumber(TextValue):
    """A serial number as printed on the pack: AI (21), 1 to 20 characters of set 82 (GS1 General Specifications).

    >>> str(SerialNumber.parse("S1"))
    'S1'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as a serial number, or raise `Gs1Error` pointing at the first fault."""
        demand_set_82(text, SERIAL_MAX, "21")
        return cls(text)
