"""Entries of published code lists, with their cells as they stood."""

from peewee import CompositeKey, Database, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, InstantField, JsonField, Table, create_tables, drop_tables


class CodeEntryRow(Table):
    list = CodeField()
    code = CodeField()
    term = TextField()
    parent = CodeField(null=True)
    cells = JsonField()
    recorded_at = InstantField()

    class Meta:
        table_name = "code_entry"
        primary_key = CompositeKey("list", "code")


def up(_migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, [CodeEntryRow])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, [CodeEntryRow])
