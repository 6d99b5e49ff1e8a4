"""Whose capture it was: what became of a document is told to its party, and to nobody else."""

from peewee import BigIntegerField, Database
from playhouse.migrate import SchemaMigrator, migrate


def up(migrator: SchemaMigrator, _db: Database) -> None:
    migrate(migrator.add_column("capture", "owner_id", BigIntegerField(null=True)))


def down(migrator: SchemaMigrator, _db: Database) -> None:
    migrate(migrator.drop_column("capture", "owner_id"))
