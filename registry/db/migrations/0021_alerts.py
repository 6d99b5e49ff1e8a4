"""Attempts at a pack after its supply, alerts with who sees them and what was said, and the log of verifications."""

from peewee import BigIntegerField, CompositeKey, Database, IntegerField, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table, create_tables, drop_tables


class PackAttempt(Table):
    gtin_id = BigIntegerField()
    serial = CodeField()
    bucket = SmallIntegerField()
    place = BigIntegerField()
    after_event = BigIntegerField()
    n = IntegerField()
    last_key = CodeField()

    class Meta:
        table_name = "pack_attempt"
        primary_key = CompositeKey("gtin_id", "serial", "bucket", "place")
        without_rowid = True


class Alert(Table):
    id = BigIntegerField(primary_key=True)
    state = CodeField()
    level = SmallIntegerField()
    code = CodeField()
    nmvs = CodeField(null=True)
    cause = CodeField(null=True)
    gtin_id = BigIntegerField()
    serial = CodeField()
    batch = CodeField(null=True)
    expiry = DayField(null=True)
    operation = CodeField()
    place = CodeField(null=True)
    reporter_id = BigIntegerField(null=True)
    facts = JsonField()
    times = IntegerField()
    raised_at = InstantField()
    last_at = InstantField()
    assigned = TextField(null=True)
    close_reason = CodeField(null=True)
    closed_at = InstantField(null=True)
    version = IntegerField()

    class Meta:
        table_name = "alert"
        indexes = ((("gtin_id", "serial"), False), (("state", "id"), False))


class AlertParty(Table):
    party_id = BigIntegerField()
    alert_id = BigIntegerField()
    role = CodeField()

    class Meta:
        table_name = "alert_party"
        primary_key = CompositeKey("party_id", "alert_id")
        without_rowid = True


class AlertNote(Table):
    alert_id = BigIntegerField()
    id = BigIntegerField()
    at = InstantField()
    act = CodeField()
    author = TextField()
    role = CodeField()
    text = TextField()

    class Meta:
        table_name = "alert_note"
        primary_key = CompositeKey("alert_id", "id")
        without_rowid = True


class VerificationQuery(Table):
    id = BigIntegerField(primary_key=True)
    at = InstantField(index=True)
    channel = CodeField()
    actor = TextField()
    party_id = BigIntegerField(null=True)
    place = CodeField(null=True)
    gtin_id = BigIntegerField()
    serial = CodeField(null=True)
    batch = CodeField(null=True)
    colour = CodeField()
    reasons = CodeField()

    class Meta:
        table_name = "verification_query"
        indexes = ((("gtin_id", "serial", "id"), False),)


TABLES = [PackAttempt, Alert, AlertParty, AlertNote, VerificationQuery]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
