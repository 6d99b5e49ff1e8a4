"""Tables and texts of the parties area."""

from __future__ import annotations

from datetime import date

from peewee import BigIntegerField, BlobField, IntegerField, TextField

from gs1 import Gln
from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, DayField, InstantField, Table
from registry.db.connection import Database, Row
from registry.parties.model import ApiKey, ApiKeyDraft, Party, PartyDraft, Place, Role, RoleKind


class PartyRow(Table):
    """A party; `name_key` and `country` find it again."""

    id = BigIntegerField(primary_key=True)
    name = TextField()
    name_key = CodeField()
    country = CodeField(default="")
    business_code = CodeField(null=True)
    address = TextField(null=True)
    recorded_at = InstantField()
    merged_into = BigIntegerField(null=True, index=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "party"
        indexes = ((("name_key", "country"), True),)


class RoleRow(Table):
    """A role of a party from a day on."""

    party_id = BigIntegerField()
    kind = CodeField()
    valid_from = DayField()
    valid_until = DayField(null=True)
    licence = CodeField(null=True)
    approver = TextField(null=True)

    class Meta:
        table_name = "party_role"
        primary_key = False
        indexes = ((("party_id", "kind", "valid_from"), True),)


class PlaceRow(Table):
    """A place, keyed by its GLN."""

    gln = CodeField(primary_key=True)
    party_id = BigIntegerField(index=True)
    name = TextField()
    province = TextField(null=True)
    recorded_at = InstantField()

    class Meta:
        table_name = "place"


class ApiKeyRow(Table):
    """An API key: its keyed digest, never its text."""

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
    last_used_day = DayField(null=True)
    agent_id = BigIntegerField(null=True, index=True)

    class Meta:
        table_name = "api_key"


TABLES = (PartyRow, RoleRow, PlaceRow, ApiKeyRow)
FIELDS = "p.id, p.name, p.country, p.business_code, p.address, p.version"
PARTY = f"SELECT {FIELDS} FROM party o JOIN party p ON p.id = COALESCE(o.merged_into, o.id) WHERE o.id = ?"
"""A merged party resolves to its survivor; merges are kept flat, so one step is enough."""
PARTIES_BY_NAME = (
    f"SELECT {FIELDS} FROM party p WHERE p.merged_into IS NULL AND (p.name_key = ? OR p.id IN"
    " (SELECT party_id FROM party_name WHERE name_key = ?)) ORDER BY p.country DESC, p.id"
)
SEARCH = (
    f"SELECT {FIELDS} FROM party p WHERE p.merged_into IS NULL AND p.id > ? AND (p.name_key LIKE ? OR p.id IN"
    " (SELECT party_id FROM party_name WHERE name_key LIKE ?)) ORDER BY p.id LIMIT ?"
)
AMEND = (
    "UPDATE party SET name = ?, name_key = ?, country = ?, business_code = ?, address = ?, version = version + 1"
    " WHERE id = ? AND version = ? AND merged_into IS NULL"
)
MERGE = "UPDATE party SET merged_into = ?, version = version + 1 WHERE id = ? AND merged_into IS NULL"
TOUCH = "UPDATE party SET version = version + 1 WHERE id = ? AND merged_into IS NULL"
FLATTEN = "UPDATE party SET merged_into = ? WHERE merged_into = ?"
MOVE_ROLES = (
    "INSERT INTO party_role (party_id, kind, valid_from, valid_until, licence, approver)"
    " SELECT CAST(? AS BIGINT), kind, valid_from, valid_until, licence, approver FROM party_role WHERE party_id = ?"
    " ON CONFLICT (party_id, kind, valid_from) DO NOTHING"
)
DROP_ROLES = "DELETE FROM party_role WHERE party_id = ?"
MOVE_PLACES = "UPDATE place SET party_id = ? WHERE party_id = ?"
MOVE_KEY_AGENTS = "UPDATE api_key SET agent_id = ? WHERE agent_id = ?"
MOVE_KEYS = "UPDATE api_key SET party_id = ? WHERE party_id = ?"
ALL_ROLES = (
    "SELECT kind, valid_from, valid_until, licence, approver FROM party_role WHERE party_id = ?"
    " ORDER BY kind, valid_from"
)
ADD_PARTY = (
    "INSERT INTO party (id, name, name_key, country, business_code, address, recorded_at, version)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 1)"
    " ON CONFLICT (name_key, country) DO NOTHING"
)
ADD_ROLE = (
    "INSERT INTO party_role (party_id, kind, valid_from, valid_until, licence, approver) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (party_id, kind, valid_from) DO NOTHING"
)
ROLES = (
    "SELECT kind FROM party_role WHERE party_id = ? AND valid_from <= ? AND (valid_until IS NULL OR valid_until >= ?)"
)
ADD_PLACE = (
    "INSERT INTO place (gln, party_id, name, province, recorded_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (gln) DO NOTHING"
)
PLACE = "SELECT gln, party_id, name, province FROM place WHERE gln = ?"
PLACES_OF = "SELECT gln, party_id, name, province FROM place WHERE party_id = ? ORDER BY gln"
ADD_KEY = (
    "INSERT INTO api_key (id, digest, prefix, name, party_id, scopes, place, created_at, expires_at, agent_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
KEY_FROM = (
    "SELECT k.id, k.prefix, k.name, k.party_id, k.scopes, k.place, k.created_at, k.expires_at, k.revoked_at,"
    " k.last_used_day, k.agent_id, p.name FROM api_key k JOIN party p ON p.id = k.party_id"
)
KEY = f"{KEY_FROM} WHERE k.digest = ?"
KEY_BY_ID = f"{KEY_FROM} WHERE k.id = ?"
KEYS_OF = f"{KEY_FROM} WHERE k.party_id = ? ORDER BY k.id"
EXPIRE_KEY = "UPDATE api_key SET expires_at = ? WHERE id = ?"
NOTE_KEY_DAY = "UPDATE api_key SET last_used_day = ? WHERE digest = ? AND (last_used_day IS NULL OR last_used_day < ?)"
REVOKE_KEY = "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"


def party(database: Database, party_id: int) -> Party | None:
    """Return the party with this key."""
    row = database.one(PARTY, (party_id,))
    return _party(row) if row else None


def parties_by_name(database: Database, name_key: str) -> list[Party]:
    """Return the parties of this folded name, those without a country last."""
    return [_party(row) for row in database.rows(PARTIES_BY_NAME, (name_key, name_key))]


def search(database: Database, words: str, after: int, limit: int) -> list[Party]:
    """Return the parties whose name, present or former, holds the folded words, in order of their keys."""
    pattern = f"%{words}%"
    return [_party(row) for row in database.rows(SEARCH, (after, pattern, pattern, limit))]


def amend(database: Database, party_id: int, version: int, draft: PartyDraft, name_key: str) -> bool:
    """Write what a party says now; False when it is no longer at this version."""
    told = (draft.name, name_key, draft.country or "", draft.business_code, draft.address, party_id, version)
    return database.run(AMEND, told) == 1


def merge(database: Database, gone: int, survivor: int) -> bool:
    """Let everything of one party be another's; False when either was merged meanwhile."""
    if database.run(MERGE, (survivor, gone)) != 1 or database.run(TOUCH, (survivor,)) != 1:
        return False
    database.run(FLATTEN, (survivor, gone))
    database.run(MOVE_ROLES, (survivor, gone))
    database.run(DROP_ROLES, (gone,))
    database.run(MOVE_PLACES, (survivor, gone))
    database.run(MOVE_KEYS, (survivor, gone))
    database.run(MOVE_KEY_AGENTS, (survivor, gone))
    return True


def all_roles(database: Database, party_id: int) -> list[Role]:
    """Return every role a party holds or held."""
    return [
        Role(party_id, RoleKind(kind), date.fromisoformat(start), date.fromisoformat(end) if end else None, *rest)
        for kind, start, end, *rest in database.rows(ALL_ROLES, (party_id,))
    ]


def add_party(database: Database, party_id: int, name_key: str, draft: PartyDraft, at: int) -> bool:
    """Write a new party; False when its name and country stand already."""
    written = (party_id, draft.name, name_key, draft.country or "", draft.business_code, draft.address, at)
    return database.run(ADD_PARTY, written) == 1


def add_role(database: Database, role: Role) -> bool:
    """Write a role; False when it stands already."""
    until = role.valid_until.isoformat() if role.valid_until else None
    told = (role.party_id, role.kind, role.valid_from.isoformat())
    return database.run(ADD_ROLE, (*told, until, role.licence, role.approver)) == 1


def roles_on(database: Database, party_id: int, day: str) -> list[str]:
    """Return the kinds of role a party holds on `day`."""
    return [row[0] for row in database.rows(ROLES, (party_id, day, day))]


def add_place(database: Database, place: Place, at: int) -> bool:
    """Write a place; False when its GLN stands already."""
    return database.run(ADD_PLACE, (place.gln.text, place.party_id, place.name, place.province, at)) == 1


def place(database: Database, gln: str) -> Place | None:
    """Return the place of this GLN."""
    row = database.one(PLACE, (gln,))
    return _place(row) if row else None


def places_of(database: Database, party_id: int) -> list[Place]:
    """Return the places of a party in order of their GLN."""
    return [_place(row) for row in database.rows(PLACES_OF, (party_id,))]


def add_key(database: Database, key: ApiKey, digest: bytes) -> None:
    """Write a new API key under the keyed digest of its text."""
    draft = key.draft
    expires = None if draft.expires_at is None else to_microseconds(draft.expires_at)
    scopes = " ".join(sorted(draft.scopes))
    created = to_microseconds(key.created_at)
    told = (key.id, digest, key.prefix, draft.name, draft.party_id, scopes, draft.place, created, expires)
    database.run(ADD_KEY, (*told, draft.agent_id))


def key_with_party(database: Database, digest: bytes) -> tuple[ApiKey, str] | None:
    """Return the key of this digest and the name of its party."""
    row = database.one(KEY, (digest,))
    return (_key(row), row[11]) if row else None


def key_by_id(database: Database, key_id: int) -> ApiKey | None:
    """Return a key."""
    row = database.one(KEY_BY_ID, (key_id,))
    return _key(row) if row else None


def keys_of(database: Database, party_id: int) -> list[ApiKey]:
    """Return the keys of a party, oldest first."""
    return [_key(row) for row in database.rows(KEYS_OF, (party_id,))]


def expire_key(database: Database, key_id: int, at: int) -> None:
    """Let a key end at an instant."""
    database.run(EXPIRE_KEY, (at, key_id))


def note_key_day(database: Database, digest: bytes, day: str) -> None:
    """Note the day a key was last used."""
    database.run(NOTE_KEY_DAY, (day, digest, day))


def revoke_key(database: Database, key_id: int, at: int) -> bool:
    """Mark a key as revoked; False when there is none in force."""
    return database.run(REVOKE_KEY, (at, key_id)) == 1


def _party(row: Row) -> Party:
    return Party(row[0], row[1], row[2] or None, row[3], row[4], row[5])


def _place(row: Row) -> Place:
    return Place(Gln.parse(row[0]), row[1], row[2], row[3])


def _key(row: Row) -> ApiKey:
    key_id, prefix, name, party_id, scopes, place_gln, created, expires, revoked, used, agent = row[:11]
    until = None if expires is None else from_microseconds(expires)
    draft = ApiKeyDraft(party_id, name, frozenset(scopes.split()), place_gln, until, agent)
    ended = None if revoked is None else from_microseconds(revoked)
    day = date.fromisoformat(used) if used else None
    return ApiKey(key_id, prefix, draft, from_microseconds(created), ended, day)
