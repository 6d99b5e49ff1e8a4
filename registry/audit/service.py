"""What others do with the journal: record an act, read the acts on a subject, check the chain."""

from __future__ import annotations

from registry.audit import rules, store
from registry.audit.model import Entry, Json
from registry.clock import to_microseconds
from registry.errors import RuleBroken
from registry.work import Work


def record(work: Work, action: str, subject: str, facts: dict[str, Json] | None = None) -> int:
    """Append one act (`area:verb`) on `subject` in the transaction of `work`; return its number."""
    seq, previous = store.take_number(work.db)
    written = rules.canonical(facts or {})
    body = (seq, work.now_us, work.actor.name, action, subject, written)
    store.append(work.db, (*body, previous, rules.link(previous, body)))
    return seq


def history(work: Work, subject: str, limit: int = 100) -> list[Entry]:
    """Return the newest acts on `subject`; the authority's scope `journal:read` is needed."""
    work.require("journal:read")
    return store.entries_of(work.db, subject, limit)


def check_chain(work: Work) -> int:
    """Recompute every link and return how many entries stand; raise `RuleBroken` at the first that does not fit."""
    previous, count = rules.GENESIS, 0
    for entry in store.all_entries(work.db):
        written = rules.canonical(entry.facts)
        body = (entry.seq, to_microseconds(entry.at), entry.actor, entry.action, entry.subject, written)
        digest = rules.link(previous, body)
        if entry.seq != count + 1 or entry.previous != previous or entry.digest != digest:
            raise RuleBroken("journal-broken", seq=entry.seq)
        previous, count = digest, count + 1
    return count
