"""The entries: record an act, read the acts on a subject, check the chain."""

from __future__ import annotations

from registry.audit import rules, store
from registry.audit.model import Entry, Json
from registry.clock import to_microseconds
from registry.errors import RuleBroken
from registry.work import Work


def record(work: Work, action: str, subject: str, facts: dict[str, Json] | None = None) -> int:
    """Append one act (`area:verb`) on `subject` in the transaction of `work`; return its number."""
    return append(work, store.journal.take_number(work.db), action, subject, facts or {})


def append(work: Work, place: tuple[int, bytes], action: str, subject: str, facts: dict[str, Json]) -> int:
    """Write the entry for a number that was taken; return the number."""
    seq, previous = place
    written = rules.canonical(facts)
    body = (seq, work.now_us, work.actor.name, action, subject, written)
    store.journal.append(work.db, (*body, previous, rules.link(previous, body)))
    return seq


def history(work: Work, subject: str, limit: int = 100) -> list[Entry]:
    """Return the newest acts on `subject`; the authority's scope `journal:read` is needed."""
    work.require("journal:read")
    return store.journal.entries_of(work.db, subject, limit)


def entries(work: Work, after: int, limit: int) -> list[Entry]:
    """Return at most `limit` entries after number `after`, oldest first; the scope `journal:read` is needed."""
    work.require("journal:read")
    return store.journal.entries_after(work.db, after, limit)


def last_number(work: Work) -> int:
    """Return the number of the last entry."""
    return store.journal.head(work.db)[0]


def check_chain(work: Work) -> int:
    """Recompute every link and return how many entries stand; raise `RuleBroken` at the first that does not fit."""
    previous, count = rules.GENESIS, 0
    for entry in store.journal.all_entries(work.db):
        digest = rules.link(previous, rules.body_of(entry, to_microseconds(entry.at)))
        if entry.seq != count + 1 or entry.previous != previous or entry.digest != digest:
            raise RuleBroken("journal-broken", seq=entry.seq)
        previous, count = digest, count + 1
    if store.journal.head(work.db) != (count, previous):
        raise RuleBroken("journal-broken", seq=count + 1)
    return count
