"""Numbers reserved until a day, and the national keys of goods without a GTIN."""

from peewee import BigIntegerField, Database, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, Table, create_tables, drop_tables


class KeyReservation(Table):
    value = CodeField(primary_key=True)
    party_id = BigIntegerField(null=True)
    until = DayField()
    recorded_at = InstantField()

    class Meta:
        table_name = "key_reservation"
        indexes = ((("party_id", "value"), False),)


class NationalKeyCounter(Table):
    name = CodeField(primary_key=True)
    next_number = BigIntegerField()

    class Meta:
        table_name = "national_key_counter"


class NationalKey(Table):
    value = CodeField(primary_key=True)
    trade_item_id = BigIntegerField(unique=True)
    reason = TextField()
    recorded_at = InstantField()

    class Meta:
        table_name = "national_key"


TABLES = [KeyReservation, NationalKeyCounter, NationalKey]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
