"""The limits of what is asked of packs, dated and sourced, read once from `data/pack_limits.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from registry.errors import NotFound

FILE = Path(__file__).resolve().parent.parent / "data" / "pack_limits.toml"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, in force from a day (until a day, when another took its place), and whose it is."""

    key: str
    value: int
    unit: str
    valid_from: date
    valid_until: date | None
    source: str

    @property
    def span(self) -> timedelta:
        """The limit as a length of time; raise `ValueError` for a count."""
        if self.unit == "count":
            raise ValueError(self.key)
        return timedelta(**{self.unit: self.value})


def limit(key: str, day: date) -> Limit:
    """Return the limit `key` as it stood on `day`; raise `NotFound` when none is written for that day."""
    for one in _book().get(key, ()):
        if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until):
            return one
    raise NotFound("law-unknown", key=key, day=day.isoformat())


@cache
def _book() -> dict[str, tuple[Limit, ...]]:
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["limit"]
    book: dict[str, tuple[Limit, ...]] = {}
    for row in rows:
        one = Limit(row["key"], row["value"], row["unit"], row["valid_from"], row.get("valid_until"), row["source"])
        book[one.key] = (*book.get(one.key, ()), one)
    return book
