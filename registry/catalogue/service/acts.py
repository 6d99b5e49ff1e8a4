"""Does what a proposal says, act by act, by the use cases of authorisations."""

from __future__ import annotations

from registry.catalogue.model import (
    Authorisation,
    AuthorisationDraft,
    AuthorisationNumber,
    AuthorisationState,
    Decision,
    Evidence,
    ProductDraft,
    Renewal,
)
from registry.catalogue.packaging import PackReading, parse_packs
from registry.catalogue.proposals import Act, Amend, Grant, Merge, Renew, Step
from registry.catalogue.service.authorisations import (
    amend,
    change_state,
    find_by_number,
    grant_known,
    merge,
    register_authorisation,
    renew,
)
from registry.catalogue.service.trade_items import register_trade_items
from registry.errors import NotFound
from registry.work import Work


def perform(work: Work, act: Act, decision: Decision, reason: str | None) -> Authorisation:
    """Do one act by a decision and return the authorisation after it; raise what its use case raises."""
    match act:
        case Grant():
            return _grant(work, act, decision)
        case Renew():
            return _renew(work, act, decision)
        case Amend():
            current = find_by_number(work, act.number)
            return amend(work, current, decision, act.valid_until, act.about, reason)
        case Step():
            return change_state(work, find_by_number(work, act.number).id, act.step, decision, reason)
        case Merge():
            gone, kept = find_by_number(work, act.number), find_by_number(work, act.into)
            return merge(work, gone, kept, decision, reason)


def numbers_of(act: Act) -> tuple[str, ...]:
    """Return the numbers of authorisations that an act may change."""
    match act:
        case Merge():
            return (act.number, act.into)
        case Renew():
            return (act.number, act.after)
        case _:
            return (act.number,)


def _grant(work: Work, act: Grant, decision: Decision) -> Authorisation:
    forerunner = find_by_number(work, act.successor_of).id if act.successor_of else None
    draft = AuthorisationDraft(
        AuthorisationNumber.parse(act.number),
        Evidence.DECISION,
        decision,
        act.valid_from,
        act.valid_until,
        act.terms,
        act.is_emergency,
        forerunner,
    )
    known = _reviewed(work, draft.number)
    made = grant_known(work, known, draft, act.about) if known else register_authorisation(work, draft, act.about)
    _register_packs(work, made.product_id, act.about)
    return made


def _reviewed(work: Work, number: AuthorisationNumber) -> Authorisation | None:
    """Return what the number names where it waits for a grant; a number that was granted is no longer free."""
    try:
        known = find_by_number(work, number)
    except NotFound:
        return None
    return known if known.state in {AuthorisationState.IN_REVIEW, AuthorisationState.LISTED} else None


def _renew(work: Work, act: Renew, decision: Decision) -> Authorisation:
    before, after = AuthorisationNumber.parse(act.number), AuthorisationNumber.parse(act.after)
    done = renew(work, Renewal(before, after, decision, act.valid_from, act.valid_until, act.terms), act.about)
    _register_packs(work, done.product_id, act.about)
    return done


def _register_packs(work: Work, product_id: int, about: ProductDraft) -> None:
    """Register the packs that read with certainty; the others stay as text, for a person to settle."""
    for pack in parse_packs(about.pack or ""):
        if isinstance(pack, PackReading):
            register_trade_items(work, product_id, pack)
