"""Use cases of staff: accounts of people, log-in in three steps, and sessions.

A log-in is counted before its password is looked at, so that many at once have no more tries than one after another;
the costly comparison stands between two units of work, so that nobody waits for it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta

from registry.audit import service as audit
from registry.clock import to_microseconds
from registry.errors import Conflict, NotAllowed, NotFound
from registry.ids import format_id, new_id
from registry.parties import rules, service, staff_rules
from registry.parties.staff_model import Staff, StaffDraft
from registry.parties.store import staff as store
from registry.text import fold_key
from registry.work import Actor, Work

SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class LogIn:
    """What a person typed, and from which network."""

    login: str
    password: str
    address: str
    code: str = ""


def add_staff(work: Work, draft: StaffDraft) -> tuple[Staff, str]:
    """Make an account and return it with its first password; raise `Conflict` when the name is taken."""
    work.require("staff:write")
    rules.check_scopes(draft.scopes)
    owner = service.party(work, draft.party_id)
    password = staff_rules.make_password()
    made = Staff(
        id=new_id(),
        login=staff_rules.login_key(draft.login),
        party_id=owner.id,
        scopes=draft.scopes,
        password=staff_rules.digest_password(password),
        party_name=owner.name,
    )
    if not store.add(work.db, made, work.now_us):
        raise Conflict("staff-registered")
    audit.record(
        work, "staff:added", format_id(made.id), {"party": format_id(owner.id), "scopes": [*sorted(draft.scopes)]}
    )
    return made, password


def reset_password(work: Work, login: str) -> str:
    """Give an account a new first password, end its sessions and its second factor, and open it again."""
    work.require("staff:write")
    found = account(work, login)
    password = staff_rules.make_password()
    store.set_password(work.db, found.id, staff_rules.digest_password(password), must_change=True)
    store.set_totp(work.db, found.id, 0)
    store.set_disabled(work.db, found.id, None)
    store.end_all(work.db, found.id)
    audit.record(work, "staff:reset", format_id(found.id))
    return password


def disable(work: Work, login: str) -> None:
    """Close an account and end its sessions at once."""
    work.require("staff:write")
    found = account(work, login)
    store.set_disabled(work.db, found.id, work.now_us)
    store.end_all(work.db, found.id)
    audit.record(work, "staff:disabled", format_id(found.id))


def account(work: Work, login: str) -> Staff:
    """Return the account of a name to who holds `staff:write`, or raise `NotFound`."""
    work.require("staff:write")
    found = store.by_login(work.db, staff_rules.login_key(login))
    if found is None:
        raise NotFound("staff-unknown")
    return found


def count_try(work: Work, pepper: bytes, told: LogIn) -> Staff | None:
    """Count a log-in for its account and its address, and return the account if there is one.

    Raises `NotAllowed` with the seconds to wait while either is locked; an unknown name is locked like a known one.
    """
    login = _key(told)
    forgotten = to_microseconds(work.now - staff_rules.FORGET)
    for kind, value, free in (
        ("account", login, staff_rules.FREE_ACCOUNT),
        ("address", told.address, staff_rules.FREE_ADDRESS),
    ):
        subject = staff_rules.subject(pepper, kind, value)
        failures = store.count_try(work.db, subject, work.now_us, forgotten)
        if failures is None:
            wait = (store.locked_until(work.db, subject) - work.now_us) // SECOND_US + 1
            raise NotAllowed("login-wait", seconds=wait)
        _lock(work, kind, subject, staff_rules.wait_after(failures, free))
    return store.by_login(work.db, login)


def settle(work: Work, pepper: bytes, told: LogIn, found: Staff | None, *, fits: bool) -> str:
    """End a log-in: return the token of a new session, or journal the failure and return an empty text.

    An unknown name, a closed account, a wrong password and a wrong code are answered alike.
    """
    name = staff_rules.subject(pepper, "account", _key(told))
    current = store.by_id(work.db, found.id) if found is not None else None
    # The password was compared outside this unit of work: it counts only while it is still the account's.
    same = found is not None and current is not None and hmac.compare_digest(current.password, found.password)
    if (
        not fits
        or current is None
        or not same
        or current.is_disabled
        or not _second_factor(work, pepper, current, told)
    ):
        audit.record(work, "staff:refused", format_id(current.id) if current else name)
        return ""
    store.clear(work.db, name)
    store.one_less(work.db, staff_rules.subject(pepper, "address", told.address))
    audit.record(work, "staff:logged-in", format_id(current.id))
    return _open(work, pepper, current.id)


def session_of(work: Work, pepper: bytes, token: str) -> Staff | None:
    """Return whose session a token opens: None when it is unknown, idle too long, too old, or closed."""
    found = store.session(work.db, staff_rules.token_digest(pepper, token))
    if found is None:
        return None
    idle = work.now_us - found.seen_at > _us(staff_rules.IDLE)
    old = work.now_us - found.created_at > _us(staff_rules.ABSOLUTE)
    one = store.by_id(work.db, found.staff_id)
    return None if idle or old or one is None or one.is_disabled else one


def note_use(work: Work, pepper: bytes, token: str) -> None:
    """Note that a session is in use, once a minute at most."""
    before = work.now_us - _us(staff_rules.NOTED_EVERY)
    store.saw(work.db, staff_rules.token_digest(pepper, token), work.now_us, before)


def is_noted(work: Work, pepper: bytes, token: str) -> bool:
    """Say whether the use of a session was noted within the last minute."""
    found = store.session(work.db, staff_rules.token_digest(pepper, token))
    return found is None or work.now_us - found.seen_at <= _us(staff_rules.NOTED_EVERY)


def actor_of(one: Staff) -> Actor:
    """Return a person as the one who asks; nobody acts before the first password was changed."""
    scopes = frozenset[str]() if one.must_change else one.scopes
    return Actor(one.party_name, one.party_id, scopes, None, f"staff/{format_id(one.id)}")


def change_password(work: Work, pepper: bytes, one: Staff, digest: str) -> str:
    """Give an account its own password, end every other session, and return the token of a new one."""
    store.set_password(work.db, one.id, digest, must_change=False)
    store.end_all(work.db, one.id)
    audit.record(work, "staff:password-changed", format_id(one.id))
    return _open(work, pepper, one.id)


def turn_on_totp(work: Work, pepper: bytes, one: Staff, version: int, code: str) -> bool:
    """Demand a second factor from now on, once a code of it was right."""
    secret = staff_rules.totp_secret(pepper, one.id, version)
    if staff_rules.step_of_code(secret, code, work.now_us // SECOND_US, 0) is None:
        return False
    store.set_totp(work.db, one.id, version)
    audit.record(work, "staff:second-factor", format_id(one.id))
    return True


def log_out(work: Work, pepper: bytes, token: str) -> None:
    """End one session."""
    store.end(work.db, staff_rules.token_digest(pepper, token))


def log_out_everywhere(work: Work, one: Staff) -> None:
    """End every session of an account."""
    store.end_all(work.db, one.id)
    audit.record(work, "staff:logged-out-everywhere", format_id(one.id))


def _key(told: LogIn) -> str:
    """Return the name that was typed as names are compared, whether or not it could be one."""
    return fold_key(told.login)[: staff_rules.LOGIN_MAX]


def _second_factor(work: Work, pepper: bytes, one: Staff, told: LogIn) -> bool:
    if one.totp_version == 0:
        return True
    secret = staff_rules.totp_secret(pepper, one.id, one.totp_version)
    step = staff_rules.step_of_code(secret, told.code, work.now_us // SECOND_US, one.totp_step)
    return step is not None and store.use_totp(work.db, one.id, step)


def _open(work: Work, pepper: bytes, staff_id: int) -> str:
    token = staff_rules.make_token()
    store.add_session(work.db, staff_rules.token_digest(pepper, token), staff_id, work.now_us)
    return token


def _lock(work: Work, kind: str, subject: str, wait: timedelta) -> None:
    if wait:
        store.lock(work.db, subject, to_microseconds(work.now + wait))
        audit.record(work, "staff:locked", subject, {"what": kind, "seconds": int(wait.total_seconds())})


def _us(span: timedelta) -> int:
    return span // timedelta(microseconds=1)
