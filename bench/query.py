"""What a page of events costs, first and thousandth, in three orders; on SQLite, or on a database given.

python -m bench.query [events] [database address]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time

import orjson

from registry.audit.model import Json
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.ids import new_id
from registry.paging import Cursor
from registry.trace import service as trace
from registry.trace.epcis import read_document
from registry.trace.epcis_event import EpcisEvent
from registry.trace.query.reading import read_query
from registry.trace.store import events
from registry.work import SYSTEM, Work, Workbench

BATCH = 500
PAGE = 30
DEEP = 1_000
ROUNDS = 5
REPEATS = 20
QUERIES: dict[str, dict[str, Json]] = {
    "all events": {},
    "one business step": {"EQ_bizStep": ["storing"]},
    "by event time, newest first": {"orderBy": "eventTime"},
}


def told(number: int) -> dict[str, Json]:
    """Return the event of this number: nine in ten are storings."""
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:x:{number}",
        "eventTime": f"2026-01-{number % 28 + 1:02}T{number % 24:02}:{number % 60:02}:00Z",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "shipping" if number % 10 == 0 else "storing",
        "epcList": [f"urn:epc:id:sgtin:8935001.000011.{number}"],
    }


def fill(bench: Workbench, count: int) -> None:
    """Store that many events."""
    for start in range(0, count, BATCH):
        body: dict[str, Json] = {"eventList": [told(number) for number in range(start, min(count, start + BATCH))]}
        reading = read_document(orjson.dumps({"type": "EPCISDocument", "epcisBody": body}))

        def keep(work: Work, made: list[EpcisEvent] = reading.events) -> None:
            events.add_events(work.db, [(new_id(), 0, event) for event in made], [], 0, work.now_us)

        bench.write(SYSTEM, keep)


def cost(bench: Workbench, query: dict[str, Json], after: Cursor | None) -> float:
    """Return the median time of one page, in milliseconds."""
    parsed, took = read_query(query), []
    for _ in range(REPEATS):
        with bench.read(SYSTEM) as work:
            begun = time.perf_counter()
            trace.query_events(work, parsed, after, PAGE)
            took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def deep(bench: Workbench, query: dict[str, Json]) -> Cursor | None:
    """Walk page by page and return where page 1,000 begins."""
    parsed, after = read_query(query), None
    for _ in range(DEEP - 1):
        with bench.read(SYSTEM) as work:
            after = trace.query_events(work, parsed, after, PAGE).next
        if after is None:
            raise SystemExit("too few events: page 1,000 does not exist")
    return after


def measure(address: str, count: int) -> None:
    """Fill a register and print both costs with their ratio, for each query."""
    database = Database.open(address)
    migrate(database)
    bench = Workbench(database)
    fill(bench, count)
    for name, query in QUERIES.items():
        far = deep(bench, query)
        rounds = [(cost(bench, query, None), cost(bench, query, far)) for _ in range(ROUNDS)]
        first, last = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(
            f"{database.dialect}, {count} events, {name}: {first:.2f} ms, page {DEEP} {last:.2f} ms, {last / first:.2f}"
        )
    bench.close()


def main() -> None:
    """Measure on a new SQLite file, or on the empty database that the second argument names."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    with tempfile.TemporaryDirectory() as folder:
        measure(sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/medreg.db", count)


if __name__ == "__main__":
    main()
