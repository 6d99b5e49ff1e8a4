"""Several carriers of one item: the rules between AIs span them all."""

from __future__ import annotations

import pytest

from gs1 import ErrorCode, Gs1Error, Message, ParseOptions, parse
from tests.gs1.builders import A_GTIN

CARRIER = ParseOptions(scope="carrier")
LENIENT = ParseOptions(mode="lenient", scope="carrier")


def carriers(*texts: str, options: ParseOptions = CARRIER) -> list[Message]:
    return [parse(text, options) for text in texts]


def test_one_carrier_of_several_need_not_hold_what_its_elements_require() -> None:
    with pytest.raises(Gs1Error):
        parse("(10)LOT7")
    assert parse("(10)LOT7", CARRIER).problems == ()


def test_one_carrier_still_may_not_hold_what_excludes_each_other() -> None:
    with pytest.raises(Gs1Error) as caught:
        parse(f"(01){A_GTIN}(37)5", CARRIER)
    assert caught.value.code is ErrorCode.INVALID_AI_PAIRS


def test_the_carriers_of_an_item_make_one_message_with_equal_repeats_once() -> None:
    first, second, third = carriers(f"(01){A_GTIN}", "(10)LOT7(17)271231", f"(01){A_GTIN}(21)S1")
    message = first.merge(second, third)
    assert message.bracketed() == f"(01){A_GTIN}(10)LOT7(17)271231(21)S1"
    assert parse(message.bracketed()).pairs == message.pairs


def test_what_no_carrier_of_the_item_gives_is_missed() -> None:
    first, second = carriers("(10)LOT7", "(17)271231")
    with pytest.raises(Gs1Error) as caught:
        first.merge(second)
    assert [(each.code, each.ai) for each in caught.value.problems] == [
        (ErrorCode.REQUIRED_AIS_NOT_SATISFIED, "10"),
        (ErrorCode.REQUIRED_AIS_NOT_SATISFIED, "17"),
    ]


def test_every_value_that_differs_between_carriers_is_named() -> None:
    first, *others = carriers(f"(01){A_GTIN}(10)LOT7(17)271231", "(10)LOT8(17)271230", "(10)LOT9", options=LENIENT)
    message = first.merge(*others)
    assert [(each.code, each.value) for each in message.problems] == [
        (ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, value) for value in ("LOT8", "271230", "LOT9")
    ]


def test_a_faulty_value_of_one_carrier_is_a_fault_of_the_item() -> None:
    first, second = carriers(f"(01){A_GTIN}", "(17)271331", options=LENIENT)
    assert [each.code for each in first.merge(second).problems] == [ErrorCode.ILLEGAL_MONTH]
