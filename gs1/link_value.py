"""A GS1 Digital Link URI as a value: stem, key, qualifiers, attributes, other parameters and fragment apart.

GS1 Digital Link URI syntax, "Path", "Query string" and "Canonical GS1 Digital Link URIs".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import unquote_plus

from gs1.digital_link import key_place, parse_digital_link, split_uri
from gs1.link.grammar import CANONICAL_STEM
from gs1.link.write import split_for_uri, write_uri
from gs1.message import Message
from gs1.options import DEFAULT_OPTIONS, ParseOptions

Element = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """What one GS1 Digital Link says: elements by their role, and whatever else stands in it.

    `other` keeps query parameters that are no AIs, as they were written; `fragment` is told without its `#`.

    >>> link = DigitalLink.parse("https://example.vn/p/gtin/8936012345674/10/LOT7?17=271231&linkType=gs1:pip#top",
    ...     ParseOptions(short_names=True, permit_zero_suppressed_gtin=True))
    >>> link.stem, link.key, link.qualifiers, link.attributes
    ('https://example.vn/p', ('01', '08936012345674'), (('10', 'LOT7'),), (('17', '271231'),))
    >>> link.link_type, link.fragment, link.canonical()
    ('gs1:pip', 'top', 'https://id.gs1.org/01/08936012345674/10/LOT7?17=271231')
    """

    stem: str
    key: Element
    qualifiers: tuple[Element, ...] = ()
    attributes: tuple[Element, ...] = ()
    other: tuple[str, ...] = ()
    fragment: str = ""

    @classmethod
    def parse(cls, uri: str, options: ParseOptions = DEFAULT_OPTIONS) -> DigitalLink:
        """Return the value of a link; raises `Gs1Error` like `parse_digital_link`, in whatever mode.

        >>> DigitalLink.parse("https://example.vn/01/08936012345674").key
        ('01', '08936012345674')
        """
        message = parse_digital_link(uri, replace(options, mode="strict"))
        path, _ = split_uri(uri)
        segments = path.split("/")
        begin = key_place(segments, options) or 0
        count = (len(segments) - begin) // 2
        front = uri[: len(uri.partition("#")[0].partition("?")[0]) - len("/".join(segments[begin:]))]
        pairs = message.pairs
        return cls(
            front.rstrip("/"),
            pairs[0],
            pairs[1:count],
            pairs[count:],
            message.ignored_query,
            uri.partition("#")[2],
        )

    @classmethod
    def of(cls, message: Message, stem: str = CANONICAL_STEM) -> DigitalLink:
        """Return the link of a message under a stem; raises `Gs1Error` where it has no key.

        >>> DigitalLink.of(Message((("10", "LOT7"), ("01", "08936012345674")))).uri
        'https://id.gs1.org/01/08936012345674/10/LOT7'
        """
        path, query = split_for_uri(message.pairs, message.origin.options.dictionary)
        return cls(stem.rstrip("/"), path[0], tuple(path[1:]), tuple(query), message.ignored_query)

    @property
    def pairs(self) -> tuple[Element, ...]:
        """All elements: key, qualifiers, attributes.

        >>> DigitalLink.parse("https://example.vn/01/08936012345674?17=271231").pairs
        (('01', '08936012345674'), ('17', '271231'))
        """
        return (self.key, *self.qualifiers, *self.attributes)

    @property
    def uri(self) -> str:
        """The link under its own stem, with all that stood in it; short names and short GTINs are never written.

        >>> DigitalLink.parse("https://example.vn/01/08936012345674?x=1#top").uri
        'https://example.vn/01/08936012345674?x=1#top'
        """
        text = write_uri(self.pairs, DEFAULT_OPTIONS.dictionary, self.stem)
        if self.other:
            text += ("?" if "?" not in text else "&") + "&".join(self.other)
        return f"{text}#{self.fragment}" if self.fragment else text

    def canonical(self) -> str:
        """The canonical link: the stem of GS1, elements only ("Canonical GS1 Digital Link URIs").

        >>> DigitalLink.parse("https://example.vn/01/08936012345674?x=1#top").canonical()
        'https://id.gs1.org/01/08936012345674'
        """
        return write_uri(self.pairs, DEFAULT_OPTIONS.dictionary)

    def parameter(self, name: str) -> str | None:
        """The decoded value of the first other parameter of this name, or None.

        >>> DigitalLink.parse("https://example.vn/01/08936012345674?lang=vi").parameter("lang")
        'vi'
        """
        found = (each.partition("=")[2] for each in self.other if each.partition("=")[0] == name)
        value = next(found, None)
        return None if value is None else unquote_plus(value)

    @property
    def link_type(self) -> str | None:
        """What kind of link is asked for (parameter `linkType`), or None (GS1-Conformant Resolver, "Link types").

        >>> DigitalLink.parse("https://example.vn/01/08936012345674?linkType=all").link_type
        'all'
        """
        return self.parameter("linkType")
