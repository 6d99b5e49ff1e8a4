"""An Electronic Product Code in all its forms: URN, pattern, tag URI, hexadecimal, base64, raw, Digital Link, message.

GS1 EPC Tag Data Standard 1.13, "EPC URI", "EPC binary encoding" and "Correspondence between EPCs and GS1 keys". The
company prefix of a GS1 key is never guessed: who makes an EPC of one says its length, or names a source that knows.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from functools import lru_cache

from gs1.codes import ErrorCode
from gs1.company_prefixes import PrefixSource
from gs1.digital_link import looks_like_digital_link, parse_digital_link
from gs1.epc_schemes import SCHEMES, PureIdentity, Scheme
from gs1.epc_tags import LAYOUTS, EpcTag
from gs1.errors import Gs1Error
from gs1.link.grammar import CANONICAL_STEM
from gs1.matchers import accepts_even_sum
from gs1.message import Message
from gs1.options import ParseOptions
from gs1.reading import build

PrefixLength = int | PrefixSource | None
"""How many digits a company prefix has, or who knows it."""

_LINK_OPTIONS = ParseOptions(permit_zero_suppressed_gtin=True, short_names=True)
_RAW = re.compile(r"urn:epc:raw:([1-9][0-9]{0,3})\.x([0-9A-F]+)")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{4}){5,256}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{12,1400}={0,2}")
_WITHOUT_PATTERN = frozenset(("lgtin", "bic", "imovn"))
_PREFIX_BEHIND_FIRST_DIGIT = frozenset(("00", "01", "8003", "8006"))


_EVEN_DIGITS = re.compile(r"(?:[0-9]{14}|[0-9]{18})").fullmatch
_ORDINARY_SERIAL = re.compile(r"[A-Za-z0-9\-.,:;=_!'()*+]{1,20}").fullmatch
"""A serial number that a URN holds without escapes."""


@dataclass(frozen=True, slots=True)
class Epc:
    """One EPC: what it names, whatever form it was told in (GS1 EPC Tag Data Standard).

    >>> pack = Epc.parse("urn:epc:id:sgtin:0614141.812345.6789")
    >>> pack.digital_link(), pack.tag_uri(filter_value=3)
    ('https://id.gs1.org/01/80614141123458/21/6789', 'urn:epc:tag:sgtin-96:3.0614141.812345.6789')
    >>> Epc.parse(pack.hex()) == pack
    True
    """

    identity: PureIdentity

    @classmethod
    def parse(cls, text: str, prefix: PrefixLength = None) -> Epc:
        """Return the EPC of a URN (`id`, `class`, `tag`, `raw`), a Digital Link URI, hexadecimal or base64 text.

        A Digital Link does not tell where the company prefix ends: give `prefix`. Text that can be hexadecimal is read
        as such. Raises `Gs1Error` for anything else, `GCP_UNKNOWN` where the length is needed and unknown
        (Tag Data Standard, "EPC URI").

        >>> Epc.parse("https://id.gs1.org/00/106141412345678908", 7).uri
        'urn:epc:id:sscc:0614141.1234567890'
        """
        if text.startswith("urn:epc:tag:"):
            return cls(EpcTag.parse(text).epc)
        raw = _RAW.fullmatch(text)
        if raw is not None:
            return cls(_from_raw(text, int(raw[1]), raw[2]))
        if text.startswith("urn:"):
            return cls(PureIdentity.parse(text))
        if looks_like_digital_link(text):
            return cls.from_message(parse_digital_link(text, _LINK_OPTIONS), prefix)
        if _HEX.fullmatch(text):
            return cls(EpcTag.from_hex(text).epc)
        return cls.from_base64(text)

    @classmethod
    def from_base64(cls, text: str) -> Epc:
        """Return the EPC whose binary form is this base64 text; raises `Gs1Error` for any other text.

        >>> Epc.from_base64("MHQ0v5AQjkAAABqF").uri == Epc.parse("307434BF90108E4000001A85").uri
        True
        """
        if _BASE64.fullmatch(text) is None:
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, text)
        try:
            return cls(EpcTag.from_hex(b64decode(text, validate=True).hex().upper()).epc)
        except Base64Error as fault:
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, text) from fault

    @classmethod
    def from_message(cls, message: Message, prefix: PrefixLength = None) -> Epc:
        """Return the EPC of the first key of a message, with the serial or batch number that stands beside it.

        Tag Data Standard, "Correspondence between EPCs and GS1 keys". Raises `Gs1Error`: `EPC_UNKNOWN_SCHEME` where no
        scheme holds these elements (a GTIN alone names a class, not a thing), `GCP_UNKNOWN` where the length of the
        company prefix is not known, `INCORRECT_CHECK_DIGIT` for a key read leniently.

        >>> Epc.from_message(build([("01", "80614141123458"), ("21", "6789")]), 7).uri
        'urn:epc:id:sgtin:0614141.812345.6789'
        """
        pairs = message.pairs
        scheme, at = _scheme_of(tuple([ai for ai, _ in pairs]))
        length = prefix if isinstance(prefix, int) else _length_of(scheme, pairs[at][1], prefix)
        return cls(PureIdentity.from_elements(scheme.name, pairs, length))

    @property
    def scheme(self) -> str:
        """The name of the scheme, as in the URN.

        >>> Epc.parse("urn:epc:id:bic:CSQU3054383").scheme
        'bic'
        """
        return self.identity.scheme.name

    @property
    def uri(self) -> str:
        """The pure identity URI; for a batch its class URI (Tag Data Standard, "Pure identity EPC URI").

        >>> Epc.parse("urn:epc:class:lgtin:4012345.012345.998877").uri
        'urn:epc:class:lgtin:4012345.012345.998877'
        """
        return self.identity.uri

    @property
    def class_uri(self) -> str:
        """The URI of the class this belongs to: of the batch itself, else the pattern with `*` for the serial number.

        EPCIS 2.0, "Vocabulary type EPCClass". Raises `Gs1Error` for a scheme that has no pattern.

        >>> Epc.parse("urn:epc:id:sgtin:0614141.812345.6789").class_uri
        'urn:epc:idpat:sgtin:0614141.812345.*'
        """
        return self.uri if self.identity.scheme.kind == "class" else self.idpat()

    def idpat(self, keep: int | None = None) -> str:
        """The pattern that keeps so many parts and leaves the others open; by default all but the last.

        Tag Data Standard, "EPC pure identity pattern URI". Raises `Gs1Error` for LGTIN, BIC and IMOVN, which have no
        pattern, and for a number of parts that the grammar does not let stand alone.

        >>> Epc.parse("urn:epc:id:sgtin:0614141.812345.6789").idpat(1)
        'urn:epc:idpat:sgtin:0614141.*.*'
        """
        parts = self.identity.parts
        kept = len(parts) - 1 if keep is None else keep
        if self.scheme in _WITHOUT_PATTERN or not 0 <= kept <= len(parts) or (self.scheme == "itip" and kept == 3):
            raise Gs1Error.of(ErrorCode.EPC_UNKNOWN_SCHEME, self.uri)
        shown = (*parts[:kept], *("*" for _ in parts[kept:]))
        return f"urn:epc:idpat:{self.scheme}:{'.'.join(shown)}"

    def tag(self, filter_value: int = 0, coding: str = "") -> EpcTag:
        """This EPC as a tag holds it, in the shortest coding that can, or in the one named (`sgtin-198`).

        Tag Data Standard, "EPC tag URI". Raises `Gs1Error` where no coding holds it.

        >>> Epc.parse("urn:epc:id:sgtin:0614141.812345.A1").tag().layout.name
        'sgtin-198'
        """
        if coding:
            return EpcTag.of(self.identity, coding, filter_value)
        refused = Gs1Error.of(ErrorCode.EPC_UNKNOWN_SCHEME, self.uri)
        for layout in LAYOUTS.values():
            if layout.scheme != self.scheme:
                continue
            try:
                return EpcTag.of(self.identity, layout.name, filter_value)
            except Gs1Error as fault:
                refused = fault
        raise refused

    def tag_uri(self, filter_value: int = 0, coding: str = "") -> str:
        """The tag URI; see `tag`.

        >>> Epc.parse("urn:epc:id:sscc:0614141.1234567890").tag_uri()
        'urn:epc:tag:sscc-96:0.0614141.1234567890'
        """
        return self.tag(filter_value, coding).uri

    def hex(self, filter_value: int = 0, coding: str = "") -> str:
        """The binary form in capital hexadecimal digits, filled to whole words of 16 bits; see `tag`.

        >>> Epc.parse("urn:epc:id:sgtin:0614141.812345.6789").hex(3)
        '3074257BF7194E4000001A85'
        """
        return self.tag(filter_value, coding).hex()

    def base64(self, filter_value: int = 0, coding: str = "") -> str:
        """The binary form in base64; see `hex`.

        >>> Epc.parse("urn:epc:id:sgtin:0614141.812345.6789").base64(3)
        'MHQle/cZTkAAABqF'
        """
        return b64encode(bytes.fromhex(self.hex(filter_value, coding))).decode("ascii")

    def raw_uri(self, filter_value: int = 0, coding: str = "") -> str:
        """The raw URI: the bits of the binary form, counted in whole words (Tag Data Standard, "Raw EPC URI").

        >>> Epc.parse("urn:epc:id:sgtin:0614141.812345.6789").raw_uri(3)
        'urn:epc:raw:96.x3074257BF7194E4000001A85'
        """
        digits = self.hex(filter_value, coding)
        return f"urn:epc:raw:{len(digits) * 4}.x{digits}"

    def message(self) -> Message:
        """The elements this stands for, checked; raises `Gs1Error` for a scheme that is no GS1 key.

        >>> Epc.parse("urn:epc:id:grai:0614141.12345.400").message().bracketed()
        '(8003)00614141123452400'
        """
        return build(self.identity.elements())

    def digital_link(self, stem: str = CANONICAL_STEM) -> str:
        """The Digital Link URI under `stem`; raises `Gs1Error` for a scheme that is no GS1 key (EPCIS 2.0, 6.4).

        >>> Epc.parse("urn:epc:id:pgln:0614141.12345").digital_link()
        'https://id.gs1.org/417/0614141123452'
        """
        return self.message().digital_link(stem)


def epc_uri(message: Message, prefix_length: int) -> str:
    """The pure identity URI of a message whose company prefix has so many digits; for packs and logistic units quickly.

    GS1 EPC Tag Data Standard, "Pure Identity EPC URI". The same as `Epc.from_message(message, prefix_length).uri`, and
    raises as it does.

    >>> epc_uri(build([("01", "80614141123458"), ("21", "6789")]), 7)
    'urn:epc:id:sgtin:0614141.812345.6789'
    """
    pairs = message.pairs
    end = 1 + prefix_length
    if pairs and 6 <= prefix_length <= 12 and _EVEN_DIGITS(key := pairs[0][1]) and accepts_even_sum(key):
        if len(pairs) == 2 and pairs[0][0] == "01" and pairs[1][0] == "21" and len(key) == 14:
            serial = pairs[1][1]
            if _ORDINARY_SERIAL(serial):
                return f"urn:epc:id:sgtin:{key[1:end]}.{key[0]}{key[end:13]}.{serial}"
        elif len(pairs) == 1 and pairs[0][0] == "00" and len(key) == 18:
            return f"urn:epc:id:sscc:{key[1:end]}.{key[0]}{key[end:17]}"
    return Epc.from_message(message, prefix_length).uri


def _length_of(scheme: Scheme, key: str, source: PrefixSource | None) -> int:
    """How long the company prefix of a key is; raises `Gs1Error` where the source does not know."""
    digits = (key[1:] if scheme.ai in _PREFIX_BEHIND_FIRST_DIGIT else key)[:12]
    length = source.length_of(digits) if source is not None and digits.isascii() and digits.isdigit() else None
    if length is None:
        raise Gs1Error.of(ErrorCode.GCP_UNKNOWN, key, ai=scheme.ai)
    return length


@lru_cache(maxsize=1024)
def _scheme_of(ais: tuple[str, ...]) -> tuple[Scheme, int]:
    """The scheme that elements with these AIs make, and which of them is the key."""
    at = next((at for at, ai in enumerate(ais) if ai in _SCHEMES_OF), 0)
    for scheme in _SCHEMES_OF.get(ais[at] if ais else "", ()):
        if not scheme.serial_ai or scheme.serial_ai in ais or scheme.name == "sgln":
            return scheme, at
    raise Gs1Error.of(ErrorCode.EPC_UNKNOWN_SCHEME, "".join(f"({ai})" for ai in ais))


def _from_raw(text: str, bits: int, digits: str) -> PureIdentity:
    if bits != len(digits) * 4:
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, text)
    return EpcTag.from_hex(digits).epc


def _schemes_by_ai() -> dict[str, tuple[Scheme, ...]]:
    """The schemes of each key, in the order of `SCHEMES`: a serial number is more than a batch."""
    ais = dict.fromkeys(scheme.ai for scheme in SCHEMES.values() if scheme.ai)
    return {ai: tuple(scheme for scheme in SCHEMES.values() if scheme.ai == ai) for ai in ais}


_SCHEMES_OF = _schemes_by_ai()
