"""Reads the stock of things by key before a capture, and writes what has changed in it after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from registry.db.connection import Database
from registry.trace.stock import LEVELS_MAX, BatchFact, ContainerFact, PackFact, Stock, Unit
from registry.trace.store.codes import CODE_OF, STATE_OF
from registry.trace.store.many import add_many, bucket, change_many, read_many

UNIT_TYPES = ("BIGINT", "TEXT", "SMALLINT")
PACKS = (
    "WITH k(g, s, b) AS (VALUES @k) SELECT p.gtin_id, p.serial, p.batch_id, p.state, p.place, p.container_id,"
    " p.last_event, p.ver FROM k CROSS JOIN pack p WHERE p.gtin_id = k.g AND p.serial = k.s AND p.bucket = k.b"
)
CONTAINERS = (
    "WITH k(c) AS (VALUES @k) SELECT c.id, c.place, c.state, c.parent, c.destination, c.height, c.last_event, c.ver"
    " FROM k CROSS JOIN container c WHERE c.id = k.c"
)
CONTENT = (
    "WITH k(c) AS (VALUES @k) SELECT c.container_id, c.batch_id, c.n FROM k CROSS JOIN container_content c"
    " WHERE c.container_id = k.c AND c.n <> 0"
)
BATCH_COLUMNS = "b.id, b.gtin_id, b.number, b.expiry, b.recall_level"
BATCHES = f"WITH k(i) AS (VALUES @k) SELECT {BATCH_COLUMNS} FROM k CROSS JOIN batch b WHERE b.id = k.i"
BATCHES_NAMED = (
    f"WITH k(g, t) AS (VALUES @k) SELECT {BATCH_COLUMNS} FROM k CROSS JOIN batch b"
    " WHERE b.gtin_id = k.g AND b.number = k.t"
)
STOPS = (
    "WITH k(g) AS (VALUES @k) SELECT s.gtin_id, s.recall_id, s.recall_level FROM k CROSS JOIN trade_item_stop s"
    " WHERE s.gtin_id = k.g"
)
ADD_BATCHES = (
    "INSERT INTO batch (id, gtin_id, number, expiry, recall_id, recall_level, recorded_at) VALUES @rows"
    " ON CONFLICT DO NOTHING"
)
SET_EXPIRY = "UPDATE batch SET expiry = ? WHERE id = ? AND expiry IS NULL"
ADD_PACKS = (
    "INSERT INTO pack (gtin_id, serial, bucket, batch_id, state, place, container_id, last_event, ver) VALUES @rows"
    " ON CONFLICT DO NOTHING"
)
CHANGE_TYPES = (*UNIT_TYPES, "SMALLINT", "BIGINT", "BIGINT", "BIGINT", "INTEGER")
CHANGE_PACKS = (
    "WITH k(g, s, b, st, pl, co, ev, v) AS (VALUES @k) UPDATE pack SET state = k.st, place = k.pl, container_id = k.co,"
    " last_event = k.ev, ver = ver + 1 FROM k WHERE gtin_id = k.g AND serial = k.s AND bucket = k.b AND ver = k.v"
)
ADD_CONTAINERS = (
    "INSERT INTO container (id, place, state, parent, destination, height, last_event, ver) VALUES @rows"
    " ON CONFLICT DO NOTHING"
)
CONTAINER_TYPES = ("BIGINT", "BIGINT", "SMALLINT", "BIGINT", "BIGINT", "SMALLINT", "BIGINT", "INTEGER")
CHANGE_CONTAINERS = (
    "WITH k(c, pl, st, pa, de, he, ev, v) AS (VALUES @k) UPDATE container SET place = k.pl, state = k.st,"
    " parent = k.pa, destination = k.de, height = k.he, last_event = k.ev, ver = ver + 1 FROM k"
    " WHERE id = k.c AND ver = k.v"
)
COUNT_CONTENT = (
    "INSERT INTO container_content (container_id, batch_id, n) VALUES @rows"
    " ON CONFLICT (container_id, batch_id) DO UPDATE SET n = container_content.n + excluded.n"
)
COUNT_HOLDING = (
    "INSERT INTO holding (batch_id, place, state, n) VALUES @rows"
    " ON CONFLICT (batch_id, place, state) DO UPDATE SET n = holding.n + excluded.n"
)
COUNT_FLOW = (
    "INSERT INTO flow (batch_id, origin, place, n) VALUES @rows"
    " ON CONFLICT (batch_id, origin, place) DO UPDATE SET n = flow.n + excluded.n"
)
OPEN_CONTAINMENT = (
    "INSERT INTO containment (child, from_event, parent, from_at, until_at, until_event) VALUES @rows"
    " ON CONFLICT DO NOTHING"
)
CLOSE_TYPES = ("BIGINT", "BIGINT", "BIGINT")
CLOSE_CONTAINMENT = (
    "WITH k(c, t, e) AS (VALUES @k) UPDATE containment SET until_at = k.t, until_event = k.e FROM k"
    " WHERE child = k.c AND until_at IS NULL"
)


def read_units(database: Database, stock: Stock, units: Iterable[Unit]) -> None:
    """Take the packs and containers of these keys into `stock`, with the containers around them and their contents."""
    keys = [(unit.gtin, unit.serial, bucket(unit)) for unit in sorted(unit for unit in units if unit.gtin)]
    for gtin, serial, batch, state, place, container, last_event, ver in read_many(database, PACKS, UNIT_TYPES, keys):
        stock.packs[Unit(gtin, serial)] = PackFact(batch, STATE_OF[state], place, container, last_event, ver)
    wanted = {unit.sscc for unit in units if not unit.gtin}
    wanted |= {pack.container for pack in stock.packs.values() if pack.container is not None}
    read_containers(database, stock, wanted)


def read_containers(database: Database, stock: Stock, wanted: set[int]) -> None:
    """Take these containers and all around them into `stock`: level by level, no recursion (rule R4)."""
    read: list[int] = []
    for _ in range(LEVELS_MAX + 1):
        level = sorted(wanted - stock.containers.keys())
        if not level:
            break
        wanted = set()
        for row in read_many(database, CONTAINERS, ("BIGINT",), [(key,) for key in level]):
            key, place, state, parent, destination, height, last_event, ver = row
            stock.containers[key] = ContainerFact(place, STATE_OF[state], parent, destination, height, last_event, ver)
            read.append(key)
            wanted |= {parent} - {None}
    for container, batch, n in read_many(database, CONTENT, ("BIGINT",), [(key,) for key in read]):
        stock.containers[container].content[batch] = n


def read_batches(database: Database, stock: Stock, named: Iterable[tuple[int, str]]) -> None:
    """Take the batches of the packs read, and those named (GTIN, number), into `stock`.

    On PostgreSQL they are held until the end of the transaction, so that no recall overtakes what is written here.
    """
    held = " FOR SHARE OF b" if database.dialect == "postgresql" else ""
    keys = sorted({pack.batch for pack in stock.packs.values()})
    rows = read_many(database, BATCHES, ("BIGINT",), [(key,) for key in keys], held)
    rows += read_many(database, BATCHES_NAMED, ("BIGINT", "TEXT"), sorted(set(named)), held)
    for key, gtin, number, expiry, level in rows:
        stock.add_batch(BatchFact(key, gtin, number, expiry and date.fromisoformat(expiry), level))


def write_stock(database: Database, stock: Stock, at: int) -> None:
    """Write everything that has changed; raise `LostRace` when somebody else changed one of it since it was read."""
    _write_batches(database, stock, at)
    _write_packs(database, stock)
    _write_containers(database, stock)
    add_many(database, COUNT_CONTENT, _counted(stock.content.items()), every=False)
    holding = [((batch, place, CODE_OF[state]), n) for (batch, place, state), n in stock.holding.items()]
    add_many(database, COUNT_HOLDING, _counted(holding), every=False)
    add_many(database, COUNT_FLOW, _counted(stock.flow.items()), every=False)


def _counted(entries: Iterable[tuple[tuple[int, ...], int]]) -> list[tuple[int, ...]]:
    """Return the entries that are not nought, in order of their keys, so that two writers never wait for each other."""
    return sorted((*key, n) for key, n in entries if n)


def _write_batches(database: Database, stock: Stock, at: int) -> None:
    new = [batch for batch in stock.batches.values() if batch.new]
    gtins = sorted({(batch.gtin,) for batch in new})
    stops = {row[0]: (row[1], row[2]) for row in read_many(database, STOPS, ("BIGINT",), gtins)}
    rows = [
        (
            batch.id,
            batch.gtin,
            batch.number,
            batch.expiry.isoformat() if batch.expiry else None,
            *stops.get(batch.gtin, (None, None)),
            at,
        )
        for batch in sorted(new, key=lambda one: (one.gtin, one.number))
    ]
    add_many(database, ADD_BATCHES, rows)
    for batch in stock.batches.values():
        if batch.expiry_told and batch.expiry is not None:
            database.run(SET_EXPIRY, (batch.expiry.isoformat(), batch.id))


def _write_packs(database: Database, stock: Stock) -> None:
    new: list[tuple[int | str | None, ...]] = []
    changed: list[tuple[int | str | None, ...]] = []
    for unit in sorted(stock.packs_changed):
        pack = stock.packs[unit]
        state = CODE_OF[pack.state]
        key = (unit.gtin, unit.serial, bucket(unit))
        if pack.ver:
            changed.append((*key, state, pack.place, pack.container, pack.last_event, pack.ver))
        else:
            new.append((*key, pack.batch, state, pack.place, pack.container, pack.last_event, 1))
    add_many(database, ADD_PACKS, new)
    change_many(database, CHANGE_PACKS, CHANGE_TYPES, changed)


def _write_containers(database: Database, stock: Stock) -> None:
    new: list[Sequence[int | None]] = []
    changed: list[Sequence[int | None]] = []
    for key in sorted(stock.containers_changed):
        fact = stock.containers[key]
        told = (key, fact.place, CODE_OF[fact.state], fact.parent, fact.destination, fact.height, fact.last_event)
        (changed if fact.ver else new).append((*told, fact.ver or 1))
    add_many(database, ADD_CONTAINERS, new)
    change_many(database, CHANGE_CONTAINERS, CONTAINER_TYPES, changed)
    change_many(database, CLOSE_CONTAINMENT, CLOSE_TYPES, [(child, at, event) for child, event, at in stock.closed])
    opened = [
        (one.child, one.from_event, one.parent, one.from_at, one.until_at, one.until_event) for one in stock.opened
    ]
    add_many(database, OPEN_CONTAINMENT, opened)
