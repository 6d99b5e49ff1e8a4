"""Healthcare GTINs: each rule that speaks against one is named, and a right one is let pass."""

from __future__ import annotations

import pytest

from gs1 import ErrorCode, Gtin
from gs1.healthcare import check_healthcare_gtin

RIGHT = Gtin.build("8936012", 7)


@pytest.mark.parametrize(
    ("gtin", "is_base_level", "codes"),
    [
        (RIGHT, True, []),
        (RIGHT, False, []),
        (RIGHT.with_indicator(1), False, []),
        (RIGHT.with_indicator(8), False, []),
        (RIGHT.with_indicator(1), True, [ErrorCode.HEALTHCARE_INDICATOR_AT_BASE]),
        (RIGHT.with_indicator(9), False, [ErrorCode.HEALTHCARE_VARIABLE_MEASURE]),
        (RIGHT.with_indicator(9), True, [ErrorCode.HEALTHCARE_VARIABLE_MEASURE]),
        (Gtin.build("2036012", 7), True, [ErrorCode.HEALTHCARE_RESTRICTED_PREFIX]),
        (Gtin.build("2936012", 7, 1), False, [ErrorCode.HEALTHCARE_RESTRICTED_PREFIX]),
        (Gtin.build("0236012", 7), True, [ErrorCode.HEALTHCARE_RESTRICTED_PREFIX]),
        (Gtin.build("0436012", 7), True, [ErrorCode.HEALTHCARE_RESTRICTED_PREFIX]),
        (Gtin.parse("20123451"), True, [ErrorCode.HEALTHCARE_RESTRICTED_PREFIX]),
        (Gtin.build("9936012", 7), True, [ErrorCode.HEALTHCARE_NOT_A_TRADE_ITEM]),
        (Gtin.build("9806012", 7), True, [ErrorCode.HEALTHCARE_NOT_A_TRADE_ITEM]),
        (Gtin.build("9786012", 7), True, [ErrorCode.HEALTHCARE_NOT_A_TRADE_ITEM]),
        (Gtin.build("9776012", 7), True, [ErrorCode.HEALTHCARE_NOT_A_TRADE_ITEM]),
        (Gtin.build("1406012", 7), True, [ErrorCode.HEALTHCARE_UNISSUED_PREFIX]),
        (
            Gtin.build("2036012", 7, 9),
            True,
            [ErrorCode.HEALTHCARE_RESTRICTED_PREFIX, ErrorCode.HEALTHCARE_VARIABLE_MEASURE],
        ),
    ],
)
def test_each_rule_is_named(gtin: Gtin, is_base_level: bool, codes: list[ErrorCode]) -> None:
    assert [problem.code for problem in check_healthcare_gtin(gtin, is_base_level=is_base_level)] == codes


def test_a_gtin_is_never_given_again() -> None:
    (problem,) = check_healthcare_gtin(RIGHT, is_base_level=True, given_before={RIGHT})
    assert problem.code is ErrorCode.HEALTHCARE_GTIN_REUSED
    assert "never given again" in problem.message("en")


def test_a_prefix_that_nobody_issues_is_only_a_warning() -> None:
    (problem,) = check_healthcare_gtin(Gtin.build("1406012", 7), is_base_level=True)
    assert problem.severity == "warning"
    assert problem.value[problem.start : problem.start + problem.length] == "140"
