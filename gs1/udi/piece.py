"""A part of a carrier that still knows its place, so that every fault can be shown where it stands."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.stated_date import StatedDate


class Piece:
    """The text from `start` to `end` of a whole carrier (ISO/IEC 15434, HIBC SLS, ISBT 128).

    >>> piece = Piece("+A123/$LOT", 5, 10)
    >>> piece.text, piece.after(2).text, piece.fault(ErrorCode.NOT_GS1).start
    ('/$LOT', 'LOT', 5)
    """

    __slots__ = ("end", "start", "whole")

    def __init__(self, whole: str, start: int, end: int) -> None:
        self.whole = whole
        self.start = start
        self.end = end

    @property
    def text(self) -> str:
        """The text itself."""
        return self.whole[self.start : self.end]

    def first(self, length: int) -> Piece:
        """Its first characters, fewer where it is shorter."""
        return Piece(self.whole, self.start, min(self.start + length, self.end))

    def after(self, length: int) -> Piece:
        """What follows its first characters."""
        return Piece(self.whole, min(self.start + length, self.end), self.end)

    def split(self, separator: str) -> list[Piece]:
        """The parts between separators of one character."""
        found: list[Piece] = []
        start = self.start
        for text in self.text.split(separator):
            found.append(Piece(self.whole, start, start + len(text)))
            start += len(text) + 1
        return found

    def fault(self, code: ErrorCode) -> Gs1Error:
        """The error that points at this piece of the whole carrier."""
        return Gs1Error.of(code, self.whole, self.start, self.end - self.start)

    def digits(self, length: int) -> str:
        """Its first `length` characters; raises `Gs1Error` unless all of them are there and digits."""
        head = self.first(length)
        text = head.text
        if len(text) < length:
            raise head.fault(ErrorCode.DATE_TOO_SHORT)
        for place, character in enumerate(text, head.start):
            if character not in "0123456789":
                raise Gs1Error.of(ErrorCode.NON_DIGIT_CHARACTER, self.whole, place, 1)
        return text

    def numbers(self, *widths: int) -> list[int]:
        """The numbers of these widths that it begins with; raises `Gs1Error` like `digits`."""
        text = self.digits(sum(widths))
        found: list[int] = []
        for width in widths:
            found.append(int(text[:width]))
            text = text[width:]
        return found

    def dated(self, found: StatedDate) -> StatedDate:
        """`found`, or a `Gs1Error` pointing at this piece where it is no date."""
        fault = found.fault
        if fault is not None:
            raise self.fault(fault)
        return found
