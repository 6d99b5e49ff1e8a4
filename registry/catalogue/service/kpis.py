"""Figures of coverage (K1, K1b, K1c, K7): how much of what is licensed has a GTIN, and how sound the records are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.catalogue.store import kpis as store
from registry.db.connection import Row
from registry.paging import Cursor, Page, check_limit
from registry.work import Work

FINDINGS = ("ingredients-missing", "maker-missing", "decision-missing")
"""Errors of a record: a medicine without ingredients, a product without maker, a licence without its decision."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share: `part` of `whole`; `kind` is that of the products, None for all together."""

    code: str
    kind: str | None
    part: int
    whole: int

    @property
    def per_mille(self) -> int | None:
        """The share in thousandths, rounded down; None of nothing."""
        return self.part * 1000 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a day, and how many authorisations in force they speak of."""

    day: date
    authorisations: int
    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """An authorisation in force: its GTINs, fallback keys, pack sizes, pack sizes with a GTIN, and findings."""

    number: str
    kind: str
    name: str
    holder: str | None
    gtins: int
    fallbacks: int
    packs: int
    packs_named: int
    findings: tuple[str, ...]


def figures(work: Work) -> Figures:
    """Return K1, K1b, K1c and K7 of today, for all and for each kind of product."""
    told = store.sums(work.db, work.today)
    total = tuple(sum(int(row[place] or 0) for row in told) for place in range(1, 7))
    items = [*_of(None, total), *(one for row in told for one in _of(row[0], [int(part or 0) for part in row[1:]]))]
    return Figures(work.today, total[0], tuple(items))


def rows(work: Work, cursor: Cursor | None = None, limit: int = 100) -> Page[CoverageRow]:
    """Return the authorisations behind the figures, by number."""
    after = str(cursor.parts(str)[0]) if cursor else ""
    found = [_row(row) for row in store.rows(work.db, work.today, after, check_limit(limit) + 1)]
    return Page.cut(found, limit, lambda one: (one.number,))


def _of(kind: str | None, sums: Sequence[int]) -> list[Figure]:
    held, named, fallback, packs, packs_named, sound = sums
    return [
        Figure("K1", kind, named, held),
        Figure("K1b", kind, fallback, held),
        Figure("K1c", kind, packs_named, packs),
        Figure("K7", kind, sound, held),
    ]


def _row(row: Row) -> CoverageRow:
    number, kind, name, holder, named, fallback, packs, packs_named, *lacks = row
    findings = tuple(code for code, is_there in zip(FINDINGS, lacks, strict=True) if is_there)
    return CoverageRow(number, kind, name, holder, named, fallback, packs, packs_named, findings)
