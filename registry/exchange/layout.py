"""A layout: a kind of file told by its header, and how one of its rows is read and then taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry.exchange.cells import RowReader
from registry.exchange.columns import Form
from registry.work import Work

Take = Callable[[Work], Counter[str]]
"""Takes a row that was read, and counts what is new in the register."""


Arrange = Callable[[Sequence[RowReader]], list[list[int]]]
"""Compares the rows of a file with each other, notes what contradicts, and returns groups of places in taking order.

A group is taken in one transaction, so that no row is taken before what it rests on.
"""


def as_they_stand(rows: Sequence[RowReader]) -> list[list[int]]:
    """Each row for itself, in the order of the file."""
    return [[place] for place in range(len(rows))]


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file. `read` is pure: it returns how to take the row, or None with the faults noted in the reader.

    The register's own layouts have a `form`: titles in two languages, rows that are told again instead of known again.
    """

    name: str
    columns: tuple[str, ...]
    main_column: str
    read: Callable[[RowReader], Take | None]
    scope: str = "import:write"
    form: Form | None = None
    arrange: Arrange = as_they_stand
