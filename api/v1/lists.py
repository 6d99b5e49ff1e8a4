"""Long lists: a page as JSON with its Link header, or the same rows as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from apiflask import Schema
from flask import Response, after_this_request, request

from api.negotiate import csv_answer
from registry.paging import Cursor, Page

T = TypeVar("T")


def cursor_of(query: Mapping[str, str]) -> Cursor | None:
    """Return the cursor that a query names, or None at the beginning."""
    text = query.get("cursor")
    return Cursor.parse(text) if text else None


def linked(page: Page[T]) -> dict[str, object]:
    """Return what a page's schema shows, and point to the next page in a Link header (RFC 8288)."""
    if page.next is not None:
        kept = {name: value for name, value in request.args.items() if name != "cursor"}
        address = f"{request.path}?{urlencode({**kept, 'cursor': str(page.next)})}"

        @after_this_request
        def link(answer: Response) -> Response:
            answer.headers["Link"] = f'<{address}>; rel="next"'
            return answer

    return {"items": page.items, "next": str(page.next) if page.next else None}


def csv_of(name: str, schema: Schema, items: Sequence[object]) -> Response:
    """Return `items` as CSV with the columns of `schema`; what is nested gets a dotted column."""
    rows = [dict(_flat("", schema.dump(item))) for item in items]
    header = list(dict.fromkeys(column for row in rows for column in row)) or list(schema.dump_fields)
    return csv_answer(name, header, [[row.get(column) for column in header] for row in rows])


def _flat(prefix: str, told: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{name}.", value)
        elif isinstance(value, list):
            yield f"{prefix}{name}", "; ".join(_in_cell(one) for one in value)
        else:
            yield f"{prefix}{name}", value


def _in_cell(value: object) -> str:
    if isinstance(value, Mapping):
        told: Iterable[object] = value.values()
        return " ".join(str(one) for one in told if one is not None and not isinstance(one, list | dict))
    return str(value)
