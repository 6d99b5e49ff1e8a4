"""Base of all tables and the field types that mean the same on SQLite, PostgreSQL and Citus (rules R9 and R13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any  # peewee hands its SQL context around untyped

from peewee import SQL, BigIntegerField, Database, Model, SqliteDatabase, TextField


class Table(Model):
    """A table of the register. It is bound to no database: two registers can live in one process."""

    class Meta:
        legacy_table_names = False
        strict_tables = True


def create_tables(database: Database, tables: Sequence[type[Table]]) -> None:
    """Create `tables` with their indexes; STRICT and WITHOUT ROWID are said to SQLite only."""
    for table in tables:
        meta = table._meta  # noqa: SLF001 - the name under which peewee publishes it
        wished = (meta.strict_tables, meta.without_rowid)
        if not isinstance(database, SqliteDatabase):
            meta.strict_tables = meta.without_rowid = False
        try:
            with table.bind_ctx(database):
                table.create_table()
        finally:
            meta.strict_tables, meta.without_rowid = wished


def drop_tables(database: Database, tables: Sequence[type[Table]]) -> None:
    """Drop `tables`, last first; the reverse of `create_tables`."""
    for table in reversed(tables):
        with table.bind_ctx(database):
            table.drop_table()


class CodeField(TextField):
    """Text that is compared byte by byte (identifiers, folded words): same order on SQLite and PostgreSQL."""

    def ddl_datatype(self, ctx: Any) -> SQL:  # noqa: ANN401 - see the import
        """Return TEXT, with the C collation where the engine would else sort by locale."""
        postgresql = bool(ctx and ctx.state.field_types and ctx.state.field_types.get("BLOB") == "BYTEA")
        return SQL('TEXT COLLATE "C"' if postgresql else "TEXT")


class InstantField(BigIntegerField):
    """An instant as whole microseconds since 1970 UTC."""


class MoneyField(BigIntegerField):
    """An amount in hundredths of its currency."""


class DayField(CodeField):
    """A calendar date as ISO 8601 text, YYYY-MM-DD."""


class JsonField(TextField):
    """A JSON document as canonical text."""
