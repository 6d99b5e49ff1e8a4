"""A keyed permutation: the numbers of a range in an order that nobody without the secret can tell, none twice."""

from __future__ import annotations

from hashlib import blake2b

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

SECRET_SHORTEST = 16
_ROUNDS = 8


class Permutation:
    """The numbers from 0 to `size` - 1 in a secret order, and back.

    A balanced Feistel network of eight rounds over the next power of four (the construction of format-preserving
    encryption, NIST SP 800-38G), walked until the result is inside the range; the round function is keyed BLAKE2b
    (RFC 7693).

    >>> order = Permutation(b"a secret of sixteen bytes or more", 1000)
    >>> sorted(order.at(number) for number in range(1000)) == list(range(1000))
    True
    >>> order.place(order.at(7))
    7
    """

    def __init__(self, secret: bytes, size: int, purpose: bytes = b"medreg", of: bytes = b"") -> None:
        """Raises `Gs1Error` for a secret under 16 bytes; `purpose` (16 bytes at most) and `of` give other orders."""
        if len(secret) < SECRET_SHORTEST or size < 1:
            raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(size))
        self.size = size
        self._half = ((size - 1).bit_length() + 1) // 2
        self._mask = (1 << self._half) - 1
        self._bytes = (self._half + 7) // 8
        key = blake2b(secret + of, digest_size=32, person=purpose).digest()
        self._rounds = [
            blake2b(digest_size=max(self._bytes, 1), key=key, salt=bytes((turn,))) for turn in range(_ROUNDS)
        ]
        self._backwards = self._rounds[::-1]

    def at(self, number: int) -> int:
        """The number at this place of the order; raises `Gs1Error` beyond the end."""
        self._demand(number)
        number = self._permute(number)
        while number >= self.size:
            number = self._permute(number)
        return number

    def place(self, number: int) -> int:
        """The place of this number in the order; raises `Gs1Error` for a number outside the range."""
        self._demand(number)
        number = self._restore(number)
        while number >= self.size:
            number = self._restore(number)
        return number

    def _demand(self, number: int) -> None:
        if not 0 <= number < self.size:
            raise Gs1Error.of(ErrorCode.KEY_SPACE_EXHAUSTED, str(number))

    def _permute(self, number: int) -> int:
        width, mask = self._bytes + 1, self._mask
        left, right = number >> self._half, number & mask
        for keyed in self._rounds:
            mixer = keyed.copy()
            mixer.update(right.to_bytes(width, "big"))
            left, right = right, left ^ (int.from_bytes(mixer.digest(), "big") & mask)
        return left << self._half | right

    def _restore(self, number: int) -> int:
        width, mask = self._bytes + 1, self._mask
        left, right = number >> self._half, number & mask
        for keyed in self._backwards:
            mixer = keyed.copy()
            mixer.update(left.to_bytes(width, "big"))
            left, right = right ^ (int.from_bytes(mixer.digest(), "big") & mask), left
        return left << self._half | right
