"""Rebuilds every projection from the events alone, and tells where the tables differ (invariant 8 of the design)."""

from __future__ import annotations

from dataclasses import dataclass

from registry.errors import Fault
from registry.trace.checks import Reporter
from registry.trace.epcis_event import EpcisEvent, read_event
from registry.trace.model import Operation, PackState
from registry.trace.projection import apply, leave
from registry.trace.rules import OPERATION_FIELD, REACHES
from registry.trace.stock import Role, Stock, Unit
from registry.trace.store import projections
from registry.trace.store.codes import CODE_OF
from registry.trace.store.projections import TABLES, Kept, Key
from registry.work import Work

SHOWN_MAX = 100
"""Differences told at most; all are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of a projection that the events tell otherwise; None where one of the two has no such row."""

    table: str
    key: Key
    stands: Key | None
    rebuilt: Key | None


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What a rebuild found: how much it read, the first differences, and how many there are in all."""

    events: int
    rows: int
    differing: int
    differences: tuple[Difference, ...]
    refused: tuple[tuple[int, tuple[Fault, ...]], ...]

    @property
    def agrees(self) -> bool:
        """Whether every table is what the events tell, and every event still applies."""
        return not self.differing and not self.refused


def rebuild(work: Work) -> Rebuild:
    """Replay every event into an empty stock and hold the tables against it; needs `holding:read`. Changes nothing."""
    work.require("holding:read")
    stock = Stock()
    for batch in projections.every_batch(work.db):
        stock.add_batch(batch)
    count, refused = 0, []
    for kept in projections.every_event(work.db):
        count += 1
        if faults := _replay(stock, kept):
            refused.append((kept.id, tuple(faults)))
    rebuilt = _tables(stock)
    rows, found = sum(len(table) for table in rebuilt.values()), []
    for name in TABLES:
        found += _differences(name, projections.standing(work.db, name), rebuilt[name])
    return Rebuild(count, rows, len(found), tuple(found[:SHOWN_MAX]), tuple(refused[:SHOWN_MAX]))


def _replay(stock: Stock, kept: Kept) -> list[Fault]:
    event, faults = read_event(kept.body, 0, "", {})
    if event is None:
        return faults
    stock.published |= {named.unit.gtin for named in event.units}
    stock.own = stock.published
    if kept.by_register and OPERATION_FIELD in kept.body:
        return _operate(stock, kept, event)
    return apply(stock, event, kept.id, Reporter())


def _operate(stock: Stock, kept: Kept, event: EpcisEvent) -> list[Fault]:
    """An event that the register wrote for a simple call says itself which operation it was."""
    unit, place = event.units[0].unit, event.place
    operation = Operation(str(kept.body[OPERATION_FIELD]))
    if not stock.knows(unit) or place is None:
        return [Fault("pack-unknown", value=unit.serial)]
    if operation is Operation.UNDO:
        _take_back(stock, unit, place)
    else:
        leave(stock, unit, REACHES[operation], place)
    stock.link(unit, kept.id, Role.SUBJECT)
    return []


def _take_back(stock: Stock, unit: Unit, place: int) -> None:
    pack = stock.packs[unit]
    stock.shift(pack.batch, 1, (place, pack.state), (place, PackState.ACTIVE))
    pack.state, pack.place, pack.container = PackState.ACTIVE, place, None


def _tables(stock: Stock) -> dict[str, dict[Key, Key]]:
    """Return what a stock would be written as, table by table, in the columns of `TABLES`."""
    return {
        "pack": {
            (unit.gtin, unit.serial): (one.batch, CODE_OF[one.state], one.place, one.container, one.last_event)
            for unit, one in stock.packs.items()
        },
        "container": {
            (key,): (one.parent, one.place, CODE_OF[one.state], one.destination, one.height, one.last_event)
            for key, one in stock.containers.items()
        },
        "container_content": {key: (n,) for key, n in stock.content.items() if n},
        "holding": {(batch, place, CODE_OF[state]): (n,) for (batch, place, state), n in stock.holding.items() if n},
        "flow": {key: (n,) for key, n in stock.flow.items() if n},
        "containment": {
            (one.child, one.from_event): (one.parent, one.from_at, one.until_event, one.until_at)
            for one in stock.opened
        },
    }


def _differences(table: str, stands: dict[Key, Key], rebuilt: dict[Key, Key]) -> list[Difference]:
    keys = sorted(stands.keys() | rebuilt.keys(), key=str)
    return [
        Difference(table, key, stands.get(key), rebuilt.get(key)) for key in keys if stands.get(key) != rebuilt.get(key)
    ]
