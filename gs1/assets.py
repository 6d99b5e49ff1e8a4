"""Keys of assets: returnable ones by kind and serial number (GRAI), all others one by one (GIAI)."""

from __future__ import annotations

from typing import ClassVar

from gs1.keys import Layout, SerialisedKey, TextKey


class Grai(SerialisedKey):
    """The Global Returnable Asset Identifier, AI (8003): a zero, thirteen digits, a serial of up to 16 characters.

    GS1 General Specifications 2.3.1, 3.9.3.

    >>> grai = Grai.build("893123456", 12, serial="CRATE7")
    >>> grai.text, grai.serial, grai.check_digit
    ('08931234560126CRATE7', 'CRATE7', '6')
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("8003", "asset_type", lead="zero", core=14, tail="serial")


class Giai(TextKey):
    """The Global Individual Asset Identifier, AI (8004): a company prefix and a reference, up to 30 characters.

    GS1 General Specifications 2.3.2, 3.9.4.

    >>> str(Giai.build("8931234567", "BED-12"))
    '8931234567BED-12'
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("8004", "asset_reference", check="", checks=0)
