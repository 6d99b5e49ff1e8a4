from __future__ import annotations

import pytest

from registry.catalogue.states import (
    AUTHORISATION_STEPS,
    AuthorisationState,
    AuthorisationStep,
    TradeItemState,
    after,
    check_trade_item_step,
)
from registry.errors import RuleBroken

ALL_STEPS = [(state, step) for state in AuthorisationState for step in AuthorisationStep]


@pytest.mark.parametrize(("state", "step"), ALL_STEPS)
def test_every_step_is_either_in_the_table_or_refused(state: AuthorisationState, step: AuthorisationStep) -> None:
    if (state, step) in AUTHORISATION_STEPS:
        assert after(state, step) is AUTHORISATION_STEPS[state, step]
        return
    with pytest.raises(RuleBroken) as caught:
        after(state, step)
    assert caught.value.code == "authorisation-step"


@pytest.mark.parametrize("state", [AuthorisationState.LAPSED, AuthorisationState.REVOKED])
def test_lapsed_and_revoked_are_final(state: AuthorisationState) -> None:
    assert not [step for at, step in AUTHORISATION_STEPS if at is state]


def test_every_state_but_draft_can_be_reached() -> None:
    assert set(AUTHORISATION_STEPS.values()) == set(AuthorisationState) - {AuthorisationState.DRAFT}


def test_a_published_trade_item_never_returns_to_draft() -> None:
    with pytest.raises(RuleBroken):
        check_trade_item_step(TradeItemState.PUBLISHED, TradeItemState.DRAFT)
    check_trade_item_step(TradeItemState.PUBLISHED, TradeItemState.DISCONTINUED)
