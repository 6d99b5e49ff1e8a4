"""What the caller wants: which language, which representation; and the pieces of HTTP that lists share."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from flask import Response, request

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, Language] = ("vi", "en")
MACHINE_ROOTS = ("/v1", "/epcis", "/openapi.json", "/livez", "/readyz")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Cells that begin so are run as formulas by spreadsheets; an apostrophe in front makes them text (OWASP)."""


def language() -> Language:
    """Return the language of the answer: `?lang=`, else the best of Accept-Language, else Vietnamese."""
    asked = request.args.get("lang")
    for known in LANGUAGES:
        if asked == known:
            return known
    if "HTTP_ACCEPT_LANGUAGE" not in request.environ:
        return "vi"
    best = request.accept_languages.best_match(LANGUAGES, default="vi")
    return "en" if best == "en" else "vi"


def is_machine_path() -> bool:
    """Say whether the path belongs to the interfaces for machines, which never answer with HTML."""
    return any(request.path == root or request.path.startswith(f"{root}/") for root in MACHINE_ROOTS)


def wants_html() -> bool:
    """Say whether a person's browser asks, on a path that has pages."""
    if is_machine_path():
        return False
    best = request.accept_mimetypes.best_match(["application/json", "text/html"], default="application/json")
    return best == "text/html" and "text/html" in request.headers.get("Accept", "")


def wants_csv() -> bool:
    """Say whether a list is asked for as CSV: `?format=csv`, or Accept: text/csv."""
    asked = request.args.get("format")
    return asked == "csv" if asked else request.accept_mimetypes.best == "text/csv"


def safe_cell(value: object) -> str:
    """Return a cell as text that no spreadsheet runs as a formula; a plain negative number stays a number."""
    text = "" if value is None else str(value)
    if not text.startswith(FORMULA):
        return text
    is_number = text.startswith("-") and text[1:].replace(".", "", 1).isdecimal()
    return text if is_number else f"'{text}"


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return a CSV file (RFC 4180, UTF-8; `?bom=1` puts the mark that Excel looks for in front)."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    mark = "\ufeff" if request.args.get("bom") == "1" else ""
    answer = Response((mark + written.getvalue()).encode(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
