"""The ledger: who holds how many packs of a batch in which state, and what went from where to where."""

from __future__ import annotations

from registry.db.connection import Database
from registry.trace.identities import gln_text
from registry.trace.model import Flow, Holding, PackState
from registry.trace.stock import NOWHERE
from registry.trace.store.codes import CODE_OF, STATE_OF

HOLDERS = "SELECT place, state, n FROM holding WHERE batch_id = ? AND n <> 0 ORDER BY place, state"
FLOWS = "SELECT origin, place, n FROM flow WHERE batch_id = ? AND n <> 0 ORDER BY origin, place"
MADE = "SELECT COALESCE(SUM(n), 0) FROM flow WHERE batch_id = ? AND origin = 0"
SHIFT = (
    "INSERT INTO holding (batch_id, place, state, n) VALUES (?, ?, ?, ?), (?, ?, ?, ?)"
    " ON CONFLICT (batch_id, place, state) DO UPDATE SET n = holding.n + excluded.n"
)
COUNT_PACKS = (
    "SELECT state, place, container_id, COUNT(*) FROM pack WHERE gtin_id = ? AND batch_id = ?"
    " GROUP BY state, place, container_id"
)


def holders(database: Database, batch: int) -> tuple[Holding, ...]:
    """Return what stands in the ledger for a batch."""
    return tuple(Holding(gln_text(place), STATE_OF[state], n) for place, state, n in database.rows(HOLDERS, (batch,)))


def flows(database: Database, batch: int) -> tuple[Flow, ...]:
    """Return what went from where to where."""
    return tuple(
        Flow(None if origin == NOWHERE else gln_text(origin), gln_text(place), n)
        for origin, place, n in database.rows(FLOWS, (batch,))
    )


def made(database: Database, batch: int) -> int:
    """Return how many packs of a batch were commissioned."""
    row = database.one(MADE, (batch,))
    return int(row[0]) if row else 0


def shift_one(database: Database, batch: int, place: int, before: PackState, after: PackState) -> None:
    """Move one pack of a batch at a place from one state to another.

    The rows are written in order of their keys: a supply and an undo at once would else wait for each other.
    """
    first, second = sorted(((CODE_OF[before], -1), (CODE_OF[after], 1)))
    database.run(SHIFT, (batch, place, *first, batch, place, *second))


def count_packs(database: Database, gtin: int, batch: int) -> list[tuple[PackState, int | None, int | None, int]]:
    """Count the packs of a batch one by one, as (state, place, container, n): the proof of the ledger."""
    rows = database.rows(COUNT_PACKS, (gtin, batch))
    return [(STATE_OF[state], place, container, n) for state, place, container, n in rows]
