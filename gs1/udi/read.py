"""Any UDI carrier of the agencies besides GS1, told apart by how it begins."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.hibc import parse_hibc
from gs1.udi.iccbba import parse_isbt128
from gs1.udi.ifa import parse_ppn
from gs1.udi.value import Udi


def parse_udi(data: str) -> Udi:
    """Read a carrier of HIBCC (`+`), ICCBBA (`=`) or IFA (`[)>`); raises `Gs1Error` for any other text.

    >>> parse_udi("+A123BJC5D6E71G").issuer
    <Issuer.HIBCC: 'HIBCC'>
    """
    if data.startswith("+"):
        return parse_hibc(data)
    if data.startswith("="):
        return parse_isbt128(data)
    if data.startswith("[)>"):
        return parse_ppn(data)
    raise Gs1Error.of(ErrorCode.NOT_GS1, data)
