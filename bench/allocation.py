"""Rate of GTIN allocation by eight threads, and the account of the pool afterwards; on SQLite, or on a database given.

python -m bench.allocation [GTINs in all] [database address]
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX
from registry.work import SYSTEM, Workbench
from tests.registry.identifiers.test_allocation import THREADS, bottles

BATCH = 100


def allocate(bench: Workbench, items: list[int]) -> list[str]:
    """Give every item its GTIN, a hundred to the transaction."""
    found: list[str] = []
    for place in range(0, len(items), BATCH):
        part = items[place : place + BATCH]
        gtins = bench.write(SYSTEM, partial(identifiers.allocate_gtins, trade_item_ids=part))
        found += [gtin.text for gtin in gtins]
    bench.database.close()
    return found


def measure(address: str, total: int) -> None:
    """Register the items, let the threads race for GTINs, and print what came of it."""
    database = Database.open(address)
    migrate(database)
    bench = Workbench(database)
    bench.write(SYSTEM, lambda work: identifiers.open_pool(work, DEMONSTRATION_PREFIX))
    each = total // THREADS
    waiting = [bench.write(SYSTEM, partial(bottles, count=each, number=f"VD-3100{one}-15")) for one in range(THREADS)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        told = [value for found in pool.map(partial(allocate, bench), waiting) for value in found]
    took = time.perf_counter() - begun
    with bench.read(SYSTEM) as work:
        account = identifiers.account(work, DEMONSTRATION_PREFIX)
    print(
        f"{database.dialect}: {len(told)} GTINs by {THREADS} threads in {took:.2f} s, {len(told) / took:.0f} a second"
    )
    print(f"twice: {len(told) - len(set(told))}; unexplained: {len(account.unexplained)}; used: {account.used}")
    bench.close()


def main() -> None:
    """Measure on a new SQLite file, or on the empty database that the second argument names."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        measure(sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'allocation.db'}", total)


if __name__ == "__main__":
    main()
