"""Element strings: read, refused, repaired when lenient; the quick and the careful path agree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gs1 import ErrorCode, Gs1Error, Message, ParseOptions, parse, parse_element_string
from tests.gs1.builders import A_GTIN, A_PACK, GS, pack_messages

CAREFUL = ParseOptions(separators=f"{GS}\uffff")
LENIENT = ParseOptions(mode="lenient")


def verdict(data: str, options: ParseOptions) -> tuple[str, object]:
    try:
        return "read", parse_element_string(data, options).pairs
    except Gs1Error as error:
        return error.code.value, (error.ai, error.start, error.length)


def test_a_pack_says_what_it_is() -> None:
    message = parse(f"]d2{A_PACK}")
    assert message.gtin is not None
    assert message.gtin.text == A_GTIN
    assert (message.batch, message.serial, message.expiry) == ("LOT7", "S1", date(2027, 12, 31))
    assert str(message.symbology) == "]d2"
    assert [element.title for element in message] == ["GTIN", "USE BY or EXPIRY", "BATCH/LOT", "SERIAL"]


def told_of(text: str, options: ParseOptions) -> str:
    try:
        message = parse(text, options)
    except Gs1Error as error:
        return error.message("vi") and error.markup()
    return "".join(message.hri()) + str(message.expiry)


@given(pack_messages())
def test_every_element_string_parses_back(message: Message) -> None:
    assert parse(message.scan_data("]d2")).pairs == message.pairs
    assert parse_element_string(GS + message.element_string() + GS).pairs == message.pairs


@given(st.text(st.sampled_from("0123456789ABab()/ é" + GS), max_size=60))
def test_the_quick_path_gives_the_verdict_of_the_careful_one_for_any_text(tail: str) -> None:
    for data in (tail, f"01{A_GTIN}{tail}", f"01{A_GTIN}17271231{tail}"):
        assert verdict(data, ParseOptions()) == verdict(data, CAREFUL)


@given(st.integers(0, len(A_PACK) - 1), st.characters(max_codepoint=0x17F))
def test_one_damaged_character_gives_one_verdict_on_both_paths(place: int, character: str) -> None:
    data = A_PACK[:place] + character + A_PACK[place + 1 :]
    assert verdict(data, ParseOptions()) == verdict(data, CAREFUL)


@given(st.one_of(st.text(max_size=80), st.binary(max_size=80).map(lambda raw: raw.decode("latin-1"))))
@example("]d2")
@example("(01")
@example("https://a/01/")
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for lead in ("", "]d2", "]C1", "]E0", "]Q1https://", "(01)", "https://id.gs1.org/01/", "01"):
        for options in (ParseOptions(), LENIENT):
            assert told_of(lead + text, options)


@pytest.mark.parametrize(
    ("data", "code", "ai", "bad"),
    [
        (f"01{A_GTIN[:-1]}5", ErrorCode.INCORRECT_CHECK_DIGIT, "01", "5"),
        (f"01{A_GTIN}17271331", ErrorCode.ILLEGAL_MONTH, "17", "13"),
        (f"01{A_GTIN}17270230", ErrorCode.ILLEGAL_DAY, "17", "30"),
        (f"01{A_GTIN}10LÔ7", ErrorCode.INVALID_CSET82_CHARACTER, "10", "Ô"),
        (f"01{A_GTIN}10", ErrorCode.AI_DATA_IS_EMPTY, "10", ""),
        (f"01{A_GTIN}10{'A' * 21}", ErrorCode.AI_DATA_IS_TOO_LONG, "10", "A"),
        ("0108936", ErrorCode.AI_DATA_HAS_INCORRECT_LENGTH, "01", "08936"),
        ("10LOT7", ErrorCode.REQUIRED_AIS_NOT_SATISFIED, "10", "LOT7"),
        (f"01{A_GTIN}02{A_GTIN}372", ErrorCode.INVALID_AI_PAIRS, "01", A_GTIN),
        (f"01{A_GTIN}10A{GS}10B", ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, "10", "B"),
        (f"01{A_GTIN}XY", ErrorCode.NO_AI_FOR_PREFIX, None, "XY"),
        ("", ErrorCode.AI_DATA_EMPTY, None, ""),
    ],
)
def test_a_fault_has_a_code_a_place_a_clause_and_words(data: str, code: ErrorCode, ai: str | None, bad: str) -> None:
    with pytest.raises(Gs1Error) as caught:
        parse_element_string(data)
    error = caught.value
    assert (error.code, error.ai, error.value[error.start : error.start + error.length]) == (code, ai, bad)
    assert error.clause
    assert error.message("vi") != error.message("en")


def test_strict_raises_every_fault_and_lenient_lists_the_same() -> None:
    data = f"01{A_GTIN[:-1]}51727133110LOT7{GS}21É"
    with pytest.raises(Gs1Error) as caught:
        parse_element_string(data)
    message = parse(data, LENIENT)
    codes = [problem.code for problem in message.problems]
    assert codes == [problem.code for problem in caught.value.problems]
    assert codes == [
        ErrorCode.INCORRECT_CHECK_DIGIT,
        ErrorCode.ILLEGAL_MONTH,
        ErrorCode.INVALID_CSET82_CHARACTER,
        ErrorCode.KEYBOARD_LAYOUT_SUSPECT,
    ]
    assert [data[start : start + length] for start, length in (p.span for p in message.problems if p.span)] == [
        "5",
        "13",
        "É",
        "É",
    ]


def test_lenient_keeps_batch_and_serial_of_a_pack_whose_gtin_and_date_are_wrong() -> None:
    message = parse(f"01{A_GTIN[:-1]}51700000010LOT7{GS}{GS}21S1", LENIENT)
    assert (message.gtin, message.expiry, message.batch, message.serial) == (None, None, "LOT7", "S1")


def test_a_composite_component_is_kept_apart() -> None:
    message = parse_element_string(f"01{A_GTIN}|{GS}99MORE")
    assert message.bracketed() == f"(01){A_GTIN}|(99)MORE"
    assert parse(message.bracketed()).pairs == message.pairs


def test_eight_thousand_characters_are_read_or_refused_at_once() -> None:
    for data in ("9" * 8000, "10A" + GS, f"99A{GS}" * 2000, "(" * 8000, "https://a/" + "01/" * 2600):
        with pytest.raises(Gs1Error):
            parse(data)
