"""Which GTINs a healthcare trade item may be given (GS1 Healthcare GTIN Allocation Rules)."""

from __future__ import annotations

from collections.abc import Collection

from gs1.codes import ErrorCode
from gs1.errors import Problem
from gs1.gtin import Gtin
from gs1.prefixes import PrefixState


def check_healthcare_gtin(gtin: Gtin, *, is_base_level: bool, given_before: Collection[Gtin] = ()) -> list[Problem]:
    """Every rule that speaks against giving `gtin` to a healthcare trade item; an empty list allows it.

    No restricted circulation number, no coupon, receipt or publication; no indicator 9, and an indicator of 1 to 8 only
    above the base level (GS1 General Specifications 2.1.6, 2.1.11); never a GTIN that was given before, which the
    caller knows (GS1 Healthcare GTIN Allocation Rules: GTIN non-reuse). A prefix that nobody is known to issue is a
    warning.

    >>> [problem.code.value for problem in check_healthcare_gtin(Gtin.parse("18936012345671"), is_base_level=True)]
    ['HEALTHCARE_INDICATOR_AT_BASE']
    """
    found = [*_of_prefix(gtin)]
    if gtin.indicator == 9:
        found.append(Problem(ErrorCode.HEALTHCARE_VARIABLE_MEASURE, gtin.text, 0, 1, "01"))
    elif is_base_level and gtin.indicator:
        found.append(Problem(ErrorCode.HEALTHCARE_INDICATOR_AT_BASE, gtin.text, 0, 1, "01"))
    if gtin in given_before:
        found.append(Problem(ErrorCode.HEALTHCARE_GTIN_REUSED, gtin.text, 0, len(gtin.text), "01"))
    return found


def _of_prefix(gtin: Gtin) -> list[Problem]:
    """What the GS1 prefix says."""
    prefix = gtin.prefix
    start = gtin.text.find(prefix.digits, len(gtin.text) - len(gtin.shortest()))
    place = (gtin.text, max(start, 1), len(prefix.digits), "01")
    if gtin.is_isbn or gtin.is_ismn or gtin.is_issn:
        return [Problem(ErrorCode.HEALTHCARE_NOT_A_TRADE_ITEM, *place)]
    if prefix.state is PrefixState.RESTRICTED:
        code = "HEALTHCARE_RESTRICTED_PREFIX" if prefix.circulation else "HEALTHCARE_NOT_A_TRADE_ITEM"
        return [Problem(ErrorCode(code), *place)]
    if prefix.state is PrefixState.KNOWN:
        return []
    return [Problem(ErrorCode.HEALTHCARE_UNISSUED_PREFIX, *place, None, "warning")]
