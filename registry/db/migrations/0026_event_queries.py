"""What events offer to queries, identities by role, master data; and the orders that events are listed in."""

from peewee import BigIntegerField, CompositeKey, Database, SmallIntegerField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, Table, create_tables, drop_tables


class EventAttr(Table):
    event_id = BigIntegerField()
    name = CodeField()
    value = CodeField()

    class Meta:
        table_name = "event_attr"
        primary_key = CompositeKey("event_id", "name", "value")
        indexes = ((("name", "value", "event_id"), False),)
        without_rowid = True


class EventEpc(Table):
    value = CodeField()
    role = SmallIntegerField()
    event_id = BigIntegerField()

    class Meta:
        table_name = "event_epc"
        primary_key = CompositeKey("value", "role", "event_id")
        without_rowid = True


class VocabularyFact(Table):
    uri = CodeField()
    name = CodeField()
    value = CodeField()

    class Meta:
        table_name = "vocabulary_fact"
        primary_key = CompositeKey("uri", "name", "value")
        without_rowid = True


TABLES = [EventAttr, EventEpc, VocabularyFact]
ORDERS = {"event_event_time_id": "event_time, id", "event_recorded_at_id": "recorded_at, id"}


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)
    for name, columns in ORDERS.items():
        db.execute_sql(f"CREATE INDEX {name} ON event ({columns})")  # type: ignore[no-untyped-call]  # bare in the stubs


def down(migrator: SchemaMigrator, db: Database) -> None:
    for name in ORDERS:
        db.execute_sql(f"DROP INDEX {name}")  # type: ignore[no-untyped-call]  # bare in the stubs
    drop_tables(db, TABLES)
