"""Serial numbers that nobody can guess: the count 0, 1, 2 ... as texts in a secret order, none twice."""

from __future__ import annotations

from collections.abc import Iterator

from gs1.batch_and_serial import SERIAL_MAX
from gs1.charsets import SET_82
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.permutation import Permutation

SAFE_UPPER = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without those that people mistake for each other: no 0, 1, I, O."""
GUESS_LIMIT = 10_000
"""A serial number may be guessed with a chance below one in this many (Regulation (EU) 2016/161, article 4 (b))."""


class SerialNumbers:
    """Serial numbers in an order that nobody without the secret can guess, and that never repeats.

    A keyed permutation of all texts of the length and alphabet: AI (21), 1 to 20 characters of set 82 (GS1 General
    Specifications 3.5). Commission Delegated Regulation (EU) 2016/161, article 4: the chance of guessing one must be
    negligible and below one in ten thousand.

    >>> serials = SerialNumbers(b"a secret of sixteen bytes or more")
    >>> serials.index(serials.nth(41)), len(serials.nth(41)), serials.is_hard_to_guess(10**9)
    (41, 12, True)
    """

    def __init__(self, secret: bytes, length: int = 12, alphabet: str = SAFE_UPPER) -> None:
        """Raises `Gs1Error` for a secret under 16 bytes, a length outside 1 to 20, or a faulty alphabet."""
        if not 1 <= length <= SERIAL_MAX:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(length))
        if len(set(alphabet)) != len(alphabet) or len(alphabet) < 2 or not SET_82.issuperset(alphabet):
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, alphabet)
        self.length = length
        self.alphabet = alphabet
        self.size: int = len(alphabet) ** length
        self._order = Permutation(secret, self.size, b"medreg-serials")
        self._value = {character: number for number, character in enumerate(alphabet)}

    def nth(self, number: int) -> str:
        """The serial number with this count; raises `Gs1Error` beyond the end."""
        number = self._order.at(number)
        base, alphabet = len(self.alphabet), self.alphabet
        characters = []
        for _ in range(self.length):
            number, digit = divmod(number, base)
            characters.append(alphabet[digit])
        return "".join(reversed(characters))

    def index(self, serial: str) -> int:
        """The count of a serial number made here; raises `Gs1Error` for a text that cannot be one."""
        if len(serial) != self.length or not self._value.keys() >= set(serial):
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, serial)
        number = 0
        for character in serial:
            number = number * len(self.alphabet) + self._value[character]
        return self._order.place(number)

    def numbers(self, start: int, count: int) -> Iterator[str]:
        """`count` serial numbers from number `start` on."""
        return (self.nth(number) for number in range(start, start + count))

    def __iter__(self) -> Iterator[str]:
        return (self.nth(number) for number in range(self.size))

    def guess_probability(self, issued: int) -> float:
        """The chance that a random text of this length and alphabet was issued.

        >>> SerialNumbers(b"a secret of sixteen bytes or more", length=4).guess_probability(1024)
        0.0009765625
        """
        return issued / self.size

    def is_hard_to_guess(self, issued: int) -> bool:
        """Whether the chance of a guess stays below one in ten thousand (Regulation (EU) 2016/161, article 4 (b))."""
        return issued * GUESS_LIMIT < self.size

    @property
    def most_issued(self) -> int:
        """How many may be issued for one product code before guessing becomes too easy (the same article).

        >>> SerialNumbers(b"a secret of sixteen bytes or more", length=8).most_issued
        109951162
        """
        return (self.size - 1) // GUESS_LIMIT
