"""Any UDI carrier of the other agencies, told apart by how it begins."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.carrier import UdiCarrier
from gs1.udi.hibc import parse_hibc
from gs1.udi.iccbba import parse_isbt128
from gs1.udi.ifa import parse_ppn


def parse_udi(data: str) -> UdiCarrier:
    """Read a carrier of HIBCC (`+`), ICCBBA (`=`) or IFA (`[)>`); raises `Gs1Error` for any other text."""
    if data.startswith("+"):
        return parse_hibc(data)
    if data.startswith("="):
        return parse_isbt128(data)
    if data.startswith("[)>"):
        return parse_ppn(data)
    raise Gs1Error.of(ErrorCode.NOT_GS1, data)
