"""The other side of `scanner.isolation`: a process that opens and reads one picture after another, and may die.

Run as `python -m scanner.worker`; it speaks frames on its standard input and output and ends when its input does.
"""

from __future__ import annotations

import resource
import struct
import sys
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from scanner.decode import ScanResult, Want, read_symbols
from scanner.enhance import Effort
from scanner.errors import Fact, ScanCode, ScanError
from scanner.picture import open_picture

MEMORY = 1 << 30
OPEN_FILES = 32
FRAME = struct.Struct(">I")
"""Every frame is its length and then that many bytes."""
_READ, _REFUSED = b"+", b"-"


@dataclass(frozen=True, slots=True)
class Order:
    """How to read the picture that follows."""

    want: Want
    effort: Effort
    deadline_ms: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A `ScanError` on its way to the other process."""

    code: ScanCode
    facts: dict[str, Fact]


def answer_to(order: Order, source: bytes) -> ScanResult | Refusal:
    """Open and read one picture, or say why not."""
    try:
        return read_symbols(open_picture(source), order.want, order.effort, order.deadline_ms)
    except ScanError as refused:
        return Refusal(refused.code, refused.facts)
    except MemoryError:
        return Refusal(ScanCode.PICTURE_TOO_MANY_PIXELS, {"memory": MEMORY})


def packed(answer: ScanResult | Refusal) -> bytes:
    """The answer as JSON behind one letter that tells which of the two it is."""
    return (_REFUSED if isinstance(answer, Refusal) else _READ) + msgspec.json.encode(answer)


def unpacked(words: bytes) -> ScanResult | Refusal:
    """The answer again; `ValueError` where it is none."""
    if words[:1] == _REFUSED:
        return msgspec.json.decode(words[1:], type=Refusal)
    return msgspec.json.decode(words[1:], type=ScanResult)


def confine() -> None:
    """Give up what a decoder never needs: more memory, files to write, a core file."""
    for limit, allowed in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        most = allowed if hard == resource.RLIM_INFINITY else min(allowed, hard)
        resource.setrlimit(limit, (most, most))


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer pictures until there are no more. The first frame, empty, says that the worker is ready."""
    _write(answers, b"")
    while (order := _read(questions)) is not None and (source := _read(questions)) is not None:
        _write(answers, packed(answer_to(msgspec.json.decode(order, type=Order), source)))


def _read(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(FRAME.size)
    return pipe.read(FRAME.unpack(head)[0]) if len(head) == FRAME.size else None


def _write(pipe: BinaryIO, words: bytes) -> None:
    pipe.write(FRAME.pack(len(words)) + words)
    pipe.flush()


def main() -> None:
    """Confine this process and serve its parent."""
    confine()
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
