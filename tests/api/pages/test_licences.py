"""The chip of a licence says the same on a card and on the page of the product."""

from __future__ import annotations

from datetime import date

import pytest

from api.pages.licences import chip_on
from registry.catalogue.model import AuthorisationState, Evidence, ProductCard, ProductKind

TODAY = date(2026, 3, 2)


def a_card(state: AuthorisationState | None, evidence: Evidence | None, until: date | None = None) -> ProductCard:
    return ProductCard(1, ProductKind.MEDICINE, "A", "a", None, None, None, None, "VD-1", state, None, evidence, until)


@pytest.mark.parametrize(
    ("card", "says"),
    [
        (a_card(AuthorisationState.IN_FORCE, Evidence.DECISION, date(2026, 3, 2)), "state.in-force"),
        (a_card(AuthorisationState.IN_FORCE, Evidence.DECISION, date(2026, 3, 1)), "state.lapsed"),
        (a_card(AuthorisationState.LISTED, Evidence.AWARD), "state.unverified"),
        (a_card(AuthorisationState.LISTED, Evidence.LIST), "state.listed"),
        (a_card(None, None), "state.none"),
    ],
)
def test_a_card_reads_as_its_period_and_its_evidence_say(card: ProductCard, says: str) -> None:
    assert chip_on(card, TODAY).word.key == says
