"""Prefixes: three kinds of answer, and never "invalid"."""

from __future__ import annotations

import pytest

from gs1 import Gs1Error
from gs1.company_prefixes import CompanyPrefixTable, shipped_table
from gs1.linters import GcpAnswer
from gs1.prefixes import PrefixState, prefix_of


@pytest.mark.parametrize(
    ("digits", "prefix", "country", "state"),
    [
        ("8936012345674", "893", "VN", PrefixState.KNOWN),
        ("9621", "9621", None, PrefixState.KNOWN),
        ("0500000000000", "050", "US", PrefixState.RESERVED),
        ("2111111111115", "211", None, PrefixState.RESTRICTED),
        ("6712670000276", "671", None, PrefixState.UNKNOWN),
    ],
)
def test_a_prefix_tells_who_issued_the_number(digits: str, prefix: str, country: str | None, state: str) -> None:
    found = prefix_of(digits)
    assert (found.digits, found.country, found.state) == (prefix, country, state)


def test_a_company_prefix_is_known_or_unknown_and_never_invalid() -> None:
    table = shipped_table()
    assert table.prefix_of("893100000000") == "8931000000"
    assert table.length_of("761042500212") is None
    assert table.look_up("761042500212") is GcpAnswer.UNKNOWN
    assert table.look_up("893100000000") is GcpAnswer.FOUND
    assert table.look_up("89x") is GcpAnswer.UNKNOWN


def test_a_number_where_no_prefix_was_issued_has_none() -> None:
    assert CompanyPrefixTable([("10", "19", 0)]).length_of("15") is None


def test_a_text_that_is_no_number_has_no_prefix() -> None:
    with pytest.raises(Gs1Error):
        prefix_of("1a2b3c")
