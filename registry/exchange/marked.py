"""The workbook that comes back: the same rows, faults in their cells as colours and comments, and a sheet of faults."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from registry.exchange.columns import FAULTS_TITLE, Form
from registry.exchange.model import RowFault, Severity
from registry.exchange.report import COLUMNS, OUTCOMES
from registry.exchange.sheets import Sheet
from registry.exchange.templates import DATA_TITLE, head, text_of

FAULTS_SHEET = FAULTS_TITLE.replace("/", "-")
"""A sheet's title holds no stroke."""
COLOURS = {Severity.REFUSED: "#FFC7CE", Severity.WAITING: "#DDEBF7", Severity.WARNING: "#FFEB9C"}
ORDER = (Severity.REFUSED, Severity.WAITING, Severity.WARNING)
LINKS_MOST = 60_000
"""A spreadsheet opens no workbook with more links than about 65,500 on a sheet."""


def marked_workbook(
    sheet: Sheet, form: Form | None, faults: Sequence[RowFault], titles: Mapping[str, str], language: str
) -> bytes:
    """Return a sheet as a workbook with its faults; every cell is text, so that no zero is lost on the way back."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": sheet.name})
    page = book.add_worksheet(DATA_TITLE[language])
    columns = [title for title in sheet.columns if title != FAULTS_TITLE]
    marker = _Marker(book, page, columns, titles, language)
    head(book, page, [*columns, FAULTS_TITLE], form)
    by_row: dict[int, list[RowFault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    places: dict[int, int] = {1: 0}
    for place, (number, cells) in enumerate(sheet.rows, start=1):
        places[number] = place
        found = by_row.get(number)
        for at, title in enumerate(columns):
            if cells[title]:
                page.write_string(place, at, text_of(cells[title]), marker.text)
        if found:
            marker.mark(place, cells, found)
    if by_row.get(1):
        marker.mark(0, dict(zip(columns, columns, strict=True)), by_row[1])
    _list(book, faults, titles, (columns, places, language))
    book.close()
    return written.getvalue()


class _Marker:
    """Colours faulty cells and says in a comment what is wrong and what to do."""

    def __init__(
        self, book: Workbook, page: Worksheet, columns: Sequence[str], titles: Mapping[str, str], language: str
    ) -> None:
        self._page, self._titles, self._language = page, titles, language
        self._at = {title: place for place, title in enumerate(columns)}
        self._last = len(columns)
        self.text: Format = book.add_format({"num_format": "@"})
        self._formats = {
            severity: book.add_format({"num_format": "@", "bg_color": colour, "border": 1})
            for severity, colour in COLOURS.items()
        }

    def mark(self, place: int, cells: Mapping[str, str], faults: Sequence[RowFault]) -> None:
        """Mark the cells of one row, and list its codes in the last column."""
        by_column: dict[str, list[RowFault]] = defaultdict(list)
        for fault in faults:
            by_column[fault.column].append(fault)
        for title, found in by_column.items():
            at = self._at.get(title, self._last)
            worst = min((one.severity for one in found), key=ORDER.index)
            if at < self._last:
                self._page.write_string(place, at, text_of(cells.get(title) or ""), self._formats[worst])
            self._page.write_comment(place, at, self._said(found), {"x_scale": 2.2, "y_scale": 1.2})
        codes = "; ".join(dict.fromkeys(f"{one.column}: {one.code}" for one in faults))
        self._page.write_string(place, self._last, text_of(codes), self.text)

    def _said(self, faults: Sequence[RowFault]) -> str:
        return "\n".join(
            f"{self._titles.get(one.code, one.code)} [{one.code}]\n{one.hint(self._language)}" for one in faults
        )


def _list(
    book: Workbook,
    faults: Sequence[RowFault],
    titles: Mapping[str, str],
    where: tuple[Sequence[str], Mapping[int, int], str],
) -> None:
    """Write the sheet of faults: one line each, with a link to its cell."""
    columns, places, language = where
    page = book.add_worksheet(FAULTS_SHEET)
    row, column, outcome, code, cell, fix = COLUMNS[language]
    head(book, page, [row, column, outcome, code, {"vi": "Lỗi", "en": "Fault"}[language], cell, fix], None)
    at = {title: place for place, title in enumerate(columns)}
    for line, one in enumerate(faults, start=1):
        told = (one.column, OUTCOMES[language][one.severity], one.code, titles.get(one.code, one.code))
        for place, text in enumerate((*told, one.value, one.hint(language)), start=1):
            page.write_string(line, place, text_of(text))
        if line <= LINKS_MOST and one.row in places:
            target = f"internal:'{DATA_TITLE[language]}'!{_address(places[one.row], at.get(one.column, len(columns)))}"
            page.write_url(line, 0, target, string=str(one.row))
        else:
            page.write_number(line, 0, one.row)
    page.set_column(1, 3, 24)
    page.set_column(4, 6, 44)


def _address(row: int, column: int) -> str:
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(65 + place) + letters
    return f"{letters}{row + 1}"
