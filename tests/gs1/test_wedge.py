"""Lost separators: the right split is found and ranked first; what cannot be right is not offered."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gs1 import Gtin, Message, ParseOptions, build, parse
from gs1.dictionary import GS
from gs1.wedge import repair_separators
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


def test_separators_put_at_the_told_places_give_the_message_to_any_reader() -> None:
    data = f"]d201{A_GTIN}1727123110AB21CD21EFGHIJ"
    for repair in repair_separators(data):
        mended = data
        for at in reversed(repair.inserted_at):
            mended = mended[:at] + GS + mended[at:]
        assert parse(mended).pairs == repair.message.pairs


@given(gtins(), st.permutations(["17", "10", "21", "240"]), st.text(CAPITALS, min_size=5, max_size=9))
@settings(max_examples=40)
def test_every_answer_is_a_right_message_and_the_shares_are_of_one_whole(
    gtin: Gtin, order: list[str], text: str
) -> None:
    values = {"17": "271231", "10": text, "21": text[::-1] * 2, "240": text[:5]}
    lost = f"01{gtin.text}" + "".join(ai + values[ai] for ai in order)
    repairs = repair_separators(lost, limit=400)
    assert all(build(repair.message.pairs).pairs == repair.message.pairs for repair in repairs)
    assert [repair.score for repair in repairs] == sorted((repair.score for repair in repairs), reverse=True)
    assert 0.0 < sum(repair.share for repair in repairs) <= 1.0 + 1e-9


@pytest.mark.parametrize("order", ["01 21 17 10", "01 17 10 21", "01 10 17 21", "01 17 10", "01 21 10 17"])
@pytest.mark.parametrize(
    ("batch", "serial"), [("A1234", "7KXP2M9QW4TB"), ("L0921", "83604471905538"), ("B23045", "SN00412277")]
)
def test_batches_and_serials_in_the_manner_of_makers_are_parted_in_any_order(
    order: str, batch: str, serial: str
) -> None:
    values = {"01": A_GTIN, "17": "271231", "10": batch, "21": serial}
    pairs = tuple((ai, values[ai]) for ai in order.split())
    assert repair_separators("".join(ai + value for ai, value in pairs))[0].message.pairs == pairs


def test_the_day_of_reading_decides_which_date_is_usual() -> None:
    data = f"01{A_GTIN}10LOT4" + "17" + "950131" + "21SERIAL77"
    shares = {
        year: next(repair.share for repair in repair_separators(data, options=options) if repair.message.get("17"))
        for year, options in (
            (1994, ParseOptions(today=date(1994, 1, 1))),
            (2026, ParseOptions(today=date(2026, 1, 1))),
        )
    }
    assert shares[1994] > shares[2026]


def test_two_readings_alike_share_the_likelihood() -> None:
    best, second = repair_separators(f"01{A_GTIN}1727123110" + "1234" + "21" + "567" + "21" + "8899123456")[:2]
    assert best.share < 0.95
    assert second.share > 0.02


@pytest.mark.parametrize(
    "text",
    ["21" * 4096, "10" * 3500, f"01{A_GTIN}" + "99A" * 2300, f"01{A_GTIN}" + "10A21B240C91D92E93F" * 55, "(" * 8192],
)
def test_a_long_text_does_not_hang(text: str) -> None:
    begun = time.perf_counter()
    repair_separators(text)
    assert time.perf_counter() - begun < 10, "50 ms on an idle machine"
