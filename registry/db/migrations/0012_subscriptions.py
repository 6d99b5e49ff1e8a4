"""Subscriptions to changes, and what was delivered."""

from peewee import BigIntegerField, Database, IntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, InstantField, Table, create_tables, drop_tables


class Subscription(Table):
    id = BigIntegerField(primary_key=True)
    party_id = BigIntegerField(index=True)
    url = TextField()
    kinds = TextField()
    seq = BigIntegerField()
    state = CodeField()
    failures = IntegerField()
    secret_version = IntegerField()
    next_try_at = InstantField()
    created_at = InstantField()

    class Meta:
        indexes = ((("state", "next_try_at"), False),)


class Delivery(Table):
    id = BigIntegerField(primary_key=True)
    subscription_id = BigIntegerField()
    seq_from = BigIntegerField()
    seq_to = BigIntegerField()
    at = InstantField()
    status = IntegerField(null=True)
    said = TextField()
    took_ms = IntegerField()

    class Meta:
        indexes = ((("subscription_id", "id"), False),)


TABLES = [Subscription, Delivery]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
