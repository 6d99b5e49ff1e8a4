"""Lost separators: the right split is found and ranked first; what cannot be right is not offered."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from gs1 import Gtin, Message, build
from gs1.dictionary import GS
from gs1.wedge import looks_like_wrong_layout, repair_separators
from tests.gs1.builders import A_GTIN, gtins

CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def on_file(batch: str) -> Callable[[Message], float]:
    return lambda message: 100.0 if message.batch == batch else 0.0


def test_a_pack_without_separators_is_read_as_it_was_printed() -> None:
    best = repair_separators(f"]d201{A_GTIN}1727123110LOT721SERIAL12345")[0]
    assert best.message.pairs == (("01", A_GTIN), ("17", "271231"), ("10", "LOT7"), ("21", "SERIAL12345"))
    assert len(best.inserted_at) == 1


def test_what_a_registry_knows_decides_between_readings() -> None:
    data = f"01{A_GTIN}1727123110AB21CD21EFGHIJ"
    batches = {repair.message.batch for repair in repair_separators(data)}
    assert {"AB", "AB21CD"} <= batches
    for batch in ("AB", "AB21CD"):
        best = repair_separators(data, known=on_file(batch))[0]
        assert best.message.batch == batch


def test_separators_that_are_there_stay_where_they_are() -> None:
    repairs = repair_separators(f"01{A_GTIN}10AB21CD{GS}21EF")
    assert repairs[0].message.pairs == (("01", A_GTIN), ("10", "AB21CD"), ("21", "EF"))


@given(gtins(), st.text(CAPITALS, min_size=4, max_size=10), st.text(CAPITALS, min_size=10, max_size=20))
@settings(max_examples=40)
def test_the_printed_reading_is_always_among_the_answers(gtin: Gtin, batch: str, serial: str) -> None:
    printed = build([("01", gtin.text), ("17", "271231"), ("10", batch), ("21", serial)])

    def knows(message: Message) -> float:
        return 100.0 if message.pairs == printed.pairs else 0.0

    answers = repair_separators(printed.element_string("").replace(GS, ""), known=knows)
    assert answers[0].message.pairs == printed.pairs


def test_rubbish_has_no_reading_and_costs_little() -> None:
    assert repair_separators("") == []
    assert repair_separators("XYZ") == []
    assert repair_separators("10" * 500) == []


def test_vietnamese_letters_betray_a_keyboard_layout() -> None:
    assert looks_like_wrong_layout("10LÔ7")
    assert not looks_like_wrong_layout("10LOT7")
