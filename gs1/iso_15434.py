r"""ISO/IEC 15434 envelopes: `[)>` RS, a format of two digits, its data, RS EOT, one format after another.

Format 05 holds GS1 element strings, format 06 data identifiers of ASC MH10 (where IFA packs stand), format 12 text
elements. What a format means is read elsewhere; here the envelope is opened and closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

HEADER = "[)>"
RS, GS, EOT = "\x1e", "\x1d", "\x04"
GS1_FORMAT, DATA_IDENTIFIERS, TEXT_ELEMENTS = "05", "06", "12"
MOST_FORMATS = 16
_START = HEADER + RS
_SEPARATED = frozenset((GS1_FORMAT, DATA_IDENTIFIERS, TEXT_ELEMENTS))


@dataclass(frozen=True, slots=True)
class Envelope:
    """One format of a message: its two digits and the fields that GS parts (ISO/IEC 15434, message format).

    >>> Envelope("12", ("SER 42",)).text()
    '12\\x1dSER 42\\x1e'
    """

    format: str
    fields: tuple[str, ...]
    offset: int = 0
    """Where the first field begins in the text that was read."""

    @property
    def content(self) -> str:
        """The fields as one text, parted by GS.

        >>> len(Envelope("06", ("9N1", "1TA")).content)
        7
        """
        return GS.join(self.fields)

    def text(self) -> str:
        """The format as it stands in a message: digits, fields, and the RS that ends it."""
        return f"{self.format}{GS}{self.content}{RS}"


def parse_envelopes(data: str) -> tuple[Envelope, ...]:
    r"""Open a message and return its formats; raise `Gs1Error` for what is no message of formats 05, 06 or 12.

    A missing last RS and EOT is forgiven, since readers drop them.

    ISO/IEC 15434, message envelope and format envelopes.

    >>> parse_envelopes("[)>\x1e06\x1d9N110375286414\x1d1T12345\x1e\x04")[0].fields
    ('9N110375286414', '1T12345')
    """
    if not data.startswith(_START):
        raise Gs1Error.of(ErrorCode.NOT_GS1, data)
    body = data.removesuffix(EOT).removesuffix(RS)
    found, at = [], len(_START)
    for part in body[at:].split(RS, MOST_FORMATS):
        form, fields = part[:2], part[3:]
        if form not in _SEPARATED or part[2:3] != GS or not fields or RS in fields:
            raise Gs1Error.of(ErrorCode.NOT_GS1, data, at, max(len(part), 1))
        found.append(Envelope(form, tuple(fields.split(GS)), at + 3))
        at += len(part) + 1
    return tuple(found)


def write_envelopes(envelopes: Iterable[Envelope]) -> str:
    r"""Close a message around formats; the reverse of `parse_envelopes` (ISO/IEC 15434, message envelope).

    >>> write_envelopes([Envelope("05", ("0108936012345674", "10LOT7"))])
    '[)>\x1e05\x1d0108936012345674\x1d10LOT7\x1e\x04'
    """
    return _START + "".join(envelope.text() for envelope in envelopes) + EOT
