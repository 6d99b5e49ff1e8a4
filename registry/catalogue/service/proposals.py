"""Maker and checker: an officer proposes what a decision does to authorisations, and another one approves it.

What is shown as the difference is what the approval will do: it is done in a part of the transaction that goes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from registry import lawbook
from registry.audit import rules as bodies_apart
from registry.audit import service as audit
from registry.audit.model import Json
from registry.catalogue import bodies, store
from registry.catalogue.model import Authorisation, Decision
from registry.catalogue.proposals import Act, Merge, Proposal, ProposalDraft, ProposalState, Step, Told
from registry.catalogue.service.acts import numbers_of, perform
from registry.catalogue.service.authorisations import authorisation, find_by_number
from registry.catalogue.service.products import product
from registry.errors import BadInput, Conflict, Fault, NotAllowed, NotFound, Stale
from registry.ids import format_id, new_id
from registry.paging import Cursor, Page, check_limit
from registry.work import Actor, Work

PROPOSE, APPROVE = "authorisation:propose", "authorisation:approve"
ACTS_MOST = 500
DOCUMENT_DIGITS = 64
BEFORE_ALL = (1 << 63) - 1
OPEN_FOR = "proposal-open"
RIGHTS = frozenset({"authorisation:write", "product:write", "party:write", "trade-item:write", "identifier:write"})
"""What an approved act may do; the approver needs only the right to approve."""
KEYS = frozenset({"product", "holder", "maker", "authorisation", "merged_into", "successor_of"})
"""Fields that hold a key of the register; a key that is made anew on approval would be another one."""


def propose(work: Work, draft: ProposalDraft) -> Proposal:
    """Keep a proposal with what it would change; raise what its acts raise, so that nothing impossible is proposed."""
    work.require(PROPOSE)
    _check(draft)
    _check_versions(work, dict(draft.versions))
    made = Proposal(
        id=new_id(),
        state=ProposalState.OPEN,
        decision=draft.decision,
        reason=draft.reason,
        acts=draft.acts,
        differences=tuple(_differences(work, draft)),
        versions=_versions(work, draft.acts),
        proposer=work.actor.name,
        proposer_id=work.actor.party_id,
        proposer_person=person_of(work.actor),
        settler=None,
        settled_why=None,
        settled_at=None,
        expires_at=_expiry(work),
        version=1,
        recorded_at=work.now,
    )
    store.proposals.add(work.db, made)
    audit.record(work, "proposal:made", format_id(made.id), _facts(made))
    return made


def preview(work: Work, act: Act, decision: Decision) -> Told:
    """Return the fields that an act would change, before and after; raise what it would raise. Nothing is kept."""
    return _differences(work, ProposalDraft(decision, (act,)))[0]


def proposal(work: Work, proposal_id: int) -> Proposal:
    """Return a proposal to who may propose or approve; raise `NotFound` where there is none."""
    _require_office(work)
    found = store.proposals.by_id(work.db, proposal_id)
    if found is None:
        raise NotFound("proposal-unknown", id=format_id(proposal_id))
    return found


def proposals(work: Work, state: ProposalState, cursor: Cursor | None = None, limit: int = 30) -> Page[Proposal]:
    """Return the newest proposals in a state, to who may propose or approve."""
    _require_office(work)
    before = int(cursor.parts(int)[0]) if cursor else BEFORE_ALL
    found = store.proposals.page(work.db, state, before, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.id,))


def approve(work: Work, proposal_id: int, version: int) -> Proposal:
    """Do everything that another officer proposed, or nothing of it; of two approvals at once one has an effect."""
    work.require(APPROVE)
    found = proposal(work, proposal_id)
    if person_of(work.actor) == found.proposer_person:
        raise NotAllowed("proposal-own", id=format_id(proposal_id))
    _settle(work, found, version, ProposalState.APPROVED, None)
    _check_versions(work, found.versions)
    acting = replace(work, actor=replace(work.actor, scopes=work.actor.scopes | RIGHTS))
    for act in found.acts:
        perform(acting, act, found.decision, found.reason)
    return proposal(work, proposal_id)


def send_back(work: Work, proposal_id: int, version: int, why: str) -> Proposal:
    """Return a proposal to its proposer with the reason; it does not move again."""
    work.require(APPROVE)
    _need_reason(why)
    _settle(work, proposal(work, proposal_id), version, ProposalState.RETURNED, why)
    return proposal(work, proposal_id)


def withdraw(work: Work, proposal_id: int, version: int, why: str | None = None) -> Proposal:
    """Take one's own proposal back."""
    work.require(PROPOSE)
    found = proposal(work, proposal_id)
    if person_of(work.actor) != found.proposer_person:
        raise NotAllowed("proposal-of-another", id=format_id(proposal_id))
    _settle(work, found, version, ProposalState.WITHDRAWN, why)
    return proposal(work, proposal_id)


def expire_overdue(work: Work, limit: int = 200) -> int:
    """End the proposals that nobody settled in their time; return how many."""
    work.require(APPROVE)
    overdue = store.proposals.overdue(work.db, work.now_us, limit)
    for key in overdue:
        found = proposal(work, key)
        if store.proposals.settle(work.db, found, ProposalState.EXPIRED, work.actor.name, None, work.now_us):
            audit.record(work, "proposal:expired", format_id(key))
    return len(overdue)


def person_of(actor: Actor) -> str:
    """Return who an actor is, apart from others of the same party: the machine itself is one person."""
    return actor.person or f"{format_id(actor.party_id) if actor.party_id is not None else '-'}/{actor.name}"


def _require_office(work: Work) -> None:
    if not work.actor.may(APPROVE):
        work.require(PROPOSE)


def _expiry(work: Work) -> datetime:
    days = lawbook.period(OPEN_FOR, work.today)
    return work.now + timedelta(days=(days.after(work.today) - work.today).days)


def _check(draft: ProposalDraft) -> None:
    """Raise `BadInput` naming every part of the decision that is not cited, and acts that are none or too many."""
    cited, faults = draft.decision, []
    if not cited.number.strip():
        faults.append(Fault("field-required", "/decision/number"))
    if cited.decided_on is None:
        faults.append(Fault("field-required", "/decision/decided_on"))
    if not (cited.authority or "").strip():
        faults.append(Fault("field-required", "/decision/authority"))
    if not is_digest(cited.document or ""):
        faults.append(Fault("document-digest", "/decision/document", cited.document))
    if not 1 <= len(draft.acts) <= ACTS_MOST:
        faults.append(Fault("field-length", "/acts", str(len(draft.acts)), facts={"most": ACTS_MOST}))
    if not (draft.reason or "").strip() and any(isinstance(act, Step | Merge) for act in draft.acts):
        faults.append(Fault("field-required", "/reason"))
    if faults:
        raise BadInput.of(faults)


def is_digest(text: str) -> bool:
    """Say whether a text is a SHA-256 in hexadecimal."""
    return len(text) == DOCUMENT_DIGITS and set(text) <= set("0123456789abcdef")


def _need_reason(why: str) -> None:
    if not why.strip():
        raise BadInput.of([Fault("field-required", "/reason")])


def _known(work: Work, number: str) -> Authorisation | None:
    try:
        return find_by_number(work, number)
    except NotFound:
        return None


def _versions(work: Work, acts: Sequence[Act]) -> dict[str, int]:
    known = {number: _known(work, number) for act in acts for number in numbers_of(act)}
    return {number: one.version if one else 0 for number, one in known.items()}


def _check_versions(work: Work, versions: dict[str, int]) -> None:
    """Raise `Stale` when an authorisation is not as the officer read it."""
    for number, version in versions.items():
        one = _known(work, number)
        if (one.version if one else 0) != version:
            raise Stale("authorisation-changed", number=number)


def _settle(work: Work, found: Proposal, version: int, state: ProposalState, why: str | None) -> None:
    if found.state is not ProposalState.OPEN:
        raise Conflict("proposal-settled", state=str(found.state))
    if found.expires_at <= work.now:
        raise Conflict("proposal-settled", state=str(ProposalState.EXPIRED))
    if found.version != version:
        raise Stale("record-moved", version=found.version)
    if not store.proposals.settle(work.db, found, state, work.actor.name, why, work.now_us):
        raise Conflict("proposal-settled", state="")
    told: dict[str, Json] = {"why": why} if why else {}
    audit.record(work, f"proposal:{state}", format_id(found.id), _facts(found) | told)


def _facts(one: Proposal) -> dict[str, Json]:
    return {"decision": one.decision.number, "acts": len(one.acts), "person": one.proposer_person}


class _Back(Exception):
    """Ends the trial of an act: what it did goes back."""


def _differences(work: Work, draft: ProposalDraft) -> list[Told]:
    """Do the acts one after another, tell what each changed, and take everything back."""
    acting = replace(work, actor=replace(work.actor, scopes=work.actor.scopes | RIGHTS))
    told: list[Told] = []
    try:
        with work.db.apart():
            told += [_difference(acting, act, draft.decision, draft.reason) for act in draft.acts]
            raise _Back
    except _Back:
        return told


def _difference(work: Work, act: Act, decision: Decision, reason: str | None) -> Told:
    number = act.into if isinstance(act, Merge) else act.number
    known = _known(work, number)
    before = _body(work, known) if known else {}
    after = _body(work, perform(work, act, decision, reason))
    return bodies_apart.difference(before, after)


def _body(work: Work, one: Authorisation) -> Told:
    """Return what an authorisation and its product say, without the keys of the register."""
    said = bodies.authorisation_snapshot(authorisation(work, one.id), None).body
    told = bodies.product_snapshot(product(work, one.product_id)).body
    joined = {**said, **{f"product.{name}": value for name, value in told.items()}}
    return {name: value for name, value in joined.items() if name.rpartition(".")[2] not in KEYS}
