"""Keys of service relations: the patient or member who receives, and the person or place that provides (GSRN)."""

from __future__ import annotations

from typing import ClassVar

from gs1.keys import Layout, NumberKey


class Gsrn(NumberKey):
    """The Global Service Relation Number of a recipient, AI (8018): eighteen digits.

    GS1 General Specifications 2.5, 3.9.

    >>> gsrn = Gsrn.build("8931234567", 42)
    >>> gsrn.text, gsrn.company_prefix()
    ('893123456700000426', '8931234567')
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("8018", "service_reference", core=18)


class GsrnProvider(NumberKey):
    """The Global Service Relation Number of a provider, AI (8017): eighteen digits.

    GS1 General Specifications 2.5, 3.9.

    >>> str(GsrnProvider.build("8931234567", 1))
    '893123456700000013'
    """

    __slots__ = ()
    layout: ClassVar[Layout] = Layout("8017", "service_reference", core=18)
