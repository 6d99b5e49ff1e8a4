"""Tables and texts of what stands beside a party: former names, mandates, certificates."""

from __future__ import annotations

from datetime import date

from peewee import BigIntegerField, TextField

from registry.db.base import CodeField, DayField, InstantField, Table
from registry.db.connection import Database, Row
from registry.parties.model import Certificate, CertificateKind, FormerName, Mandate


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
ADD_NAME = (
    "INSERT INTO party_name (party_id, name, name_key, valid_from, valid_until) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (party_id, valid_until, name_key) DO NOTHING"
)
NAMES = "SELECT name, valid_until, valid_from FROM party_name WHERE party_id = ? ORDER BY valid_until, name_key"
MOVE_NAMES = (
    "INSERT INTO party_name (party_id, name, name_key, valid_from, valid_until)"
    " SELECT CAST(? AS BIGINT), name, name_key, valid_from, valid_until FROM party_name WHERE party_id = ?"
    " ON CONFLICT (party_id, valid_until, name_key) DO NOTHING"
)
DROP_NAMES = "DELETE FROM party_name WHERE party_id = ?"
MANDATE = "SELECT id, principal_id, agent_id, powers, valid_from, valid_until, document_sha256, ended_at FROM mandate"
MANDATE_BY_ID = f"{MANDATE} WHERE id = ?"
MANDATES_OF = f"{MANDATE} WHERE principal_id = ? OR agent_id = ? ORDER BY id"
ADD_MANDATE = (
    "INSERT INTO mandate (id, principal_id, agent_id, powers, valid_from, valid_until, document_sha256, recorded_at,"
    " ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)"
)
END_MANDATE = "UPDATE mandate SET ended_at = ? WHERE id = ? AND ended_at IS NULL"
MOVE_PRINCIPAL = "UPDATE mandate SET principal_id = ? WHERE principal_id = ?"
MOVE_AGENT = "UPDATE mandate SET agent_id = ? WHERE agent_id = ?"
CERTIFICATE = (
    "SELECT id, party_id, kind, number, issuer, scope, valid_from, valid_until, file_sha256 FROM party_certificate"
)
CERTIFICATES_OF = f"{CERTIFICATE} WHERE party_id = ? ORDER BY kind, number"
CERTIFICATES_OF_FILE = f"{CERTIFICATE} WHERE file_sha256 = ? ORDER BY id"
ADD_CERTIFICATE = (
    "INSERT INTO party_certificate (id, party_id, kind, number, issuer, scope, valid_from, valid_until, file_sha256,"
    " recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (party_id, kind, number) DO NOTHING"
)
MOVE_CERTIFICATES = (
    "UPDATE party_certificate SET party_id = ? WHERE party_id = ? AND NOT EXISTS (SELECT 1 FROM party_certificate k"
    " WHERE k.party_id = ? AND k.kind = party_certificate.kind AND k.number = party_certificate.number)"
)


def add_name(database: Database, party_id: int, one: FormerName, name_key: str) -> bool:
    """Write a former name; False when it stands already."""
    start = one.valid_from.isoformat() if one.valid_from else None
    return database.run(ADD_NAME, (party_id, one.name, name_key, start, one.valid_until.isoformat())) == 1


def names(database: Database, party_id: int) -> list[FormerName]:
    """Return the former names of a party, oldest first."""
    return [
        FormerName(name, date.fromisoformat(end), date.fromisoformat(start) if start else None)
        for name, end, start in database.rows(NAMES, (party_id,))
    ]


def add_mandate(database: Database, one: Mandate, at: int) -> None:
    """Write a mandate."""
    told = (one.id, one.principal_id, one.agent_id, " ".join(sorted(one.powers)))
    days = (one.valid_from.isoformat(), one.valid_until.isoformat())
    database.run(ADD_MANDATE, (*told, *days, one.document_sha256, at))


def mandate(database: Database, mandate_id: int) -> Mandate | None:
    """Return a mandate."""
    row = database.one(MANDATE_BY_ID, (mandate_id,))
    return _mandate(row) if row else None


def mandates_of(database: Database, party_id: int) -> list[Mandate]:
    """Return the mandates a party gave or holds."""
    return [_mandate(row) for row in database.rows(MANDATES_OF, (party_id, party_id))]


def end_mandate(database: Database, mandate_id: int, at: int) -> bool:
    """End a mandate; False when it was ended before."""
    return database.run(END_MANDATE, (at, mandate_id)) == 1


def add_certificate(database: Database, one: Certificate, at: int) -> bool:
    """Write a certificate; False when the party has one of this kind and number."""
    end = one.valid_until.isoformat() if one.valid_until else None
    told = (one.id, one.party_id, one.kind, one.number, one.issuer, one.scope, one.valid_from.isoformat(), end)
    return database.run(ADD_CERTIFICATE, (*told, one.file_sha256, at)) == 1


def certificates_of(database: Database, party_id: int) -> list[Certificate]:
    """Return the certificates of a party."""
    return [_certificate(row) for row in database.rows(CERTIFICATES_OF, (party_id,))]


def certificates_of_file(database: Database, sha256: str) -> list[Certificate]:
    """Return the certificates that a file proves."""
    return [_certificate(row) for row in database.rows(CERTIFICATES_OF_FILE, (sha256,))]


def move(database: Database, gone: int, survivor: int) -> None:
    """Give what stands beside a merged party to its survivor."""
    database.run(MOVE_NAMES, (survivor, gone))
    database.run(DROP_NAMES, (gone,))
    database.run(MOVE_PRINCIPAL, (survivor, gone))
    database.run(MOVE_AGENT, (survivor, gone))
    database.run(MOVE_CERTIFICATES, (survivor, gone, survivor))


def _mandate(row: Row) -> Mandate:
    key, principal, agent, powers, start, end, sha256, ended = row
    days = (date.fromisoformat(start), date.fromisoformat(end))
    return Mandate(key, principal, agent, frozenset(powers.split()), *days, sha256, ended is not None)


def _certificate(row: Row) -> Certificate:
    key, party_id, kind, number, issuer, scope, start, end, sha256 = row
    until = date.fromisoformat(end) if end else None
    kept = CertificateKind(kind)
    return Certificate(key, party_id, kept, number, issuer, scope, date.fromisoformat(start), until, sha256)
