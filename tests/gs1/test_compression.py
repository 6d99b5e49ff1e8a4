"""Compressed Digital Links: every message comes back; published texts are read; rubbish is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gs1 import Gs1Error, Message, ParseOptions, build
from gs1.compressed_link import compress, decompress
from gs1.dictionary import STANDARD
from gs1.link.compression import SEQUENCES
from tests.gs1.builders import A_GTIN, pack_messages
from tests.gs1.table_values import messages


@given(pack_messages(), st.booleans())
def test_every_message_comes_back_from_its_compressed_link(message: Message, readable: bool) -> None:
    text = compress(message, "https://example.vn/p", readable_key=readable)
    assert sorted(decompress(text).pairs) == sorted(message.pairs)


@given(messages())
def test_any_elements_of_the_table_come_back(message: Message) -> None:
    again = decompress(compress(message), ParseOptions(mode="lenient", associations=False))
    assert sorted(set(again.pairs)) == sorted(set(message.pairs))


def test_a_sequence_code_makes_a_pack_shorter_than_its_parts() -> None:
    message = build([("01", A_GTIN), ("17", "271231"), ("10", "LOT7"), ("21", "S1")])
    assert len(compress(message)) < len(message.digital_link())


def test_the_published_examples_are_read() -> None:
    readable = decompress("https://id.gs1.org/01/05412345000013/EEarwSMibQCWN9Pee9tT-PQ")
    assert readable.digital_link() == "https://id.gs1.org/01/05412345000013/22/AJY3095721P49/10/ABC123"
    assert decompress("https://id.gs1.org/JVUqG5hJ5wA").pairs == (("255", "5678409730535"),)


def test_every_sequence_names_known_identifiers() -> None:
    assert all(ai in STANDARD for ais in SEQUENCES.values() for ai in ais)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", max_size=40))
@example("")
def test_any_compressed_text_is_read_or_refused(text: str) -> None:
    try:
        message = decompress(f"https://id.gs1.org/{text}", ParseOptions(mode="lenient"))
    except Gs1Error:
        return
    assert message.pairs


@pytest.mark.parametrize("uri", ["https://id.gs1.org/", "https://id.gs1.org/!!", "nothing", "https://id.gs1.org/_____"])
def test_what_is_no_compressed_link_is_refused(uri: str) -> None:
    with pytest.raises(Gs1Error):
        decompress(uri)
