"""One damage: which kind, where it stood, and what was done to undo it."""

from __future__ import annotations

from dataclasses import dataclass

from gs1.codes import ErrorCode
from gs1.errors import Language
from gs1.words import words_of


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage to a text that a keyboard-mode scanner typed.

    `start` is its place in the text as it stood when this damage was undone, damages being undone in the order they
    are listed; `found` stood there and `put` was put instead. `name` tells which layout or input method it was. What
    may stand in a message: GS1 General Specifications 7.8 and 7.11.

    >>> Damage(ErrorCode.SEPARATOR_STAND_IN, 20, "<GS>", "\\x1d").message("en")
    'The scanner typed other characters for the separator; set it to send character 29. [<GS>]'
    """

    code: ErrorCode
    start: int
    found: str
    put: str
    name: str = ""

    def message(self, lang: Language = "vi") -> str:
        """Say what was damaged and how to stop it, in Vietnamese or English."""
        seen = self.name or self.found
        return words_of(self.code, lang) + (f" [{seen}]" if seen else "")


@dataclass(frozen=True, slots=True)
class Undone:
    """A text on its way to being GS1 data again; `weight` is the logarithm of how usual the undone damages are.

    >>> Undone("10LOT7 ").then("10LOT7", (Damage(ErrorCode.LINE_END_TYPED, 6, " ", ""),), -1.0).weight
    -1.0
    """

    text: str
    damages: tuple[Damage, ...] = ()
    weight: float = 0.0

    def then(self, text: str, damages: tuple[Damage, ...], weight: float) -> Undone:
        """The text after more was undone."""
        return Undone(text, self.damages + damages, self.weight + weight)
