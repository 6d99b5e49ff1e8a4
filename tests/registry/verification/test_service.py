"""One scan, one verdict, on real registers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gs1 import parse
from registry.clock import FixedClock
from registry.recalls import service as recalls
from registry.recalls.model import RecallDraft
from registry.trace import service as trace
from registry.trace.model import BatchDraft
from registry.verification import service as verification
from registry.verification.model import Colour, Identity, Verdict
from registry.work import PUBLIC, SYSTEM, Actor, Workbench
from tests.registry.trace.chain import EXPIRY, GTIN, OTHER_GTIN, Chain, build_chain, stock_pharmacy


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def seen(bench: Workbench, actor: Actor, identity: Identity) -> tuple[Colour, list[str]]:
    with bench.read(actor) as work:
        verdict: Verdict = verification.verify(work, identity)
    return verdict.colour, [reason.code for reason in verdict.reasons]


def test_a_scan_is_green_then_supplied_then_red_elsewhere(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 2)[0]
    identity = Identity.of(parse(f"(01){GTIN.text}(17)271231(10)LOT7(21){serial}"))
    assert identity == Identity(GTIN, serial, "LOT7", EXPIRY)
    assert seen(workbench, chain.pharmacist, identity) == (Colour.GREEN, [])
    assert seen(workbench, chain.neighbour, identity) == (Colour.AMBER, ["held-elsewhere"])
    workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial))
    assert seen(workbench, chain.pharmacist, identity) == (Colour.AMBER, ["supplied-here"])
    assert seen(workbench, PUBLIC, identity) == (Colour.RED, ["pack-supplied"])


def test_a_recall_is_seen_by_the_next_verification_and_gone_when_lifted(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    identity = Identity(GTIN, serial)
    draft = RecallDraft(GTIN, None, 2, "Impurity", "12/QLD-CL", date(2026, 3, 1))
    recall = workbench.write(chain.authority, lambda work: recalls.declare(work, draft))
    assert seen(workbench, PUBLIC, identity) == (Colour.RED, ["recalled"])
    assert seen(workbench, PUBLIC, Identity(GTIN, None, "NEW"))[1] == ["batch-unknown", "recalled"]
    workbench.write(chain.authority, lambda work: recalls.lift(work, recall.id, "15/QLD-CL", "Error"))
    assert seen(workbench, PUBLIC, identity) == (Colour.GREEN, [])


def test_what_is_unknown_is_said_by_level(workbench: Workbench, chain: Chain, clock: FixedClock) -> None:
    assert seen(workbench, PUBLIC, Identity(OTHER_GTIN)) == (Colour.RED, ["product-unknown"])
    assert seen(workbench, PUBLIC, Identity(GTIN, "S1", "LOT1")) == (Colour.AMBER, ["batch-unknown"])
    workbench.write(SYSTEM, lambda work: trace.add_batch(work, BatchDraft(GTIN, "LOT1", EXPIRY)))
    assert seen(workbench, PUBLIC, Identity(GTIN, "S1", "LOT1")) == (Colour.GREEN, ["batch-level-only"])
    stock_pharmacy(workbench, chain, 1)
    assert seen(workbench, PUBLIC, Identity(GTIN, "S1", "LOT7")) == (Colour.RED, ["serial-unknown"])
    clock.at += timedelta(days=800)
    assert seen(workbench, PUBLIC, Identity(GTIN, None, "LOT1"))[1][:1] == ["expired"]


def test_caps_lock_is_recognised(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    with workbench.read(PUBLIC) as work:
        verdict = verification.verify(work, Identity(GTIN, serial.swapcase()))
    assert verdict.reasons[0].facts["cause"] == "caps-lock"
