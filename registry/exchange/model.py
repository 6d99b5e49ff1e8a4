"""Values of the exchange area."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Cells = dict[str, str]
"""One row of a file: column -> cell, as written."""


class Severity(StrEnum):
    """REFUSED: the row was not taken. WAITING: nor was this, right in itself, for want of another row.

    WARNING: it was taken, and this was noticed.
    """

    REFUSED = "refused"
    WAITING = "waiting"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one cell: row as in the file (the header is row 1), column, code, the cell, and what to do."""

    row: int
    column: str
    code: str
    value: str
    hint_vi: str
    hint_en: str
    severity: Severity = Severity.REFUSED

    def hint(self, language: str = "vi") -> str:
        """The hint in Vietnamese ("vi") or English ("en")."""
        return self.hint_vi if language == "vi" else self.hint_en


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: `taken + unchanged + refused == rows`; `new` counts what the register gained, by kind."""

    file: str
    layout: str
    rows: int
    taken: int
    unchanged: int
    refused: int
    new: Counter[str] = field(default_factory=Counter)
    faults: tuple[RowFault, ...] = ()
    id: int = 0
    dry_run: bool = False

    @property
    def refusals(self) -> tuple[RowFault, ...]:
        """The faults for which rows were refused; a row may have several."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.REFUSED)

    @property
    def warnings(self) -> tuple[RowFault, ...]:
        """What was noticed in rows that were taken."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.WARNING)


class RunState(StrEnum):
    """Where a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """How a file is taken: under which layout (told by its header when None), in which encoding, for real or not."""

    layout: str | None = None
    encoding: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportRun:
    """A run of an import: which file, how far it is (`done` of `rows`), and what became of its rows."""

    file: str
    layout: str
    rows: int
    taken: int
    unchanged: int
    refused: int
    actor: str
    recorded_at: datetime
    id: int = 0
    state: RunState = RunState.DONE
    dry_run: bool = False
    done: int = 0
    new: Counter[str] = field(default_factory=Counter)
    owner_id: int | None = None
    job_id: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AllocationReport:
    """What became of the packs of a decision: trade items published with a GTIN, and products left out with why."""

    decision: str
    products: int
    published: int
    unchanged: int
    left_out: tuple[tuple[str, str], ...] = ()
