"""Keys of documents (GDTI) and of coupons (GCN): a kind, and one of that kind by its serial number."""

from __future__ import annotations

from typing import ClassVar

from gs1.keys import Layout, SerialisedKey


class Gdti(SerialisedKey):
    """The Global Document Type Identifier, AI (253): thirteen digits and a serial number of up to 17 characters.

    GS1 General Specifications 2.6.1, 3.5.

    >>> gdti = Gdti.build("893123456", 789, serial="GP-2026")
    >>> gdti.text, gdti.serial
    ('8931234567897GP-2026', 'GP-2026')
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("253", "document_type", core=13, tail="serial")


class Gcn(SerialisedKey):
    """The Global Coupon Number, AI (255): thirteen digits and a serial number of up to 12 digits.

    GS1 General Specifications 2.6.2, 3.5.

    >>> Gcn.build("893123456", 789, serial="17").serial
    '17'
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("255", "coupon_reference", core=13, tail="serial")
