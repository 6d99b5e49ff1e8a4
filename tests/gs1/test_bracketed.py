"""Bracketed text: read and written, with escaped brackets, and refused."""

from __future__ import annotations

import pytest
from hypothesis import given

from gs1 import ErrorCode, Gs1Error, Message, ParseOptions, parse, parse_bracketed
from tests.gs1.builders import A_GTIN, pack_messages


@given(pack_messages())
def test_bracketed_text_parses_back(message: Message) -> None:
    assert parse(message.bracketed()).pairs == message.pairs


def test_a_bracket_inside_a_value_is_escaped() -> None:
    message = parse(rf"(01){A_GTIN}(10)A\(1)")
    assert message.batch == "A(1)"
    assert message.bracketed() == rf"(01){A_GTIN}(10)A\(1)"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ErrorCode.AI_PARSE_FAILED),
        ("(01", ErrorCode.AI_PARSE_FAILED),
        (f"(01){A_GTIN}(10)", ErrorCode.AI_PARSE_FAILED),
        (f"x(01){A_GTIN}", ErrorCode.AI_PARSE_FAILED),
        (f"(0a){A_GTIN}", ErrorCode.AI_UNRECOGNISED),
        ("(01)123", ErrorCode.AI_VALUE_IS_TOO_SHORT),
        (f"(01){A_GTIN}0", ErrorCode.AI_VALUE_IS_TOO_LONG),
        (f"(01){A_GTIN}(10)A^B", ErrorCode.AI_CONTAINS_ILLEGAL_CARAT_CHARACTER),
    ],
)
def test_text_that_is_no_bracketed_message_is_refused(text: str, code: ErrorCode) -> None:
    with pytest.raises(Gs1Error) as caught:
        parse_bracketed(text)
    assert caught.value.code is code


def test_an_unknown_identifier_is_read_on_demand() -> None:
    message = parse_bracketed(f"(01){A_GTIN}(89)X", ParseOptions(permit_unknown_ais=True))
    assert message.get("89") == "X"
