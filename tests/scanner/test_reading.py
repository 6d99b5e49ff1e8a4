import pytest

from gs1 import ErrorCode
from scanner import Carrier, Confidence, Symbol, to_reading
from scanner.geometry import Point, Quad

PLACE = Quad(Point(0, 0), Point(9, 0), Point(9, 9), Point(0, 9))


def a_symbol(data: str, identifier: str = "]d2", carrier: Carrier = Carrier.DATA_MATRIX) -> Symbol:
    return Symbol(carrier, identifier, data.encode(), PLACE, Confidence.SURE, ())


@pytest.mark.parametrize(
    ("carrier", "identifier", "data", "told"),
    [
        (Carrier.DATA_MATRIX, "]d2", "010893601234567410A1\x1d21S/1", "(01)08936012345674(10)A1(21)S/1"),
        (Carrier.CODE_128, "]C1", "010893601234567417271231", "(01)08936012345674(17)271231"),
        (Carrier.QR, "]Q3", "010893601234567410A1", "(01)08936012345674(10)A1"),
        (Carrier.EAN_13, "]E0", "8936012345674", "(01)08936012345674"),
        (Carrier.EAN_8, "]E4", "96385074", "(01)00000096385074"),
        (Carrier.ITF_14, "]I1", "18936012345671", "(01)18936012345671"),
        (Carrier.QR, "]Q1", "https://id.gs1.org/01/08936012345674/10/A1", "(01)08936012345674(10)A1"),
    ],
)
def test_what_follows_gs1_becomes_a_message(carrier: Carrier, identifier: str, data: str, told: str) -> None:
    reading = to_reading(a_symbol(data, identifier, carrier))
    assert reading.message is not None
    assert reading.message.bracketed() == told
    assert reading.faults == ()


@pytest.mark.parametrize("text", ["0108936012345674", "xin chào", "https://example.com/thuoc"])
def test_a_plain_symbol_stays_plain_text(text: str) -> None:
    reading = to_reading(a_symbol(text, "]Q1", Carrier.QR))
    assert (reading.text, reading.message, reading.faults) == (text, None, ())


def test_a_gs1_symbol_that_breaks_the_rules_is_told_with_its_faults_and_not_repaired() -> None:
    reading = to_reading(a_symbol("010893601234567517271231"))
    assert reading.message is None
    assert reading.text == "010893601234567517271231"
    assert ErrorCode.INCORRECT_CHECK_DIGIT in {fault.code for fault in reading.faults}


def test_bytes_that_are_no_text_do_not_stop_a_reading() -> None:
    symbol = Symbol(Carrier.QR, "]Q1", b"\xff\xfe\x00", PLACE, Confidence.SURE, ())
    assert to_reading(symbol).message is None


def test_a_udi_of_another_agency_is_read_as_such() -> None:
    reading = to_reading(a_symbol("+A123BJC5D6E71G", "]C0", Carrier.CODE_128))
    assert reading.message is None
    assert reading.udi is not None
    assert reading.udi.issuer == "HIBCC"


@pytest.mark.parametrize("text", ["+84 24 1234 5678", "=1+1"])
def test_a_text_that_only_begins_like_a_udi_is_a_plain_text(text: str) -> None:
    reading = to_reading(a_symbol(text, "]Q1", Carrier.QR))
    assert (reading.udi, reading.message, reading.faults) == (None, None, ())
