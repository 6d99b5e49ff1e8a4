"""What a number means today: whether it is the current one, until when an old one may be used, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.catalogue.model import Authorisation, AuthorisationNumber, AuthorisationState, NumberRecord
from registry.errors import BadInput
from registry.text import fold_key

ON_THE_MARKET = frozenset({AuthorisationState.IN_FORCE, AuthorisationState.LISTED, AuthorisationState.LAPSED})
"""A licence that ran out ends making and importing; goods made before are sold until their own expiry."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the number that was asked for stands on a day."""

    text: str
    is_current: bool
    usable_until: date | None
    may_be_printed: bool | None
    """On packs that are made or imported on this day; None where only a list is known, which proves no period."""
    may_be_handed_out: bool
    """Packs that carry it may be handed out, as far as the licence goes: recall and expiry are other questions."""


def standing(one: Authorisation, asked: str, day: date) -> Standing:
    """Return how the number `asked` stands on a day; where none fits the spelling, the current one is told."""
    record = _record(one, asked)
    unproven = one.state is AuthorisationState.LISTED and record.is_usable(day) and not one.is_foreign
    return Standing(
        text=record.text,
        is_current=record.is_current,
        usable_until=record.usable_until,
        may_be_printed=None if unproven else one.is_in_force(day) and record.is_usable(day),
        may_be_handed_out=one.state in ON_THE_MARKET and not one.is_foreign,
    )


def _record(one: Authorisation, asked: str) -> NumberRecord:
    try:
        loose = AuthorisationNumber.parse(asked).loose_key
    except BadInput:
        loose = fold_key(asked)
    fitting = (number for number in one.numbers if fold_key(number.text) == loose)
    return next(fitting, one.numbers[0])
