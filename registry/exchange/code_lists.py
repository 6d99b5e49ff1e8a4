"""Published lists of codes: EMDN, routes of administration, the medicine lists of Open Contracting, GS1 prefixes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from registry.exchange.cells import RowReader
from registry.exchange.layout import Layout, Take
from registry.exchange.store import codes
from registry.work import Work

EMDN = re.compile(r"[A-Z]\d{0,12}")
PREFIX_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """Where the parts of an entry stand in a list: its code, its term, and the code above it."""

    name: str
    code: str
    term: str
    parent: str | None = None
    form: re.Pattern[str] | None = None


def reader(listing: Listing) -> Callable[[RowReader], Take | None]:
    """Return how a row of this list is read."""

    def read(row: RowReader) -> Take | None:
        code, term = row.needed(listing.code, "source-key-missing"), row.text(listing.term)
        if listing.form is not None and code and not listing.form.fullmatch(code):
            row.refuse(listing.code, "code-form")
        if row.is_refused:
            return None
        name = listing.name or PurePath(row.file).stem
        parent = row.text(listing.parent) if listing.parent else ""
        entry = codes.CodeEntry(name, code, term, parent or None, row.cells)

        def take(work: Work) -> Counter[str]:
            return Counter(codes=int(codes.keep_code(work.db, entry, work.now_us)))

        return take

    return read


LISTS = (
    Listing("emdn", "code", "term", "category", EMDN),
    Listing("duong_dung", "ma_duong_dung", "duong_dung"),
    Listing("gs1_prefixes", "prefix_from", "organisation"),
    Listing("", "Code", "Title"),
)
"""A list without a name of its own (Open Contracting) takes that of its file."""
COLUMNS = (
    ("category", "code", "term", "level", "terminal"),
    ("ma_duong_dung", "duong_dung"),
    ("prefix_from", "prefix_to", "organisation", "country_code"),
    ("Code", "Title"),
)
LAYOUTS = tuple(
    Layout(f"codes-{one.name or 'ocds'}", columns, one.code, reader(one))
    for one, columns in zip(LISTS, COLUMNS, strict=True)
)
