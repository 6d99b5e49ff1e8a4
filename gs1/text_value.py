"""What every value that is one checked text shares: keys, batch numbers, serial numbers.

One data class for all of them: each further one would cost `import gs1` a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class TextValue:
    """A text that was checked, such as a GS1 key: equal, hashed and ordered among values of its own kind only.

    >>> from gs1 import BatchNumber, SerialNumber
    >>> BatchNumber.parse("A1") == SerialNumber.parse("A1")
    False
    """

    text: str

    def __str__(self) -> str:
        return self.text
