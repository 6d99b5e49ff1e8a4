"""Keys that a party makes for itself: never wider than the key that makes them, rotated with an overlap."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from registry.audit import service as audit
from registry.clock import VIETNAM, to_microseconds
from registry.errors import NotAllowed, NotFound
from registry.ids import format_id
from registry.parties import rules, service, standing, store
from registry.parties.model import ApiKey, ApiKeyDraft
from registry.work import Work

WRITE_OWN = "key:write-own"
OVERLAP = timedelta(days=7)
"""How long the old key goes on after a rotation, where nothing else is said."""


def issue_own_key(work: Work, pepper: bytes, draft: ApiKeyDraft) -> tuple[str, ApiKey]:
    """Make a key for one's own party, or for a principal whose mandate covers each scope asked for."""
    _require(work, draft.party_id)
    rules.check_scopes(draft.scopes)
    wide = rules.too_wide(draft.scopes, work.actor.scopes)
    if wide:
        raise NotAllowed("scope-wider", scopes=sorted(wide))
    if work.actor.party_id != draft.party_id and not work.actor.may("key:write"):
        draft = _within_mandate(work, draft)
    return service.make(work, pepper, draft)


def keys_of(work: Work, party_id: int) -> list[ApiKey]:
    """Return the keys of a party: their first characters only."""
    _require(work, party_id)
    return store.keys_of(work.db, service.party(work, party_id).id)


def rotate_key(work: Work, pepper: bytes, owner: tuple[int, int], overlap: timedelta = OVERLAP) -> tuple[str, ApiKey]:
    """Make a key like an old one of a party (`owner` is party and key), which ends after the overlap."""
    key_id = owner[1]
    old = _own(work, key_id)
    if service.party(work, old.draft.party_id).id != service.party(work, owner[0]).id:
        raise NotFound("key-unknown", id=format_id(key_id))
    if old.revoked_at is not None or (old.draft.expires_at is not None and old.draft.expires_at <= work.now):
        raise NotFound("key-unknown", id=format_id(key_id))
    until = work.now + overlap
    lasts = old.draft.expires_at
    made = issue_own_key(work, pepper, replace(old.draft, expires_at=lasts))
    store.expire_key(work.db, key_id, to_microseconds(until if lasts is None else min(until, lasts)))
    audit.record(work, "key:rotated", format_id(key_id), {"by": format_id(made[1].id)})
    return made


def revoke_own_key(work: Work, party_id: int, key_id: int) -> None:
    """End a key of one's own party, or of its principal, at once; raise `NotFound` for another party's key."""
    owner = service.party(work, _own(work, key_id).draft.party_id)
    if owner.id != service.party(work, party_id).id:
        raise NotFound("key-unknown", id=format_id(key_id))
    service.end_key(work, key_id)


def _within_mandate(work: Work, draft: ApiKeyDraft) -> ApiKeyDraft:
    """Return the draft of an agent's key for its principal, which ends with the first of the mandates it stands on."""
    last = min(standing.require_mandate(work, draft.party_id, scope) for scope in (*draft.scopes, WRITE_OWN))
    ends = datetime.combine(last + timedelta(days=1), time(), VIETNAM)
    last_instant = ends if draft.expires_at is None else min(ends, draft.expires_at)
    return replace(draft, expires_at=last_instant, agent_id=work.actor.party_id)


def _own(work: Work, key_id: int) -> ApiKey:
    found = store.key_by_id(work.db, key_id)
    mine = found is not None and (found.draft.party_id == work.actor.party_id or work.actor.may("key:write"))
    if found is None or not mine:
        work.require(WRITE_OWN)
        raise NotFound("key-unknown", id=format_id(key_id))
    _require(work, found.draft.party_id)
    return found


def _require(work: Work, party_id: int) -> None:
    """Raise `NotAllowed` unless who asks may make keys for this party: by office, as itself, or as an agent."""
    if work.actor.may("key:write"):
        return
    work.require(WRITE_OWN)
    if work.actor.party_id != service.party(work, party_id).id:
        standing.require_mandate(work, party_id, WRITE_OWN)
