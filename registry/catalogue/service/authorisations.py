"""Use cases on authorisations: register, renew, suspend, resume, revoke; find them by any number they ever had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from registry import lawbook
from registry.audit import service as audit
from registry.audit.model import Json
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
from registry.catalogue.states import after
from registry.errors import BadInput, Conflict, NotFound, Stale
from registry.ids import format_id, new_id
from registry.text import fold_key
from registry.work import Work

OLD_NUMBER = "old-number-usable"
"""In the law book: how long a number replaced by a renewal may still be used."""
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
        decision=draft.decision.number if draft.decision else None,
        version=1,
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
    )
    product = amend_product(work, current.product_id, about, override=True, number=renewal.after)
    _write(work, replace(renewed, holder_id=product.holder_id or renewed.holder_id))
    facts: dict[str, Json] = {"before": renewal.before.text, "after": renewal.after.text}
    written = authorisation(work, current.id)
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
    moved = take_step(work, authorisation(work, authorisation_id), step, decision, note)
    _write(work, moved)
    written = authorisation(work, authorisation_id)
    _keep(work, written, decision.decided_on, "authorisation:stepped", {"step": step, "decision": decision.number})
    return written


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


def _write(work: Work, changed: Authorisation) -> None:
    if not store.authorisations.change(work.db, changed, work.now_us):
        raise Stale("authorisation-changed", number=changed.number)


def _write_step(
    work: Work, moved: Authorisation, step: AuthorisationStep, decision: Decision | None, note: str | None = None
) -> None:
    actor, at = work.actor.name, work.now_us
    event = store.authorisations.StepRecord(new_id(), step, moved.state, decision, note, actor, at)
    store.authorisations.add_event(work.db, moved.id, event)


def _keep(work: Work, one: Authorisation, since: date | None, action: str, facts: dict[str, Json]) -> None:
    told: dict[str, Json] = {"number": one.number, "state": one.state}
    audit.keep(work, bodies.authorisation_snapshot(one, since), action, told | facts)
