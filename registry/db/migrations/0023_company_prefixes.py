"""Company prefixes: who holds which, from when until when, and who says so."""

from peewee import BigIntegerField, Database, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, Table, create_tables, drop_tables


class CompanyPrefix(Table):
    id = BigIntegerField(primary_key=True)
    prefix = CodeField(unique=True)
    party_id = BigIntegerField(null=True, index=True)
    source = TextField()
    valid_from = DayField()
    valid_until = DayField(null=True)
    recorded_at = InstantField()


TABLES = [CompanyPrefix]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
