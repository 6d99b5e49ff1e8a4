"""Prefixes: three kinds of answer, and never "invalid"."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import Gs1Error
from gs1.company_prefixes import CompanyPrefixTable, shipped_table
from gs1.linters import GcpAnswer
from gs1.prefixes import Circulation, PrefixState, prefix_of, prefix_of_8


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
    with pytest.raises(Gs1Error):
        prefix_of_8("")


def test_893_is_gs1_vietnam_and_a_restricted_prefix_has_no_member_organisation() -> None:
    assert prefix_of("8936012345674").member_organisation == "GS1 Vietnam"
    assert prefix_of("2111111111115").member_organisation is None
    assert prefix_of("9781492053743").member_organisation is None


@pytest.mark.parametrize(
    ("digits", "prefix", "state", "circulation"),
    [
        ("96385074", "963", PrefixState.KNOWN, None),
        ("96211230", "962", PrefixState.KNOWN, None),
        ("01234565", "012", PrefixState.RESTRICTED, Circulation.COMPANY),
        ("20123451", "201", PrefixState.RESTRICTED, Circulation.COMPANY),
        ("97800000", "978", PrefixState.RESERVED, None),
        ("14012344", "140", PrefixState.UNKNOWN, None),
    ],
)
def test_the_prefix_of_eight_digits_is_another_than_that_of_thirteen(
    digits: str, prefix: str, state: PrefixState, circulation: Circulation | None
) -> None:
    found = prefix_of_8(digits)
    assert (found.digits, found.state, found.circulation) == (prefix, state, circulation)


@given(st.text("0123456789", min_size=1, max_size=14))
def test_every_number_has_a_prefix_that_it_begins_with(digits: str) -> None:
    assert digits.startswith(prefix_of(digits).digits)
    assert digits.startswith(prefix_of_8(digits).digits)


def test_the_official_ranges_are_found_by_every_number_in_them(shared: Path) -> None:
    with (shared / "data" / "gs1" / "gs1-prefixes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for head in (row["from"], row["to"]):
                found = prefix_of(head)
                assert (found.digits, found.usage, found.country or "") == (head, row["usage"], row["country_code"])


def test_a_full_table_of_company_prefixes_answers_and_stays_small(shared: Path) -> None:
    path = shared / "data" / "gs1" / "gcp-length-ranges.csv"
    tracemalloc.start()
    table = CompanyPrefixTable.load(path)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 2_000_000
    assert table.prefix_of("704461087346") == "704461"
    assert table.prefix_of("978149205374") is None
