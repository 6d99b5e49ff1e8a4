"""Tables and texts of what stands beside a party: former names, mandates, certificates."""

from __future__ import annotations

from peewee import BigIntegerField, TextField

from registry.db.base import CodeField, DayField, InstantField, Table


class PartyNameRow(Table):
    """A name a party bore until a day."""

    party_id = BigIntegerField()
    name = TextField()
    name_key = CodeField(index=True)
    valid_from = DayField(null=True)
    valid_until = DayField()

    class Meta:
        table_name = "party_name"
        primary_key = False
        indexes = ((("party_id", "valid_until", "name_key"), True),)


class MandateRow(Table):
    """What an agent may do for a principal, from a day until a day."""

    id = BigIntegerField(primary_key=True)
    principal_id = BigIntegerField(index=True)
    agent_id = BigIntegerField(index=True)
    powers = TextField()
    valid_from = DayField()
    valid_until = DayField()
    document_sha256 = CodeField()
    recorded_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        table_name = "mandate"


class CertificateRow(Table):
    """A certificate of a party."""

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
        table_name = "party_certificate"
        indexes = ((("party_id", "kind", "number"), True),)


TABLES = (PartyNameRow, MandateRow, CertificateRow)
