"""Imports that are resumed and answered: how far a run is, the file it reads, and its faults."""

from peewee import BigIntegerField, BlobField, Database, IntegerField, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator, migrate

from registry.db.base import CodeField, InstantField, JsonField, Table, create_tables, drop_tables


class ImportFile(Table):
    run_id = BigIntegerField(primary_key=True)
    body = BlobField()
    asked = JsonField()
    recorded_at = InstantField(index=True)


class ImportFault(Table):
    run_id = BigIntegerField()
    line = IntegerField()
    place = IntegerField()
    title = TextField()
    code = CodeField()
    value = TextField()
    severity = CodeField()

    class Meta:
        primary_key = False
        indexes = ((("run_id", "line", "place"), True),)


TABLES = [ImportFile, ImportFault]
COLUMNS = (
    ("state", CodeField(default="done")),
    ("dry_run", SmallIntegerField(default=0)),
    ("done", IntegerField(default=0)),
    ("gained", JsonField(default="{}")),
    ("owner_id", BigIntegerField(null=True, index=True)),
    ("job_id", BigIntegerField(null=True)),
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    for name, field in COLUMNS:
        migrate(migrator.add_column("import_run", name, field))
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
    migrate(migrator.drop_index("import_run", "import_run_owner_id"))
    for name, _ in reversed(COLUMNS):
        migrate(migrator.drop_column("import_run", name))
