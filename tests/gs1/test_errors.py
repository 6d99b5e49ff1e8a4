"""Words and codes: every fault is told in both languages with its clause."""

from __future__ import annotations

from gs1 import ErrorCode, Problem
from gs1.words import words_by_code


def test_every_code_has_words_in_both_languages_and_no_word_lacks_a_code() -> None:
    assert set(words_by_code()) == {code.value for code in ErrorCode}
    for code in ErrorCode:
        problem = Problem(code, "x", 0, 1)
        assert problem.message("vi") != problem.message("en")
        assert not problem.message("en").startswith(code.value)


def test_every_fault_of_a_standard_names_its_clause() -> None:
    assert [code for code in ErrorCode if not Problem(code, "").clause] == [ErrorCode.BAD_REQUEST]


def test_the_markup_is_that_of_the_official_engine() -> None:
    assert Problem(ErrorCode.INCORRECT_CHECK_DIGIT, "12312312312334", 13, 1, "01").markup() == "(01)1231231231233|4|"
