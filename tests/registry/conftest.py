"""Fixtures of the domain's tests: a register on a real database, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from registry.clock import FixedClock
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.work import Workbench

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Noon in Viet Nam on 2 March 2026."""


@pytest.fixture
def clock() -> FixedClock:
    """A clock at noon of 2 March 2026 in Viet Nam; a test moves it by setting `at`."""
    return FixedClock(NOON)


@pytest.fixture
def workbench(database_url: str, clock: FixedClock) -> Iterator[Workbench]:
    """A migrated, empty register on SQLite and on PostgreSQL."""
    database = Database.open(database_url)
    migrate(database)
    bench = Workbench(database, clock)
    yield bench
    bench.close()
