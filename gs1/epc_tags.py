"""EPC tags: the tag URI with its filter value, and the binary form that a reader gives as hexadecimal text.

GS1 EPC Tag Data Standard 1.13, clauses 12 to 14. Each layout is a row of a table; nothing is coded per scheme but the
four that are no GS1 keys of digits.
"""

from __future__ import annotations

from dataclasses import dataclass

from gs1.codes import ErrorCode
from gs1.epc_schemes import SCHEMES, PureIdentity, escape_urn
from gs1.errors import Gs1Error
from gs1.link.grammar import unescape

_PREFIX_BITS = (40, 37, 34, 30, 27, 24, 20)
"""Bits of a company prefix of 12, 11 ... 6 digits."""
_WORD = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """One binary coding: header, bits of prefix and reference together, and the serial part.

    `serial` is "n" for a number, "1" for digits behind a one, "x" for 7-bit text, "" for none.

    GS1 EPC Tag Data Standard, "EPC Binary Encoding".

    >>> LAYOUTS["sgtin-96"].header, LAYOUTS["sgtin-96"].scheme
    (48, 'sgtin')
    """

    name: str
    header: int
    joint_bits: int = 0
    serial: str = ""
    serial_bits: int = 0
    filter_bits: int = 3

    @property
    def scheme(self) -> str:
        """The name of the scheme."""
        return self.name.partition("-")[0]


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("gdti-96", 0x2C, 41, "n", 41),
        Layout("gsrn-96", 0x2D, 58, "", 24),
        Layout("gsrnp-96", 0x2E, 58, "", 24),
        Layout("usdod-96", 0x2F, filter_bits=4),
        Layout("sgtin-96", 0x30, 44, "n", 38),
        Layout("sscc-96", 0x31, 58, "", 24),
        Layout("sgln-96", 0x32, 41, "n", 41),
        Layout("grai-96", 0x33, 44, "n", 38),
        Layout("giai-96", 0x34, 82, "n"),
        Layout("gid-96", 0x35, filter_bits=0),
        Layout("sgtin-198", 0x36, 44, "x", 140),
        Layout("grai-170", 0x37, 44, "x", 112),
        Layout("giai-202", 0x38, 188, "x"),
        Layout("sgln-195", 0x39, 41, "x", 140),
        Layout("adi-var", 0x3B, filter_bits=6),
        Layout("cpi-96", 0x3C, 51, "n", 31),
        Layout("cpi-var", 0x3D, 0, "n", 40),
        Layout("gdti-174", 0x3E, 41, "x", 119),
        Layout("sgcn-96", 0x3F, 41, "1", 41),
        Layout("itip-110", 0x40, 44, "n", 38),
        Layout("itip-212", 0x41, 44, "x", 140),
    )
}
_BY_HEADER = {layout.header: layout for layout in LAYOUTS.values()}


@dataclass(frozen=True, slots=True)
class EpcTag:
    """An identity as a tag holds it: with a binary coding and a filter value (Tag Data Standard, "EPC Tag URI").

    >>> tag = EpcTag.parse("urn:epc:tag:sgtin-96:3.0614141.812345.6789")
    >>> tag.hex(), EpcTag.from_hex(tag.hex()) == tag
    ('3074257BF7194E4000001A85', True)
    """

    layout: Layout
    filter_value: int
    epc: PureIdentity

    @classmethod
    def of(cls, epc: PureIdentity, coding: str, filter_value: int = 0) -> EpcTag:
        """Return the tag for an identity; raises `Gs1Error` where the coding cannot hold it."""
        layout = LAYOUTS.get(coding)
        if (
            layout is None
            or layout.scheme != epc.scheme.name
            or not 0 <= filter_value < max(1, 1 << layout.filter_bits)
        ):
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, coding)
        tag = cls(layout, filter_value, epc)
        tag.hex()
        return tag

    @classmethod
    def parse(cls, uri: str) -> EpcTag:
        """Return the tag of a `urn:epc:tag:` URI; raises `Gs1Error` for any other text."""
        head, _, body = uri.removeprefix("urn:epc:tag:").partition(":")
        layout = LAYOUTS.get(head)
        if layout is None or not uri.startswith("urn:epc:tag:"):
            raise Gs1Error.of(ErrorCode.EPC_UNKNOWN_SCHEME, uri)
        first, _, rest = body.partition(".") if layout.filter_bits else ("0", "", body)
        if not (first.isascii() and first.isdigit()) or int(first) >= 1 << layout.filter_bits:
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, uri)
        return cls.of(PureIdentity.parse(f"urn:epc:id:{layout.scheme}:{rest}"), head, int(first))

    @classmethod
    def from_hex(cls, text: str) -> EpcTag:
        """Return the tag whose binary form is this hexadecimal text; raises `Gs1Error` for any other text."""
        try:
            number = int(text, 16)
        except ValueError as fault:
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, text) from fault
        bits = f"{number:0{len(text) * 4}b}"
        layout = _BY_HEADER.get(int(bits[:8] or "0", 2))
        if layout is None or not text.isalnum():
            raise Gs1Error.of(ErrorCode.EPC_UNKNOWN_SCHEME, text)
        reader = _Bits(bits[8:], text)
        filter_value = reader.number(layout.filter_bits)
        parts = _read_parts(layout, reader)
        return cls(layout, filter_value, PureIdentity.parse(f"urn:epc:id:{layout.scheme}:{'.'.join(parts)}"))

    @property
    def uri(self) -> str:
        """The tag URI."""
        front = f"{self.filter_value}." if self.layout.filter_bits else ""
        return f"urn:epc:tag:{self.layout.name}:{front}{'.'.join(self.epc.parts)}"

    def hex(self) -> str:
        """The binary form as capital hexadecimal digits, filled to whole words."""
        front = f"{self.layout.header:08b}" + _bits(self.filter_value, self.layout.filter_bits, self.epc)
        bits = front + _write_parts(self.layout, self.epc)
        bits += "0" * (-len(bits) % _WORD)
        return f"{int(bits, 2):0{len(bits) // 4}X}"


class _Bits:
    """A cursor over bits."""

    def __init__(self, bits: str, text: str) -> None:
        self.bits = bits
        self.text = text
        self.at = 0

    def take(self, size: int) -> str:
        piece = self.bits[self.at : self.at + size]
        if len(piece) < size:
            raise Gs1Error.of(ErrorCode.EPC_MALFORMED, self.text)
        self.at += size
        return piece

    def number(self, size: int) -> int:
        return int(self.take(size) or "0", 2)

    def seven(self, size: int) -> str:
        """7-bit characters, ended by a zero or the end of the field."""
        field = self.take(size)
        codes = (int(field[place : place + 7], 2) for place in range(0, size - 6, 7))
        return escape_urn("".join(map(chr, codes)).split("\0", 1)[0])

    def six(self) -> str:
        """6-bit characters up to a zero."""
        characters = []
        while code := self.number(6):
            characters.append(chr(code if code & 32 else code | 64))
        return "".join(characters)


def _bits(number: int, size: int, epc: PureIdentity) -> str:
    if number >= 1 << size:
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, epc.uri)
    return f"{number:0{size}b}" if size else ""


def _seven(text: str, size: int, epc: PureIdentity) -> str:
    bits = "".join(f"{ord(character):07b}" for character in unescape(text))
    if len(bits) > size:
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, epc.uri)
    return bits.ljust(size, "0")


def _six(text: str) -> str:
    return "".join(f"{ord(character) & 63:06b}" for character in unescape(text))


def _plain_number(text: str, epc: PureIdentity) -> int:
    if not (text.isascii() and text.isdigit()) or (len(text) > 1 and text[0] == "0"):
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, epc.uri)
    return int(text)


def _serial_bits(layout: Layout, text: str, size: int, epc: PureIdentity) -> str:
    if layout.serial == "x":
        return _seven(text, size, epc)
    if layout.serial == "1":
        return _bits(int("1" + text), size, epc)
    return _bits(_plain_number(text, epc), size, epc) if layout.serial else "0" * size


def _write_parts(layout: Layout, epc: PureIdentity) -> str:
    parts = epc.parts
    if layout.scheme == "gid":
        return "".join(_bits(int(part), size, epc) for part, size in zip(parts, (28, 24, 36), strict=True))
    if layout.scheme == "usdod":
        cage = "".join(f"{ord(character):08b}" for character in parts[0].rjust(6))
        return cage + _bits(int(parts[1]), 36, epc)
    if layout.scheme == "adi":
        return _six(parts[0].rjust(6)) + _six(parts[1]) + "000000" + _six(parts[2]) + "000000"
    partition = 12 - len(parts[0])
    front = _bits(partition, 3, epc) + _bits(int(parts[0]), _PREFIX_BITS[partition], epc)
    room = layout.joint_bits - _PREFIX_BITS[partition]
    if layout.scheme == "giai":
        return front + _serial_bits(layout, parts[1], room, epc)
    if layout.name == "cpi-var":
        return front + _six(parts[1]) + "000000" + _serial_bits(layout, parts[2], 40, epc)
    if layout.scheme == "cpi":
        return front + _bits(_plain_number(parts[1], epc), room, epc) + _serial_bits(layout, parts[2], 31, epc)
    front += _bits(int(parts[1] or "0"), room, epc)
    if layout.scheme == "itip":
        front += _bits(int(parts[2]), 7, epc) + _bits(int(parts[3]), 7, epc)
    return front + _serial_bits(layout, parts[-1], layout.serial_bits, epc)


def _read_parts(layout: Layout, reader: _Bits) -> list[str]:
    if layout.scheme == "gid":
        return [str(reader.number(size)) for size in (28, 24, 36)]
    if layout.scheme == "usdod":
        return ["".join(chr(reader.number(8)) for _ in range(6)).strip(), str(reader.number(36))]
    if layout.scheme == "adi":
        codes = [reader.number(6) for _ in range(6)]
        cage = "".join(chr(code if code & 32 else code | 64) for code in codes).strip()
        return [cage, escape_urn(reader.six()), escape_urn(reader.six())]
    partition = reader.number(3)
    if partition >= len(_PREFIX_BITS):
        raise Gs1Error.of(ErrorCode.EPC_MALFORMED, reader.text)
    prefix_digits = 12 - partition
    prefix = f"{reader.number(_PREFIX_BITS[partition]):0{prefix_digits}}"
    room = layout.joint_bits - _PREFIX_BITS[partition]
    if layout.scheme == "giai":
        return [prefix, _read_serial(layout, reader, room)]
    if layout.name == "cpi-var":
        return [prefix, escape_urn(reader.six()), str(reader.number(40))]
    if layout.scheme == "cpi":
        return [prefix, str(reader.number(room)), str(reader.number(31))]
    digits = SCHEMES[layout.scheme].digits - prefix_digits
    reference = reader.number(room)
    parts = [prefix, f"{reference:0{digits}}" if digits else ""]
    if layout.scheme == "itip":
        parts += [f"{reader.number(7):02}", f"{reader.number(7):02}"]
    return [*parts, _read_serial(layout, reader, layout.serial_bits)] if layout.serial else parts


def _read_serial(layout: Layout, reader: _Bits, size: int) -> str:
    if layout.serial == "x":
        return reader.seven(size)
    number = str(reader.number(size))
    return number[1:] if layout.serial == "1" else number
