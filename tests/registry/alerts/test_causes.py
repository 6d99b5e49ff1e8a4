"""What a wrongly set scanner or keyboard makes of a serial number is named; what nothing explains is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.alerts.causes import cause_of_batch, cause_of_expiry, cause_of_serial

KNOWN = {"AZ-Qm17w", "AZQm17w", "S00DD1", "LOT7-S1", "Ab1"}


@pytest.mark.parametrize(
    ("read", "cause"),
    [
        ("az-qM17W", "caps-lock"),
        ("aB1", "caps-lock"),
        ("QW)A,&èz", "keyboard-layout"),
        ("AYQm17w", "keyboard-layout"),
        ("S00Đ1", "input-method"),
        ("LOT7-S110LOT7", "lost-separator"),
        ("LOT7-S117271231", "lost-separator"),
        ("Ab110L", "lost-separator"),
        ("NOBODY", None),
        ("", None),
    ],
)
def test_the_damage_done_to_a_serial_number_is_named(read: str, cause: str | None) -> None:
    assert cause_of_serial(read, KNOWN.__contains__) == cause


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20))
def test_turned_case_is_always_found_and_a_right_text_never_blamed(serial: str) -> None:
    turned = serial.swapcase()
    if turned != serial:
        assert cause_of_serial(turned, {serial}.__contains__) == "caps-lock"
    assert cause_of_serial(serial, lambda other: False) is None


@pytest.mark.parametrize(
    ("printed", "registered", "cause"),
    [
        ("lot7", "LOT7", "caps-lock"),
        ("LOT721S0001", "LOT7", "lost-separator"),
        ("LOTè", "LOT7", "keyboard-layout"),
        ("LOT8", "LOT7", None),
    ],
)
def test_the_damage_done_to_a_batch_number_is_named(printed: str, registered: str, cause: str | None) -> None:
    assert cause_of_batch(printed, registered) == cause


@pytest.mark.parametrize(
    ("told", "registered", "cause"),
    [
        (date(2027, 12, 1), date(2027, 12, 31), "day-zero"),
        (date(2027, 11, 30), date(2027, 12, 31), "day-zero"),
        (date(2028, 1, 31), date(2028, 2, 29), "day-zero"),
        (date(2027, 12, 2), date(2027, 12, 31), None),
        (date(2027, 12, 1), date(2027, 12, 30), None),
        (date(2028, 12, 31), date(2027, 12, 31), None),
    ],
)
def test_day_zero_read_as_another_day_is_named(told: date, registered: date, cause: str | None) -> None:
    assert cause_of_expiry(told, registered) == cause
