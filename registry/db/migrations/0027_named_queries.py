"""Queries kept under a name."""

from peewee import BigIntegerField, CompositeKey, Database
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, InstantField, JsonField, Table, create_tables, drop_tables


class NamedQuery(Table):
    name = CodeField()
    body = JsonField()
    party_id = BigIntegerField()
    created_at = InstantField()

    class Meta:
        table_name = "named_query"
        primary_key = CompositeKey("name")
        without_rowid = True


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, [NamedQuery])


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, [NamedQuery])
