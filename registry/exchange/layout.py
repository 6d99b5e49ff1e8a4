"""A layout: a kind of file told by its header, and how one of its rows is read and then taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from registry.exchange.cells import RowReader
from registry.work import Work

Take = Callable[[Work], Counter[str]]
"""Takes a row that was read, and counts what is new in the register."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file. `read` is pure: it returns how to take the row, or None with the faults noted in the reader."""

    name: str
    columns: tuple[str, ...]
    main_column: str
    read: Callable[[RowReader], Take | None]
