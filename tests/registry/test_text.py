"""Folding: what search and keys compare."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.text import fold, fold_key, has_accents, nfc, squeeze


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đường  uống", "duong uong"),
        ("GIẢM đau, hạ sốt", "giam dau ha sot"),
        (unicodedata.normalize("NFD", "Thuốc giảm đau"), "thuoc giam dau"),
        ("Vitamin B₁₂", "vitamin b12"),
        ("Amoxicilin/Acid clavulanic 250/31,25", "amoxicilin acid clavulanic 250 31 25"),
        ("µg", "ug"),
        ("  ", ""),
    ],
)
def test_words_fold_to_plain_letters_and_the_barred_d_to_d(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert set(fold_key(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


@given(st.text(max_size=60))
def test_both_unicode_forms_of_a_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


def test_squeezing_gives_one_form_and_single_blanks() -> None:
    assert squeeze(unicodedata.normalize("NFD", " Viên \n nén ")) == "Viên nén"


@pytest.mark.parametrize(
    ("typed", "accented"), [("giam dau", False), ("giảm đau", True), ("dau", False), ("đau", True)]
)
def test_a_query_tells_whether_accents_were_typed(typed: str, accented: bool) -> None:
    assert has_accents(typed) is accented


def test_every_mark_is_folded_away_whether_usual_or_rare() -> None:
    marks = [chr(code) for code in range(0x300, 0x2000) if unicodedata.combining(chr(code))]
    assert {fold(f"a{mark}b") for mark in marks} == {"ab"}
