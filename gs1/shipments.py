"""Keys of goods on their way: a seller's shipment (GSIN) and a carrier's consignment (GINC)."""

from __future__ import annotations

from typing import ClassVar

from gs1.keys import Layout, NumberKey, TextKey


class Gsin(NumberKey):
    """The Global Shipment Identification Number, AI (402): seventeen digits.

    GS1 General Specifications 2.2, 3.7.3.

    >>> str(Gsin.build("8931234567", 42))
    '89312345670000422'
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("402", "shipper_reference", core=17)


class Ginc(TextKey):
    """The Global Identification Number for Consignment, AI (401): company prefix and reference, up to 30 characters.

    GS1 General Specifications 2.2, 3.7.2.

    >>> Ginc.build("8931234567", "HAN/SGN-7").parts()["consignment_reference"]
    'HAN/SGN-7'
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("401", "consignment_reference", check="", checks=0)
