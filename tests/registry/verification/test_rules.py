"""The verdict as a table: every reason, in order, with the colour of the gravest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from registry.catalogue.states import AuthorisationState
from registry.recalls.model import Recall
from registry.trace.model import Batch, Pack, PackState
from registry.verification.model import Colour, Identity, NextStep
from registry.verification.rules import MEANINGS, Known, Licence, judge
from tests.registry.trace.chain import EXPIRY, GTIN

TODAY = date(2026, 3, 2)
BATCH = Batch(1, GTIN, "LOT7", EXPIRY)
LICENCE = Licence(5, "Paracetamol", "893110493125", AuthorisationState.IN_FORCE, True)
IDENTITY = Identity(GTIN, "A", "LOT7", EXPIRY)
RECALL = Recall(9, GTIN, "LOT7", 1, "r", "12/QLD", TODAY, datetime(2026, 3, 2, tzinfo=UTC), TODAY)


def a_pack(state: PackState = PackState.ACTIVE, here: bool = True, batch: Batch = BATCH) -> Pack:
    return Pack(GTIN, "A", batch, state, state, None, None, 1, here)


def known(**changed: object) -> Known:
    usual = Known(LICENCE, a_pack(), BATCH, serialised=True, has_place=True)
    return replace(usual, **changed)  # type: ignore[arg-type]  # the names are checked by replace


CASES = [
    ("a good pack", IDENTITY, known(), [], Colour.GREEN, NextStep.DISPENSE),
    ("unknown product", IDENTITY, known(licence=None, pack=None, batch=None), ["product-unknown"], Colour.RED, None),
    ("unknown serial", IDENTITY, known(pack=None), ["serial-unknown"], Colour.RED, NextStep.QUARANTINE),
    ("other batch", replace(IDENTITY, batch="LOT8"), known(), ["batch-mismatch"], Colour.RED, None),
    (
        "a batch that nobody made",
        replace(IDENTITY, batch="LOT8"),
        known(printed_batch=False),
        ["batch-unregistered"],
        Colour.RED,
        NextStep.QUARANTINE,
    ),
    ("other expiry", replace(IDENTITY, expiry=TODAY), known(), ["expiry-mismatch"], Colour.RED, None),
    ("serial only", Identity(GTIN, "A"), known(), [], Colour.GREEN, None),
    (
        "revoked",
        IDENTITY,
        known(licence=replace(LICENCE, state=AuthorisationState.REVOKED, in_force=False)),
        ["authorisation-not-in-force"],
        Colour.RED,
        None,
    ),
    (
        "only listed",
        IDENTITY,
        known(licence=replace(LICENCE, state=AuthorisationState.LISTED, in_force=False)),
        ["authorisation-unproven"],
        Colour.AMBER,
        None,
    ),
    ("recalled", IDENTITY, known(recalls=(RECALL,)), ["recalled"], Colour.RED, NextStep.RETURN_RECALLED),
    ("supplied here", IDENTITY, known(pack=a_pack(PackState.SUPPLIED)), ["supplied-here"], Colour.AMBER, None),
    (
        "supplied elsewhere",
        IDENTITY,
        known(pack=a_pack(PackState.SUPPLIED, False)),
        ["pack-supplied"],
        Colour.RED,
        None,
    ),
    ("stolen", IDENTITY, known(pack=a_pack(PackState.STOLEN)), ["pack-stolen"], Colour.RED, None),
    ("on its way", IDENTITY, known(pack=a_pack(PackState.IN_TRANSIT)), ["in-transit"], Colour.AMBER, None),
    ("another's", IDENTITY, known(pack=a_pack(here=False)), ["held-elsewhere"], Colour.AMBER, NextStep.RECEIVE_FIRST),
    ("public eye", IDENTITY, known(pack=a_pack(here=False), has_place=False), [], Colour.GREEN, None),
    (
        "batch only",
        Identity(GTIN, None, "LOT7", EXPIRY),
        known(pack=None),
        ["batch-level-only"],
        Colour.GREEN,
        NextStep.DISPENSE,
    ),
    (
        "batch only, unknown",
        Identity(GTIN, None, "X"),
        known(pack=None, batch=None),
        ["batch-unknown"],
        Colour.AMBER,
        None,
    ),
    ("nothing but a GTIN", Identity(GTIN), known(pack=None, batch=None), ["batch-missing"], Colour.AMBER, None),
    ("a maker without serials", IDENTITY, known(pack=None, serialised=False), ["batch-level-only"], Colour.GREEN, None),
    (
        "a maker who tells nothing",
        IDENTITY,
        known(pack=None, batch=None, serialised=False),
        ["batch-unknown"],
        Colour.AMBER,
        None,
    ),
]


@pytest.mark.parametrize(
    ("name", "identity", "facts", "codes", "colour", "step"), CASES, ids=[case[0] for case in CASES]
)
def test_the_verdict(
    name: str, identity: Identity, facts: Known, codes: list[str], colour: Colour, step: NextStep | None
) -> None:
    verdict = judge(identity, facts, TODAY)
    assert [reason.code for reason in verdict.reasons] == codes
    assert verdict.colour is colour
    assert step in {None, verdict.next_step}


def test_every_reason_is_told_in_order_and_the_gravest_gives_the_colour() -> None:
    old = replace(BATCH, expiry=date(2026, 1, 31))
    licence = replace(LICENCE, state=AuthorisationState.LAPSED, in_force=False)
    facts = known(licence=licence, pack=a_pack(PackState.SUPPLIED, False, old), batch=old, recalls=(RECALL,))
    verdict = judge(replace(IDENTITY, batch="LOT8"), facts, TODAY)
    assert [reason.code for reason in verdict.reasons] == [
        "batch-mismatch",
        "expiry-mismatch",
        "authorisation-lapsed",
        "recalled",
        "expired",
        "pack-supplied",
    ]
    assert verdict.colour is Colour.RED
    assert verdict.next_step is NextStep.QUARANTINE


def test_caps_lock_is_named_as_the_likely_cause() -> None:
    verdict = judge(replace(IDENTITY, serial="a"), known(pack=None, cause="caps-lock"), TODAY)
    assert verdict.reasons[0].facts["cause"] == "caps-lock"
    assert verdict.next_step is NextStep.CHECK_SCANNER


def test_a_lost_separator_and_day_zero_are_named_from_what_is_registered() -> None:
    glued = judge(replace(IDENTITY, batch="LOT721A"), known(printed_batch=False), TODAY)
    assert [reason.facts.get("cause") for reason in glued.reasons] == ["lost-separator"]
    early = judge(replace(IDENTITY, expiry=EXPIRY.replace(day=1)), known(), TODAY)
    assert [reason.facts.get("cause") for reason in early.reasons] == ["day-zero"]
    assert (early.colour, early.reasons[0].alert) == (Colour.RED, True)


def test_a_pack_is_good_on_the_day_of_its_expiry() -> None:
    assert judge(IDENTITY, known(), EXPIRY).colour is Colour.GREEN


def test_every_state_but_active_and_in_transit_has_a_meaning() -> None:
    assert {f"pack-{state}" for state in PackState} - MEANINGS.keys() == {"pack-active", "pack-in_transit"}
