"""Use cases on authorisations: register, renew, suspend, resume, revoke; find them by any number they ever had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from registry import lawbook
from registry.audit import service as audit
from registry.audit.model import FieldChange, Json
from registry.catalogue import bodies, rules, store
from registry.catalogue.model import (
    Authorisation,
    AuthorisationDraft,
    AuthorisationEvent,
    AuthorisationNumber,
    AuthorisationState,
    AuthorisationStep,
    Decision,
    Evidence,
    NumberRecord,
    ProductDraft,
    Renewal,
)
from registry.catalogue.service.products import amend_product, new_product
from registry.catalogue.states import FINAL, after
from registry.catalogue.validity import UNTIL_TERMS, check_period
from registry.errors import BadInput, Conflict, Fault, NotFound, RuleBroken, Stale
from registry.ids import format_id, new_id
from registry.text import fold_key
from registry.work import Work

OLD_NUMBER = "old-number-usable"
"""In the law book: how long a number replaced by a renewal may still be used."""
DOSSIER_STEPS = (AuthorisationStep.SUBMIT, AuthorisationStep.REVIEW, AuthorisationStep.RETURN)
"""Steps before any decision."""
FRAGMENT_LEAST = 3
"""Characters of a number by which it can be looked for."""
FIRST_STEPS = {
    Evidence.LIST: (AuthorisationStep.LIST,),
    Evidence.AWARD: (AuthorisationStep.LIST,),
    Evidence.DECISION: (
        AuthorisationStep.SUBMIT,
        AuthorisationStep.REVIEW,
        AuthorisationStep.GRANT,
        AuthorisationStep.ENTER_FORCE,
    ),
    Evidence.SUBMISSION: (),
}
"""What a new authorisation has behind it when the register first hears of it."""


def find_by_number(work: Work, number: str | AuthorisationNumber) -> Authorisation:
    """Return the authorisation that a number names, or ever named, in any spelling; raise `NotFound` otherwise."""
    found = ids_by_number(work, number)
    if len(found) != 1:
        raise NotFound("number-unknown", number=str(number)[:80], found=len(found))
    return authorisation(work, found[0])


def authorisation(work: Work, authorisation_id: int) -> Authorisation:
    """Return an authorisation with its numbers, or raise `NotFound`."""
    found = store.authorisations.by_id(work.db, authorisation_id)
    if found is None:
        raise NotFound("authorisation-unknown", id=format_id(authorisation_id))
    return found


def authorisations_of(work: Work, product_id: int) -> list[Authorisation]:
    """Return the authorisations that a product has or had, oldest first."""
    return store.authorisations.of_product(work.db, product_id)


def authorisations_by_decision(work: Work, decision: str) -> list[Authorisation]:
    """Return the authorisations whose present period rests on a decision."""
    return [authorisation(work, one) for one in store.authorisations.ids_by_decision(work.db, decision)]


def steps_of(work: Work, authorisation_id: int) -> list[AuthorisationEvent]:
    """Return the steps in the life of an authorisation, oldest first."""
    return store.authorisations.events(work.db, authorisation_id)


def register_authorisation(work: Work, draft: AuthorisationDraft, about: ProductDraft) -> Authorisation:
    """Register an authorisation with its product; raise `Conflict` when its number names one already."""
    work.require("authorisation:write")
    rules.check_draft(about)
    check_period(draft.number.form, draft.valid_from, draft.valid_until, is_emergency=draft.is_emergency)
    _check_forerunner(work, draft.successor_of)
    product = rules.with_number(new_product(work, about), draft.number)
    made = Authorisation(
        id=new_id(),
        kind=about.kind,
        number=draft.number.text,
        state=AuthorisationState.DRAFT,
        product_id=product.id,
        holder_id=product.holder_id,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        evidence=draft.evidence,
        decision=_rests_on(draft),
        version=1,
        terms=draft.terms,
        is_emergency=draft.is_emergency,
        successor_of=draft.successor_of,
    )
    record = NumberRecord(draft.number.text, draft.number.form, True, draft.valid_from, None, draft.number.note)
    if not store.authorisations.add_number(work.db, made.id, draft.number, record, work.now_us):
        raise Conflict("number-taken", number=draft.number.text)
    for step in FIRST_STEPS[draft.evidence]:
        made = replace(made, state=after(made.state, step))
        _write_step(work, made, step, draft.decision)
    product = replace(product, authorisation_id=made.id)
    made = replace(made, numbers=(record,))
    store.products.add(work.db, product, work.now_us)
    store.authorisations.add(work.db, made, work.now_us)
    audit.keep(work, bodies.product_snapshot(product), "product:registered", {"name": product.name})
    decided = draft.decision if draft.evidence is Evidence.DECISION else None
    since = decided.decided_on if decided else None
    _keep(work, made, since, "authorisation:registered", {"evidence": draft.evidence})
    return made


def renew(work: Work, renewal: Renewal, about: ProductDraft) -> Authorisation:
    """Renew an authorisation by decision: new period, new number where one is given, the old one usable for a while.

    An authorisation that the register never heard of is registered first, as the decision proves that it was.
    Renewing again by the same decision changes nothing.
    """
    work.require("authorisation:write")
    known = store.authorisations.id_by_number(work.db, renewal.before)
    other = store.authorisations.id_by_number(work.db, renewal.after)
    if known is not None and other is not None and known != other:
        raise Conflict("number-taken", number=renewal.after.text)
    if known is None and other is None:
        listed = AuthorisationDraft(renewal.before, Evidence.LIST, renewal.decision)
        known = register_authorisation(work, listed, about).id
    current = authorisation(work, known if known is not None else other or 0)
    if current.decision == renewal.decision.number and current.valid_until == renewal.valid_until:
        return current
    _change_number(work, current, renewal)
    renewed = replace(
        take_step(work, current, AuthorisationStep.RENEW, renewal.decision),
        number=renewal.after.text,
        valid_from=renewal.valid_from,
        valid_until=renewal.valid_until,
        evidence=Evidence.DECISION,
        decision=renewal.decision.number,
        terms=renewal.terms,
    )
    product = amend_product(work, current.product_id, about, override=True, number=renewal.after)
    written = write(work, replace(renewed, holder_id=product.holder_id or renewed.holder_id))
    facts: dict[str, Json] = {"before": renewal.before.text, "after": renewal.after.text}
    _keep(work, written, renewal.valid_from, "authorisation:renewed", facts)
    return written


def take_step(
    work: Work, current: Authorisation, step: AuthorisationStep, decision: Decision | None, note: str | None = None
) -> Authorisation:
    """Record a step and return the authorisation in its next state, still to be written by the caller in this area."""
    moved = replace(current, state=after(current.state, step))
    _write_step(work, moved, step, decision, note)
    return moved


def change_state(
    work: Work, authorisation_id: int, step: AuthorisationStep, decision: Decision, note: str | None = None
) -> Authorisation:
    """Suspend, resume, revoke, let lapse ...: one legal step that cites its decision."""
    work.require("authorisation:write")
    current = authorisation(work, authorisation_id)
    if step is AuthorisationStep.RESUME and current.valid_until is not None and current.valid_until < work.today:
        raise RuleBroken("authorisation-ended", number=current.number, expired_on=current.valid_until)
    written = write(work, take_step(work, current, step, decision, note))
    _keep(work, written, decision.decided_on, "authorisation:stepped", _cited(step, decision), note)
    return written


def advance(
    work: Work, current: Authorisation, step: AuthorisationStep, dossier: str, note: str | None = None
) -> Authorisation:
    """Submit, take into review, or return a dossier: the holder submits its own, officers do the rest; no decision yet.

    The step cites the number of the dossier. A return needs its reason.
    """
    if step is AuthorisationStep.SUBMIT and current.holder_id is not None and current.holder_id == work.actor.party_id:
        work.require("authorisation:write")
    else:
        work.require("authorisation:propose")
    if step not in DOSSIER_STEPS:
        raise BadInput.of([Fault("field-choice", "/step", str(step))])
    if step is AuthorisationStep.RETURN and not (note or "").strip():
        raise BadInput.of([Fault("field-required", "/reason")])
    written = write(work, take_step(work, current, step, Decision(dossier, work.today), note))
    _keep(work, written, work.today, "authorisation:stepped", {"step": step, "dossier": dossier}, note)
    return written


def grant_known(work: Work, current: Authorisation, draft: AuthorisationDraft, about: ProductDraft) -> Authorisation:
    """Grant what was reviewed, or was so far only seen in a list: it enters into force by the decision."""
    work.require("authorisation:write")
    if draft.decision is None:
        raise BadInput.of([Fault("field-required", "/decision")])
    check_period(draft.number.form, draft.valid_from, draft.valid_until, is_emergency=draft.is_emergency)
    granted = take_step(work, current, AuthorisationStep.GRANT, draft.decision)
    granted = replace(
        take_step(work, granted, AuthorisationStep.ENTER_FORCE, draft.decision),
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        terms=draft.terms,
        is_emergency=draft.is_emergency,
        evidence=Evidence.DECISION,
        decision=draft.decision.number,
    )
    product = amend_product(work, current.product_id, about, override=True, number=draft.number)
    written = write(work, replace(granted, holder_id=product.holder_id or granted.holder_id))
    facts = _cited(AuthorisationStep.GRANT, draft.decision)
    _keep(work, written, draft.valid_from or draft.decision.decided_on, "authorisation:granted", facts)
    return written


def amend(
    work: Work,
    current: Authorisation,
    decision: Decision,
    valid_until: date | None = None,
    about: ProductDraft | None = None,
    note: str | None = None,
) -> Authorisation:
    """Change the last day, or facts of the product, by decision; what differs stands in the versions."""
    work.require("authorisation:write")
    amended = take_step(work, current, AuthorisationStep.AMEND, decision, note)
    if valid_until is not None:
        form = next(one.form for one in current.numbers if one.is_current)
        check_period(form, current.valid_from, valid_until, is_emergency=current.is_emergency)
        amended = replace(amended, valid_until=valid_until, terms=UNTIL_TERMS)
    if about is not None:
        amend_product(work, current.product_id, about, override=True)
    written = write(work, amended)
    _keep(work, written, decision.decided_on, "authorisation:amended", _cited(AuthorisationStep.AMEND, decision), note)
    return written


def merge(work: Work, gone: Authorisation, kept: Authorisation, decision: Decision, note: str | None) -> Authorisation:
    """Join two records that were proved to be of one authorisation: the numbers of the first name the second."""
    work.require("authorisation:write")
    if gone.id == kept.id or gone.kind is not kept.kind:
        raise RuleBroken("authorisation-merge", number=gone.number, into=kept.number)
    for one in (gone, kept):
        _write_step(work, one, AuthorisationStep.MERGE, decision, note)
    store.authorisations.merge(work.db, gone.id, kept.id, decision.decided_on or work.today)
    write(work, replace(gone, merged_into=kept.id))
    gone_key, facts = format_id(gone.id), _cited(AuthorisationStep.MERGE, decision)
    audit.remove(work, bodies.AUTHORISATION, gone_key, "authorisation:merged", f"merged into {format_id(kept.id)}")
    written = write(work, kept)
    _keep(work, written, decision.decided_on, "authorisation:merged", {**facts, "gone": gone_key}, note)
    return written


def lapse(work: Work, current: Authorisation, source: str) -> Authorisation:
    """End an authorisation whose last day is over: by law, which is the reason, and by no decision."""
    work.require("authorisation:write")
    if current.valid_until is None or current.valid_until >= work.today:
        raise RuleBroken("authorisation-runs", number=current.number)
    written = write(work, take_step(work, current, AuthorisationStep.LAPSE, None, source))
    _keep(work, written, current.valid_until + timedelta(days=1), "authorisation:lapsed", {"law": source}, source)
    return written


def as_it_was(work: Work, number: str, valid_on: date | None, known_at: datetime | None = None) -> Authorisation:
    """Return what a number names as it was on a day, by what the register knew at an instant; both default to now."""
    key = format_id(find_by_number(work, number).id)
    return bodies.authorisation_from(audit.as_of(work, bodies.AUTHORISATION, key, valid_on, known_at))


def history_of(work: Work, one: Authorisation) -> list[FieldChange]:
    """Return each change of each field of an authorisation, oldest first."""
    return audit.field_history(work, bodies.AUTHORISATION, format_id(one.id))


def successors_of(work: Work, authorisation_id: int) -> list[str]:
    """Return the numbers of the authorisations that took the place of one."""
    return store.authorisations.successors(work.db, authorisation_id)


def with_fragment(work: Work, fragment: str, after: str = "", limit: int = 30) -> list[tuple[Authorisation, str, str]]:
    """Return authorisation, matching number and the key to go on after, for every number that holds a fragment."""
    loose = fold_key(fragment)
    if len(loose) < FRAGMENT_LEAST:
        raise BadInput.of([Fault("field-length", "/fragment", fragment[:80])])
    found = store.authorisations.with_fragment(work.db, loose, after, limit)
    return [(authorisation(work, key), text, place) for key, text, place in found]


def keep_note(work: Work, number: AuthorisationNumber) -> bool:
    """Keep the note that a source wrote beside a number; False when there is none or one is kept already."""
    work.require("authorisation:write")
    return store.authorisations.set_note(work.db, number)


def ids_by_number(work: Work, number: str | AuthorisationNumber) -> list[int]:
    """Return the authorisations that a number names in any spelling; two only when its separators are missing."""
    try:
        parsed = AuthorisationNumber.parse(number) if isinstance(number, str) else number
    except BadInput:
        return store.authorisations.ids_by_loose_key(work.db, fold_key(str(number)))
    found = store.authorisations.id_by_number(work.db, parsed)
    return [found] if found is not None else []


def _change_number(work: Work, current: Authorisation, renewal: Renewal) -> None:
    if renewal.after.text == current.number:
        return
    overlap = lawbook.period(OLD_NUMBER, renewal.valid_from).after(renewal.valid_from)
    store.authorisations.retire_numbers(work.db, current.id, overlap)
    record = NumberRecord(renewal.after.text, renewal.after.form, True, renewal.valid_from, None, renewal.after.note)
    store.authorisations.add_number(work.db, current.id, renewal.after, record, work.now_us)


def write(work: Work, changed: Authorisation) -> Authorisation:
    """Write a changed authorisation and return it as it stands; raise `Stale` when another has changed it."""
    if not store.authorisations.change(work.db, changed, work.now_us):
        raise Stale("authorisation-changed", number=changed.number)
    return authorisation(work, changed.id)


def _rests_on(draft: AuthorisationDraft) -> str | None:
    """Return the decision of the period; a later decision that only proves that it was is cited by the step alone."""
    return draft.decision.number if draft.decision and draft.evidence is not Evidence.LIST else None


def _check_forerunner(work: Work, forerunner_id: int | None) -> None:
    """Raise `RuleBroken` when the authorisation whose place a new one takes has not ended."""
    if forerunner_id is None:
        return
    before = authorisation(work, forerunner_id)
    if before.state not in FINAL:
        raise RuleBroken("forerunner-alive", number=before.number, state=str(before.state))


def _cited(step: AuthorisationStep, decision: Decision) -> dict[str, Json]:
    told: dict[str, Json] = {"step": step, "decision": decision.number}
    return told | {"document": decision.document} if decision.document else told


def _write_step(
    work: Work, moved: Authorisation, step: AuthorisationStep, decision: Decision | None, note: str | None = None
) -> None:
    actor, at = work.actor.name, work.now_us
    event = store.authorisations.StepRecord(new_id(), step, moved.state, decision, note, actor, at)
    store.authorisations.add_event(work.db, moved.id, event)


def _keep(
    work: Work, one: Authorisation, since: date | None, action: str, facts: dict[str, Json], reason: str | None = None
) -> None:
    told: dict[str, Json] = {"number": one.number, "state": one.state}
    audit.keep(work, bodies.authorisation_snapshot(one, since, reason), action, told | facts)
