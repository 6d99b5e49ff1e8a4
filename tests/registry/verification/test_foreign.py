"""A licence of another country is no licence here."""

from __future__ import annotations

from datetime import date

from registry.catalogue.model import (
    Authorisation,
    AuthorisationNumber,
    AuthorisationState,
    Evidence,
    NumberRecord,
    ProductKind,
)
from registry.catalogue.standing import standing

DAY = date(2026, 3, 2)


def held(number: AuthorisationNumber, state: AuthorisationState) -> Authorisation:
    record = NumberRecord(number.text, number.form, True)
    return Authorisation(
        1, ProductKind.MEDICINE, number.text, state, 2, None, None, None, Evidence.LIST, None, 1, (record,)
    )


def test_a_number_of_another_country_puts_nothing_on_the_market_here() -> None:
    for state in (AuthorisationState.IN_FORCE, AuthorisationState.LISTED):
        foreign = held(AuthorisationNumber.foreign("FR", "60002283"), state)
        assert foreign.is_foreign
        assert not foreign.is_in_force(DAY)
        stands = standing(foreign, "FR:60002283", DAY)
        assert (stands.may_be_printed, stands.may_be_handed_out) == (False, False)


def test_a_number_of_viet_nam_does() -> None:
    ours = held(AuthorisationNumber.parse("893110493125"), AuthorisationState.IN_FORCE)
    assert ours.is_in_force(DAY)
    assert standing(ours, "893110493125", DAY).may_be_handed_out
