"""Pools of keys, the keys themselves, and the count of serial numbers for each GTIN."""

from peewee import BigIntegerField, Database, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, InstantField, Table, create_tables, drop_tables


class KeyPool(Table):
    kind = CodeField()
    prefix = CodeField()
    name = TextField()
    is_demonstration = SmallIntegerField()
    next_number = BigIntegerField()
    size = BigIntegerField()
    opened_at = InstantField()

    class Meta:
        primary_key = False
        indexes = ((("kind", "prefix"), True),)


class Identifier(Table):
    value = CodeField(primary_key=True)
    kind = CodeField()
    state = CodeField()
    prefix = CodeField(null=True)
    trade_item_id = BigIntegerField(null=True, index=True)
    recorded_at = InstantField()
    changed_at = InstantField()


class SerialCounter(Table):
    gtin = CodeField(primary_key=True)
    next_number = BigIntegerField()


TABLES = [KeyPool, Identifier, SerialCounter]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
