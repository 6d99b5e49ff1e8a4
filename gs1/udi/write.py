"""Any UDI of the agencies besides GS1, written as its own agency lays down."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.hibc_writing import build_hibc
from gs1.udi.iccbba import build_isbt128
from gs1.udi.ifa import build_ppn
from gs1.udi.value import Issuer, Udi


def build_udi(udi: Udi) -> str:
    """Write a UDI of HIBCC, ICCBBA or IFA as `parse_udi` reads it; raises `Gs1Error` for GS1 (see `Udi.pairs`).

    HIBC SLS 2.6, ST-017, IFA PPN code specification.

    >>> from gs1.udi.read import parse_udi
    >>> build_udi(parse_udi("+A123BJC5D6E71G"))
    '+A123BJC5D6E71G'
    """
    if udi.issuer is Issuer.HIBCC:
        return build_hibc(udi)
    if udi.issuer is Issuer.ICCBBA:
        return build_isbt128(udi)
    if udi.issuer is Issuer.IFA:
        return build_ppn(udi)
    raise Gs1Error.of(ErrorCode.BAD_REQUEST, udi.di)
