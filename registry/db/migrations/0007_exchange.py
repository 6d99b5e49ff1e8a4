"""Runs of imports, and the rows they took."""

from peewee import BigIntegerField, Database, IntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, InstantField, JsonField, Table, create_tables, drop_tables


class ImportRun(Table):
    id = BigIntegerField(primary_key=True)
    file = TextField()
    digest = CodeField()
    layout = CodeField()
    rows = IntegerField()
    taken = IntegerField()
    unchanged = IntegerField()
    refused = IntegerField()
    actor = TextField()
    recorded_at = InstantField()


class ImportRow(Table):
    content_key = CodeField(primary_key=True)
    run_id = BigIntegerField()
    number = IntegerField()
    cells = JsonField()
    recorded_at = InstantField()

    class Meta:
        indexes = ((("run_id", "number"), False),)


TABLES = [ImportRun, ImportRow]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
