"""Files to rows: CSV in UTF-8, and workbooks; the first row names the columns, every cell stays text."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from registry.errors import BadInput, Fault
from registry.exchange.model import Cells

FILE_MAX = 200 << 20
csv.field_size_limit(1 << 20)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows under its header, each with its number as a spreadsheet shows it, and the digest of its bytes."""

    name: str
    digest: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]


def open_sheet(path: Path) -> Sheet:
    """Read a CSV file or the first sheet of a workbook; raise `BadInput` when it is neither."""
    data = path.read_bytes()
    if len(data) > FILE_MAX:
        raise BadInput.of([Fault("file-size", value=path.name, facts={"most": FILE_MAX})])
    lines = _workbook(path, data) if path.suffix.lower() in {".xlsx", ".xls", ".ods"} else _csv(path, data)
    header = tuple(cell.strip() for cell in next(lines, []))
    if not any(header):
        raise BadInput.of([Fault("file-empty", value=path.name)])
    rows = tuple(
        (number, dict(zip(header, [*line, *[""] * (len(header) - len(line))], strict=False)))
        for number, line in enumerate(lines, start=2)
        if any(line)
    )
    return Sheet(path.name, hashlib.sha256(data).hexdigest(), header, rows)


def _csv(path: Path, data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput.of([Fault("file-encoding", value=path.name)]) from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)


def _workbook(path: Path, data: bytes) -> Iterator[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except CalamineError as error:
        raise BadInput.of([Fault("file-workbook", value=path.name, hint=str(error)[:200])]) from error
    for line in sheet.to_python():
        yield [_cell(value) for value in line]


def _cell(value: object) -> str:
    """A number of a workbook without a fraction is written without one: 893110493125, not 893110493125.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
