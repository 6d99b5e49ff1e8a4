"""Every way to write a message has its reverse, for every AI of the table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gs1 import Message, ParseOptions, build, parse, parse_digital_link, parse_element_string
from gs1.dictionary import STANDARD
from gs1.dictionary_rows import Row
from gs1.reading import validate
from tests.gs1.builders import GS
from tests.gs1.table_values import ALONE, messages, values_of

CAREFUL = ParseOptions(associations=False, separators=GS + "\x00")
"""Another separator beside GS keeps the quick path out, so that both paths are tested."""


@pytest.mark.parametrize("row", STANDARD.rows, ids=lambda row: row.first)
def test_right_values_of_every_row_of_the_table_are_accepted(row: Row) -> None:
    @settings(max_examples=2, database=None)
    @given(st.sampled_from(list(row.ais())).flatmap(lambda ai: st.tuples(st.just(ai), values_of(ai))))
    def accepted(pair: tuple[str, str]) -> None:
        assert build([pair], ALONE).pairs == (pair,)

    accepted()


@given(messages())
def test_bracketed_text_is_read_back(message: Message) -> None:
    assert parse(message.bracketed(), ALONE).pairs == message.pairs


@given(messages())
def test_an_element_string_is_read_back_on_both_paths(message: Message) -> None:
    text = message.element_string()
    assert parse_element_string(text, ALONE).pairs == message.pairs
    assert parse_element_string(text, CAREFUL).pairs == message.pairs


@given(messages(), st.sampled_from(["]C1", "]d2", "]Q3", "]J1", "]e0"]))
def test_scan_data_is_read_back(message: Message, symbology: str) -> None:
    again = parse(message.scan_data(symbology), ALONE)
    assert again.pairs == message.pairs
    assert again.symbology is not None
    assert again.scan_data(again.symbology.text) == message.scan_data(symbology)


@given(messages())
def test_the_printed_lines_are_read_back(message: Message) -> None:
    pairs = tuple((line[1 : line.index(")")], line[line.index(") ") + 2 :]) for line in message.hri())
    assert pairs == message.pairs


@given(messages())
def test_an_envelope_is_read_back(message: Message) -> None:
    assert parse(message.iso_15434(), ALONE).pairs == message.pairs


@st.composite
def linkable(draw: st.DrawFn) -> Message:
    """Messages with one key and attributes, as a Digital Link URI can hold them."""
    key = draw(st.sampled_from(sorted(STANDARD.dl_keys)))
    qualifiers = [ai for sequence in STANDARD[key].dl_qualifiers[:1] for ai in sequence if draw(st.booleans())]
    fit = sorted(ai for ai in STANDARD if STANDARD[ai].dl_attribute and not STANDARD[ai].dl_primary_key)
    attributes = draw(st.lists(st.sampled_from(fit), unique=True, max_size=3))
    ais = dict.fromkeys([key, *qualifiers, *attributes])
    return build([(ai, draw(values_of(ai))) for ai in ais], ALONE)


@given(linkable())
def test_a_digital_link_is_read_back(message: Message) -> None:
    again = parse_digital_link(message.digital_link("https://example.vn/some/path"), ALONE)
    assert sorted(again.pairs) == sorted(message.pairs)
    assert again.digital_link() == message.digital_link()


@given(messages())
def test_a_message_that_was_built_is_right_when_judged_again(message: Message) -> None:
    assert [each for each in validate(message) if each.severity == "error"] == []
