"""One text, several readings: each that holds is told, and the text decides for none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gs1 import ErrorCode, Gtin, Sscc
from gs1.readings import Readings, readings
from gs1.upc import Upc
from tests.gs1.builders import A_GTIN, A_PACK, GS, gtins, ssccs

NAMES = ("gtin", "upc", "sscc", "message", "digital_link")


def found_in(found: Readings) -> tuple[str, ...]:
    return tuple(name for name in NAMES if getattr(found, name) is not None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("96385074", ("gtin", "message")),
        ("12345670", ("gtin", "upc")),
        ("04252614", ("gtin", "upc")),
        ("614141000036", ("gtin", "upc")),
        ("5901234123457", ("gtin",)),
        ("00157035381410375177", ("sscc", "message")),
        ("157035381410375177", ("sscc",)),
        ("00376130321109103421", ("message",)),
        ("15210527", ("message",)),
        ("]E05901234123457", ("gtin",)),
        ("]I118936012345671", ("gtin",)),
        ("]e00100123456789012", ("gtin", "upc", "message")),
        (f"]d2{A_PACK}", ("gtin", "message")),
        (f"(01){A_GTIN}", ("gtin", "message")),
        (f"https://id.gs1.org/01/{A_GTIN}/21/S1", ("gtin", "digital_link")),
        (f"]Q1https://id.gs1.org/01/{A_GTIN}", ("gtin", "digital_link")),
        (" 5901234123457\n", ("gtin",)),
        ("15213200", ()),
        ("Paracetamol", ()),
        ("", ()),
    ],
)
def test_a_text_has_these_readings_and_no_other(text: str, names: tuple[str, ...]) -> None:
    assert found_in(readings(text)) == names


def test_eight_digits_may_name_two_trade_items() -> None:
    found = readings("12345670")
    assert found.gtin == Gtin.parse("12345670")
    assert found.upc == Upc.parse("12345670")
    assert found.upc is not None
    assert found.upc.gtin != found.gtin


def test_why_a_reading_fails_is_told() -> None:
    codes = {problem.code for problem in readings("5901234123458").problems}
    assert {ErrorCode.INCORRECT_CHECK_DIGIT, ErrorCode.NO_AI_FOR_PREFIX} <= codes


def test_a_message_with_a_misread_key_keeps_its_other_elements() -> None:
    found = readings(f"]d20108936012345675{GS}10LOT7")
    assert found.gtin is None
    assert found.message is not None
    assert found.message.batch == "LOT7"


@given(gtins(), ssccs())
def test_keys_are_read_alone_and_inside_their_element(gtin: Gtin, sscc: Sscc) -> None:
    assert readings(gtin.shortest()).gtin == readings(f"01{gtin}").gtin == gtin
    assert readings(str(sscc)).sscc == readings(f"00{sscc}").sscc == sscc


@given(st.text(max_size=40), st.sampled_from(["", "]d2", "]Y", "(01)", "https://id.gs1.org/01/"]))
@example("²", "]Y")
def test_no_text_is_an_accident(text: str, head: str) -> None:
    assert readings(head + text).text == (head + text).strip()
