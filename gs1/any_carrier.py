"""The widest door: a carrier of any issuing agency. Loaded on first use, with the readers of the other agencies."""

from __future__ import annotations

from gs1.iso_15434 import DATA_IDENTIFIERS, HEADER, parse_envelopes
from gs1.message import Message
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.reading import parse
from gs1.udi.read import parse_udi
from gs1.udi.value import Udi

_OTHER_AGENCIES = ("+", "=", "&")


def parse_any(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message | Udi:
    """Read a carrier of any issuing agency: what `parse` reads, HIBC, ISBT 128, and PPN in an envelope of format 06.

    Regulation (EU) 2017/745, article 27, names the agencies. A symbology identifier in front is allowed everywhere.
    Raises `Gs1Error` like `parse` and `parse_udi`.

    >>> parse_any("+A123BJC5D6E71G").issuer.value
    'HIBCC'
    >>> parse_any("8936012345674").gtin.text
    '08936012345674'
    """
    content = data[3:] if data.startswith("]") else data
    if content.startswith(_OTHER_AGENCIES):
        return parse_udi(content)
    if content.startswith(HEADER) and parse_envelopes(content)[0].format == DATA_IDENTIFIERS:
        return parse_udi(content)
    return parse(data, options)
