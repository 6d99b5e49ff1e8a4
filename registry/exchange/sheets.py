"""Files to rows: CSV, workbooks and JSON; the first row names the columns, every cell stays text."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from registry.errors import BadInput, Fault
from registry.exchange.foreign.forms import headless_lines, nested_lines
from registry.exchange.json_rows import json_lines
from registry.exchange.model import Cells
from registry.exchange.workbooks import SUFFIXES, workbook_lines

FILE_MAX = 200 << 20
ROWS_MAX = 500_000
COLUMNS_MAX = 500
ENCODINGS = ("utf-8", "utf-16", "cp1258", "cp1252")
"""What CSV may be written in; an old Vietnamese code page looks like any other, so it is told and never guessed."""
csv.field_size_limit(1 << 20)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows under its header, each with its number as a spreadsheet shows it, and the digest of its bytes.

    `numbers` names, for a row, the columns that the spreadsheet kept as numbers.
    """

    name: str
    digest: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]
    numbers: dict[int, frozenset[str]] = field(default_factory=dict)


def open_sheet(path: Path, encoding: str | None = None) -> Sheet:
    """Read a CSV or JSON file or the first sheet of a workbook; raise `BadInput` when it is none of them."""
    if path.stat().st_size > FILE_MAX:
        raise BadInput.of([Fault("file-size", value=path.name, facts={"most": FILE_MAX})])
    return read_sheet(path.name, path.read_bytes(), encoding)


def read_sheet(name: str, content: bytes, encoding: str | None = None) -> Sheet:
    """Read the bytes of a file, told by its name; raise `BadInput` when it cannot be read."""
    suffix = Path(name).suffix.lower()
    if len(content) > FILE_MAX:
        raise BadInput.of([Fault("file-size", value=name, facts={"most": FILE_MAX})])
    if suffix in SUFFIXES:
        lines = workbook_lines(name, content)
    elif suffix in {".json", ".jsonl", ".ndjson"}:
        lines = nested_lines(name, content) or json_lines(name, content)
    elif (told := headless_lines(content)) is not None:
        lines = told
    else:
        lines = ((number, line, frozenset[int]()) for number, line in _csv(name, content, encoding))
    return _sheet(name, content, lines)


def _sheet(name: str, content: bytes, lines: Iterator[tuple[int, list[str], frozenset[int]]]) -> Sheet:
    _, first, _ = next(lines, (1, list[str](), frozenset[int]()))
    header = tuple(cell.strip() for cell in first)
    while header and not header[-1]:
        header = header[:-1]
    if not header:
        raise BadInput.of([Fault("file-empty", value=name)])
    _check_header(name, header)
    rows: list[tuple[int, Cells]] = []
    numbers: dict[int, frozenset[str]] = {}
    for number, line, numeric in lines:
        if not any(line):
            continue
        if len(rows) == ROWS_MAX:
            raise BadInput.of([Fault("file-rows", value=name, facts={"most": ROWS_MAX})])
        rows.append((number, dict(zip(header, [*line, *[""] * (len(header) - len(line))], strict=False))))
        if numeric:
            numbers[number] = frozenset(header[place] for place in numeric if place < len(header))
    return Sheet(name, hashlib.sha256(content).hexdigest(), header, tuple(rows), numbers)


def _check_header(name: str, header: tuple[str, ...]) -> None:
    if len(header) > COLUMNS_MAX:
        raise BadInput.of([Fault("file-columns", value=name, facts={"most": COLUMNS_MAX})])
    named = [title for title in header if title]
    twice = sorted({title for title in named if named.count(title) > 1})
    if twice:
        raise BadInput.of([Fault("column-repeated", value=title[:80]) for title in twice])


def _csv(name: str, content: bytes, encoding: str | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of CSV (RFC 4180), parted by comma, semicolon, tabulator or stroke as its header shows."""
    text = _decoded(name, content, encoding)
    first, _, rest = text.partition("\n")
    mark = max(",;\t|", key=first.count)
    offset = 1
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        mark, text, offset = first.strip()[-1], rest, 2
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), start=offset)
    except csv.Error:
        raise BadInput.of([Fault("file-csv", value=name)]) from None


def _decoded(name: str, content: bytes, encoding: str | None) -> str:
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise BadInput.of([Fault("encoding-unknown", value=encoding[:40], facts={"known": ", ".join(ENCODINGS)})])
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    chosen = (encoding or ("utf-16" if marked else "utf-8")).lower()
    try:
        return content.decode("utf-8-sig" if chosen == "utf-8" else chosen)
    except UnicodeDecodeError:
        raise BadInput.of([Fault("file-encoding", value=name, facts={"known": ", ".join(ENCODINGS)})]) from None
