"""Use cases on what a party is: amend, former names, certificates, mandates, merge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from registry.audit import service as audit
from registry.errors import Conflict, LostRace, NotAllowed, NotFound, RuleBroken, Stale
from registry.ids import format_id, new_id
from registry.paging import Cursor, Page, check_limit
from registry.parties import bodies, rules, service, store
from registry.parties.model import Certificate, FormerName, Mandate, Party, PartyDraft
from registry.parties.store import records
from registry.parties.store import staff as staff_store
from registry.work import Work


def search(work: Work, words: str, cursor: Cursor | None = None, limit: int = 30) -> Page[Party]:
    """Return the parties whose name, present or former, holds these words, whatever their accents."""
    after = int(cursor.parts(int)[0]) if cursor else 0
    found = store.search(work.db, rules.name_key(words), after, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.id,))


def amend_party(work: Work, party_id: int, version: int, draft: PartyDraft) -> Party:
    """Change what a party says; raise `Stale` when it moved on since `version`. The old name goes on finding it."""
    _require_own(work, party_id)
    before = service.party(work, party_id)
    name = rules.check_name(draft.name)
    code = rules.check_business_code(draft.business_code, draft.country)
    told = PartyDraft(name, draft.country, code, draft.address)
    alike = [one for one in store.parties_by_name(work.db, rules.name_key(name)) if one.country == draft.country]
    if any(one.id != before.id and rules.name_key(one.name) == rules.name_key(name) for one in alike):
        raise Conflict("party-registered", name=name)
    if not store.amend(work.db, before.id, version, told, rules.name_key(name)):
        raise Stale("party-changed", version=before.version)
    if rules.name_key(before.name) != rules.name_key(name):
        records.add_name(work.db, before.id, FormerName(before.name, work.today), rules.name_key(before.name))
    after = service.party(work, before.id)
    bodies.keep_party(work, after, "party:amended")
    return after


def _require_own(work: Work, party_id: int) -> None:
    """Raise `NotAllowed` unless the actor may write about this party: its own, or any with `party:write-all`."""
    work.require("party:write" if work.actor.party_id == party_id else "party:write-all")


def add_name(work: Work, party_id: int, old: FormerName) -> FormerName:
    """Note a name a party bore until a day; it finds the party."""
    _require_own(work, party_id)
    one = service.party(work, party_id)
    if old.valid_from is not None:
        rules.check_period(old.valid_from, old.valid_until)
    told = replace(old, name=rules.check_name(old.name))
    if records.add_name(work.db, one.id, told, rules.name_key(told.name)):
        bodies.keep_party(work, one, "party:name-added")
    return told


def names(work: Work, party_id: int) -> list[FormerName]:
    """Return the former names of a party."""
    return records.names(work.db, service.party(work, party_id).id)


def add_certificate(work: Work, told: Certificate) -> Certificate:
    """Register a certificate of a party with the SHA-256 of its file; raise `Conflict` when it stands already."""
    _require_own(work, told.party_id)
    one = service.party(work, told.party_id)
    rules.check_period(told.valid_from, told.valid_until)
    made = replace(told, id=new_id(), party_id=one.id, file_sha256=rules.check_sha256(told.file_sha256))
    if not records.add_certificate(work.db, made, work.now_us):
        raise Conflict("certificate-registered", number=made.number)
    bodies.keep_party(work, one, "party:certificate-added", {"number": made.number})
    return made


def certificates(work: Work, party_id: int) -> list[Certificate]:
    """Return the certificates of a party."""
    return records.certificates_of(work.db, service.party(work, party_id).id)


def certificates_of_file(work: Work, sha256: str) -> list[Certificate]:
    """Return the certificates that a file proves: the way back from the document."""
    return records.certificates_of_file(work.db, rules.check_sha256(sha256))


def give_mandate(work: Work, told: Mandate) -> Mandate:
    """Let an agent act for a principal; said by the principal itself or by the authority, within the giver's scopes."""
    work.require("mandate:write")
    principal, agent = service.party(work, told.principal_id), service.party(work, told.agent_id)
    if work.actor.party_id != principal.id:
        work.require("party:write-all")
    if principal.id == agent.id:
        raise RuleBroken("mandate-to-oneself")
    rules.check_scopes(told.powers)
    rules.check_period(told.valid_from, told.valid_until)
    wide = rules.too_wide(told.powers, work.actor.scopes)
    if wide:
        raise NotAllowed("scope-wider", scopes=sorted(wide))
    sha256 = rules.check_sha256(told.document_sha256)
    made = replace(told, id=new_id(), principal_id=principal.id, agent_id=agent.id, document_sha256=sha256)
    records.add_mandate(work.db, made, work.now_us)
    audit.record(
        work,
        "mandate:given",
        format_id(principal.id),
        {"agent": format_id(agent.id), "powers": [*sorted(made.powers)], "document": sha256},
    )
    return made


def end_mandate(work: Work, mandate_id: int) -> None:
    """End a mandate at once; said by its principal or by the authority."""
    work.require("mandate:write")
    found = records.mandate(work.db, mandate_id)
    if found is None:
        raise NotFound("mandate-unknown", id=format_id(mandate_id))
    if work.actor.party_id != found.principal_id:
        work.require("party:write-all")
    if records.end_mandate(work.db, mandate_id, work.now_us):
        audit.record(work, "mandate:ended", format_id(found.principal_id), {"mandate": format_id(mandate_id)})


def mandates(work: Work, party_id: int) -> list[Mandate]:
    """Return the mandates a party gave or holds: to itself, and to who holds `party:read-all`."""
    one = service.party(work, party_id)
    if work.actor.party_id != one.id:
        work.require("party:read-all")
    return records.mandates_of(work.db, one.id)


def require_mandate(work: Work, principal_id: int, scope: str) -> date:
    """Return the last day on which who asks may use `scope` for a principal, being itself or its agent.

    Raises `NotAllowed` where it lacks the scope, or has no mandate with this power today.
    """
    work.require(scope)
    principal = service.party(work, principal_id)
    if work.actor.party_id == principal.id:
        return date.max
    held = records.mandates_of(work.db, principal.id)
    mine = [one for one in held if one.principal_id == principal.id and one.agent_id == work.actor.party_id]
    covering = [one.valid_until for one in mine if one.covers(scope, work.today)]
    if not covering:
        raise NotAllowed("mandate-missing", scope=scope, principal=format_id(principal.id))
    return max(covering)


def merge_parties(work: Work, gone_id: int, survivor_id: int, reason: str) -> Party:
    """Make one party of two: every reference resolves to the survivor, and a tombstone stands in the feed.

    Raises `RuleBroken` where two different business codes would be joined, `LostRace` when either was merged meanwhile.
    """
    work.require("party:merge")
    gone, survivor = service.party(work, gone_id), service.party(work, survivor_id)
    if gone.id == survivor.id or gone.id != gone_id:
        raise RuleBroken("merge-same")
    if None not in {gone.business_code, survivor.business_code} and gone.business_code != survivor.business_code:
        raise RuleBroken("merge-codes", first=gone.business_code, second=survivor.business_code)
    if not store.merge(work.db, gone.id, survivor.id):
        raise LostRace("party-changed")
    records.move(work.db, gone.id, survivor.id)
    staff_store.move(work.db, gone.id, survivor.id)
    records.add_name(work.db, survivor.id, FormerName(gone.name, work.today), rules.name_key(gone.name))
    bodies.keep_merged(work, gone, survivor, reason)
    bodies.keep_party(work, service.party(work, survivor.id), "party:took-over", {"from": format_id(gone.id)})
    return service.party(work, survivor.id)
