"""Scan data of every GS1 carrier: read, and written back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import ErrorCode, Gs1Error, Message, ParseOptions, parse_scan_data
from gs1.iso_15434 import Envelope, parse_envelopes, write_envelopes
from tests.gs1.builders import A_GTIN, A_PACK, GS, pack_messages


@pytest.mark.parametrize(
    "scan",
    [
        *(f"{identifier}{A_PACK}" for identifier in ("]C1", "]d2", "]Q3", "]J1", "]e0", "]e1", "]e2")),
        *(f"{identifier}https://id.gs1.org/01/{A_GTIN}/10/LOT7" for identifier in ("]Q1", "]d1", "]J0")),
        "]E08936012345674",
        "]E496385074",
        "]I118936012345671",
        "]E3893601234567412",
        "]E3893601234567412345",
        f"]E08936012345674|]e017271231{'10LOT7'}{GS}21S1",
    ],
)
def test_a_scan_is_written_back_as_it_was_read(scan: str) -> None:
    message = parse_scan_data(scan)
    assert message.symbology is not None
    assert message.scan_data(message.symbology.text) == scan


def test_a_composite_component_may_need_what_the_linear_one_gives() -> None:
    message = parse_scan_data("]E08936012345674|]e010LOT7")
    assert message.pairs == (("01", A_GTIN), ("10", "LOT7"))
    with pytest.raises(Gs1Error) as caught:
        parse_scan_data("]E08936012345674|]e037" + "5")
    assert caught.value.code is ErrorCode.INVALID_AI_PAIRS


@pytest.mark.parametrize("symbology", ["]E0", "]E3", "]E4", "]I1", "]A0", "]X0"])
def test_a_symbol_that_cannot_hold_the_message_is_refused(symbology: str) -> None:
    with pytest.raises(Gs1Error) as caught:
        Message((("01", A_GTIN), ("10", "LOT7"))).scan_data(symbology)
    assert caught.value.code is ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER


@pytest.mark.parametrize("scan", ["]E0893601234567453", "]E4963850741", "]I1189360123456711"])
def test_a_symbol_with_digits_too_many_is_refused(scan: str) -> None:
    with pytest.raises(Gs1Error) as caught:
        parse_scan_data(scan)
    assert caught.value.code is ErrorCode.PRIMARY_MESSAGE_IS_TOO_LONG


def test_an_add_on_of_another_length_is_told() -> None:
    with pytest.raises(Gs1Error) as caught:
        parse_scan_data("]E38936012345674123")
    assert caught.value.problem.span == (16, 3)


def test_a_wrong_check_digit_under_a_symbol_keeps_the_composite_readable() -> None:
    message = parse_scan_data("]E08936012345675|]e010LOT7", ParseOptions(mode="lenient"))
    assert message.batch == "LOT7"
    assert [(each.code, each.span) for each in message.problems] == [
        (ErrorCode.PRIMARY_MESSAGE_CHECK_DIGIT_IS_INCORRECT, (15, 1)),
    ]


@given(pack_messages())
def test_a_message_in_an_envelope_is_read_back(message: Message) -> None:
    assert parse_scan_data(f"]d1{message.iso_15434()}").pairs == message.pairs


fields = st.lists(st.text("ABC 123", min_size=1, max_size=8), min_size=1, max_size=4).map(tuple)


@given(st.lists(st.tuples(st.sampled_from(["05", "06", "12"]), fields), min_size=1, max_size=3))
def test_every_envelope_is_opened_as_it_was_closed(formats: list[tuple[str, tuple[str, ...]]]) -> None:
    text = write_envelopes([Envelope(form, given) for form, given in formats])
    found = parse_envelopes(text)
    assert [(each.format, each.fields) for each in found] == formats
    assert all(text.startswith(each.content, each.offset) for each in found)
    assert parse_envelopes(text[:-2]) == found


@pytest.mark.parametrize(
    "text", ["", "[)>", "[)>\x1e", "[)>\x1e99\x1dX\x1e\x04", "[)>\x1e05X\x1e\x04", "[)>\x1e05\x1d\x1e\x04"]
)
def test_what_is_no_envelope_of_a_known_format_is_refused(text: str) -> None:
    with pytest.raises(Gs1Error) as caught:
        parse_envelopes(text)
    assert caught.value.code is ErrorCode.NOT_GS1
