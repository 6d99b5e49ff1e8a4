"""Parties, their roles, places and keys."""

from peewee import BigIntegerField, BlobField, Database, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, Table, create_tables, drop_tables


class Party(Table):
    id = BigIntegerField(primary_key=True)
    name = TextField()
    name_key = CodeField()
    country = CodeField(default="")
    business_code = CodeField(null=True)
    address = TextField(null=True)
    recorded_at = InstantField()

    class Meta:
        indexes = ((("name_key", "country"), True),)


class PartyRole(Table):
    party_id = BigIntegerField()
    kind = CodeField()
    valid_from = DayField()
    valid_until = DayField(null=True)

    class Meta:
        primary_key = False
        indexes = ((("party_id", "kind", "valid_from"), True),)


class Place(Table):
    gln = CodeField(primary_key=True)
    party_id = BigIntegerField(index=True)
    name = TextField()
    province = TextField(null=True)
    recorded_at = InstantField()


class ApiKey(Table):
    id = BigIntegerField(primary_key=True)
    digest = BlobField(unique=True)
    prefix = CodeField()
    name = TextField()
    party_id = BigIntegerField(index=True)
    scopes = TextField()
    place = CodeField(null=True)
    created_at = InstantField()
    expires_at = InstantField(null=True)
    revoked_at = InstantField(null=True)


TABLES = [Party, PartyRole, Place, ApiKey]


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
