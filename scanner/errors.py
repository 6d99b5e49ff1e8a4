"""What can go wrong between a picture and a reading, or between a value and its symbol."""

from __future__ import annotations

from enum import StrEnum

Fact = str | int | float


class ScanCode(StrEnum):
    """The faults of this room. Texts for people belong to the api; here a fault is a code with its facts."""

    PICTURE_EMPTY = "picture-empty"
    PICTURE_TOO_MANY_BYTES = "picture-too-many-bytes"
    PICTURE_TOO_MANY_PIXELS = "picture-too-many-pixels"
    PICTURE_TOO_SMALL = "picture-too-small"
    PICTURE_ANIMATED = "picture-animated"
    PICTURE_TYPE_UNSUPPORTED = "picture-type-unsupported"
    PICTURE_BROKEN = "picture-broken"
    SCAN_TOO_LONG = "scan-too-long"
    SCAN_BUSY = "scan-busy"
    SCAN_CRASHED = "scan-crashed"
    SYMBOL_UNFIT = "symbol-unfit"
    SYMBOL_TOO_LONG = "symbol-too-long"
    TOO_MANY_CHARACTERS = "too-many-characters"
    NOT_SQUARE_GS1_SIZE = "not-square-gs1-size"
    X_NOT_WHOLE_DOTS = "x-not-whole-dots"
    READ_BACK_FAILED = "read-back-failed"
    LABEL_TOO_FULL = "label-too-full"
    SERIALS_RUN_OUT = "serials-run-out"


class ScanError(Exception):
    """A picture that cannot be read or a symbol that must not be printed: a code, and the facts behind it."""

    def __init__(self, code: ScanCode, **facts: Fact) -> None:
        super().__init__(f"{code}: {facts}" if facts else str(code))
        self.code = code
        self.facts: dict[str, Fact] = facts
