import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import ErrorCode
from scanner import Carrier, Confidence, ProductReading, Symbol, group, open_picture, read_symbols
from scanner.geometry import Point, Quad
from tests.scanner.degrade import photograph

GTIN = "08936012345674"
OTHER_GTIN = "08936012345681"
CASE = "18936012345671"
SSCC = "106141412345678908"
GS = "\x1d"


def place(x: float = 0, y: float = 0, width: float = 100, height: float = 100, turn: float = 0) -> Quad:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    return Quad(*(Point(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in corners))


def seen(carrier: Carrier, identifier: str, text: str, at: Quad) -> Symbol:
    return Symbol(carrier, identifier, text.encode(), at, Confidence.SURE, ())


def matrix(text: str, at: Quad | None = None) -> Symbol:
    return seen(Carrier.DATA_MATRIX, "]d2", text, at or place())


def shop(gtin: str = GTIN, at: Quad | None = None) -> Symbol:
    return seen(Carrier.EAN_13, "]E0", gtin[1:], at or place(150))


def bars(text: str, at: Quad) -> Symbol:
    return seen(Carrier.CODE_128, "]C1", text, at)


def told(readings: tuple[ProductReading, ...]) -> list[str | None]:
    return [reading.message.bracketed() if reading.message else None for reading in readings]


def test_datamatrix_and_ean_13_of_one_gtin_are_one_product() -> None:
    pack = (matrix(f"01{GTIN}1727123110LOT7{GS}21S1"), shop(at=place(900, 700)))
    (one,) = group(pack)
    assert told((one,)) == [f"(01){GTIN}(17)271231(10)LOT7(21)S1"]
    assert one.symbols == pack
    assert one.faults == ()


def test_two_packs_stay_two_whether_gtin_or_serial_tells_them_apart() -> None:
    assert len(group([matrix(f"01{GTIN}21A"), matrix(f"01{OTHER_GTIN}21A", place(110))])) == 2
    assert len(group([matrix(f"01{GTIN}21A"), matrix(f"01{GTIN}21B", place(110))])) == 2


def test_a_case_is_another_trade_item_than_the_pack_in_it() -> None:
    case = seen(Carrier.ITF_14, "]I1", CASE, place(120))
    assert len(group([shop(), case])) == 2


def test_each_of_two_packs_takes_the_shop_code_nearest_to_it() -> None:
    left, right = matrix(f"01{GTIN}21A", place(0)), matrix(f"01{GTIN}21B", place(1000))
    left_shop, right_shop = shop(at=place(450)), shop(at=place(560))
    grouped = group([left, right, left_shop, right_shop])
    assert [reading.symbols for reading in grouped] == [(left, left_shop), (right, right_shop)]


def test_a_logistic_label_of_two_and_of_three_symbols_is_one_message() -> None:
    upper = bars(f"02{CASE}3724{GS}10LOT7", place(0, 0, 700, 120))
    middle = bars("17271231", place(0, 160, 300, 120))
    lower = bars(f"00{SSCC}", place(0, 320, 600, 120))
    (one,) = group([upper, middle, lower])
    assert told((one,)) == [f"(00){SSCC}(02){CASE}(37)24(10)LOT7(17)271231"]
    assert one.faults == ()
    assert len(group([upper, lower])) == 1


def test_two_labels_in_one_picture_stay_two() -> None:
    other = "006141412345678909"
    picture = [
        bars(f"02{CASE}3724", place(0, 0, 700, 120)),
        bars(f"00{SSCC}", place(0, 160, 600, 120)),
        bars(f"02{CASE}3712", place(2000, 0, 700, 120)),
        bars(f"00{other}", place(2000, 160, 600, 120)),
    ]
    assert [reading.symbols for reading in group(picture)] == [tuple(picture[:2]), tuple(picture[2:])]


def test_half_a_logistic_label_names_what_it_lacks() -> None:
    (one,) = group([bars(f"02{CASE}3724", place())])
    assert [fault.code for fault in one.faults] == [ErrorCode.REQUIRED_AIS_NOT_SATISFIED]


@pytest.mark.parametrize(
    ("at", "products"),
    [(place(0, 150, 400, 100), 1), (place(0, 900, 400, 100), 2), (place(0, 150, 400, 100, turn=40), 2)],
)
def test_without_a_key_near_and_parallel_symbols_are_joined(at: Quad, products: int) -> None:
    assert len(group([bars(f"01{GTIN}", place(0, 0, 400, 100)), bars("1727123110LOT7", at)])) == products


def test_the_two_components_of_a_composite_symbol_are_joined() -> None:
    component = seen(Carrier.DATABAR_EXPANDED, "]e0", "1727123110LOT7", place(0, 0, 95, 20))
    assert told(group([component, shop(at=place(0, 22, 95, 60))])) == [f"(01){GTIN}(17)271231(10)LOT7"]
    whole = seen(Carrier.EAN_13, "]E0", f"{GTIN[1:]}|]e01727123110LOT7", place())
    assert told(group([whole])) == [f"(01){GTIN}(17)271231(10)LOT7"]


def test_values_that_differ_on_one_pack_are_named_and_both_kept() -> None:
    pack = [matrix(f"01{GTIN}1727123110LOT7"), bars(f"01{GTIN}10LOT8", place(0, 120, 300, 60))]
    (one,) = group(pack)
    assert told((one,)) == [f"(01){GTIN}(17)271231(10)LOT7(10)LOT8"]
    assert [(fault.code, fault.ai, fault.value) for fault in one.faults] == [
        (ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, "10", "LOT8")
    ]


def test_two_batches_far_apart_are_two_packs() -> None:
    assert len(group([matrix(f"01{GTIN}10LOT7"), matrix(f"01{GTIN}10LOT8", place(900))])) == 2


def test_a_serial_number_holds_a_pack_together_over_any_distance() -> None:
    (one,) = group([matrix(f"01{GTIN}1727123121S1"), matrix(f"01{GTIN}1728123121S1", place(900))])
    assert [fault.ai for fault in one.faults] == ["17"]


def test_equal_texts_are_one_product_told_once() -> None:
    (one,) = group([matrix(f"01{GTIN}10LOT7"), matrix(f"01{GTIN}10LOT7", place(900))])
    assert told((one,)) == [f"(01){GTIN}(10)LOT7"]
    assert len(one.symbols) == 2


def test_a_link_joins_its_pack_and_a_plain_link_is_left_out() -> None:
    link = seen(Carrier.QR, "]Q1", f"https://id.gs1.org/01/{GTIN}", place(150))
    plain = seen(Carrier.QR, "]Q1", "https://example.org/thuoc", place(300))
    assert told(group([matrix(f"01{GTIN}10LOT7"), link, plain])) == [f"(01){GTIN}(10)LOT7"]


def test_a_symbol_that_breaks_the_rules_stays_with_its_faults() -> None:
    broken = matrix("01" + GTIN[:-1] + "5")
    (one,) = group([broken])
    assert one.symbols == (broken,)
    assert one.faults


def test_nothing_gives_nothing() -> None:
    assert group([]) == ()


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 2000), st.integers(0, 2000)), max_size=7))
def test_every_symbol_is_in_one_reading_whatever_the_order(packs: list[tuple[str, int, int]]) -> None:
    symbols = [matrix(f"01{GTIN}21{serial}", place(x, y)) for serial, x, y in packs]
    shuffled = sorted(symbols, key=lambda symbol: (symbol.polygon.a.y, symbol.data))
    grouped = group(shuffled)
    assert sorted(map(repr, symbols)) == sorted(repr(one) for reading in grouped for one in reading.symbols)
    assert len(grouped) == len({serial for serial, _, _ in packs})


def test_symbols_of_a_photograph_are_grouped() -> None:
    taken = photograph("multi", 0)
    found = read_symbols(open_picture(taken.jpeg), "all", deadline_ms=10_000)
    grouped = group(found.symbols)
    assert sum(len(reading.symbols) for reading in grouped) == len(found.symbols) >= 2
