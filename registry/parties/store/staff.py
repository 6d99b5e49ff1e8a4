"""Tables and texts of staff: accounts, their sessions, and how often a log-in was tried."""

from __future__ import annotations

from peewee import BigIntegerField, BlobField, IntegerField, SmallIntegerField, TextField

from registry.db.base import CodeField, InstantField, Table
from registry.db.connection import Database, Row
from registry.parties.staff_model import Session, Staff


class StaffRow(Table):
    """A person's account: the name they log in with, whom they act for, and the digest of their password."""

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

    class Meta:
        table_name = "staff"


class StaffSessionRow(Table):
    """An open session, under the keyed digest of its token."""

    digest = BlobField(primary_key=True)
    staff_id = BigIntegerField(index=True)
    created_at = InstantField()
    seen_at = InstantField()

    class Meta:
        table_name = "staff_session"


class LoginTryRow(Table):
    """How often in a row a log-in failed, by the keyed digest of an account's name or of an address."""

    subject = CodeField(primary_key=True)
    failures = IntegerField()
    last_at = InstantField()
    locked_until = InstantField()

    class Meta:
        table_name = "login_try"


TABLES = (StaffRow, StaffSessionRow, LoginTryRow)
COLUMNS = (
    "s.id, s.login, s.party_id, s.scopes, s.password, s.must_change, s.totp_version, s.totp_step, s.disabled_at, p.name"
)
STAFF = f"SELECT {COLUMNS} FROM staff s JOIN party p ON p.id = s.party_id"
BY_LOGIN = f"{STAFF} WHERE s.login = ?"
BY_ID = f"{STAFF} WHERE s.id = ?"
ADD = (
    "INSERT INTO staff (id, login, party_id, scopes, password, must_change, totp_version, totp_step, created_at,"
    " disabled_at) VALUES (?, ?, ?, ?, ?, 1, 0, 0, ?, NULL) ON CONFLICT (login) DO NOTHING"
)
SET_DIGEST = "UPDATE staff SET password = ?, must_change = ? WHERE id = ?"
SET_DISABLED = "UPDATE staff SET disabled_at = ? WHERE id = ?"
SET_TOTP = "UPDATE staff SET totp_version = ?, totp_step = 0 WHERE id = ?"
USE_TOTP = "UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ?"
MOVE = "UPDATE staff SET party_id = ? WHERE party_id = ?"
TRY = (
    "INSERT INTO login_try (subject, failures, last_at, locked_until) VALUES (?, 1, ?, 0) ON CONFLICT (subject)"
    " DO UPDATE SET failures = CASE WHEN login_try.last_at < ? THEN 1 ELSE login_try.failures + 1 END,"
    " last_at = excluded.last_at WHERE login_try.locked_until <= ? RETURNING failures"
)
LOCK = "UPDATE login_try SET locked_until = ? WHERE subject = ?"
LOCKED = "SELECT locked_until FROM login_try WHERE subject = ?"
CLEAR = "DELETE FROM login_try WHERE subject = ?"
ONE_LESS = "UPDATE login_try SET failures = failures - 1, locked_until = 0 WHERE subject = ? AND failures > 0"
ADD_SESSION = "INSERT INTO staff_session (digest, staff_id, created_at, seen_at) VALUES (?, ?, ?, ?)"
SESSION = "SELECT staff_id, created_at, seen_at FROM staff_session WHERE digest = ?"
SEEN = "UPDATE staff_session SET seen_at = ? WHERE digest = ? AND seen_at < ?"
END = "DELETE FROM staff_session WHERE digest = ?"
END_ALL = "DELETE FROM staff_session WHERE staff_id = ?"


def by_login(database: Database, login: str) -> Staff | None:
    """Return the account of this folded name."""
    row = database.one(BY_LOGIN, (login,))
    return _staff(row) if row else None


def by_id(database: Database, staff_id: int) -> Staff | None:
    """Return the account of this key."""
    row = database.one(BY_ID, (staff_id,))
    return _staff(row) if row else None


def add(database: Database, one: Staff, at: int) -> bool:
    """Write an account; False when its name is taken."""
    told = (one.id, one.login, one.party_id, " ".join(sorted(one.scopes)), one.password, at)
    return database.run(ADD, told) == 1


def set_password(database: Database, staff_id: int, digest: str, *, must_change: bool) -> None:
    """Write a password's digest."""
    database.run(SET_DIGEST, (digest, int(must_change), staff_id))


def set_disabled(database: Database, staff_id: int, at: int | None) -> None:
    """Close an account, or open it again."""
    database.run(SET_DISABLED, (at, staff_id))


def set_totp(database: Database, staff_id: int, version: int) -> None:
    """Write which second factor is in force; 0 is none."""
    database.run(SET_TOTP, (version, staff_id))


def use_totp(database: Database, staff_id: int, step: int) -> bool:
    """Use up a step of time; False when it was used before (RFC 6238 section 5.2)."""
    return database.run(USE_TOTP, (step, staff_id, step)) == 1


def move(database: Database, gone: int, survivor: int) -> None:
    """Let the staff of a merged party act for its survivor."""
    database.run(MOVE, (survivor, gone))


def count_try(database: Database, subject: str, at: int, forgotten_before: int) -> int | None:
    """Count a try and return how many stand in a row; None while the subject is locked."""
    row = database.one(TRY, (subject, at, forgotten_before, at))
    return int(row[0]) if row else None


def lock(database: Database, subject: str, until: int) -> None:
    """Let nobody try again before an instant."""
    database.run(LOCK, (until, subject))


def locked_until(database: Database, subject: str) -> int:
    """Return until when a subject is locked."""
    row = database.one(LOCKED, (subject,))
    return int(row[0]) if row else 0


def clear(database: Database, subject: str) -> None:
    """Forget the tries of a subject."""
    database.run(CLEAR, (subject,))


def one_less(database: Database, subject: str) -> None:
    """Take back one try, which turned out right."""
    database.run(ONE_LESS, (subject,))


def add_session(database: Database, digest: bytes, staff_id: int, at: int) -> None:
    """Write a new session."""
    database.run(ADD_SESSION, (digest, staff_id, at, at))


def session(database: Database, digest: bytes) -> Session | None:
    """Return the session of this digest."""
    row = database.one(SESSION, (digest,))
    return Session(row[0], row[1], row[2]) if row else None


def saw(database: Database, digest: bytes, at: int, before: int) -> None:
    """Note that a session was used, when it was last noted before an instant."""
    database.run(SEEN, (at, digest, before))


def end(database: Database, digest: bytes) -> None:
    """End one session."""
    database.run(END, (digest,))


def end_all(database: Database, staff_id: int) -> int:
    """End every session of an account and return how many there were."""
    return database.run(END_ALL, (staff_id,))


def _staff(row: Row) -> Staff:
    key, login, party_id, scopes, password, must_change, version, step, disabled, party = row
    return Staff(
        id=key,
        login=login,
        party_id=party_id,
        scopes=frozenset(scopes.split()),
        password=password,
        must_change=bool(must_change),
        totp_version=version,
        totp_step=step,
        is_disabled=disabled is not None,
        party_name=party,
    )
