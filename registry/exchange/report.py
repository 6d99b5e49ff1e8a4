"""Writes an import's report as a file that a person opens in a spreadsheet."""

from __future__ import annotations

import csv
import io

from registry.exchange.model import ImportReport, Severity

COLUMNS = {
    "vi": ("Dòng", "Cột", "Kết quả", "Mã lỗi", "Nội dung ô", "Cách sửa"),
    "en": ("Row", "Column", "Outcome", "Code", "Cell", "What to do"),
}
OUTCOMES = {
    "vi": {Severity.REFUSED: "không nhận", Severity.WAITING: "chờ dòng khác", Severity.WARNING: "đã nhận, lưu ý"},
    "en": {Severity.REFUSED: "refused", Severity.WAITING: "waits for another row", Severity.WARNING: "taken, noticed"},
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets (CSV injection)."""


def report_csv(report: ImportReport, language: str = "vi") -> bytes:
    """Return the faults and warnings of an import as CSV: UTF-8 with a byte order mark, every cell harmless."""
    told = language if language in COLUMNS else "vi"
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS[told])
    for fault in report.faults:
        outcome = OUTCOMES[told][fault.severity]
        cells = (fault.column, outcome, fault.code, fault.value, fault.hint(told))
        writer.writerow((fault.row, *(harmless(cell) for cell in cells)))
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, on one line, without control characters."""
    line = "".join(character if character.isprintable() else " " for character in cell)
    return f"'{line}" if cell.startswith(FORMULA) or line.startswith(FORMULA) else line
