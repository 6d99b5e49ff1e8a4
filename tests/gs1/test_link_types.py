"""Link types: one name each, both languages, linksets that group by type."""

from __future__ import annotations

import pytest

from gs1 import Gs1Error
from gs1.link_types import Link, LinkType, link_types, linkset


def test_every_type_has_a_title_in_both_languages() -> None:
    for name, one in link_types().items():
        assert one.name == name
        assert one.title("vi")
        assert one.title("en")
        assert LinkType.parse(one.uri) == LinkType.parse(f"gs1:{name}") == one


def test_a_type_that_is_none_is_refused() -> None:
    with pytest.raises(Gs1Error):
        LinkType.parse("gs1:nothing")


def test_links_of_one_type_stand_together() -> None:
    leaflet, page = LinkType.parse("epil"), LinkType.parse("pip")
    told = linkset("https://e.vn/01/1", [Link(leaflet, "a", language="vi"), Link(page, "b"), Link(leaflet, "c")])
    (one,) = told["linkset"]
    assert one[leaflet.uri] == [{"href": "a", "hreflang": ["vi"]}, {"href": "c"}]
    assert list(one) == ["anchor", leaflet.uri, page.uri]
