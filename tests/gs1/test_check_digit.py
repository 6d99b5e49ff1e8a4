"""Check digits: worked examples of the standard, and what must hold for every number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import ErrorCode, Gs1Error, check_digit, has_valid_check_digit
from gs1.check_digit import price_weight_check_digit


@pytest.mark.parametrize(
    ("payload", "digit"), [("629104150021", "3"), ("37610425002123456", "9"), ("9638507", "4"), ("0000000", "0")]
)
def test_the_check_digit_is_that_of_the_worked_example(payload: str, digit: str) -> None:
    assert check_digit(payload) == digit


@given(st.text("0123456789", min_size=1, max_size=40), st.data())
def test_any_single_wrong_digit_is_found(payload: str, data: st.DataObject) -> None:
    whole = payload + check_digit(payload)
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != whole[place]]))
    assert has_valid_check_digit(whole)
    assert not has_valid_check_digit(whole[:place] + other + whole[place + 1 :])


@pytest.mark.parametrize(("text", "start"), [("12a4", 2), ("１２３", 0), ("12³", 2)])
def test_only_the_ten_ascii_digits_are_digits(text: str, start: int) -> None:
    with pytest.raises(Gs1Error) as caught:
        has_valid_check_digit(text)
    assert (caught.value.code, caught.value.start) == (ErrorCode.NON_DIGIT_CHARACTER, start)


@pytest.mark.parametrize(
    ("value", "digit"), [("2875", "9"), ("14685", "6"), ("0000", "0"), ("00000", "0"), ("00012", "9")]
)
def test_the_check_digit_of_a_price_is_that_of_the_worked_example(value: str, digit: str) -> None:
    assert price_weight_check_digit(value) == digit


@given(st.text("0123456789", min_size=4, max_size=5), st.data())
def test_any_single_wrong_digit_of_a_price_is_found(value: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != value[place]]))
    assert price_weight_check_digit(value[:place] + other + value[place + 1 :]) != price_weight_check_digit(value)


@pytest.mark.parametrize("value", ["", "123", "123456", "12a4"])
def test_a_price_of_another_length_has_no_check_digit(value: str) -> None:
    with pytest.raises(Gs1Error):
        price_weight_check_digit(value)
