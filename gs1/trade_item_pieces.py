"""The key of one piece of a trade item that comes in several: GTIN, which piece, and how many there are (ITIP)."""

from __future__ import annotations

from typing import ClassVar, Self

from gs1.company_prefixes import PrefixSource
from gs1.gtin import Gtin
from gs1.keys import CheckedKey, Layout
from gs1.prefixes import Prefix

_PIECES_AT = 14


class Itip(CheckedKey):
    """The identification of a trade item piece, AIs (8006), (8026): a GTIN, two digits for piece, two for total.

    GS1 General Specifications 2.1, 3.9.6.

    >>> itip = Itip.build(Gtin.parse("8936012345674"), piece=1, total=3)
    >>> itip.text, itip.piece, itip.total
    ('089360123456740103', 1, 3)
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout(
        "8006", "item_reference", lead="indicator", core=_PIECES_AT, tail="piece_of_total"
    )

    @classmethod
    def build(cls, gtin: Gtin, piece: int, total: int) -> Self:
        """Return piece `piece` of `total` of a trade item; raises `Gs1Error` unless 1 <= piece <= total <= 99."""
        return cls.parse(f"{gtin.text}{piece:02}{total:02}")

    @property
    def gtin(self) -> Gtin:
        """The trade item."""
        return Gtin(self.text[:_PIECES_AT])

    @property
    def piece(self) -> int:
        """Which piece this is, from 1."""
        return int(self.text[_PIECES_AT:][:2])

    @property
    def total(self) -> int:
        """How many pieces make up the trade item."""
        return int(self.text[_PIECES_AT:][2:])

    @property
    def prefix(self) -> Prefix:
        """The GS1 prefix of the trade item."""
        return self.gtin.prefix

    def company_prefix(self, source: PrefixSource | None = None) -> str | None:
        """The company prefix of the trade item."""
        return self.gtin.company_prefix(source)

    def parts(self, source: PrefixSource | None = None) -> dict[str, str]:
        """The parts by name: those of the GTIN, then `piece` and `total`."""
        return self.gtin.parts(source) | {"piece": self.text[_PIECES_AT:][:2], "total": self.text[_PIECES_AT:][2:]}
