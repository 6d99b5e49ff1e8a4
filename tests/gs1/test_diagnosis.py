"""Keyboard-mode scanners: each damage is named, undone to what was printed, and never passed over in silence."""

from __future__ import annotations

import string
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import ErrorCode, Gtin, Message, build
from gs1.dictionary import GS
from gs1.wedge import Diagnosis, diagnose, looks_like_wrong_layout
from gs1.wedge.keyboards import LAYOUTS
from tests.gs1.builders import A_GTIN, gtins

TODAY = date(2026, 11, 24)
ANOTHER_GTIN = "08936012345681"
PAIRS = (("01", A_GTIN), ("17", "271231"), ("10", "LOT7"), ("21", "SERIALXY12345"))
SCAN = f"]d201{A_GTIN}1727123110LOT7{GS}21SERIALXY12345"
BARE = SCAN[3:]


def typed_on(layout: str, text: str) -> str:
    """What arrives when the keys of `text` are pressed on this layout."""
    keys = {meant: typed for typed, meant in LAYOUTS[layout].items()}
    return "".join(keys[character] for character in text)


def codes(diagnosis: Diagnosis) -> set[ErrorCode]:
    return {damage.code for damage in diagnosis.damages}


def on_file(*pairs: tuple[str, str]) -> Callable[[Message], float]:
    return lambda message: 100.0 if set(pairs) <= set(message.pairs) else 0.0


def a_batch() -> st.SearchStrategy[str]:
    return st.from_regex(r"[A-Z]{1,2}[0-9]{4,5}", fullmatch=True)


@pytest.mark.parametrize(
    "text", [SCAN, BARE, f"(01){A_GTIN}(17)271231(10)LOT7", "8936012345674", f"https://id.gs1.org/01/{A_GTIN}"]
)
def test_an_undamaged_text_has_one_diagnosis_and_no_damage(text: str) -> None:
    (only,) = diagnose(text, today=TODAY)
    assert only.damages == ()
    assert only.is_certain
    assert only.message.get("01") == A_GTIN


@given(gtins(), a_batch(), st.text(string.ascii_uppercase + string.digits, min_size=8, max_size=16), st.booleans())
def test_a_pack_with_its_separators_is_taken_as_it_stands(
    gtin: Gtin, batch: str, serial: str, serial_first: bool
) -> None:
    tail = (
        [("21", serial), ("17", "281130"), ("10", batch)]
        if serial_first
        else [("17", "281130"), ("10", batch), ("21", serial)]
    )
    message = build([("01", gtin.text), *tail])
    (only,) = diagnose(message.scan_data(), today=TODAY)
    assert (only.message.pairs, only.damages) == (message.pairs, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SCAN.replace(GS, ""), ErrorCode.SEPARATOR_LOST),
        (BARE.replace(GS, ""), ErrorCode.SEPARATOR_LOST),
        (SCAN.swapcase(), ErrorCode.LETTER_CASE_TURNED),
        (SCAN + "\r\n", ErrorCode.LINE_END_TYPED),
        ("  " + BARE + "\t", ErrorCode.LINE_END_TYPED),
        (BARE + "<CR>", ErrorCode.LINE_END_TYPED),
        (SCAN[1:], ErrorCode.FIRST_CHARACTERS_LOST),
        (SCAN[2:], ErrorCode.FIRST_CHARACTERS_LOST),
        (BARE[1:], ErrorCode.FIRST_CHARACTERS_LOST),
        (BARE[2:], ErrorCode.FIRST_CHARACTERS_LOST),
        (BARE[3:], ErrorCode.FIRST_CHARACTERS_LOST),
        (BARE[4:], ErrorCode.FIRST_CHARACTERS_LOST),
        ("$" + SCAN[1:], ErrorCode.SYMBOLOGY_IDENTIFIER_TYPED),
        ("]D2" + BARE, ErrorCode.SYMBOLOGY_IDENTIFIER_TYPED),
        ("]d2" + SCAN, ErrorCode.SYMBOLOGY_IDENTIFIER_TYPED),
        (f"{BARE[:16]}(17)271231(10)LOT7(21)SERIALXY12345", ErrorCode.BRACKETS_TYPED),
        (f"[01]{A_GTIN}[17]271231[10]LOT7[21]SERIALXY12345", ErrorCode.BRACKETS_TYPED),
        (f"（01）{A_GTIN}（17）271231（10）LOT7（21）SERIALXY12345", ErrorCode.BRACKETS_TYPED),
        (BARE.replace("1727", f"{GS}{GS}1727", 1), ErrorCode.SUPERFLUOUS_SEPARATOR),
    ],
)  # fmt: skip
def test_a_damage_is_named_and_undone(text: str, code: ErrorCode) -> None:
    best = diagnose(text, today=TODAY)[0]
    assert best.message.pairs == PAIRS
    assert code in codes(best)


@pytest.mark.parametrize(
    "stand_in",
    ["<GS>", "{GS}", "[GS]", "(GS)", "^]", "␝", "↔", "|", "^", "~", "~1", "\\x1d", "\\u001d", "%1D", "&#29;", "<FNC1>",
     "029", "Alt+029", "\t", " ", "\x1e", "#"],
)  # fmt: skip
def test_what_stands_for_a_separator_is_taken_for_one(stand_in: str) -> None:
    best = diagnose(SCAN.replace(GS, stand_in), today=TODAY)[0]
    assert best.message.pairs == PAIRS
    assert codes(best) == {ErrorCode.SEPARATOR_STAND_IN}
    assert best.damages[0].start == SCAN.index(GS)
    assert (best.damages[0].found, best.damages[0].put) == (stand_in, GS)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("separator", [GS, ""])
def test_a_foreign_layout_is_named_and_its_keys_read_as_they_were_meant(layout: str, separator: str) -> None:
    best = diagnose(typed_on(layout, SCAN.replace(GS, separator)), today=TODAY)[0]
    assert best.message.pairs == PAIRS
    assert best.damages[0].code is ErrorCode.KEYBOARD_LAYOUT_SUSPECT
    assert best.damages[0].name == layout


def test_a_layout_that_only_swaps_letters_is_found_by_what_the_registry_knows() -> None:
    swapped = BARE.replace("Y", "Z")
    assert diagnose(swapped, today=TODAY)[0].message.serial == "SERIALXZ12345"
    best = diagnose(swapped, today=TODAY, known=on_file(PAIRS[3]))[0]
    assert (best.message.serial, best.damages[0].name) == ("SERIALXY12345", "QWERTZ")


@pytest.mark.parametrize(
    ("batch", "typed", "method"),
    [
        ("AAB1", "ÂB1", "Telex"),
        ("DD77", "Đ77", "Telex"),
        ("W12", "Ư12", "Telex"),
        ("UW5", "Ư5", "Telex"),
        ("LOS7", "LÓ7", "Telex"),
        ("EEJ9", "Ệ9", "Telex"),
        ("LOT17", "LÓT7", "VNI"),
        ("A12", "Á2", "VNI"),
        ("D93", "Đ3", "VNI"),
        ("A61", "Ấ", "VNI"),
    ],
)
def test_what_a_vietnamese_input_method_took_is_among_the_meanings(batch: str, typed: str, method: str) -> None:
    found = diagnose(SCAN.replace("LOT7", typed), today=TODAY, known=on_file(("10", batch)))
    assert found[0].message.batch == batch
    assert (found[0].damages[0].code, found[0].damages[0].name) == (ErrorCode.INPUT_METHOD_SUSPECT, method)


def test_an_input_method_that_took_the_bracket_of_the_identifier_is_seen_through() -> None:
    best = diagnose("ư" + SCAN[1:].replace("LOT7", "ĐA7"), today=TODAY)[0]
    assert best.message.batch == "DDA7"
    assert best.message.symbology is None or best.message.symbology.text == "]d2"


def test_two_scans_in_one_field_are_two_messages() -> None:
    second = f"01{ANOTHER_GTIN}1728063010B23045{GS}21K7P2M9QW4T"
    for text in (SCAN + "]d2" + second, BARE + second, BARE + "\r\n" + second, (BARE + second).replace(GS, "")):
        best = diagnose(text, today=TODAY)[0]
        assert best.message.pairs == PAIRS
        assert [message.get("01") for message in best.following] == [ANOTHER_GTIN]
        assert ErrorCode.SCANS_GLUED in codes(best)


def test_three_scans_in_one_field_are_three_messages() -> None:
    best = diagnose(SCAN * 3, today=TODAY)[0]
    assert [best.message.pairs, *(message.pairs for message in best.following)] == [PAIRS] * 3
    assert [damage.start for damage in best.damages if damage.code is ErrorCode.SCANS_GLUED] == [
        len(SCAN),
        2 * len(SCAN),
    ]


@pytest.mark.parametrize("batch", ["LOT70", "LOT7001", "26E01", "A00"])
def test_a_scan_that_ends_like_a_key_begins_is_parted_at_the_right_place(batch: str) -> None:
    first, second = (f"01{gtin}1727123110{batch}" for gtin in (A_GTIN, ANOTHER_GTIN))
    best = diagnose(first + second, today=TODAY)[0]
    assert [best.message.batch, *(message.batch for message in best.following)] == [batch, batch]
    assert [message.get("01") for message in best.following] == [ANOTHER_GTIN]


def test_a_tilde_before_an_ai_that_begins_with_one_is_a_separator_alone() -> None:
    best = diagnose(f"01{A_GTIN}21SERIALXY12345~1727123110LOT7", today=TODAY)[0]
    assert (best.message.get("17"), best.message.serial) == ("271231", "SERIALXY12345")


def test_a_key_of_other_case_than_its_letter_is_thought_of() -> None:
    best = diagnose(
        SCAN.replace("SERIALXY12345", "gqgéE3RBrPlmG"), today=TODAY, known=on_file(("21", "gqgeSE3RBrPlmG"))
    )[0]
    assert best.message.serial == "gqgeSE3RBrPlmG"


def test_a_registry_that_knows_the_gtin_only_does_not_end_the_search() -> None:
    def knows(message: Message) -> float:
        return 5.0 * (message.get("01") == A_GTIN) + 100.0 * (message.serial == "SERIALXY12345")

    assert diagnose(BARE.replace("Y", "Z"), today=TODAY, known=knows)[0].message.serial == "SERIALXY12345"


def test_a_text_with_two_likely_meanings_is_not_certain_and_a_registry_decides() -> None:
    small = BARE.replace("LOT7", "abc123").replace("SERIALXY12345", "qwhk7712345")
    found = diagnose(small, today=TODAY)
    assert {each.message.batch for each in found} >= {"abc123", "ABC123"}
    assert not found[0].is_certain
    for batch in ("abc123", "ABC123"):
        best = diagnose(small, today=TODAY, known=on_file(("10", batch)))[0]
        assert (best.message.batch, best.is_certain) == (batch, True)


def test_letters_that_fit_neither_case_are_not_turned() -> None:
    mixed = BARE.replace("SERIALXY12345", "aB3dE9xYz2Q7")
    assert [each.message.serial for each in diagnose(mixed, today=TODAY)] == ["aB3dE9xYz2Q7"]


@pytest.mark.parametrize("text", ["", "*é", "|\x1d", "hello world", "\r\n", "0108936012345675", "Ω≈ç√", "]d2", "(", GS])
def test_what_cannot_be_read_has_no_meaning(text: str) -> None:
    assert diagnose(text) == ()


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_every_meaning_is_a_right_message(text: str) -> None:
    for each in diagnose(text, today=TODAY):
        assert build(each.message.pairs).pairs == each.message.pairs


def test_each_damage_says_what_to_do_in_both_languages() -> None:
    (damage,) = diagnose(SCAN.replace(GS, "<GS>"), today=TODAY)[0].damages
    assert "character 29" in damage.message("en")
    assert "ký tự 29" in damage.message("vi")


def test_vietnamese_letters_betray_a_keyboard_layout() -> None:
    assert looks_like_wrong_layout("10LÔ7")
    assert not looks_like_wrong_layout("10LOT7")


@pytest.mark.parametrize(
    "text",
    ["]C1" + "Â2Đ4ệ9" * 40, "]d201" + "2254905B95" * 25, f"01{A_GTIN}" + "10A21B240C" * 25, "01" * 3000, "~" * 290],
)
def test_a_long_rubbish_text_is_given_up_soon(text: str) -> None:
    begun = time.process_time()
    diagnose(text, today=TODAY)
    assert time.process_time() - begun < 3.0
