"""Link types: what a Digital Link resolver leads to, in the words of the GS1 Web Vocabulary, and linksets of them.

The table names the types that healthcare uses or that are asked for most; a type it lacks is not thereby wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.tables import table_lines

VOCABULARY = "https://gs1.org/voc/"
_SHORT = "gs1:"


class LinkType(NamedTuple):
    """One type of link (GS1 Web Vocabulary, "Link types"): its name after `gs1:`, its titles, what it is about.

    >>> LinkType.parse("gs1:epil").title("en")
    'Electronic patient information leaflet'
    """

    name: str
    english: str
    vietnamese: str
    about: str

    @classmethod
    def parse(cls, text: str) -> LinkType:
        """Return the type that `gs1:pip`, its full address or `pip` names; raise `Gs1Error` for one we do not know.

        >>> LinkType.parse("https://gs1.org/voc/recallStatus").name
        'recallStatus'
        """
        name = text.removeprefix(VOCABULARY).removeprefix(_SHORT)
        found = link_types().get(name)
        if found is None:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, text)
        return found

    @property
    def uri(self) -> str:
        """The full address of the type.

        >>> LinkType.parse("pip").uri
        'https://gs1.org/voc/pip'
        """
        return VOCABULARY + self.name

    def title(self, lang: Literal["vi", "en"] = "vi") -> str:
        """What a person reads.

        >>> LinkType.parse("recallStatus").title()
        'Tình trạng thu hồi'
        """
        return self.vietnamese if lang == "vi" else self.english


class Link(NamedTuple):
    """One link of a linkset: its type, where it leads, and for whom (RFC 9264 section 4.2).

    >>> Link(LinkType.parse("pip"), "https://e.vn/p", "Trang thuốc", "vi").target()
    {'href': 'https://e.vn/p', 'title': 'Trang thuốc', 'hreflang': ['vi']}
    """

    type: LinkType
    href: str
    title: str = ""
    language: str = ""
    media_type: str = ""

    def target(self) -> dict[str, str | list[str]]:
        """The target object of RFC 9264; what is not told is left out.

        >>> Link(LinkType.parse("pip"), "https://e.vn/p").target()
        {'href': 'https://e.vn/p'}
        """
        told: dict[str, str | list[str]] = {"href": self.href}
        if self.title:
            told["title"] = self.title
        if self.language:
            told["hreflang"] = [self.language]
        if self.media_type:
            told["type"] = self.media_type
        return told


@cache
def link_types() -> dict[str, LinkType]:
    """Every type of the table by its name (GS1 Web Vocabulary; see `data/SOURCE.md`).

    >>> sorted(link_types())[:3]
    ['activityIdeas', 'allergenInfo', 'appDownload']
    """
    return {row[0]: LinkType(*row) for row in (line.split("\t") for line in table_lines("link_types.tsv"))}


def linkset(anchor: str, links: Iterable[Link]) -> dict[str, list[dict[str, object]]]:
    """The linkset of one thing as JSON values, links of one type together (RFC 9264 section 4.2).

    GS1-Conformant Resolver Standard, "Linkset".

    >>> linkset("https://id.gs1.org/01/08936012345674", [Link(LinkType.parse("pip"), "https://e.vn/p")])["linkset"][0]
    {'anchor': 'https://id.gs1.org/01/08936012345674', 'https://gs1.org/voc/pip': [{'href': 'https://e.vn/p'}]}
    """
    told: dict[str, object] = {"anchor": anchor}
    by_type: dict[str, list[dict[str, str | list[str]]]] = {}
    for link in links:
        by_type.setdefault(link.type.uri, []).append(link.target())
    return {"linkset": [told | dict(by_type)]}
