"""The pure half of an import: a sheet's rows read under a layout, compared with each other, and put into slices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import is_normalized

from registry.exchange.cells import RowReader
from registry.exchange.columns import FAULTS_TITLE
from registry.exchange.hints import hint
from registry.exchange.layout import Layout, Take
from registry.exchange.model import Cells, RowFault, Severity
from registry.exchange.sheets import Sheet

SLICE = 250
"""Rows in one transaction: few commits, other writers wait a fraction of a second, a lost connection loses little."""
HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A row that was read: what was noticed, how it is taken, the rows it rests on, and the digest of its cells."""

    number: int
    cells: str
    content_key: str
    faults: tuple[RowFault, ...]
    take: Take | None
    main: str
    waits_on: tuple[int, ...] = ()
    reader: RowReader | None = None
    """Notes what is noticed while the row is taken."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sheet, ready to be taken: slices of rows, faults of its header, and the titles of the columns in the file."""

    layout: Layout
    slices: tuple[tuple[Reading, ...], ...]
    faults: tuple[RowFault, ...]
    titles: dict[str, str]
    columns: dict[str, str]
    """Title in the file -> name of the column, where a title stands for a column of the layout."""


def prepare(layout: Layout, sheet: Sheet) -> Prepared:
    """Read every row of a sheet and compare them; nothing is asked of the register."""
    titles = layout.form.match(sheet.columns) if layout.form else {}
    readers = [_reader(layout, sheet, titles, number, cells) for number, cells in sheet.rows]
    for reader in readers:
        _note_marks(reader)
    takes = [layout.read(reader) for reader in readers]
    groups = layout.arrange(readers)
    readings = [_reading(layout, reader, take, titles) for reader, take in zip(readers, takes, strict=True)]
    slices = tuple(_slices(groups, readings))
    columns = {title: name for name, title in titles.items()}
    return Prepared(layout, slices, tuple(_unknown(layout, sheet, columns)), titles, columns)


def _reader(layout: Layout, sheet: Sheet, titles: dict[str, str], number: int, cells: Cells) -> RowReader:
    if layout.form is None:
        return RowReader(number, cells, file=sheet.name)
    numeric = sheet.numbers.get(number, frozenset())
    named = frozenset(name for name, title in titles.items() if title in numeric) if numeric else numeric
    told = {name: cells[title] for name, title in titles.items()}
    return RowReader(number, told, numbers=named, file=sheet.name)


def _note_marks(reader: RowReader) -> None:
    """Note every cell that is written with combining marks; it is read in normal form C."""
    for column, cell in reader.cells.items():
        if not cell.isascii() and not is_normalized("NFC", cell):
            reader.warn(column, "text-nfd")


def _reading(layout: Layout, reader: RowReader, take: Take | None, titles: dict[str, str]) -> Reading:
    faults = tuple(renamed(one, titles) for one in reader.faults)
    wanted = None if reader.is_refused else take
    main = reader.cells.get(layout.main_column) or ""
    if layout.form is not None:
        return Reading(reader.number, "", "", faults, wanted, main, tuple(reader.waits_on))
    written = json.dumps(reader.cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    key = hashlib.sha256(f"{layout.name}\n{written}".encode(errors="surrogatepass")).hexdigest()
    return Reading(reader.number, written, key, faults, wanted, main, reader=reader)


def renamed(fault: RowFault, titles: dict[str, str]) -> RowFault:
    """Return a fault under the title that its column has in the file."""
    title = titles.get(fault.column, fault.column)
    if title == fault.column:
        return fault
    return RowFault(fault.row, title, fault.code, fault.value, fault.hint_vi, fault.hint_en, fault.severity)


def _slices(groups: Sequence[Sequence[int]], readings: Sequence[Reading]) -> Iterator[tuple[Reading, ...]]:
    """Join groups into slices; no group is parted, so that a row and what it rests on are taken together."""
    slice_: list[Reading] = []
    for group in groups:
        slice_.extend(readings[place] for place in group)
        if len(slice_) >= SLICE:
            yield tuple(slice_)
            slice_ = []
    if slice_:
        yield tuple(slice_)


def _unknown(layout: Layout, sheet: Sheet, columns: dict[str, str]) -> Iterator[RowFault]:
    if layout.form is not None:
        for title in sheet.columns:
            if title and title not in columns and title != FAULTS_TITLE:
                told = hint("column-unknown")
                yield RowFault(HEADER_ROW, title, "column-unknown", title[:200], *told, Severity.WARNING)
