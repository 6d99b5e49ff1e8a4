"""EPC identities: `urn:epc:...` texts and Digital Link URIs to one value each, so that both forms are equal.

GS1 EPC Tag Data Standard 2.0, clause 6; EPCIS 2.0, 6.4. Reading a URN needs no table. Writing one needs the
length of the company prefix, which only the caller can know: it is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gs1.batch_and_serial import BATCH_MAX, SERIAL_MAX
from gs1.charsets import SET_82
from gs1.check_digit import check_digit
from gs1.codes import ErrorCode
from gs1.digital_link import parse_digital_link
from gs1.electronic_product_code import Epc
from gs1.epc_schemes import PureIdentity, escape_urn
from gs1.errors import Gs1Error
from gs1.gln import Gln
from gs1.gtin import Gtin
from gs1.link.grammar import CANONICAL_STEM, escape, unescape
from gs1.matchers import accepts_even_sum
from gs1.options import ParseOptions
from gs1.sscc import Sscc

__all__ = [
    "Epc",
    "GtinClass",
    "Identity",
    "Lgtin",
    "OtherIdentity",
    "Pgln",
    "Sgln",
    "Sgtin",
    "canonical_text",
    "parse_identity",
]

_QUICK_LINK = re.compile(
    r"https?://[A-Za-z0-9.\-:]+(?:/[^?#]*)?/01/([0-9]{14})(?:/10/([!-~]+?))?(?:/21/([!-~]+?))?(?:[?#].*)?"
)
_LINK_OPTIONS = ParseOptions(associations=False, permit_zero_suppressed_gtin=True, short_names=True)
_URN = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(.+)", re.DOTALL)
_DIGITS = frozenset("0123456789")
_URN_ESCAPED = frozenset('"%&/<>?#')


@dataclass(frozen=True, slots=True, order=True)
class Sgtin:
    """One serialised pack: GTIN and serial number, AIs (01) and (21) (Tag Data Standard, "SGTIN").

    >>> Sgtin(Gtin.parse("8936012345674"), "A7").digital_link()
    'https://id.gs1.org/01/08936012345674/21/A7'
    """

    gtin: Gtin
    serial: str

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The elements of this identity."""
        return (("01", self.gtin.text), ("21", self.serial))

    def digital_link(self) -> str:
        """The canonical Digital Link URI."""
        return f"{CANONICAL_STEM}/01/{self.gtin.text}/21/{escape(self.serial)}"

    def urn(self, prefix_length: int) -> str:
        """The pure identity URN for a company prefix of this length."""
        return f"urn:epc:id:sgtin:{_item_parts(self.gtin, prefix_length)}.{escape_urn(self.serial)}"


@dataclass(frozen=True, slots=True, order=True)
class Lgtin:
    """All packs of one batch: GTIN and batch number, AIs (01) and (10) (Tag Data Standard, "LGTIN").

    >>> Lgtin(Gtin.parse("8936012345674"), "LOT7").urn(9)
    'urn:epc:class:lgtin:893601234.0567.LOT7'
    """

    gtin: Gtin
    batch: str

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The elements of this identity."""
        return (("01", self.gtin.text), ("10", self.batch))

    def digital_link(self) -> str:
        """The canonical Digital Link URI."""
        return f"{CANONICAL_STEM}/01/{self.gtin.text}/10/{escape(self.batch)}"

    def urn(self, prefix_length: int) -> str:
        """The class URN for a company prefix of this length."""
        return f"urn:epc:class:lgtin:{_item_parts(self.gtin, prefix_length)}.{escape_urn(self.batch)}"


@dataclass(frozen=True, slots=True, order=True)
class GtinClass:
    """All packs of one trade item: a GTIN alone, AI (01), or the pattern `sgtin:prefix.item.*` (EPCIS 2.0, 6.4).

    >>> GtinClass(Gtin.parse("8936012345674")).urn(9)
    'urn:epc:idpat:sgtin:893601234.0567.*'
    """

    gtin: Gtin

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The elements of this identity."""
        return (("01", self.gtin.text),)

    def digital_link(self) -> str:
        """The canonical Digital Link URI."""
        return f"{CANONICAL_STEM}/01/{self.gtin.text}"

    def urn(self, prefix_length: int) -> str:
        """The pattern URN for a company prefix of this length."""
        return f"urn:epc:idpat:sgtin:{_item_parts(self.gtin, prefix_length)}.*"


@dataclass(frozen=True, slots=True, order=True)
class Sgln:
    """A place, with or without its extension: AIs (414) and (254) (Tag Data Standard, "SGLN").

    >>> Sgln(Gln.parse("8936012345674"), None).urn(9)
    'urn:epc:id:sgln:893601234.567.0'
    """

    gln: Gln
    extension: str | None = None

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The elements of this identity."""
        return (("414", self.gln.text), *((("254", self.extension),) if self.extension else ()))

    def digital_link(self) -> str:
        """The canonical Digital Link URI."""
        tail = f"/254/{escape(self.extension)}" if self.extension else ""
        return f"{CANONICAL_STEM}/414/{self.gln.text}{tail}"

    def urn(self, prefix_length: int) -> str:
        """The pure identity URN for a company prefix of this length; extension `0` means none."""
        return f"urn:epc:id:sgln:{_location_parts(self.gln, prefix_length)}.{escape_urn(self.extension or '0')}"


@dataclass(frozen=True, slots=True, order=True)
class Pgln:
    """A party: AI (417) (Tag Data Standard, "PGLN").

    >>> Pgln(Gln.parse("8936012345674")).digital_link()
    'https://id.gs1.org/417/8936012345674'
    """

    gln: Gln

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The elements of this identity."""
        return (("417", self.gln.text),)

    def digital_link(self) -> str:
        """The canonical Digital Link URI."""
        return f"{CANONICAL_STEM}/417/{self.gln.text}"

    def urn(self, prefix_length: int) -> str:
        """The pure identity URN for a company prefix of this length."""
        return f"urn:epc:id:pgln:{_location_parts(self.gln, prefix_length)}"


@dataclass(frozen=True, slots=True, order=True)
class OtherIdentity:
    """Any other GS1 key with what stands beside it, as elements in canonical order (Tag Data Standard, "EPC URI").

    >>> OtherIdentity((("8004", "8936012345BED7"),)).digital_link()
    'https://id.gs1.org/8004/8936012345BED7'
    """

    elements: tuple[tuple[str, str], ...]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The elements of this identity."""
        return self.elements

    def digital_link(self) -> str:
        """The canonical Digital Link URI."""
        return CANONICAL_STEM + "".join(f"/{ai}/{escape(value)}" for ai, value in self.elements)


Identity = Sgtin | Lgtin | GtinClass | Sscc | Sgln | Pgln | OtherIdentity


def parse_identity(uri: str) -> Identity:
    """Return what `uri` names: an EPC URN or a Digital Link URI; both forms of one thing give equal values.

    Raises `Gs1Error` for anything else, and for a wrong check digit in a Digital Link.

    GS1 EPC Tag Data Standard, "EPC URI"; GS1 Digital Link URI syntax.

    >>> parse_identity("urn:epc:id:sgtin:893601234.0567.A7") == parse_identity("https://e.vn/01/08936012345674/21/A7")
    True
    """
    if uri.startswith("urn:"):
        return _from_urn(uri)
    match = _QUICK_LINK.fullmatch(uri)
    if match is not None:
        identity = _from_quick(match)
        if identity is not None:
            return identity
    return _from_pairs(parse_digital_link(uri, _LINK_OPTIONS).pairs)


def canonical_text(uri: str) -> str:
    """The canonical Digital Link URI of `uri`, so that equal identities have equal texts (EPCIS 2.0, 8.9.2).

    >>> canonical_text("urn:epc:id:sgtin:893601234.0567.A7")
    'https://id.gs1.org/01/08936012345674/21/A7'
    """
    return parse_identity(uri).digital_link()


def _from_quick(match: re.Match[str]) -> Identity | None:
    """The identity of an ordinary item link, or None where the careful way must say why not."""
    gtin, batch, serial = match.groups()
    if not accepts_even_sum(gtin):
        return None
    if serial is not None and (batch is None or "/" not in batch):
        text = unescape(serial)
        good = len(text) <= SERIAL_MAX and SET_82.issuperset(text) and "/" not in serial
        return Sgtin(Gtin(gtin), text) if good else None
    if batch is not None:
        text = unescape(batch)
        good = len(text) <= BATCH_MAX and SET_82.issuperset(text) and "/" not in batch
        return Lgtin(Gtin(gtin), text) if good else None
    return GtinClass(Gtin(gtin))


def _from_pairs(pairs: tuple[tuple[str, str], ...]) -> Identity:
    """The identity that the path of a Digital Link names."""
    key, value = pairs[0]
    beside = dict(pairs[1:])
    if key == "01":
        gtin = Gtin.parse(value)
        if "21" in beside:
            return Sgtin(gtin, beside["21"])
        return Lgtin(gtin, beside["10"]) if "10" in beside else GtinClass(gtin)
    if key == "00":
        return Sscc.parse(value)
    if key == "414":
        return Sgln(Gln.parse(value), beside.get("254"))
    if key == "417":
        return Pgln(Gln.parse(value))
    return OtherIdentity(pairs)


def _from_urn(uri: str) -> Identity:
    match = _URN.fullmatch(uri)
    if match is None:
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, uri)
    kind, scheme, body = match.groups()
    prefix, _, rest = body.partition(".")
    reference, _, last = rest.partition(".")
    if (kind, scheme) == ("id", "sgtin"):
        return Sgtin(_gtin(uri, prefix, reference), _last_text(uri, last, SERIAL_MAX))
    if (kind, scheme) == ("class", "lgtin"):
        return Lgtin(_gtin(uri, prefix, reference), _last_text(uri, last, BATCH_MAX))
    if (kind, scheme) == ("idpat", "sgtin") and last == "*":
        return GtinClass(_gtin(uri, prefix, reference))
    if (kind, scheme) == ("id", "sscc") and not last and "." not in rest:
        _demand_digits(uri, prefix, reference, 17)
        payload = reference[0] + prefix + reference[1:]
        return Sscc(payload + check_digit(payload))
    if (kind, scheme) == ("id", "sgln"):
        extension = _last_text(uri, last, SERIAL_MAX)
        return Sgln(_gln(uri, prefix, reference), None if extension == "0" else extension)
    if (kind, scheme) == ("id", "pgln") and "." not in rest:
        return Pgln(_gln(uri, prefix, reference))
    return OtherIdentity(PureIdentity.parse(uri).elements())


def _gtin(uri: str, prefix: str, reference: str) -> Gtin:
    _demand_digits(uri, prefix, reference, 13)
    payload = reference[0] + prefix + reference[1:]
    return Gtin(payload + check_digit(payload))


def _gln(uri: str, prefix: str, reference: str) -> Gln:
    _demand_digits(uri, prefix, reference, 12)
    payload = prefix + reference
    return Gln(payload + check_digit(payload))


def _demand_digits(uri: str, prefix: str, reference: str, together: int) -> None:
    good = 6 <= len(prefix) <= 12 and len(prefix) + len(reference) == together
    if not good or not _DIGITS.issuperset(prefix) or not _DIGITS.issuperset(reference):
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, uri)


def _last_text(uri: str, escaped: str, longest: int) -> str:
    text = unescape(escaped)
    plain = _URN_ESCAPED.difference("%").isdisjoint(escaped)
    if not plain or not 1 <= len(text) <= longest or not SET_82.issuperset(text):
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, uri, max(0, len(uri) - len(escaped)))
    return text


def _item_parts(gtin: Gtin, prefix_length: int) -> str:
    _demand_prefix_length(gtin.text, prefix_length)
    return f"{gtin.text[1 : 1 + prefix_length]}.{gtin.text[0]}{gtin.text[1 + prefix_length : 13]}"


def _location_parts(gln: Gln, prefix_length: int) -> str:
    _demand_prefix_length(gln.text, prefix_length)
    return f"{gln.text[:prefix_length]}.{gln.text[prefix_length:12]}"


def _demand_prefix_length(text: str, prefix_length: int) -> None:
    if not 6 <= prefix_length <= 12:
        raise Gs1Error.of(ErrorCode.GCP_UNKNOWN, text)
