"""The AI table: 541 rows that equal the official dictionary, and a loader that reads both forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from gs1 import Gs1Error
from gs1.codes import ErrorCode
from gs1.dictionary import DEFAULT_TABLE, STANDARD, SyntaxDictionary
from gs1.linters import CSET_LINTER, GCP_LINTERS, LINTERS


def test_the_table_has_541_application_identifiers_in_224_rows() -> None:
    assert (len(STANDARD), len(STANDARD.rows), STANDARD.release) == (541, 224, "2026-01-27")


def test_our_table_equals_the_official_dictionary_row_by_row(shared: Path) -> None:
    official = SyntaxDictionary.load(shared / "data" / "gs1" / "gs1-syntax-dictionary.txt")
    assert official.release == STANDARD.release
    for ours, theirs in zip(STANDARD.rows, official.rows, strict=True):
        assert ours == theirs


def test_all_541_identifiers_equal_the_official_ones_in_every_field(shared: Path) -> None:
    official = SyntaxDictionary.load(shared / "data" / "gs1" / "gs1-syntax-dictionary.txt")
    assert list(official) == list(STANDARD)
    for ai, ours in STANDARD.items():
        for name in ours._fields:
            assert getattr(ours, name) == getattr(official[ai], name), (ai, name)
    assert official.dl_keys == STANDARD.dl_keys
    assert official.length_by_prefix == STANDARD.length_by_prefix


@pytest.mark.parametrize("name", ["gs1-syntax-dictionary.txt", "gs1-syntax-dictionary-next.txt"])
@pytest.mark.parametrize("bad", ["01  Q14,csum", "01  N14,nocheck", "01  N14 reqs=02", "x1  N14", "90-80  N2", "01"])
def test_an_official_table_is_refused_by_its_bad_line(shared: Path, tmp_path: Path, name: str, bad: str) -> None:
    table = tmp_path / name
    table.write_text((shared / "data" / "gs1" / name).read_text("utf-8") + f"\n{bad}  # BAD\n", "utf-8")
    with pytest.raises(Gs1Error) as caught:
        SyntaxDictionary.load(table)
    assert caught.value.code is ErrorCode.BAD_REQUEST
    assert "BAD" in caught.value.value


def test_a_newer_official_dictionary_loads_with_its_groups(shared: Path) -> None:
    newer = SyntaxDictionary.load(shared / "data" / "gs1" / "gs1-syntax-dictionary-next.txt")
    assert len(newer.rows) == 224
    assert newer.rows != STANDARD.rows


def test_every_linter_of_the_table_exists_and_every_linter_but_the_spare_ones_is_used() -> None:
    used = {name for row in STANDARD.rows for part in row.components for name in part.linters}
    known = set(LINTERS) | set(GCP_LINTERS)
    assert len(known) == 39
    assert used <= known
    assert known - used == {"cset39", "cset64", "cset82", "csetnumeric", "yyyymmd0"}
    assert {part.cset for row in STANDARD.rows for part in row.components} == set(CSET_LINTER)


@pytest.mark.parametrize(
    ("data", "found"),
    [("01", "01"), ("235X", "235"), ("3103000123", "3103"), ("234", None), ("X1", None), ("", None), ("8", None)],
)
def test_the_identifier_at_the_start_of_data_is_found_by_its_prefix(data: str, found: str | None) -> None:
    entry = STANDARD.find(data)
    assert (entry.ai if entry else None) == found


def test_the_kinds_of_row_that_are_easy_to_get_wrong() -> None:
    assert STANDARD["8111"].separator_required, "N4, and yet it needs FNC1"
    assert not STANDARD["414"].separator_required
    assert STANDARD["01"].dl_qualifiers == (("22", "10", "21"), ("235",))
    assert STANDARD["250"].requires == ((("01",), ("8006",)), (("21",),))
    assert STANDARD["7004"].requires == ((("01", "10"),),)
    assert [part.optional for part in STANDARD["423"].components] == [False, True, True, True, True]
    assert (STANDARD["253"].shortest, STANDARD["253"].longest) == (13, 30)


def test_a_broken_table_is_refused_with_the_bad_line(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(Path(DEFAULT_TABLE).read_text("utf-8").replace("N14:csum,gcppos2", "Q14", 1), "utf-8")
    with pytest.raises(Gs1Error) as caught:
        SyntaxDictionary.load(table)
    assert caught.value.code is ErrorCode.BAD_REQUEST
    assert "Q14" in caught.value.value
