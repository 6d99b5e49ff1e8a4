"""JSON in: an array of objects, or one object a line; the names of the members are the header."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec

from registry.errors import BadInput, Fault

Value = str | int | float | bool | list[str | int | float] | None
FIRST_WITHOUT_HEADER = 1


def json_lines(name: str, content: bytes) -> Iterator[tuple[int, list[str], frozenset[int]]]:
    """Yield the header, then each object as a row; a row has the number of its line, or of its place in the array."""
    text = content.removeprefix(b"\xef\xbb\xbf")
    objects = _array(name, text) if text.lstrip()[:1] == b"[" else _each_line(name, text)
    header = list(dict.fromkeys(member for _, one in objects for member in one))
    yield 0, header, frozenset()
    for number, one in objects:
        numeric = frozenset(place for place, member in enumerate(header) if type(one.get(member)) in (int, float))
        yield number, [_cell(one.get(member)) for member in header], numeric


def _array(name: str, text: bytes) -> list[tuple[int, dict[str, Value]]]:
    try:
        rows = msgspec.json.decode(text, type=list[dict[str, Value]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput.of([Fault("file-json", value=name, hint=str(error)[:200])]) from None
    return list(enumerate(rows, start=FIRST_WITHOUT_HEADER))


def _each_line(name: str, text: bytes) -> list[tuple[int, dict[str, Value]]]:
    """Read every line, and tell every line that cannot be read."""
    decoder = msgspec.json.Decoder(dict[str, Value])
    rows, faults = [], []
    for number, line in enumerate(text.splitlines(), start=FIRST_WITHOUT_HEADER):
        if not line.strip():
            continue
        try:
            rows.append((number, decoder.decode(line)))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            faults.append(Fault("file-json", pointer=f"/{number}", value=name, hint=str(error)[:200]))
    if faults:
        raise BadInput.of(faults[:100])
    return rows


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_cell(one) for one in value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value)
