"""Prices: what a document says one unit costs, never edited."""

from peewee import BigIntegerField, BlobField, Database, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, MoneyField, Table, create_tables, drop_tables


class Price(Table):
    id = BigIntegerField(primary_key=True)
    content_key = BlobField(unique=True)
    kind = CodeField()
    product_id = BigIntegerField()
    authorisation_id = BigIntegerField(null=True)
    minor = MoneyField()
    currency = CodeField()
    per = BigIntegerField()
    unit_key = CodeField(null=True)
    unit_text = TextField()
    quantity = BigIntegerField(null=True)
    buyer = TextField(null=True)
    buyer_code = CodeField(null=True)
    province = TextField(null=True)
    supplier = TextField(null=True)
    decision = TextField(null=True)
    technical_group = TextField(null=True)
    package = TextField(null=True)
    printed = TextField(null=True)
    valid_from = DayField()
    valid_until = DayField(null=True)
    source = TextField()
    recorded_at = InstantField()
    superseded_at = InstantField(null=True)
    superseded_by = BigIntegerField(null=True)
    superseded_why = TextField(null=True)

    class Meta:
        indexes = (
            (("product_id", "valid_from", "id"), False),
            (("product_id", "kind", "unit_key", "valid_from"), False),
        )


TABLES = [Price]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
