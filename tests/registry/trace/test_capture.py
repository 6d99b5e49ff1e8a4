"""Captures end to end: rules, ledger, duplicates, and faults told all at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any  # Any: EPCIS documents are plain JSON

import orjson
import pytest

from gs1 import Gln
from registry.errors import BadInput, NotAllowed
from registry.trace import service as trace
from registry.trace.model import BatchDraft, Behaviour, Flow, Holding, PackState
from registry.work import PUBLIC, SYSTEM, Workbench
from tests.registry.trace.chain import (
    CASES,
    DEPOT,
    EXPIRY,
    FACTORY,
    GTIN,
    OTHER_GTIN,
    PHARMACY,
    SHOP,
    Chain,
    an_event,
    build_chain,
    captured,
    commissioning,
    dispensing,
    document,
    packing,
    receiving,
    serials,
    sgln,
    sgtin,
    shipping,
    sscc,
    stock_pharmacy,
    tell,
    unpacking,
)


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def the_batch(bench: Workbench, number: str = "LOT7") -> int:
    with bench.read(SYSTEM) as work:
        found = trace.find_batch(work, GTIN, number)
    assert found is not None
    return found.id


def ledger(bench: Workbench, number: str = "LOT7") -> dict[tuple[str, PackState], int]:
    batch = the_batch(bench, number)
    with bench.read(SYSTEM) as work:
        told = {(one.place, one.state): one.n for one in trace.holders(work, batch)}
        recount = trace.recount(work, batch)
    assert recount.agrees
    assert recount.packs == told
    return told


def codes(faults: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(fault.code, fault.pointer.removeprefix("/epcisBody/eventList")) for fault in faults]


def test_a_thousand_packs_go_from_factory_to_pharmacy_and_the_ledger_follows(
    workbench: Workbench, chain: Chain
) -> None:
    stock_pharmacy(workbench, chain, 1000)
    assert ledger(workbench) == {(PHARMACY.text, PackState.ACTIVE): 1000}
    with workbench.read(SYSTEM) as work:
        assert trace.flows(work, the_batch(workbench)) == (
            Flow(None, FACTORY.text, 1000),
            Flow(FACTORY.text, PHARMACY.text, 1000),
        )


def test_a_pack_in_a_moving_container_is_in_transit_without_being_touched(workbench: Workbench, chain: Chain) -> None:
    captured(workbench, chain.maker, commissioning(["A"]), packing(CASES[0], [sgtin("A")]))
    captured(workbench, chain.maker, packing(CASES[1], [sscc(CASES[0])]))
    with workbench.read(SYSTEM) as work:
        before = trace.find_pack(work, GTIN, "A")
    captured(workbench, chain.maker, shipping([sscc(CASES[1])], FACTORY))
    with workbench.read(SYSTEM) as work:
        after = trace.find_pack(work, GTIN, "A")
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == (PackState.ACTIVE, PackState.IN_TRANSIT)
    assert before.version == after.version
    assert ledger(workbench) == {(FACTORY.text, PackState.IN_TRANSIT): 1}


def test_one_document_may_tell_a_whole_journey(workbench: Workbench, chain: Chain) -> None:
    job = captured(
        workbench,
        SYSTEM,
        commissioning(["A", "B"]),
        packing(CASES[0], [sgtin("A"), sgtin("B")]),
        packing(CASES[1], [sscc(CASES[0])]),
        shipping([sscc(CASES[1])], FACTORY),
        receiving([sscc(CASES[1])], DEPOT),
        unpacking(CASES[1], [], DEPOT),
        unpacking(CASES[0], [sgtin("A")], DEPOT),
        shipping([sgtin("A"), sscc(CASES[0])], DEPOT),
        receiving([sgtin("A")], PHARMACY),
        receiving([sscc(CASES[0])], SHOP),
        dispensing([sgtin("A")], PHARMACY),
        dispensing([sgtin("B")], SHOP),
    )
    assert (job.captured, job.events) == (12, 12)
    assert ledger(workbench) == {(PHARMACY.text, PackState.SUPPLIED): 1, (SHOP.text, PackState.SUPPLIED): 1}


def test_urn_and_digital_link_name_the_same_pack(workbench: Workbench, chain: Chain) -> None:
    event = commissioning(["A"])
    event["epcList"] = [f"urn:epc:id:sgtin:8936012345.{GTIN.text[0]}{GTIN.text[11:13]}.A"]
    captured(workbench, chain.maker, event)
    captured(workbench, chain.maker, packing(CASES[0], [sgtin("A")]))
    repeated = commissioning(["A"])
    assert tell(workbench, chain.maker, repeated).duplicates == 1


def test_a_document_told_twice_has_no_second_effect(workbench: Workbench, chain: Chain) -> None:
    first = tell(workbench, chain.maker, commissioning(["A"]))
    second = tell(workbench, chain.maker, commissioning(["A"]))
    assert (first.captured, second.captured, second.duplicates, second.success) == (1, 0, 1, True)
    assert ledger(workbench) == {(FACTORY.text, PackState.ACTIVE): 1}


def test_an_event_id_cannot_be_taken_by_another_event(workbench: Workbench, chain: Chain) -> None:
    captured(workbench, chain.maker, commissioning(["A"]) | {"eventID": "urn:uuid:1"})
    job = tell(workbench, chain.maker, commissioning(["B"]) | {"eventID": "urn:uuid:1"})
    assert codes(job.faults) == [("event-id-taken", "/0/eventID")]


def test_an_error_declaration_stands_beside_its_event(workbench: Workbench, chain: Chain) -> None:
    event = commissioning(["A"]) | {"eventID": "urn:uuid:1"}
    captured(workbench, chain.maker, event)
    declared = event | {"errorDeclaration": {"declarationTime": "2026-03-02T00:00:00Z", "reason": "did_not_occur"}}
    captured(workbench, chain.maker, declared)
    assert tell(workbench, chain.maker, declared).duplicates == 1
    with workbench.read(SYSTEM) as work:
        both = trace.events_by_key(work, "urn:uuid:1")
    assert [one.declares_error for one in both] == [False, True]
    assert ledger(workbench) == {(FACTORY.text, PackState.ACTIVE): 1}


def test_every_fault_of_a_document_is_told_at_once_with_its_place(workbench: Workbench, chain: Chain) -> None:
    good = commissioning(["A"])
    bad = commissioning(["B", "C"], gtin=OTHER_GTIN)
    no_batch = commissioning(["D"]) | {"ilmd": {}}
    no_time = {key: value for key, value in commissioning(["E"]).items() if key != "eventTime"}
    elsewhere = shipping([sgtin("A")], DEPOT)
    job = tell(workbench, chain.maker, good, bad, no_batch, no_time, elsewhere)
    assert codes(job.faults) == [
        ("trade-item-unpublished", "/1/epcList/0"),
        ("trade-item-unpublished", "/1/epcList/1"),
        ("batch-missing", "/2/ilmd"),
        ("field-missing", "/3/eventTime"),
        ("place-not-yours", "/4/readPoint"),
        ("held-elsewhere", "/4/epcList/0"),
    ]
    with workbench.read(SYSTEM) as work:
        assert trace.find_pack(work, GTIN, "A") is None
        assert trace.capture_job(work, job.id) == job


def test_proceed_keeps_the_good_events(workbench: Workbench, chain: Chain) -> None:
    bad = commissioning(["B"], gtin=OTHER_GTIN)
    job = tell(workbench, chain.maker, bad, commissioning(["A"]), behaviour=Behaviour.PROCEED)
    assert (job.success, job.captured, len(job.faults)) == (False, 1, 1)
    assert ledger(workbench) == {(FACTORY.text, PackState.ACTIVE): 1}


def test_events_that_follow_a_refused_one_are_told_in_one_fault_each(workbench: Workbench, chain: Chain) -> None:
    bad = commissioning(serials(50)) | {"ilmd": {}}
    job = tell(workbench, chain.maker, bad, packing(CASES[0], [sgtin(name) for name in serials(50)]))
    assert codes(job.faults) == [("batch-missing", "/0/ilmd"), ("follows-refused-event", "/1")]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (commissioning(["A"], "LOT8"), "pack-commissioned"),
        (packing(CASES[1], [sgtin("A")]), "in-container"),
        (packing(CASES[1], [sgtin("LOST")]), "pack-unknown"),
        (shipping([sgtin("A")], FACTORY), "in-container"),
        (receiving([sscc(CASES[0])], FACTORY), "not-in-transit"),
        (shipping([sscc(CASES[9])], FACTORY), "container-unknown"),
        (packing(CASES[0], [sscc(CASES[0])]), "containment-cycle"),
        (unpacking(CASES[0], [sgtin("C")], FACTORY), "not-in-container"),
        (
            an_event("ObjectEvent", "DELETE", "decommissioning", FACTORY, epcList=[sscc(CASES[0])]),
            "container-not-empty",
        ),
        (shipping([sgtin("C")], FACTORY) | {"readPoint": None}, "place-missing"),
        (commissioning(["X", "X"]), "named-twice"),
        (dispensing([sgtin("C")], FACTORY), "scope-missing"),
    ],
)
def test_what_the_ledger_does_not_say_is_refused(
    workbench: Workbench, chain: Chain, event: dict[str, Any], code: str
) -> None:
    captured(workbench, chain.maker, commissioning(["A", "B", "C"]), packing(CASES[0], [sgtin("A"), sgtin("B")]))
    job = tell(workbench, chain.maker, event)
    assert code in {fault.code for fault in job.faults}
    assert ledger(workbench) == {(FACTORY.text, PackState.ACTIVE): 3}


def test_containers_nest_eight_levels_and_no_more(workbench: Workbench, chain: Chain) -> None:
    captured(workbench, chain.maker, commissioning(["A"]), packing(CASES[0], [sgtin("A")]))
    for level in range(1, 8):
        captured(workbench, chain.maker, packing(CASES[level], [sscc(CASES[level - 1])]))
    job = tell(workbench, chain.maker, packing(CASES[8], [sscc(CASES[7])]))
    assert codes(job.faults) == [("containment-depth", "/0/childEPCs/0")]
    captured(workbench, chain.maker, shipping([sscc(CASES[7])], FACTORY))
    assert ledger(workbench) == {(FACTORY.text, PackState.IN_TRANSIT): 1}


def test_goods_arrive_where_they_were_sent(workbench: Workbench, chain: Chain) -> None:
    captured(workbench, chain.maker, commissioning(["A"]), packing(CASES[0], [sgtin("A")]))
    captured(workbench, chain.maker, shipping([sscc(CASES[0])], FACTORY, PHARMACY))
    job = tell(workbench, chain.depot, receiving([sscc(CASES[0])], DEPOT))
    assert codes(job.faults) == [("sent-elsewhere", "/0/epcList/0")]


def test_a_container_emptied_without_naming_children_gives_all_of_them_back(workbench: Workbench, chain: Chain) -> None:
    captured(workbench, chain.maker, commissioning(["A", "B", "C"]))
    captured(workbench, chain.maker, packing(CASES[0], [sgtin("A")]), packing(CASES[0], [sgtin("B"), sgtin("C")]))
    captured(workbench, chain.maker, unpacking(CASES[0], [sgtin("B")], FACTORY))
    captured(workbench, chain.maker, unpacking(CASES[0], [], FACTORY))
    captured(workbench, chain.maker, shipping([sgtin("A"), sgtin("B"), sgtin("C")], FACTORY))
    assert ledger(workbench) == {(FACTORY.text, PackState.IN_TRANSIT): 3}


def test_the_history_of_a_pack_holds_the_events_of_its_containers_while_it_was_inside(
    workbench: Workbench, chain: Chain
) -> None:
    captured(workbench, chain.maker, commissioning(["A", "B"]), packing(CASES[0], [sgtin("A"), sgtin("B")]))
    captured(workbench, chain.maker, packing(CASES[1], [sscc(CASES[0])]), shipping([sscc(CASES[1])], FACTORY))
    captured(workbench, chain.depot, receiving([sscc(CASES[1])], DEPOT), unpacking(CASES[1], [], DEPOT))
    captured(workbench, chain.depot, unpacking(CASES[0], [sgtin("A")], DEPOT), shipping([sscc(CASES[0])], DEPOT))
    with workbench.read(SYSTEM) as work:
        steps = trace.history(work, GTIN, "A")
    assert [(one.event.step, one.depth) for one in steps] == [
        ("commissioning", 0),
        ("packing", 0),
        ("packing", 1),
        ("shipping", 2),
        ("receiving", 2),
        ("unpacking", 1),
        ("unpacking", 0),
    ]
    assert steps[3].container == CASES[1].text
    assert steps[0].event.event_time.isoformat() == "2026-03-01T09:00:00+07:00"


def test_a_capture_needs_the_right_and_a_document(workbench: Workbench, chain: Chain) -> None:
    with pytest.raises(NotAllowed, match="scope-missing"):
        tell(workbench, PUBLIC, commissioning(["A"]))
    for raw, code in ((b"{", "json-form"), (b"[]", "document-type"), (b'{"type":"EPCISDocument"}', "events-missing")):
        with pytest.raises(BadInput, match=code):
            workbench.write(SYSTEM, partial(trace.capture, document=raw))
    foreign = document(commissioning(["A"])) | {"@context": ["https://example.org/context.jsonld"]}
    with pytest.raises(BadInput, match="context-unknown"):
        workbench.write(SYSTEM, lambda work: trace.capture(work, orjson.dumps(foreign)))


def test_holders_are_told_only_with_the_right(workbench: Workbench, chain: Chain) -> None:
    stock_pharmacy(workbench, chain, 1)
    batch = the_batch(workbench)
    with workbench.read(chain.neighbour) as work:
        with pytest.raises(NotAllowed):
            trace.holders(work, batch)
        seen = trace.find_pack(work, GTIN, "LOT7-S000000")
    assert seen is not None
    assert (seen.place, seen.at_own_place) == (None, False)
    with workbench.read(chain.authority) as work:
        assert trace.holders(work, batch) == (Holding(Gln.parse(PHARMACY.text).text, PackState.ACTIVE, 1),)


def test_nobody_brings_packs_or_batches_of_another_makers_goods_into_being(workbench: Workbench, chain: Chain) -> None:
    at_depot = commissioning(["A"]) | {"readPoint": {"id": sgln(DEPOT)}, "bizLocation": {"id": sgln(DEPOT)}}
    job = tell(workbench, chain.depot, at_depot)
    assert [(fault.code, fault.pointer) for fault in job.faults] == [
        ("trade-item-not-yours", "/epcisBody/eventList/0/epcList/0")
    ]
    actor = replace(chain.depot, scopes=chain.depot.scopes | {"batch:write"})
    with pytest.raises(NotAllowed) as caught:
        workbench.write(actor, lambda work: trace.add_batch(work, BatchDraft(GTIN, "FAKE1", EXPIRY)))
    assert caught.value.code == "trade-item-not-yours"
    assert tell(workbench, chain.maker, commissioning(["A"])).success


def test_nobody_tells_what_only_the_register_does(workbench: Workbench, chain: Chain) -> None:
    names = stock_pharmacy(workbench, chain, 1)
    forged = an_event(
        "ObjectEvent", "OBSERVE", "stocking", PHARMACY, epcList=[sgtin(names[0])], **{"urn:medreg:operation": "undo"}
    )
    job = tell(workbench, chain.pharmacist, forged)
    assert [(fault.code, fault.pointer) for fault in job.faults] == [
        ("field-reserved", "/epcisBody/eventList/0/urn:medreg:operation")
    ]
