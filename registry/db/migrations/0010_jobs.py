"""Jobs: work that outlives a request."""

from peewee import BigIntegerField, Database, IntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, InstantField, JsonField, Table, create_tables, drop_tables


class Job(Table):
    id = BigIntegerField(primary_key=True)
    kind = CodeField()
    key = CodeField(null=True, unique=True)
    state = CodeField()
    args = JsonField()
    owner_id = BigIntegerField(null=True, index=True)
    actor = TextField()
    done = BigIntegerField()
    whole = BigIntegerField()
    attempts = IntegerField()
    result = JsonField(null=True)
    fault = JsonField(null=True)
    run_at = InstantField()
    lease_until = InstantField(null=True)
    worker = CodeField(null=True)
    created_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        indexes = ((("state", "run_at"), False),)


TABLES = [Job]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
