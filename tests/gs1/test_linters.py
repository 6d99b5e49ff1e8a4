"""Linters: what the published cases leave open, and checks of a caller's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from gs1 import ErrorCode, Gs1Error, ParseOptions, parse_bracketed
from gs1.dictionary import STANDARD, SyntaxDictionary
from gs1.linters import CSET_LINTER, GcpAnswer, LintFault, is_linter, lint

COUPON = "0123456123456" + "11" + "110123"
SECOND, THIRD, RETAILER = "10" + "110123" + "0654321", "2" + "110123" + "17654321", "6" + "1" + "7777777"


class Register:
    """A source of company prefixes that refuses some, and remembers what it was asked."""

    def __init__(self, answer: GcpAnswer, *refused: str) -> None:
        self.answer, self.refused = answer, refused
        self.asked: list[str] = []

    def look_up(self, digits: str) -> GcpAnswer:
        self.asked.append(digits)
        return self.answer if digits in self.refused else GcpAnswer.FOUND


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (GcpAnswer.INVALID, ErrorCode.INVALID_GCP_PREFIX),
        (GcpAnswer.OFFLINE, ErrorCode.GCP_DATASOURCE_OFFLINE),
    ],
)
@pytest.mark.parametrize("prefix", ["123456", "654321", "7654321", "7777777"])
def test_each_company_prefix_of_a_coupon_is_asked_for_and_refused_in_its_place(
    prefix: str, answer: GcpAnswer, code: ErrorCode
) -> None:
    coupon = COUPON + SECOND + THIRD + RETAILER
    fault = lint("couponcode", coupon, Register(answer, prefix))
    assert fault == LintFault(code, coupon.index(prefix), len(prefix))


def test_of_several_refused_prefixes_the_last_is_named() -> None:
    coupon = COUPON + SECOND + RETAILER
    fault = lint("couponcode", coupon, Register(GcpAnswer.INVALID, "123456", "654321", "7777777"))
    assert fault == LintFault(ErrorCode.INVALID_GCP_PREFIX, coupon.index("7777777"), 7)


def test_a_coupon_of_a_wrong_form_costs_no_look_up() -> None:
    register = Register(GcpAnswer.OFFLINE, "123456")
    fault = lint("couponcode", COUPON + "8", register)
    assert fault is not None
    assert fault.code is ErrorCode.COUPON_EXCESS_DATA
    assert register.asked == []


def test_every_check_that_the_table_names_is_known() -> None:
    names = {name for ai in STANDARD for part in STANDARD[ai].components for name in part.linters}
    assert names
    assert all(is_linter(name) for name in names)
    assert {part.cset for ai in STANDARD for part in STANDARD[ai].components} <= set(CSET_LINTER)


def test_a_table_may_name_checks_of_the_callers_own(tmp_path: Path) -> None:
    table = tmp_path / "table.txt"
    table.write_text("# Release: 2030-01-01\n90  X..30,vietnamese  # INTERNAL\n", "utf-8")

    def vietnamese(value: str) -> LintFault | None:
        return None if value.startswith("VN") else LintFault(ErrorCode.BAD_REQUEST, 0, 2)

    own = ParseOptions(dictionary=SyntaxDictionary.load(table, {"vietnamese": vietnamese}))
    assert parse_bracketed("(90)VN1", own).get("90") == "VN1"
    with pytest.raises(Gs1Error) as caught:
        parse_bracketed("(90)DE1", own)
    assert caught.value.markup() == "(90)|DE|1"
    assert parse_bracketed("(01)08936012345674(90)DE1").get("90") == "DE1"


def test_a_table_with_a_check_that_nobody_knows_is_refused_by_its_line(tmp_path: Path) -> None:
    table = tmp_path / "table.txt"
    table.write_text("# Release: 2030-01-01\n90  X..30,vietnamese  # INTERNAL\n", "utf-8")
    with pytest.raises(Gs1Error) as caught:
        SyntaxDictionary.load(table)
    assert "vietnamese" in caught.value.value
    assert caught.value.value[caught.value.start :].startswith("vietnamese")
