"""What records said after each act, and the seals of the journal's days."""

from peewee import BigIntegerField, BlobField, Database, IntegerField, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table, create_tables, drop_tables


class RecordVersion(Table):
    kind = CodeField()
    key = CodeField()
    number = IntegerField()
    seq = BigIntegerField(unique=True)
    recorded_at = InstantField()
    valid_from = DayField(null=True)
    actor = TextField()
    action = CodeField()
    reason = TextField(null=True)
    body = JsonField()
    changed = JsonField()
    is_removed = SmallIntegerField()
    is_public = SmallIntegerField()

    class Meta:
        primary_key = False
        indexes = ((("kind", "key", "number"), True),)


class JournalSeal(Table):
    day = DayField(primary_key=True)
    size = BigIntegerField()
    root = BlobField()
    sealed_at = InstantField()
    key_name = CodeField(null=True)
    signature = BlobField(null=True)


class JournalTile(Table):
    level = SmallIntegerField()
    place = BigIntegerField()
    hash = BlobField()

    class Meta:
        primary_key = False
        indexes = ((("level", "place"), True),)


TABLES = [RecordVersion, JournalSeal, JournalTile]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
