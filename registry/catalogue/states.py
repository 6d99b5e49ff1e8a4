"""The lives of an authorisation and of a trade item, as tables of the steps that are legal."""

from __future__ import annotations

from enum import StrEnum

from registry.errors import RuleBroken


class AuthorisationState(StrEnum):
    """Where an authorisation stands. LISTED: seen in a published list or award that states no period."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    GRANTED = "granted"
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    LISTED = "listed"
    LAPSED = "lapsed"
    REVOKED = "revoked"


class AuthorisationStep(StrEnum):
    """What happens to an authorisation; each step is kept with the decision that it rests on."""

    SUBMIT = "submit"
    REVIEW = "review"
    RETURN = "return"
    GRANT = "grant"
    ENTER_FORCE = "enter-force"
    SUSPEND = "suspend"
    RESUME = "resume"
    RENEW = "renew"
    AMEND = "amend"
    LIST = "list"
    LAPSE = "lapse"
    REVOKE = "revoke"
    MERGE = "merge"
    """Another record was proved to be of this authorisation, and its numbers came here; the state stays."""


class TradeItemState(StrEnum):
    """Where a trade item stands; the key fields are locked from PUBLISHED on."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    DISCONTINUED = "discontinued"
    ARCHIVED = "archived"


A, S = AuthorisationState, AuthorisationStep
AUTHORISATION_STEPS: dict[tuple[AuthorisationState, AuthorisationStep], AuthorisationState] = {
    (A.DRAFT, S.SUBMIT): A.SUBMITTED,
    (A.SUBMITTED, S.REVIEW): A.IN_REVIEW,
    (A.IN_REVIEW, S.RETURN): A.RETURNED,
    (A.RETURNED, S.SUBMIT): A.SUBMITTED,
    (A.IN_REVIEW, S.GRANT): A.GRANTED,
    (A.GRANTED, S.ENTER_FORCE): A.IN_FORCE,
    (A.GRANTED, S.REVOKE): A.REVOKED,
    (A.GRANTED, S.LAPSE): A.LAPSED,
    (A.SUBMITTED, S.RETURN): A.RETURNED,
    (A.SUSPENDED, S.AMEND): A.SUSPENDED,
    (A.IN_FORCE, S.SUSPEND): A.SUSPENDED,
    (A.SUSPENDED, S.RESUME): A.IN_FORCE,
    (A.IN_FORCE, S.AMEND): A.IN_FORCE,
    (A.IN_FORCE, S.RENEW): A.IN_FORCE,
    (A.IN_FORCE, S.LAPSE): A.LAPSED,
    (A.SUSPENDED, S.LAPSE): A.LAPSED,
    (A.IN_FORCE, S.REVOKE): A.REVOKED,
    (A.SUSPENDED, S.REVOKE): A.REVOKED,
    (A.DRAFT, S.LIST): A.LISTED,
    (A.LISTED, S.AMEND): A.LISTED,
    (A.LISTED, S.RENEW): A.IN_FORCE,
    (A.LISTED, S.GRANT): A.GRANTED,
    (A.LISTED, S.LAPSE): A.LAPSED,
    (A.LISTED, S.SUSPEND): A.SUSPENDED,
    (A.LISTED, S.REVOKE): A.REVOKED,
}
"""Lapsed and revoked are final; a new authorisation may point back. Renewal opens a new period in force."""
FINAL = frozenset({A.LAPSED, A.REVOKED})
"""From these no step leads on."""
LAPSING = (A.IN_FORCE, A.SUSPENDED, A.GRANTED, A.LISTED)
"""States that end with the last day of the period; what states no period never ends by itself."""

T = TradeItemState
TRADE_ITEM_STEPS: dict[TradeItemState, frozenset[TradeItemState]] = {
    T.DRAFT: frozenset({T.SUBMITTED, T.PUBLISHED, T.ARCHIVED}),
    T.SUBMITTED: frozenset({T.DRAFT, T.PUBLISHED, T.ARCHIVED}),
    T.PUBLISHED: frozenset({T.DISCONTINUED}),
    T.DISCONTINUED: frozenset({T.PUBLISHED, T.ARCHIVED}),
    T.ARCHIVED: frozenset(),
}


def after(state: AuthorisationState, step: AuthorisationStep) -> AuthorisationState:
    """Return the state that `step` leads to from `state`, or raise `RuleBroken` naming the steps that are open."""
    if (state, step) not in AUTHORISATION_STEPS:
        open_steps = sorted(one for at, one in AUTHORISATION_STEPS if at is state)
        raise RuleBroken("authorisation-step", state=str(state), step=str(step), open=open_steps)
    return AUTHORISATION_STEPS[state, step]


def check_trade_item_step(state: TradeItemState, target: TradeItemState) -> None:
    """Raise `RuleBroken` unless a trade item may go from `state` to `target`."""
    if target not in TRADE_ITEM_STEPS[state]:
        raise RuleBroken("trade-item-step", state=str(state), target=str(target), open=sorted(TRADE_ITEM_STEPS[state]))
