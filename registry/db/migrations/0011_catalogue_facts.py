"""Facts of medicines and devices, keys of other registers, and identifiers beside the GTIN."""

from peewee import BigIntegerField, Database
from playhouse.migrate import SchemaMigrator, migrate

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table, create_tables, drop_tables


class ProductSource(Table):
    source = CodeField()
    key = CodeField()
    product_id = BigIntegerField(index=True)
    recorded_at = InstantField()

    class Meta:
        primary_key = False
        indexes = ((("source", "key"), True),)


class TradeItemIdentifier(Table):
    agency = CodeField()
    value = CodeField()
    kind = CodeField()
    trade_item_id = BigIntegerField(index=True)
    valid_from = DayField(null=True)
    valid_until = DayField(null=True)
    recorded_at = InstantField()

    class Meta:
        primary_key = False
        indexes = ((("agency", "value", "kind"), True),)


TABLES = [ProductSource, TradeItemIdentifier]


def up(migrator: SchemaMigrator, db: Database) -> None:
    migrate(migrator.add_column("product", "facts", JsonField(default="{}")))
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
    migrate(migrator.drop_column("product", "facts"))
