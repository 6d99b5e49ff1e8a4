"""Recalls: seen at once, followed to every holder, lifted by a decision of their own."""

from __future__ import annotations

from datetime import date

import pytest

from registry.errors import BadInput, NotAllowed, RuleBroken
from registry.ids import format_id
from registry.recalls import rules
from registry.recalls import service as recalls
from registry.recalls.model import Recall, RecallDraft
from registry.trace import service as trace
from registry.trace.model import Flow, PackState
from registry.work import PUBLIC, Workbench
from tests.registry.trace.chain import (
    CASES,
    DEPOT,
    FACTORY,
    GTIN,
    PHARMACY,
    SHOP,
    Chain,
    build_chain,
    captured,
    commissioning,
    packing,
    receiving,
    sgtin,
    shipping,
    sscc,
    stock_pharmacy,
    unpacking,
)
from tests.registry.trace.test_supply import refusal


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def a_draft(batch: str | None = "LOT7", level: int = 1) -> RecallDraft:
    return RecallDraft(GTIN, batch, level, "Impurity above the limit", "12/QLD-CL", date(2026, 3, 1))


def declared(bench: Workbench, chain: Chain, draft: RecallDraft) -> Recall:
    return bench.write(chain.authority, lambda work: recalls.declare(work, draft))


def lifted(bench: Workbench, chain: Chain, recall: Recall) -> Recall:
    return bench.write(chain.authority, lambda work: recalls.lift(work, recall.id, "15/QLD-CL", "Laboratory error"))


def test_a_recalled_pack_is_not_supplied_and_no_alert_is_raised(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    declared(workbench, chain, a_draft())
    told = refusal(workbench, chain.pharmacist, serial)
    assert (told["reason"], told["alert"]) == ("recalled", False)


@pytest.mark.parametrize(("level", "day"), [(1, date(2026, 3, 4)), (2, date(2026, 3, 16)), (3, date(2026, 3, 31))])
def test_the_law_book_sets_the_last_day_for_collecting(
    workbench: Workbench, chain: Chain, level: int, day: date
) -> None:
    assert declared(workbench, chain, a_draft(level=level)).collect_by == day


def test_the_reach_of_a_recall_adds_up_to_what_was_made(workbench: Workbench, chain: Chain) -> None:
    captured(workbench, chain.maker, commissioning(["A", "B", "C", "D", "E"]))
    captured(workbench, chain.maker, packing(CASES[0], [sgtin(name) for name in "ABCD"]))
    captured(workbench, chain.maker, shipping([sscc(CASES[0])], FACTORY))
    captured(workbench, chain.depot, receiving([sscc(CASES[0])], DEPOT), unpacking(CASES[0], [], DEPOT))
    captured(workbench, chain.depot, shipping([sgtin("A"), sgtin("B")], DEPOT), shipping([sgtin("C")], DEPOT))
    captured(workbench, chain.pharmacist, receiving([sgtin("A"), sgtin("B")], PHARMACY))
    workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, "A"))
    recall = declared(workbench, chain, a_draft())
    answer = workbench.write(chain.pharmacist, lambda work: recalls.acknowledge(work, recall.id, PHARMACY.text, 1))
    with workbench.read(chain.authority) as work:
        reach = recalls.holders(work, recall.id)
    assert (reach.made, reach.held, reach.in_transit, reach.supplied) == (5, 3, 1, 1)
    assert reach.made == reach.held + reach.in_transit + reach.supplied
    by_place = {place.place: place for place in reach.places}
    assert by_place[PHARMACY.text].by_state == {PackState.ACTIVE: 1, PackState.SUPPLIED: 1}
    assert (by_place[PHARMACY.text].party_name, by_place[PHARMACY.text].province) == ("pharmacy", "Hà Nội")
    assert by_place[PHARMACY.text].response == answer
    assert Flow(DEPOT.text, PHARMACY.text, 2) in reach.flows
    with workbench.read(chain.pharmacist) as work, pytest.raises(NotAllowed):
        recalls.holders(work, recall.id)


def test_a_recall_of_all_batches_reaches_those_that_come_later(workbench: Workbench, chain: Chain) -> None:
    before = stock_pharmacy(workbench, chain, 1, "LOT7")[0]
    declared(workbench, chain, a_draft(batch=None, level=2))
    after = stock_pharmacy(workbench, chain, 1, "LOT8", case=1)[0]
    for serial in (before, after):
        assert refusal(workbench, chain.pharmacist, serial)["reason"] == "recalled"


def test_a_batch_recalled_before_its_packs_are_told_is_recalled_when_they_come(
    workbench: Workbench, chain: Chain
) -> None:
    declared(workbench, chain, a_draft())
    serial = stock_pharmacy(workbench, chain, 1)[0]
    assert refusal(workbench, chain.pharmacist, serial)["reason"] == "recalled"


def test_what_another_recall_covers_stays_recalled_when_one_is_lifted(workbench: Workbench, chain: Chain) -> None:
    serial = stock_pharmacy(workbench, chain, 1)[0]
    batchwise = declared(workbench, chain, a_draft(level=1))
    productwide = declared(workbench, chain, a_draft(batch=None, level=3))
    lifted(workbench, chain, batchwise)
    assert refusal(workbench, chain.pharmacist, serial)["reason"] == "recalled"
    lifted(workbench, chain, productwide)
    workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial))
    with pytest.raises(RuleBroken, match="recall-lifted"):
        lifted(workbench, chain, productwide)


def test_every_fault_of_a_draft_is_told_at_once(workbench: Workbench, chain: Chain) -> None:
    draft = RecallDraft(GTIN, "LOT 7", 4, " ", "", date(2026, 3, 3))
    with pytest.raises(BadInput) as told:
        declared(workbench, chain, draft)
    places = {fault.pointer for fault in told.value.faults}
    assert places == {"/batch", "/level", "/reason", "/decision", "/decided_on"}


def test_only_the_authority_declares_and_only_a_holder_answers_for_its_place(
    workbench: Workbench, chain: Chain
) -> None:
    with pytest.raises(NotAllowed, match="batch:recall"):
        workbench.write(chain.maker, lambda work: recalls.declare(work, a_draft()))
    recall = declared(workbench, chain, a_draft())
    with pytest.raises(NotAllowed, match="place-not-yours"):
        workbench.write(chain.pharmacist, lambda work: recalls.acknowledge(work, recall.id, SHOP.text, 1))


def test_recalls_are_public_and_listed_newest_first(workbench: Workbench, chain: Chain) -> None:
    first, second, third = (declared(workbench, chain, a_draft(batch)) for batch in ("A", "B", None))
    lifted(workbench, chain, second)
    with workbench.read(PUBLIC) as work:
        page = recalls.open_recalls(work, limit=1)
        rest = recalls.open_recalls(work, page.next, limit=5)
        assert [one.id for one in (*page.items, *rest.items)] == [third.id, first.id]
        assert [one.id for one in recalls.of_gtins(work, [GTIN])] == [third.id, second.id, first.id]
        assert [one.id for one in recalls.open_for(work, GTIN, "B")] == [third.id]
        assert recalls.recall(work, second.id).lift_decision == "15/QLD-CL"
        assert format_id(first.id) != format_id(second.id)


def test_the_gravest_recall_marks_a_batch(workbench: Workbench, chain: Chain) -> None:
    mild = declared(workbench, chain, a_draft(level=3))
    grave = declared(workbench, chain, a_draft(batch=None, level=1))
    assert rules.gravest([mild, grave], "LOT7") == (grave.id, 1)
    assert rules.gravest([mild], None) is None
    with workbench.read(PUBLIC) as work:
        batch = trace.find_batch(work, GTIN, "LOT7")
    assert batch is not None
    assert (batch.recall_id, batch.recall_level) == (grave.id, 1)
