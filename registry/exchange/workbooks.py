"""Workbooks in: XLSX, XLS and ODS. What would burst the memory is refused before it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from registry.errors import BadInput, Fault

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
UNPACKED_MAX = 600 << 20
PARTS_MAX = 2_000
CELLS_MAX = 20_000_000
"""Cells of the rectangle that a sheet spans: one cell in the last corner makes a reader ask for all of it."""
CHUNK = 1 << 20
REACH = 64
"""Bytes that are looked at again with the next piece, so that no address is cut in two."""
ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
REPEATED = re.compile(rb"""number-(rows|columns)-repeated=["'](\d{1,9})["']""")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
WHOLE_EXACT = 1e15
"""Above this a number cell has lost digits; it is shown as the spreadsheet shows it, and its reader refuses it."""

Line = tuple[int, list[str], frozenset[int]]
"""A row's number, its cells as text, and which of them are kept as numbers."""


def workbook_lines(name: str, content: bytes) -> Iterator[Line]:
    """Yield the rows of the first sheet; raise `BadInput` for what is no workbook, or would be too large unpacked."""
    if content.startswith(b"PK"):
        _check_zip(name, content)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise BadInput.of([Fault("file-workbook", value=name, hint=str(error)[:200])]) from error
    for number, line in enumerate(rows, start=1):
        numeric = frozenset(place for place, value in enumerate(line) if type(value) in (float, int))
        yield number, [_cell(value) for value in line], numeric


def _cell(value: object) -> str:
    """A number without a fraction is written without one: 893110493125, not 893110493125.0; a day as YYYY-MM-DD."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        if value.is_integer() and abs(value) < WHOLE_EXACT:
            return str(int(value))
        return f"{value:.4E}" if abs(value) >= WHOLE_EXACT else repr(value)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return "" if value is None else str(value)


def _check_zip(name: str, content: bytes) -> None:
    """Read the packed parts in pieces: their true sizes, and the rectangle that each sheet spans."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
                raise _too_large(name)
            left = UNPACKED_MAX
            for part in parts:
                left -= _measure(name, packed, part, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise BadInput.of([Fault("file-workbook", value=name, hint=str(error)[:200])]) from error


def _measure(name: str, packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    is_sheet, is_ods = bool(SHEET.fullmatch(part.filename)), part.filename == "content.xml"
    size, tail = 0, b""
    columns, last_row = {b"A"}, 1
    with packed.open(part) as stream:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > left:
                raise _too_large(name)
            seen, tail = tail + piece, piece[-REACH:]
            if is_sheet:
                found = ADDRESS.findall(seen)
                columns.update(column for column, _ in found)
                last_row = max([last_row, *(int(row) for _, row in found)])
            elif is_ods and _repeats(seen) > CELLS_MAX:
                raise _too_large(name)
    if last_row * max(_place(column) for column in columns) > CELLS_MAX:
        raise _too_large(name)
    return size


def _repeats(seen: bytes) -> int:
    """Return how many cells one repeated row or column of an ODS sheet can mean, empty ones left out by the reader."""
    largest = {b"rows": 1, b"columns": 1}
    for what, count in REPEATED.findall(seen):
        largest[what] = max(largest[what], int(count))
    return 0 if largest[b"rows"] <= 1 << 20 and largest[b"columns"] <= 1 << 14 else CELLS_MAX + 1


def _place(column: bytes) -> int:
    place = 0
    for letter in column:
        place = place * 26 + letter - 64
    return place


def _too_large(name: str) -> BadInput:
    return BadInput.of([Fault("workbook-too-large", value=name)])
