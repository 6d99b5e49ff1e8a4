"""Giving out keys: the numbers under a company prefix, and serial numbers that nobody can guess.

Nothing here remembers what was given out; the caller counts, and each number of the count gives another key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Generic, Protocol, TypeVar

from gs1.batch_and_serial import SERIAL_MAX
from gs1.charsets import SET_82
from gs1.check_digit import check_digit, first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error, Problem
from gs1.gln import Gln
from gs1.gtin import Gtin
from gs1.keys import PREFIX_LONGEST, PREFIX_SHORTEST
from gs1.sscc import Sscc

SAFE_UPPER = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without those that people mistake for each other: no 0, 1, I, O."""

_SECRET_SHORTEST = 16
_ROUNDS = 8
_PAYLOAD: dict[type, int] = {Gtin: 12, Gln: 12, Sscc: 16}
_HEALTHCARE_FORBIDDEN = ("02", "04", "2")


class _Key(Protocol):
    @property
    def text(self) -> str: ...


KeyT = TypeVar("KeyT", bound=_Key)


@dataclass(frozen=True, slots=True)
class KeySpace(Generic[KeyT]):
    """All GTINs, GLNs or SSCCs under one company prefix, numbered from 0.

    `leading` is the indicator digit of a GTIN or the extension digit of an SSCC.
    """

    kind: type[KeyT]
    prefix: str
    leading: int = 0

    def __post_init__(self) -> None:
        good = first_non_digit(self.prefix) < 0 and PREFIX_SHORTEST <= len(self.prefix) <= PREFIX_LONGEST
        if not good or self.kind not in _PAYLOAD:
            raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, self.prefix)
        if not 0 <= self.leading <= 9:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(self.leading))

    @property
    def room(self) -> int:
        """How many digits the prefix leaves for the reference."""
        return _PAYLOAD[self.kind] - len(self.prefix)

    @property
    def size(self) -> int:
        """How many keys there are."""
        return int(10**self.room)

    def key(self, number: int) -> KeyT:
        """The key with this number; raises `Gs1Error` beyond the end of the space."""
        if not 0 <= number < self.size:
            raise Gs1Error.of(ErrorCode.KEY_SPACE_EXHAUSTED, str(number))
        payload = f"{self._lead}{self.prefix}" + (f"{number:0{self.room}}" if self.room else "")
        return self.kind(payload + check_digit(payload))  # type: ignore[call-arg] # every kind takes its text

    def index(self, key: KeyT) -> int:
        """The number of a key of this space; raises `Gs1Error` for a key of another space."""
        head = f"{self._lead}{self.prefix}"
        if not key.text.startswith(head):
            raise Gs1Error.of(ErrorCode.INVALID_GCP_PREFIX, key.text)
        return int(key.text[len(head) : -1] or "0")

    def keys(self, start: int, count: int) -> Iterator[KeyT]:
        """`count` keys from number `start` on."""
        return (self.key(number) for number in range(start, start + count))

    @property
    def _lead(self) -> str:
        return "" if self.kind is Gln else str(self.leading)


class SerialNumbers:
    """Serial numbers in an order that nobody without the secret can guess, and that never repeats.

    A keyed permutation (a balanced Feistel network over the numbers that the length can write, walked until inside)
    turns the count 0, 1, 2 ... into serial numbers. Commission Delegated Regulation (EU) 2016/161, article 4:
    the chance of guessing one must stay below one in ten thousand.
    """

    def __init__(self, secret: bytes, length: int = 12, alphabet: str = SAFE_UPPER) -> None:
        """Raises `Gs1Error` for a secret under 16 bytes, a length outside 1 to 20, or a faulty alphabet."""
        if len(secret) < _SECRET_SHORTEST or not 1 <= length <= SERIAL_MAX:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(length))
        if len(set(alphabet)) != len(alphabet) or len(alphabet) < 2 or not SET_82.issuperset(alphabet):
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, alphabet)
        self.length = length
        self.alphabet = alphabet
        self.size: int = len(alphabet) ** length
        self._half: int = ((self.size - 1).bit_length() + 1) // 2
        self._secret = blake2b(secret, digest_size=32, person=b"medreg-serials").digest()
        self._value = {character: number for number, character in enumerate(alphabet)}

    def nth(self, number: int) -> str:
        """The serial number with this count; raises `Gs1Error` beyond the end."""
        if not 0 <= number < self.size:
            raise Gs1Error.of(ErrorCode.KEY_SPACE_EXHAUSTED, str(number))
        number = self._permute(number)
        while number >= self.size:
            number = self._permute(number)
        characters = []
        for _ in range(self.length):
            number, digit = divmod(number, len(self.alphabet))
            characters.append(self.alphabet[digit])
        return "".join(reversed(characters))

    def index(self, serial: str) -> int:
        """The count of a serial number made here; raises `Gs1Error` for a text that cannot be one."""
        if len(serial) != self.length or not set(serial) <= set(self.alphabet):
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, serial)
        number = 0
        for character in serial:
            number = number * len(self.alphabet) + self._value[character]
        number = self._restore(number)
        while number >= self.size:
            number = self._restore(number)
        return number

    def guess_probability(self, issued: int) -> float:
        """The chance that a random text of this length and alphabet was issued."""
        return issued / self.size

    def _round(self, turn: int, half: int) -> int:
        size = (self._half + 7) // 8
        digest = blake2b(half.to_bytes(size + 1, "big"), digest_size=size, key=self._secret, salt=bytes((turn,)))
        return int.from_bytes(digest.digest(), "big") & ((1 << self._half) - 1)

    def _permute(self, number: int) -> int:
        left, right = number >> self._half, number & ((1 << self._half) - 1)
        for turn in range(_ROUNDS):
            left, right = right, left ^ self._round(turn, right)
        return left << self._half | right

    def _restore(self, number: int) -> int:
        left, right = number >> self._half, number & ((1 << self._half) - 1)
        for turn in reversed(range(_ROUNDS)):
            left, right = right ^ self._round(turn, left), left
        return left << self._half | right


def check_healthcare_gtin(gtin: Gtin, *, is_base_level: bool) -> list[Problem]:
    """What speaks against giving `gtin` to a healthcare trade item (GS1 Healthcare GTIN Allocation Rules).

    No restricted circulation prefix, no indicator 9, and an indicator of 1 to 8 only above the base level.
    """
    found: list[Problem] = []
    if gtin.text[1:].startswith(_HEALTHCARE_FORBIDDEN):
        found.append(Problem(ErrorCode.INVALID_GCP_PREFIX, gtin.text, 1, 2, "01"))
    if gtin.indicator == 9 or (is_base_level and gtin.indicator != 0):
        found.append(Problem(ErrorCode.BAD_REQUEST, gtin.text, 0, 1, "01"))
    return found
