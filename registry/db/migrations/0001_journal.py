"""The journal and its head."""

from peewee import BigIntegerField, BlobField, Database, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, InstantField, JsonField, Table, create_tables, drop_tables


class Journal(Table):
    seq = BigIntegerField(primary_key=True)
    at = InstantField()
    actor = TextField()
    action = CodeField()
    subject = CodeField(index=True)
    facts = JsonField()
    previous = BlobField()
    digest = BlobField()


class JournalHead(Table):
    id = SmallIntegerField(primary_key=True)
    seq = BigIntegerField()
    digest = BlobField()


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, [Journal, JournalHead])
    with JournalHead.bind_ctx(db):
        JournalHead.create(id=1, seq=0, digest=bytes(32))


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, [Journal, JournalHead])
