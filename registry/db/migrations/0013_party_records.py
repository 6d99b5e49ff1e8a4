"""Names, mandates and certificates of parties, merged parties, the last day of a key, and staff who log in."""

from peewee import BigIntegerField, BlobField, Database, IntegerField, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator, migrate

from registry.db.base import CodeField, DayField, InstantField, Table, create_tables, drop_tables


class PartyName(Table):
    party_id = BigIntegerField()
    name = TextField()
    name_key = CodeField(index=True)
    valid_from = DayField(null=True)
    valid_until = DayField()

    class Meta:
        primary_key = False
        indexes = ((("party_id", "valid_until", "name_key"), True),)


class Mandate(Table):
    id = BigIntegerField(primary_key=True)
    principal_id = BigIntegerField(index=True)
    agent_id = BigIntegerField(index=True)
    powers = TextField()
    valid_from = DayField()
    valid_until = DayField()
    document_sha256 = CodeField()
    recorded_at = InstantField()
    ended_at = InstantField(null=True)


class PartyCertificate(Table):
    id = BigIntegerField(primary_key=True)
    party_id = BigIntegerField()
    kind = CodeField()
    number = CodeField()
    issuer = TextField()
    scope = TextField()
    valid_from = DayField()
    valid_until = DayField(null=True)
    file_sha256 = CodeField(index=True)
    recorded_at = InstantField()

    class Meta:
        indexes = ((("party_id", "kind", "number"), True),)


class Staff(Table):
    id = BigIntegerField(primary_key=True)
    login = CodeField(unique=True)
    party_id = BigIntegerField(index=True)
    scopes = TextField()
    password = TextField()
    must_change = SmallIntegerField()
    totp_version = IntegerField()
    totp_step = BigIntegerField()
    created_at = InstantField()
    disabled_at = InstantField(null=True)


class StaffSession(Table):
    digest = BlobField(primary_key=True)
    staff_id = BigIntegerField(index=True)
    created_at = InstantField()
    seen_at = InstantField()


class LoginTry(Table):
    subject = CodeField(primary_key=True)
    failures = IntegerField()
    last_at = InstantField()
    locked_until = InstantField()


TABLES = [PartyName, Mandate, PartyCertificate, Staff, StaffSession, LoginTry]
COLUMNS = (
    ("party", "merged_into", BigIntegerField(null=True, index=True)),
    ("party", "version", IntegerField(default=1)),
    ("party_role", "licence", CodeField(null=True)),
    ("party_role", "approver", TextField(null=True)),
    ("api_key", "last_used_day", DayField(null=True)),
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    for table, name, field in COLUMNS:
        migrate(migrator.add_column(table, name, field))
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
    migrate(migrator.drop_index("party", "party_merged_into"))
    for table, name, _ in reversed(COLUMNS):
        migrate(migrator.drop_column(table, name))
