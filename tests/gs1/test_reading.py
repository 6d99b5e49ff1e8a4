"""The one door: every shape of text, what is refused as no GS1 data, and what is read all the same."""

from __future__ import annotations

import pytest

from gs1 import ErrorCode, Gs1Error, Message, ParseOptions, parse, parse_any, parse_element_string
from gs1.reading import build, validate
from tests.gs1.builders import A_GTIN, A_PACK, GS

LENIENT = ParseOptions(mode="lenient", permit_plain_data=False)


@pytest.mark.parametrize(
    "text",
    [
        f"]d2{A_PACK}",
        f"{GS}{A_PACK}",
        f"(01){A_GTIN}(17)271231(10)LOT7(21)S1",
        f"https://example.vn/01/{A_GTIN}/10/LOT7/21/S1?17=271231",
        f"HTTPS://EXAMPLE.VN/01/{A_GTIN}/10/LOT7/21/S1?17=271231",
        f"]Q1https://example.vn/01/{A_GTIN}/10/LOT7/21/S1?17=271231",
        f"[)>\x1e05\x1d{A_PACK}\x1e\x04",
        f"]d1[)>\x1e05\x1d01{A_GTIN}{GS}17271231{GS}10LOT7{GS}21S1\x1e\x04",
    ],
)
def test_every_shape_that_is_marked_as_gs1_data_is_read(text: str) -> None:
    assert sorted(parse(text).pairs) == [("01", A_GTIN), ("10", "LOT7"), ("17", "271231"), ("21", "S1")]


@pytest.mark.parametrize("digits", ["96385074", "614141000036", "8936012345674", "18936012345671"])
def test_the_digits_under_a_symbol_are_a_gtin(digits: str) -> None:
    assert parse(digits).pairs == (("01", digits.zfill(14)),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (A_PACK, ErrorCode.NOT_GS1),
        ("paracetamol", ErrorCode.NOT_GS1),
        (f"]d1{A_PACK}", ErrorCode.NOT_GS1),
        ("[)>\x1e06\x1d9N111537746644\x1e\x04", ErrorCode.NOT_GS1),
        ("[)>", ErrorCode.NOT_GS1),
        ("8936012345675", ErrorCode.INCORRECT_CHECK_DIGIT),
        ("", ErrorCode.AI_DATA_EMPTY),
        ("]A0X", ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER),
    ],
)
def test_plain_data_is_honestly_refused(text: str, code: ErrorCode) -> None:
    with pytest.raises(Gs1Error) as caught:
        parse(text)
    assert caught.value.code is code


def test_plain_data_is_read_when_asked_for() -> None:
    expected = parse_element_string(A_PACK).pairs
    assert parse(A_PACK, ParseOptions(permit_plain_data=True)).pairs == expected
    assert parse(A_PACK, LENIENT).pairs == expected


def test_blanks_around_a_scan_are_noted_and_every_fault_keeps_its_place() -> None:
    text = f"  01{A_GTIN[:-1]}510LOT7\r\n"
    message = parse(text, LENIENT)
    assert message.batch == "LOT7"
    assert [(str(each.code), each.severity, each.span) for each in message.problems] == [
        ("LINE_END_TYPED", "warning", (0, 2)),
        ("INCORRECT_CHECK_DIGIT", "error", (17, 1)),
    ]


def test_brackets_encoded_in_the_symbol_are_read_only_leniently() -> None:
    text = f"]d2(01){A_GTIN}(10)LOT7"
    with pytest.raises(Gs1Error):
        parse(text)
    message = parse(text, LENIENT)
    assert message.pairs == (("01", A_GTIN), ("10", "LOT7"))
    assert [each.code for each in message.problems] == [ErrorCode.BRACKETS_TYPED]
    assert message.scan_data() == f"]d201{A_GTIN}10LOT7"


def test_superfluous_separators_at_the_start_the_end_and_after_a_fixed_element_do_no_harm() -> None:
    text = f"]d2{GS}{GS}{GS}01{A_GTIN}{GS}17271231{GS}10LOT7{GS}{GS}21S1{GS}{GS}"
    message = parse(text, LENIENT)
    assert (message.batch, message.serial) == ("LOT7", "S1")
    assert {each.code for each in message.problems} == {ErrorCode.SUPERFLUOUS_SEPARATOR}
    assert all(each.severity == "warning" and each.span for each in message.problems)


@pytest.mark.parametrize("damaged", ["LÔT7", "LƯT7", "LÁT7", "LO\u0300T7", "LÕT7", "Đ5", "L@T"])
def test_a_letter_of_an_input_method_is_suspected_and_shown(damaged: str) -> None:
    text = f"]d201{A_GTIN}10{damaged}{GS}21S1"
    message = parse(text, LENIENT)
    suspect = next(each for each in message.problems if each.code is ErrorCode.KEYBOARD_LAYOUT_SUSPECT)
    assert suspect.ai == "10"
    assert suspect.span is not None
    bad = text[suspect.span[0]]
    assert not bad.isascii() or bad == "@"
    assert message.serial == "S1"


def test_a_wrong_gtin_and_a_key_of_zeros_do_not_hide_batch_and_serial() -> None:
    wrong = parse(f"]d201{A_GTIN[:-1]}510LOT7{GS}21S1", LENIENT)
    zeros = parse(f"]d201{'0' * 14}10LOT7{GS}21S1", LENIENT)
    for message in (wrong, zeros):
        assert (message.batch, message.serial) == ("LOT7", "S1")
    assert [(each.code, each.severity) for each in zeros.problems] == [(ErrorCode.ALL_ZERO_KEY, "warning")]


def test_what_strict_reading_accepts_has_no_fault_when_read_leniently() -> None:
    assert parse(f"]d2{A_PACK}", LENIENT).problems == ()


def test_a_message_can_be_judged_again_under_other_options() -> None:
    message = build([("01", A_GTIN), ("10", "LOT7")])
    assert validate(message) == ()
    bad = parse(f"(01){A_GTIN}(10)LOT7(23)1(02){A_GTIN}", LENIENT)
    assert {str(each.code) for each in validate(bad)} == {"REQUIRED_AIS_NOT_SATISFIED", "INVALID_AI_PAIRS"}
    unknown = parse("(239)A", ParseOptions(permit_unknown_ais=True))
    assert validate(unknown) == ()
    assert [each.code for each in validate(unknown, ParseOptions())] == [ErrorCode.AI_UNRECOGNISED]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("+A123BJC5D6E71G", "HIBCC"),
        ("]C0+A123BJC5D6E71G", "HIBCC"),
        ("[)>\x1e06\x1d9N111537746644\x1e\x04", "IFA"),
        ("]d1[)>\x1e06\x1d9N111537746644\x1e\x04", "IFA"),
    ],
)
def test_the_carriers_of_other_agencies_have_a_door_of_their_own(text: str, issuer: str) -> None:
    carrier = parse_any(text)
    assert not isinstance(carrier, Message)
    assert carrier.issuer.value == issuer
    with pytest.raises(Gs1Error):
        parse(text)


def test_the_door_for_any_carrier_reads_gs1_too() -> None:
    for text in (f"]d2{A_PACK}", f"[)>\x1e05\x1d{A_PACK}\x1e\x04", "8936012345674"):
        assert parse_any(text) == parse(text)
