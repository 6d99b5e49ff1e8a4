"""Templates to download: the header of a layout, explanations, lists to choose from, and every code column as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.exchange.columns import Column, Form, form_of

NAMES = ("products", "packs", "places", "prices")
DATA_TITLE = {"vi": "Dữ liệu", "en": "Rows"}
HELP_TITLE = {"vi": "Hướng dẫn", "en": "Explanations"}
HELP_COLUMNS = {
    "vi": ("Cột", "Tên kỹ thuật", "Bắt buộc", "Cách điền", "Giá trị được chọn", "Ví dụ"),
    "en": ("Column", "Technical name", "Required", "What to fill in", "Choices", "Example"),
}
YES_NO = {"vi": ("có", "không"), "en": ("yes", "no")}
ROWS_MOST = 1_048_575
CELL_MOST = 32_767
"""Characters in one cell, the most that a workbook holds (ECMA-376 and Excel's own limits)."""
ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), " ")
"""Control characters that XML 1.0 cannot hold."""


def template_csv(layout: str, language: str) -> bytes:
    """Return the header and one example row as CSV: UTF-8 with a byte order mark, parted by semicolons in Vietnamese.

    Spreadsheets in Vietnamese read the comma as the decimal sign, and the semicolon as what parts cells.
    """
    form = form_of(layout)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if language == "vi" else ",", lineterminator="\r\n")
    writer.writerow([column.title(language) for column in form.columns])
    writer.writerow([column.example_in(language) for column in form.columns])
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(layout: str, language: str) -> bytes:
    """Return a workbook to fill in: every column is text, choices are lists, a second sheet explains each column."""
    form = form_of(layout)
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(DATA_TITLE[language])
    head(book, page, [column.title(language) for column in form.columns], form)
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(form.columns):
        page.set_column(place, place, max(12, len(column.title(language)) + 4), text)
        page.write_string(1, place, column.example_in(language), text)
        if column.choices:
            words = [one.word(language) for one in column.choices]
            page.data_validation(1, place, ROWS_MOST, place, {"validate": "list", "source": words})
    _explain(book, form, language)
    book.close()
    return written.getvalue()


def head(book: Workbook, page: Worksheet, titles: Sequence[str], form: Form | None) -> None:
    """Write a header that stays in sight; needed columns are marked by their colour and by bold letters."""
    usual = book.add_format({"num_format": "@", "bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True})
    needed = book.add_format({"num_format": "@", "bold": True, "bg_color": "#C6E0B4", "border": 1, "text_wrap": True})
    names = {title: name for name, title in form.match(titles).items()} if form else {}
    for place, title in enumerate(titles):
        is_needed = form is not None and title in names and form.column(names[title]).is_needed
        page.write_string(0, place, text_of(title), needed if is_needed else usual)
    page.freeze_panes(1, 0)


def text_of(text: str) -> str:
    """Return a text that a cell of a workbook can hold."""
    if len(text) <= CELL_MOST and text.isprintable():
        return text
    return text.translate(ILLEGAL)[:CELL_MOST]


def _explain(book: Workbook, form: Form, language: str) -> None:
    page = book.add_worksheet(HELP_TITLE[language])
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    page.write_string(0, 0, f"{form.title(language)}: {form.about(language)}")
    for place, title in enumerate(HELP_COLUMNS[language]):
        page.write_string(2, place, title, book.add_format({"bold": True, "bottom": 1}))
    for line, column in enumerate(form.columns, start=3):
        for place, text in enumerate(_explained(column, language)):
            page.write_string(line, place, text, wrap)
    page.set_column(0, 2, 24)
    page.set_column(3, 5, 48)


def _explained(column: Column, language: str) -> tuple[str, ...]:
    needed, free = YES_NO[language]
    choices = "; ".join(one.word(language) for one in column.choices)
    told = needed if column.is_needed else free
    return (column.title(language), column.name, told, column.help(language), choices, column.example_in(language))
