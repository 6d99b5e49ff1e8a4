from __future__ import annotations

import csv
from pathlib import Path

import pytest

from registry.catalogue.code_lists import rows_of
from registry.prices.model import UnitKind
from registry.prices.units import read_unit, unit_of, units

AWARDS = "data/catalogue/vn/ket_qua_trung_thau_2024_2025.csv"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Viên", "tablet"),
        ("VIÊN", "tablet"),
        ("vien", "tablet"),
        ("Lo\u0323", "vial"),
        ("Chai nhựa", "bottle"),
        ("Ống tiêm", "prefilled-syringe"),
        ("Gram", "gram"),
        ("UI", "international-unit"),
        ("mCi", "millicurie"),
        ("Chai/lọ/ống/bình/hộp/ túi/gói", "unstated"),
        ("Túi/ bình/ chai/ lọ/ ống/ gói (Lọ)", "vial"),
    ],
)
def test_a_unit_is_read_from_any_spelling(text: str, key: str) -> None:
    assert read_unit(text).key == key


@pytest.mark.parametrize("text", ["Uống", "cân", "vị", "漀⹣", "viên/ngày", "", "/", "()", "Chai/lọ (thùng)"])
def test_a_word_that_is_no_unit_stays_text(text: str) -> None:
    assert read_unit(text).unit is None
    assert read_unit(text).text == text


def test_a_form_that_nobody_filled_in_is_never_compared() -> None:
    unit = read_unit("Chai/lọ").unit
    assert unit is not None
    assert unit.kind is UnitKind.UNSTATED
    assert not unit.is_comparable
    assert unit not in units()


def test_keys_mean_what_they_mean_in_pack_texts() -> None:
    packs = {row["key"]: row["vi"] for row in rows_of("pack_units")}
    shared = {unit.key: unit.vi for unit in units() if unit.key in packs}
    assert shared == {key: packs[key] for key in shared}
    assert len(shared) >= 14


def test_a_key_leads_back_to_its_unit() -> None:
    assert [unit_of(unit.key) for unit in units()] == list(units())


def test_all_but_two_of_the_spellings_published_in_awards_are_read(shared: Path) -> None:
    with (shared / AWARDS).open(encoding="utf-8-sig", newline="") as file:
        spellings = {row["donvitinh"] for row in csv.DictReader(file)}
    assert len(spellings) == 41
    assert {text for text in spellings if read_unit(text).unit is None} == {"Uống", "漀⹣"}
