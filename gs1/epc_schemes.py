"""EPC pure identities of every scheme: the grammar of the URN and the elements it stands for.

GS1 EPC Tag Data Standard 1.13 and 2.0, clauses 6 and 7. `PureIdentity.parse` refuses what the grammar refuses; for the
schemes of GS1 keys `elements` and `from_elements` are each other's reverse, given the length of the company prefix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gs1.charsets import SET_82
from gs1.check_digit import check_digit, has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.link.grammar import unescape
from gs1.matchers import accepts_even_sum

Pairs = tuple[tuple[str, str], ...]

_PREFIX = r"(\d{6,12})"
_CHARACTER = r"(?:[A-Za-z0-9!'()*+,\-.:;=_]|%2[2356F]|%3[CEF])"
_PART = r"(?:[0-9A-Z\-]|%2[3F])"
_CAGE = r"([0-9A-HJ-NP-Z]{5,6})"
_ESCAPED = frozenset('"%&/<>?#')


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme: `digits` counts prefix and reference together.

    `leading` moves the first digit of the reference to the front of the key; `serial_ai` is the AI of the last part,
    or "" where that part belongs to the key's own value.

    GS1 EPC Tag Data Standard, "EPC URI".

    >>> SCHEMES["sgtin"].ai, SCHEMES["sgtin"].serial_ai, SCHEMES["gid"].is_gs1
    ('01', '21', False)
    """

    name: str
    kind: str
    body: re.Pattern[str]
    ai: str = ""
    digits: int = 0
    leading: bool = False
    serial_ai: str = ""
    most: Mapping[int, int] | None = None
    quick: bool = False
    front: str = ""
    """The URN up to the parts."""

    @property
    def is_gs1(self) -> bool:
        """Whether the scheme stands for a GS1 key."""
        return bool(self.ai)


def _scheme(name: str, body: str, ai: str = "", digits: int = 0, leading: bool = False, serial_ai: str = "") -> Scheme:
    kind = "class" if name == "lgtin" else "id"
    grammar, most, quick = re.compile(body, re.ASCII), _MOST.get(name), name in _QUICK
    return Scheme(name, kind, grammar, ai, digits, leading, serial_ai, most, quick, f"urn:epc:{kind}:{name}:")


_QUICK = frozenset(("sgtin", "lgtin", "sscc"))
"""The schemes of nearly all packs and cases: an even number of digits, whose reference stands around the prefix."""
_ORDINARY = re.compile(r"[A-Za-z0-9\-_.]{1,20}").fullmatch
_MOST: dict[str, dict[int, int]] = {
    "gid": {0: 2**28 - 1, 1: 2**24 - 1, 2: 2**36 - 1},
    "usdod": {1: 2**36 - 1},
    "cpi": {2: 10**12 - 1},
}
_NUMBER = r"(0|[1-9]\d*)"
_TWO = rf"{_PREFIX}\.(\d*)"
SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        _scheme("sgtin", rf"{_TWO}\.({_CHARACTER}{{1,20}})", "01", 13, True, "21"),
        _scheme("lgtin", rf"{_TWO}\.({_CHARACTER}{{1,20}})", "01", 13, True, "10"),
        _scheme("upui", rf"{_TWO}\.({_CHARACTER}{{1,28}})", "01", 13, True, "235"),
        _scheme("itip", rf"{_TWO}\.(\d\d)\.(\d\d)\.({_CHARACTER}{{1,20}})", "8006", 13, True, "21"),
        _scheme("sscc", _TWO, "00", 17, True),
        _scheme("sgln", rf"{_TWO}\.({_CHARACTER}{{1,20}})", "414", 12, serial_ai="254"),
        _scheme("pgln", _TWO, "417", 12),
        _scheme("grai", rf"{_TWO}\.({_CHARACTER}{{1,16}})", "8003", 12),
        _scheme("gdti", rf"{_TWO}\.({_CHARACTER}{{1,17}})", "253", 12),
        _scheme("sgcn", rf"{_TWO}\.(\d{{1,12}})", "255", 12),
        _scheme("gsrn", _TWO, "8018", 17),
        _scheme("gsrnp", _TWO, "8017", 17),
        _scheme("gsin", _TWO, "402", 16),
        _scheme("giai", rf"{_PREFIX}\.({_CHARACTER}{{1,24}})", "8004"),
        _scheme("ginc", rf"{_PREFIX}\.({_CHARACTER}{{1,24}})", "401"),
        _scheme("cpi", rf"{_PREFIX}\.({_PART}{{1,24}})\.{_NUMBER}", "8010", serial_ai="8011"),
        _scheme("gid", rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"),
        _scheme("usdod", rf"{_CAGE}\.{_NUMBER}"),
        _scheme("adi", rf"{_CAGE}\.({_PART}{{0,32}})\.((?:%23)?(?:[0-9A-Z\-]|%2F){{1,30}})"),
        _scheme("bic", r"([A-Z]{3}[JUZ]\d{7})"),
        _scheme("imovn", r"(\d{7})"),
    )
}
_KEY_LONGEST = 30
_GTIN_SCHEMES = frozenset(("sgtin", "lgtin", "upui", "itip"))


@dataclass(frozen=True, slots=True)
class PureIdentity:
    """A pure identity: its scheme and the parts of its URN, not percent-decoded.

    GS1 EPC Tag Data Standard, "Pure Identity EPC URI".

    >>> PureIdentity.parse("urn:epc:id:sgtin:0614141.812345.6789").elements()
    (('01', '80614141123458'), ('21', '6789'))
    """

    scheme: Scheme
    parts: tuple[str, ...]

    @classmethod
    def parse(cls, uri: str) -> PureIdentity:
        """Return the identity a URN writes; raise `Gs1Error` for an unknown scheme or a text outside its grammar."""
        head = uri.split(":", 4)
        scheme = SCHEMES.get(head[3]) if len(head) == 5 and head[:2] == ["urn", "epc"] else None
        if scheme is None or scheme.kind != head[2]:
            raise Gs1Error.of(ErrorCode.EPC_UNKNOWN_SCHEME, uri)
        match = scheme.body.fullmatch(head[4])
        if match is None:
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, uri)
        epc = cls(scheme, match.groups())
        if not epc._sizes_fit():
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, uri)
        return epc

    @property
    def uri(self) -> str:
        """The URN."""
        return self.scheme.front + ".".join(self.parts)

    @property
    def key(self) -> str:
        """The GS1 key itself, with the serial number that belongs to it; raises `Gs1Error` where there is none."""
        return self.elements()[0][1].removeprefix("0" if self.scheme.name == "grai" else "")

    def elements(self) -> Pairs:
        """The elements this identity stands for; raises `Gs1Error` for a scheme that is no GS1 key."""
        scheme, parts = self.scheme, self.parts
        if not scheme.is_gs1:
            raise Gs1Error.of(ErrorCode.EPC_UNKNOWN_SCHEME, self.uri)
        value = self._complete() if scheme.digits else parts[0] + unescape(parts[1])
        if scheme.name == "grai":
            value = "0" + value
        if scheme.name == "itip":
            value += parts[2] + parts[3]
        last = unescape(parts[-1]) if len(parts) > 2 else ""
        if not scheme.serial_ai:
            return ((scheme.ai, value + last),)
        if scheme.name == "sgln" and last == "0":
            return ((scheme.ai, value),)
        return (scheme.ai, value), (scheme.serial_ai, last)

    @classmethod
    def from_elements(cls, name: str, pairs: Pairs, prefix_length: int) -> PureIdentity:
        """Return the identity of this scheme for some elements; raises `Gs1Error` where they do not make one."""
        scheme = SCHEMES[name]
        quick = _quick_parts(scheme, pairs, prefix_length) if scheme.quick else None
        if quick is not None:
            return cls(scheme, quick)
        values = dict(pairs)
        value = values.get(scheme.ai, "")
        if not 6 <= prefix_length <= 12:
            raise Gs1Error.of(ErrorCode.GCP_UNKNOWN, value)
        if name == "grai":
            if value[:1] != "0":
                raise Gs1Error.of(ErrorCode.EPC_MALFORMED, value, 0, 1, scheme.ai)
            value = value[1:]
        if scheme.digits:
            parts = _digit_parts(scheme, value, prefix_length)
        else:
            parts = (value[:prefix_length], escape_urn(value[prefix_length:]))
        if scheme.serial_ai:
            serial = values.get(scheme.serial_ai, "0" if name == "sgln" else "")
            parts = (*parts, escape_urn(serial))
        return cls.parse(f"urn:epc:{scheme.kind}:{name}:{'.'.join(parts)}")

    def _complete(self) -> str:
        prefix, reference = self.parts[:2]
        payload = reference[0] + prefix + reference[1:] if self.scheme.leading else prefix + reference
        return payload + check_digit(payload)

    def _sizes_fit(self) -> bool:
        scheme, parts = self.scheme, self.parts
        if scheme.digits and len(parts[0]) + len(parts[1]) != scheme.digits:
            return False
        if scheme.ai in ("8004", "401", "8010") and len(parts[0]) + len(unescape(parts[1])) > _KEY_LONGEST:
            return False
        return all(int(parts[place]) <= most for place, most in (scheme.most or {}).items())


def _quick_parts(scheme: Scheme, pairs: Pairs, prefix_length: int) -> tuple[str, ...] | None:
    """The parts for a faultless SSCC, or GTIN with an ordinary serial or batch number alone; else None."""
    value = pairs[0][1] if pairs else ""
    if len(value) != scheme.digits + 1 or pairs[0][0] != scheme.ai or not 6 <= prefix_length <= 12:
        return None
    if not (value.isascii() and value.isdigit() and accepts_even_sum(value)):
        return None
    front = value[1 : 1 + prefix_length], value[0] + value[1 + prefix_length : -1]
    if not scheme.serial_ai:
        return front
    if len(pairs) != 2 or pairs[1][0] != scheme.serial_ai or _ORDINARY(pairs[1][1]) is None:
        return None
    return (*front, pairs[1][1])


def _digit_parts(scheme: Scheme, value: str, prefix_length: int) -> tuple[str, ...]:
    """Prefix, reference and what follows the check digit of a key of digits."""
    complete, rest = value[: scheme.digits + 1], value[scheme.digits + 1 :]
    if len(complete) != scheme.digits + 1 or not has_valid_check_digit(complete):
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, value, max(0, len(complete) - 1), 1, scheme.ai)
    payload = complete[:-1]
    if scheme.leading:
        parts: tuple[str, ...] = (payload[1 : 1 + prefix_length], payload[0] + payload[1 + prefix_length :])
    else:
        parts = (payload[:prefix_length], payload[prefix_length:])
    if scheme.name == "itip":
        return (*parts, rest[:2], rest[2:])
    return (*parts, escape_urn(rest)) if rest or scheme.ai in ("8003", "253", "255") else parts


def escape_urn(text: str) -> str:
    """`text` as a part of a URN (Tag Data Standard 7.1); raises `Gs1Error` for characters outside set 82.

    >>> escape_urn("32a/b")
    '32a%2Fb'
    """
    if not SET_82.issuperset(text.replace("#", "")):
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, text)
    if _ESCAPED.isdisjoint(text):
        return text
    return "".join(f"%{ord(character):02X}" if character in _ESCAPED else character for character in text)


def pattern_key(uri: str) -> str:
    """The key that an `idpat` names: `*` may stand for the serial number only; raises `Gs1Error` for wider patterns.

    >>> pattern_key("urn:epc:idpat:sgtin:0614141.812345.*")
    '80614141123458'

    GS1 EPC Tag Data Standard, "Pure Identity Pattern URI".

    >>> pattern_key("urn:epc:idpat:sgtin:0614141.812345.*")
    '80614141123458'
    """
    head, star, _ = uri.partition(".*")
    pure = head.replace("urn:epc:idpat:", "urn:epc:id:", 1)
    scheme = SCHEMES.get(uri.split(":", 4)[3] if uri.count(":") >= 4 else "")
    if scheme is None or not uri.startswith("urn:epc:idpat:") or uri.count("*") != len(star) // 2:
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, uri)
    epc = PureIdentity.parse(f"{pure}.0" if star else pure)
    if not star:
        return epc.key
    return epc.key if scheme.serial_ai else f"{epc.key[:-1]}*"
