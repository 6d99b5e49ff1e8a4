"""Licences as people read them: the chip of a state, the numbers with their days, and the verdict line of a product."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from api.pages.values import Banner, Chip, Licence, OldNumber, Tone
from api.pages.words import Told
from registry.catalogue.model import Authorisation, AuthorisationEvent, AuthorisationState, Evidence
from registry.recalls.model import Recall

State = AuthorisationState
TONES = {State.IN_FORCE: Tone.GREEN, State.SUSPENDED: Tone.AMBER, State.LAPSED: Tone.AMBER, State.REVOKED: Tone.RED}
"""States that mean something for a buyer; all others are grey."""


def chip_of(state: AuthorisationState | None) -> Chip:
    """Return the chip of a state; None is a product without any number."""
    return Chip(TONES.get(state, Tone.GREY) if state else Tone.GREY, Told(f"state.{state or 'none'}"))


class Standing(Protocol):
    """What a chip needs to know: an authorisation has it, and so has a card."""

    @property
    def state(self) -> AuthorisationState | None:
        """Where the authorisation stands."""

    @property
    def evidence(self) -> Evidence | None:
        """What the register rests on."""

    @property
    def valid_until(self) -> date | None:
        """The last day of its period."""


def chip_on(one: Standing, today: date) -> Chip:
    """Return the chip of an authorisation on a day: past its period it reads lapsed, from an award alone unverified."""
    if is_past(one, today):
        return chip_of(State.LAPSED)
    if is_unverified(one):
        return Chip(Tone.GREY, Told("state.unverified"))
    return chip_of(one.state)


def is_past(one: Standing, today: date) -> bool:
    """Say whether the period has ended though no step says so yet."""
    return one.state is State.IN_FORCE and one.valid_until is not None and one.valid_until < today


def is_unverified(one: Standing) -> bool:
    """Say whether the number was seen only in an award."""
    return one.state is State.LISTED and one.evidence is Evidence.AWARD


def licence_of(one: Authorisation, steps: Sequence[AuthorisationEvent], holder: str | None, today: date) -> Licence:
    """Return what a page tells of an authorisation."""
    decided = [step.decision.decided_on for step in steps if step.decision and step.decision.number == one.decision]
    return Licence(
        number=one.number,
        state=chip_on(one, today),
        evidence=Told(f"product.evidence_{one.evidence}"),
        old_numbers=tuple(OldNumber(old.text, old.usable_until) for old in one.numbers if not old.is_current),
        decision=one.decision,
        decided_on=next((day for day in reversed(decided) if day), None),
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        holder=holder,
    )


def banner_of(one: Authorisation | None, recalls: Sequence[Recall], today: date) -> Banner:
    """Return the verdict line: an open recall speaks first, then the licence."""
    if recalls:
        return _recalled(recalls)
    if one is None:
        return Banner(Tone.GREY, Told("banner.no_number"), (Told("banner.no_number_step"),))
    if is_past(one, today) or one.state is State.LAPSED:
        return _banner(Tone.AMBER, "lapsed" if one.valid_until else "lapsed_undated", one)
    if one.state is State.IN_FORCE:
        return _banner(Tone.GREEN, "in_force" if one.valid_until else "in_force_open", one)
    if is_unverified(one):
        return _banner(Tone.GREY, "unverified", one)
    if one.state in {State.SUSPENDED, State.REVOKED, State.LISTED}:
        return _banner(TONES.get(one.state, Tone.GREY), str(one.state), one)
    return _banner(Tone.AMBER, "pending", one)


def _banner(tone: Tone, name: str, one: Authorisation) -> Banner:
    facts = {"number": one.number, "until": one.valid_until}
    return Banner(tone, Told(f"banner.{name}"), (Told(f"banner.{name}_step", facts),))


def _recalled(recalls: Sequence[Recall]) -> Banner:
    level = min(one.level for one in recalls)
    batches = [one.batch for one in recalls if one.batch is not None]
    if len(batches) < len(recalls):
        return Banner(
            Tone.RED, Told.of("banner.recalled_product", level=level), (Told(f"banner.recalled_step_{level}"),)
        )
    step = Told.of("banner.recalled_batches_step", batches=", ".join(sorted(set(batches))))
    return Banner(Tone.RED, Told.of("banner.recalled_batches", level=level), (step,))
