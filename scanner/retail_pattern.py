"""What the digits of EAN-13 and EAN-8 look like to a camera: blurred, thickened or thinned by the press.

ISO/IEC 15420: a digit is seven modules in one of three sets. Sets A and B stand left of the middle guard, begin light
and end dark; set C stands right of it, begins dark and ends light. So the module before and after every digit is known,
and a digit can be compared with its picture together with the edges of its neighbours, which blur mixes into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 3
"""Samples for each module."""
DIGIT = 7
_SET_A = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_SET_C = tuple("".join("10"[int(module)] for module in one) for one in _SET_A)
_SET_B = tuple(one[::-1] for one in _SET_C)
# The thirteenth digit is told by which of the left six stand in set B.
_FIRST_DIGITS = {
    word: digit
    for digit, word in enumerate(
        ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
    )
}
_BLURS = (0.3, 0.6, 0.85, 1.1)
_GROWTHS = (-0.25, 0.0, 0.25)


@dataclass(frozen=True, slots=True)
class Layout:
    """How many digits stand on each side of the middle guard, and whether their sets tell one digit more."""

    side: int
    tells_first: bool

    @property
    def modules(self) -> int:
        """From the first bar to the end of the last."""
        return 3 + DIGIT * self.side + 5 + DIGIT * self.side + 3

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each digit begins, in modules from the first bar."""
        left = [3 + DIGIT * place for place in range(self.side)]
        right = [8 + DIGIT * (self.side + place) for place in range(self.side)]
        return (*left, *right)

    def text(self, left: list[int], right: list[int]) -> str | None:
        """The digits of a symbol whose left patterns are 0 to 9 in set A and 10 to 19 in set B; None if no such is."""
        body = "".join(str(one % 10) for one in left) + "".join(map(str, right))
        sets = "".join("AB"[one // 10] for one in left)
        if not self.tells_first:
            return body if "B" not in sets else None
        first = _FIRST_DIGITS.get(sets)
        return None if first is None else f"{first}{body}"


EAN_13 = Layout(6, tells_first=True)
EAN_8 = Layout(4, tells_first=False)


@dataclass(frozen=True, slots=True)
class Bank:
    """The pictures of all digits under every blur and growth, each of mean 0 and length 1."""

    left: Floats
    """(conditions, 20, samples): sets A and B."""
    right: Floats
    """(conditions, 10, samples): set C."""


@cache
def bank() -> Bank:
    """All pictures; nine modules each, the digit with one module of its surroundings on either side."""
    left = [f"1{one}0" for one in (*_SET_A, *_SET_B)]
    right = [f"0{one}1" for one in _SET_C]
    conditions = [(blur, growth) for blur in _BLURS for growth in _GROWTHS]
    return Bank(
        np.array([[picture(word, *condition) for word in left] for condition in conditions]),
        np.array([[picture(word, *condition) for word in right] for condition in conditions]),
    )


def picture(modules: str, blur: float, growth: float, steps: int = STEPS) -> Floats:
    """Darkness along `modules`, whose ends go on for ever; bars `growth` modules wider; mean 0 and length 1."""
    fine = 20
    padded = modules[0] * 6 + modules + modules[-1] * 6
    dark = np.repeat(np.array([float(one) for one in padded]), fine)
    reach = round(abs(growth) / 2 * fine)
    for edge in np.flatnonzero(np.diff(dark)):
        rises = dark[edge + 1] > dark[edge]
        span = slice(edge + 1 - reach, edge + 1) if rises == (growth > 0) else slice(edge + 1, edge + 1 + reach)
        dark[span] = 1.0 if growth > 0 else 0.0
    offsets = np.arange(-4 * fine, 4 * fine + 1)
    kernel = np.exp(-0.5 * (offsets / (blur * fine)) ** 2)
    soft = np.convolve(dark, kernel / kernel.sum(), mode="same")
    places = ((np.arange(len(modules) * steps) + 0.5) / steps + 6) * fine
    return unit(soft[places.astype(int)])


def unit(samples: Floats) -> Floats:
    """Samples of mean 0 and length 1 along the last axis, so that light and contrast do not count."""
    level = samples - samples.mean(axis=-1, keepdims=True)
    length: Floats = np.sqrt((level * level).sum(axis=-1, keepdims=True))
    shaped: Floats = level / np.maximum(length, 1e-9)
    return shaped
