"""Batch numbers and serial numbers: the two texts that stand beside a GTIN on a pack."""

from __future__ import annotations

from dataclasses import dataclass

from gs1.charsets import demand_set_82

BATCH_MAX = 20
SERIAL_MAX = 20


@dataclass(frozen=True, slots=True, order=True)
class BatchNumber:
    """A batch number as printed on the pack: AI (10), 1 to 20 characters of set 82.

    >>> str(BatchNumber.parse("LOT-7"))
    'LOT-7'
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> BatchNumber:
        """Return `text` as a batch number, or raise `Gs1Error` pointing at the first fault."""
        demand_set_82(text, BATCH_MAX, "10")
        return cls(text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, order=True)
class SerialNumber:
    """A serial number as printed on the pack: AI (21), 1 to 20 characters of set 82.

    >>> str(SerialNumber.parse("S1"))
    'S1'
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> SerialNumber:
        """Return `text` as a serial number, or raise `Gs1Error` pointing at the first fault."""
        demand_set_82(text, SERIAL_MAX, "21")
        return cls(text)

    def __str__(self) -> str:
        return self.text
