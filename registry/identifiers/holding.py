"""Company prefixes: which party holds which, from when until when, who says so, and who may see and use its pools."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gs1 import Gs1Error
from gs1.key_checks import demand_prefix
from registry.audit import service as audit
from registry.errors import BadInput, Conflict, Fault, NotAllowed, NotFound, RuleBroken
from registry.identifiers.model import DEMONSTRATION_PREFIX, CompanyPrefix, PrefixDraft
from registry.identifiers.store import holding as store
from registry.ids import format_id, new_id
from registry.parties import service as parties
from registry.work import Work

ALL = "identifier:read"
"""The authority's right: every prefix, every pool, whoever holds it."""
GRANT = "identifier:grant"
"""The authority's right to write down who holds a prefix."""
SOURCE_MOST = 200


def add_prefix(work: Work, draft: PrefixDraft) -> CompanyPrefix:
    """Write down that a party holds a GS1 company prefix; without a party it is the national pool's.

    One prefix has one holder, for ever: a prefix that contains another is the same numbers twice, so it is refused
    (GS1 General Specifications 1.4.4; the licence of a prefix is never given to a second company).
    """
    work.require(GRANT)
    _check(draft)
    if draft.party_id is not None:
        parties.party(work, draft.party_id)
    store.lock(work.db)
    rival = store.overlapping(work.db, draft.prefix)
    if rival is not None:
        raise Conflict("prefix-taken", prefix=draft.prefix, known=rival.prefix)
    made = CompanyPrefix(
        new_id(), draft.prefix, draft.party_id, draft.source.strip(), draft.valid_from, draft.valid_until
    )
    store.add(work.db, made, work.now_us)
    holder = format_id(made.party_id) if made.party_id is not None else None
    audit.record(work, "prefix:added", made.prefix, {"party": holder, "source": made.source})
    return made


def end_prefix(work: Work, prefix_id: int, until: date) -> CompanyPrefix:
    """Say on which day a licence ends: from the day after nothing is given out; what was given stays what it is."""
    work.require(GRANT)
    known = prefix_by_id(work, prefix_id)
    if until < known.valid_from:
        raise BadInput.of([Fault("prefix-period", "/valid_until", until.isoformat())])
    if known.valid_until is not None and known.valid_until < work.today:
        raise RuleBroken("prefix-ended", prefix=known.prefix, until=known.valid_until)
    store.end(work.db, prefix_id, until)
    audit.record(work, "prefix:ended", known.prefix, {"until": until.isoformat()})
    return replace(known, valid_until=until)


def prefix_by_id(work: Work, prefix_id: int) -> CompanyPrefix:
    """Return a prefix to its holder and to the authority; to all others it is as if it were not there."""
    found = store.by_id(work.db, prefix_id)
    if found is None or not _may_see(work, found):
        raise NotFound("prefix-unknown", prefix=format_id(prefix_id))
    return found


def prefixes(work: Work, after: str, limit: int) -> list[CompanyPrefix]:
    """Return prefixes in their order: those of the caller's party, all of them with the right to read all."""
    if work.actor.may(ALL):
        return store.page(work.db, after, limit)
    return store.page_of(work.db, _party(work), after, limit)


def may_see(work: Work, prefix: str) -> bool:
    """Say whether the caller may see the pools of a prefix: its holder's own, the demonstration, all for the authority.

    A prefix that nobody holds is the register's own; the national pool too.
    """
    if work.actor.may(ALL) or prefix == DEMONSTRATION_PREFIX:
        return True
    held = store.by_prefix(work.db, prefix)
    return held is not None and _may_see(work, held)


def check_use(work: Work, prefix: str) -> None:
    """Raise `NotAllowed` where the caller may not take numbers of a prefix, `RuleBroken` outside the licence's days.

    The national pool is open to every party with `identifier:write`: it is there for those without a prefix.
    """
    held = store.by_prefix(work.db, prefix)
    if held is None:
        if not may_see(work, prefix) and not work.actor.may(GRANT):
            raise NotAllowed("prefix-of-others", prefix=prefix)
        return
    if held.party_id is not None and held.party_id != work.actor.party_id and not work.actor.may(GRANT):
        raise NotAllowed("prefix-of-others", prefix=prefix)
    if not held.is_valid_on(work.today):
        raise RuleBroken("prefix-ended", prefix=prefix, until=held.valid_until or held.valid_from)


def is_holder(work: Work, prefix: str) -> bool:
    """Say whether the caller's own party holds a prefix."""
    held = store.by_prefix(work.db, prefix)
    return held is not None and held.party_id is not None and held.party_id == work.actor.party_id


def _may_see(work: Work, held: CompanyPrefix) -> bool:
    if work.actor.may(ALL):
        return True
    return work.actor.party_id is not None and held.party_id in (None, work.actor.party_id)


def _party(work: Work) -> int:
    if work.actor.party_id is None:
        raise NotAllowed("party-needed")
    return work.actor.party_id


def _check(draft: PrefixDraft) -> None:
    faults = []
    try:
        demand_prefix(draft.prefix)
    except Gs1Error:
        faults.append(Fault("company-prefix", "/prefix", draft.prefix[:20]))
    if not 1 <= len(draft.source.strip()) <= SOURCE_MOST:
        faults.append(Fault("field-length", "/source", draft.source[:40], facts={"most": SOURCE_MOST}))
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        faults.append(Fault("prefix-period", "/valid_until", draft.valid_until.isoformat()))
    if faults:
        raise BadInput.of(faults)
