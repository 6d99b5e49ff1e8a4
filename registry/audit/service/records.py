"""What records said: every act on a record keeps its whole body, so that any day can be read again.

Two axes: a version holds in the world from its `valid_from`, and is known to the register from its `recorded_at`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from registry.audit import rules, store
from registry.audit.model import FieldChange, Json, Snapshot, Version
from registry.audit.service.journal import append, record
from registry.clock import to_microseconds
from registry.errors import NotFound, RuleBroken
from registry.work import Work

PAGE_MOST = 1_000


def keep(work: Work, snapshot: Snapshot, action: str, facts: dict[str, Json] | None = None) -> Version:
    """Record an act on a record and keep what the record says after it; the journal entry names both.

    An act that changes nothing stands in the journal alone, and the newest version is returned.
    """
    place = store.journal.take_number(work.db)
    before = store.records.newest(work.db, snapshot.kind, snapshot.key)
    changed = rules.difference(before.body if before else {}, snapshot.body)
    told: dict[str, Json] = dict(facts or {})
    if before is not None and not changed and snapshot.is_removed == before.is_removed:
        append(work, place, action, snapshot.key, told)
        return before
    number = before.number + 1 if before else 1
    written = rules.canonical(snapshot.body)
    told |= {
        "record": snapshot.kind,
        "version": number,
        "body": rules.body_digest(written),
        "from": snapshot.valid_from.isoformat() if snapshot.valid_from else None,
    }
    seq = append(work, place, action, snapshot.key, told)
    made = Version(
        kind=snapshot.kind,
        key=snapshot.key,
        number=number,
        seq=seq,
        recorded_at=work.now,
        valid_from=snapshot.valid_from or (before.valid_from if before else None),
        actor=work.actor.name,
        action=action,
        reason=snapshot.reason,
        body=snapshot.body,
        changed=changed,
        is_removed=snapshot.is_removed,
        is_public=snapshot.is_public,
    )
    store.records.add(work.db, made, written, rules.canonical(changed), work.now_us)
    return made


def remove(work: Work, kind: str, key: str, action: str, reason: str) -> Version:
    """Keep a tombstone: the record is gone, with the reason; raise `NotFound` when it never was."""
    before = newest_version(work, kind, key)
    gone = Snapshot(kind, key, before.body, None, reason, before.is_public, is_removed=True)
    return keep(work, gone, action, {"reason": reason})


def newest_version(work: Work, kind: str, key: str) -> Version:
    """Return what a record says now, or raise `NotFound`."""
    return _visible(work, store.records.newest(work.db, kind, key), key)


def versions(work: Work, kind: str, key: str) -> list[Version]:
    """Return every version of a record, oldest first; raise `NotFound` when there is none to be seen."""
    found = store.records.of_record(work.db, kind, key)
    _visible(work, found[-1] if found else None, key)
    return found


def as_of(work: Work, kind: str, key: str, valid_on: date | None = None, known_at: datetime | None = None) -> Version:
    """Return the version that held in the world on a day, by what the register knew at an instant.

    Both default to now. Raises `NotFound` where the record did not exist then.
    """
    until = to_microseconds(known_at) if known_at is not None else work.now_us
    found = store.records.as_of(work.db, kind, key, valid_on or work.today, until)
    return _visible(work, found, key)


def field_history(work: Work, kind: str, key: str, name: str | None = None) -> list[FieldChange]:
    """Return each change of each field (or of one field) of a record, oldest first."""
    return [
        FieldChange(version, field, *rules.pair(told))
        for version in versions(work, kind, key)
        for field, told in sorted(version.changed.items())
        if name in (None, field)
    ]


def changes(work: Work, since: int, kinds: Sequence[str] = (), limit: int = 200) -> list[Version]:
    """Return what changed after entry `since`, oldest first: public records, and all of them with `journal:read`.

    Numbers are given out under the lock of the journal's head, so an entry never appears before one that was shown.
    """
    public_only = not work.actor.may("journal:read")
    return store.records.after(work.db, since, kinds, min(limit, PAGE_MOST), public_only=public_only)


def public_changes(work: Work, since: int, kinds: Sequence[str], limit: int) -> list[Version]:
    """Return the public changes after entry `since`, whoever asks: what a subscriber is told."""
    return store.records.after(work.db, since, kinds, min(limit, PAGE_MOST), public_only=True)


def newest_about(work: Work, about: Sequence[tuple[str, str]], limit: int = 50) -> list[Version]:
    """Return the newest public versions of some records (kind, key), newest first: what a feed shows."""
    return store.records.newest_about(work.db, about, limit)


def look(work: Work, what: str, subject: str, facts: dict[str, Json] | None = None) -> int:
    """Record that protected data was read: `journal:look`, what was looked at, and by whom."""
    return record(work, f"look:{what}", subject, facts)


def check_records(work: Work) -> int:
    """Compare every kept version with its journal entry; return how many fit, raise `RuleBroken` otherwise."""
    seq = checked = 0
    while found := store.records.after(work.db, seq, (), PAGE_MOST, public_only=False):
        for version in found:
            entry = store.journal.entries_after(work.db, version.seq - 1, 1)[0]
            told = (entry.subject, entry.action, entry.facts.get("version"), entry.facts.get("body"))
            if told != (version.key, version.action, version.number, rules.body_digest(rules.canonical(version.body))):
                raise RuleBroken("record-broken", kind=version.kind, key=version.key, version=version.number)
            checked += 1
        seq = found[-1].seq
    return checked


def _visible(work: Work, found: Version | None, key: str) -> Version:
    if found is None or not (found.is_public or work.actor.may("journal:read")):
        raise NotFound("record-unknown", key=key[:80])
    return found
