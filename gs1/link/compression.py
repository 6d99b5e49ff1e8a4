"""Compression of GS1 Digital Link URIs (GS1 Digital Link: Compression 1.0): elements to bits to base64url and back.

Each AI is written as its digits, four bits each, and its value by its format; a hexadecimal letter in an AI's place
stands for a whole sequence of AIs (table Opt of the standard).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log2

from gs1.codes import ErrorCode
from gs1.dictionary import ApplicationIdentifier, SyntaxDictionary
from gs1.errors import Gs1Error

Pairs = Sequence[tuple[str, str]]

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BASE64_VALUE = {character: number for number, character in enumerate(_BASE64)}
_LOWER_HEX = frozenset("0123456789abcdef")
_UPPER_HEX = frozenset("0123456789ABCDEF")
_DIGITS = frozenset("0123456789")
_SET_64 = frozenset(_BASE64)

SEQUENCES: dict[str, tuple[str, ...]] = {
    "0A": ("01", "22"), "0B": ("01", "10"), "0C": ("01", "21"), "0D": ("01", "17"), "0E": ("01", "7003"),
    "0F": ("01", "30"), "1A": ("01", "10", "21", "17"), "1B": ("01", "15"), "1C": ("01", "11"), "1D": ("01", "16"),
    "1E": ("01", "91"), "1F": ("01", "10", "15"),
    **{f"2{letter}": ("01", f"310{digit}") for digit, letter in enumerate("ABCDEF")},
    **{f"3{letter}": ("01", f"320{digit}") for digit, letter in enumerate("ABCDEF")},
    "9A": ("8010", "8011"), "9B": ("8017", "8019"), "9C": ("8018", "8019"), "9D": ("414", "254"),
    **{f"A{digit}": ("01", f"392{digit}") for digit in range(10)},
    **{f"C{digit}": ("255", f"390{digit}") for digit in range(10)},
    **{f"C{letter}": ("255", f"394{digit}") for digit, letter in enumerate("ABCD")},
}  # fmt: skip
"""The codes that stand for a sequence of AIs."""

_Field = tuple[str, int, int]
"""Kind (N or X), least and greatest length of a part of a value."""


_LONGEST = 2953
"""The most bytes a QR Code holds (ISO/IEC 18004, version 40-L): no symbol carries a longer link."""
_MOST_AIS = 64


def compress_pairs(pairs: Pairs, dictionary: SyntaxDictionary) -> str:
    """The compressed text of some elements; raises `Gs1Error` for an AI that the table lacks."""
    rest = dict(pairs)
    bits: list[str] = []
    for code, ais in _best_sequences(rest):
        bits.append(f"{int(code, 16):08b}")
        bits += [_value_bits(_fields(dictionary.demand(ai)), rest.pop(ai)) for ai in ais]
    for ai, value in rest.items():
        bits.append("".join(f"{int(digit):04b}" for digit in ai))
        bits.append(_value_bits(_fields(dictionary.demand(ai)), value))
    text = "".join(bits)
    text += "0" * (-len(text) % 6)
    return "".join(_BASE64[int(text[at : at + 6], 2)] for at in range(0, len(text), 6))


def decompress_text(text: str, dictionary: SyntaxDictionary) -> list[tuple[str, str]]:
    """The elements of a compressed text, in the order they were written; raises `Gs1Error` for any other text."""
    if not 0 < len(text) <= _LONGEST or not _SET_64.issuperset(text):
        raise Gs1Error.of(ErrorCode.NOT_AI_DATA, text)
    reader = _Reader("".join(f"{_BASE64_VALUE[character]:06b}" for character in text), text)
    pairs: list[tuple[str, str]] = []
    while reader.left() >= 8:
        pairs += _read_next(reader, dictionary)
        if len(pairs) > _MOST_AIS:
            raise reader.refused()
    if not pairs:
        raise reader.refused()
    return pairs


def _best_sequences(values: dict[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """The codes worth using: the longest that fit, no AI twice."""
    chosen: list[tuple[str, tuple[str, ...]]] = []
    free = set(values)
    for code, ais in sorted(SEQUENCES.items(), key=lambda item: -sum(map(len, item[1]))):
        if free.issuperset(ais):
            chosen.append((code, ais))
            free.difference_update(ais)
    return chosen


def _fields(entry: ApplicationIdentifier) -> list[_Field]:
    """The parts of a value as the compression standard joins them: neighbours of one kind, options as one."""
    fields: list[_Field] = []
    for part in entry.components:
        kind = "N" if part.cset == "N" else "X"
        least = 0 if part.optional else part.shortest
        if fields and _joins(fields[-1], kind, least, part.longest):
            _, low, high = fields[-1]
            fields[-1] = (kind, low + least, high + part.longest)
        else:
            fields.append((kind, least, part.longest))
    return fields


def _joins(before: _Field, kind: str, least: int, most: int) -> bool:
    if before[0] != kind:
        return False
    both_fixed = before[1] == before[2] and least == most
    both_options = before[1] == 0 and least == 0
    return both_fixed or both_options or (kind == "X" and before[1] > 0)


def _value_bits(fields: list[_Field], value: str) -> str:
    bits = []
    at = 0
    for place, (kind, least, most) in enumerate(fields):
        piece = value[at:] if place == len(fields) - 1 else value[at : at + most]
        at += len(piece)
        size = "" if least == most else f"{len(piece):0{most.bit_length()}b}"
        bits.append(size + _number_bits(piece) if kind == "N" else _text_bits(piece, size))
    return "".join(bits)


def digits_size(count: int) -> int:
    """How many bits a number of so many digits takes."""
    return ceil(count * log2(10)) if count else 0


def _number_bits(digits: str) -> str:
    if not digits:
        return ""
    if not _DIGITS.issuperset(digits):
        raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, digits)
    return f"{int(digits):0{digits_size(len(digits))}b}"


def _text_bits(text: str, size: str) -> str:
    """The encoding in three bits, the length where it varies, and the characters in the smallest encoding."""
    if _DIGITS.issuperset(text):
        return f"000{size}{_number_bits(text)}"
    if _LOWER_HEX.issuperset(text):
        return f"001{size}" + "".join(f"{int(character, 16):04b}" for character in text)
    if _UPPER_HEX.issuperset(text):
        return f"010{size}" + "".join(f"{int(character, 16):04b}" for character in text)
    if _SET_64.issuperset(text):
        return f"011{size}" + "".join(f"{_BASE64_VALUE[character]:06b}" for character in text)
    if not text.isascii():
        raise Gs1Error.of(ErrorCode.INVALID_CSET82_CHARACTER, text)
    return f"100{size}" + "".join(f"{ord(character):07b}" for character in text)


class _Reader:
    """A cursor over the bits."""

    def __init__(self, bits: str, text: str) -> None:
        self.bits = bits
        self.text = text
        self.at = 0

    def left(self) -> int:
        return len(self.bits) - self.at

    def number(self, size: int) -> int:
        if size > self.left():
            raise self.refused()
        self.at += size
        return int(self.bits[self.at - size : self.at] or "0", 2)

    def refused(self) -> Gs1Error:
        return Gs1Error.of(ErrorCode.NOT_AI_DATA, self.text)

    def digits(self, count: int) -> str:
        if not count:
            return ""
        text = f"{self.number(digits_size(count)):0{count}}"
        if len(text) > count:
            raise self.refused()
        return text


def _read_next(reader: _Reader, dictionary: SyntaxDictionary) -> list[tuple[str, str]]:
    """The elements of the next AI or sequence."""
    code = f"{reader.number(8):02X}"
    if code in SEQUENCES:
        ais = SEQUENCES[code]
    else:
        length = dictionary.length_by_prefix.get(code)
        if length is None:
            raise reader.refused()
        ais = (code + "".join(f"{reader.number(4):X}" for _ in range(length - 2)),)
    pairs = []
    for ai in ais:
        entry = dictionary.get(ai)
        if entry is None:
            raise reader.refused()
        pairs.append((ai, "".join(_read_field(reader, field) for field in _fields(entry))))
    return pairs


def _read_field(reader: _Reader, field: _Field) -> str:
    kind, least, most = field
    encoding = reader.number(3) if kind == "X" else 0
    size = most if least == most else reader.number(most.bit_length())
    if encoding == 0:
        return reader.digits(size)
    if encoding in (1, 2):
        text = "".join(f"{reader.number(4):x}" for _ in range(size))
        return text if encoding == 1 else text.upper()
    if encoding == 3:
        return "".join(_BASE64[reader.number(6)] for _ in range(size))
    if encoding == 4:
        return "".join(chr(reader.number(7)) for _ in range(size))
    raise reader.refused()
