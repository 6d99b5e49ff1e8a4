"""Recalls and the answers of those who hold the goods."""

from peewee import BigIntegerField, CompositeKey, Database, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, Table, create_tables, drop_tables


class Recall(Table):
    id = BigIntegerField(primary_key=True)
    gtin_id = BigIntegerField(index=True)
    batch = CodeField(null=True)
    level = SmallIntegerField()
    reason = TextField()
    decision = TextField()
    decided_on = DayField()
    declared_at = InstantField()
    collect_by = DayField()
    lifted_at = InstantField(null=True)
    lift_decision = TextField(null=True)
    lift_reason = TextField(null=True)


class RecallResponse(Table):
    recall_id = BigIntegerField()
    place = CodeField()
    at = InstantField()
    quantity = BigIntegerField()
    note = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("recall_id", "place", "at")
        without_rowid = True


TABLES = [Recall, RecallResponse]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
