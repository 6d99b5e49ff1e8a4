"""A Digital Link as a value: every part where it belongs, and back to the same link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import Gs1Error, Message
from gs1.link_value import DigitalLink
from tests.gs1.builders import A_GTIN, pack_messages

STEMS = st.sampled_from(["https://id.gs1.org", "https://example.vn/p/00", "http://example.vn:8080"])
OTHERS = st.lists(st.sampled_from(["linkType=gs1:pip", "x", "lang=vi", "a=b%20c"]), unique=True)


@given(pack_messages(), STEMS, OTHERS, st.sampled_from(["", "top", "a?b/01"]))
def test_every_link_is_written_back_as_it_was_read(message: Message, stem: str, other: list[str], end: str) -> None:
    made = DigitalLink.of(message, stem)
    link = DigitalLink(stem, made.key, made.qualifiers, made.attributes, tuple(other), end)
    again = DigitalLink.parse(link.uri)
    assert again == link
    assert again.canonical() == message.digital_link()


def test_the_rightmost_key_ends_the_stem() -> None:
    link = DigitalLink.parse(f"https://example.vn/00/faux/414/x/01/{A_GTIN}/10/B/21/S")
    assert link.stem == "https://example.vn/00/faux/414/x"
    assert link.qualifiers == (("10", "B"), ("21", "S"))


def test_the_link_type_is_read_decoded_and_is_none_where_nobody_asks() -> None:
    assert DigitalLink.parse(f"https://example.vn/01/{A_GTIN}?linkType=gs1%3Aepil").link_type == "gs1:epil"
    assert DigitalLink.parse(f"https://example.vn/01/{A_GTIN}?linktype=all").link_type is None


@pytest.mark.parametrize("uri", ["", "https://example.vn/", f"https://example.vn/01/{A_GTIN}/10"])
def test_what_is_no_link_has_no_value(uri: str) -> None:
    with pytest.raises(Gs1Error):
        DigitalLink.parse(uri)
