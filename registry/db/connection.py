"""An open database: peewee carries it, and the stores speak SQL text to it with `?` placeholders on every engine."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast  # Any: a row may hold any SQL value; cast: peewee's cursor is untyped

import peewee

from registry.errors import BadInput, Fault

Dialect = Literal["sqlite", "postgresql"]
Value = str | int | float | bytes | None
Row = tuple[Any, ...]
"""One row of an answer; the store that wrote the text knows its columns and makes a value of it at once."""

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "cache_size": -65_536,
    "temp_store": "memory",
}
"""FULL, because what was acknowledged must survive a power cut (measured: NORMAL loses commits)."""

AGAIN = {"40001", "40P01"}
"""SQLSTATE of a serialisation failure and of a deadlock: the transaction may be run again."""


@lru_cache(maxsize=4096)
def _for_psycopg(text: str) -> str:
    return text.replace("?", "%s")


class Database:
    """One register's database; each thread has its own connection, opened at first use and kept."""

    def __init__(self, engine: peewee.Database, dialect: Dialect) -> None:
        self.engine = engine
        self.dialect: Dialect = dialect
        self._here = threading.local()

    @classmethod
    def open(cls, url: str) -> Database:
        """Open `sqlite:///PATH` or `postgresql://...`; raise `BadInput` for any other address."""
        if url.startswith("sqlite:///"):
            path = Path(url.removeprefix("sqlite:///"))
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(peewee.SqliteDatabase(str(path), pragmas=PRAGMAS), "sqlite")
        if url.startswith(("postgresql://", "postgres://")):
            return cls(peewee.PostgresqlDatabase(url, prefer_psycopg3=True), "postgresql")
        raise BadInput.of(
            [Fault("database-address", pointer="/MEDREG_DATABASE", value=url.rsplit("@", maxsplit=1)[-1][:80])]
        )

    def _execute(self, text: str, parameters: Sequence[Value]) -> Any:  # noqa: ANN401 - peewee's cursor is untyped
        spoken = text if self.dialect == "sqlite" else _for_psycopg(text)
        return self.engine.execute_sql(spoken, tuple(parameters))  # type: ignore[no-untyped-call]  # bare in the stubs

    def rows(self, text: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run a query and return all its rows."""
        return cast("list[Row]", self._execute(text, parameters).fetchall())

    def one(self, text: str, parameters: Sequence[Value] = ()) -> Row | None:
        """Run a query and return its first row, or None."""
        return cast("Row | None", self._execute(text, parameters).fetchone())

    def run(self, text: str, parameters: Sequence[Value] = ()) -> int:
        """Run a statement and return how many rows it touched."""
        return cast("int", self._execute(text, parameters).rowcount)

    def many(self, text: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each of `rows`."""
        cursor = self.engine.cursor()  # type: ignore[no-untyped-call]  # the stubs leave it bare
        cursor.executemany(text if self.dialect == "sqlite" else _for_psycopg(text), list(rows))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one snapshot: everything read inside is from the same instant."""
        if getattr(self._here, "open", False):
            yield
            return
        self._execute("BEGIN" if self.dialect == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ())
        self._here.open = True
        try:
            yield
        finally:
            self._here.open = False
            self._execute("ROLLBACK", ())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one write transaction: committed at the end, rolled back on any error; inside another, join it."""
        if getattr(self._here, "open", False):
            yield
            return
        self._execute("BEGIN IMMEDIATE" if self.dialect == "sqlite" else "BEGIN", ())
        self._here.open = True
        try:
            yield
            self._execute("COMMIT", ())
        except BaseException:
            self._execute("ROLLBACK", ())
            raise
        finally:
            self._here.open = False

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Keep what runs inside apart from the rest of the transaction: an error takes back only this part."""
        self._execute("SAVEPOINT apart", ())
        try:
            yield
        except BaseException:
            self._execute("ROLLBACK TO SAVEPOINT apart", ())
            self._execute("RELEASE SAVEPOINT apart", ())
            raise
        self._execute("RELEASE SAVEPOINT apart", ())

    def may_run_again(self, error: Exception) -> bool:
        """Say whether `error` is a lost race that a second run of the same transaction can win."""
        cause = getattr(error, "orig", None) or error.__cause__
        return getattr(cause, "sqlstate", None) in AGAIN

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.engine.is_closed():
            self.engine.close()


def plan(database: Database, text: str, parameters: Sequence[Value] = ()) -> str:
    """Return the engine's plan for `text`, for the tests that forbid scans of the large tables."""
    word = "EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN "
    return "\n".join(" ".join(str(part) for part in row) for row in database.rows(word + text, parameters))
