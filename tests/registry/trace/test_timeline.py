"""The world at an instant, folded from events: on the corpus of the vectors, and on small stories."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from registry.clock import FixedClock
from registry.errors import NotAllowed, NotFound
from registry.trace import service as trace
from registry.trace.identities import canonical
from registry.trace.timeline import IN_TRANSIT, World, told_of
from registry.work import Workbench
from tests.registry.trace.chain import GTIN, PHARMACY, build_chain, sgln, stock_pharmacy

PLACE = "urn:epc:id:sgln:9501101.00020.0"
ELSEWHERE = "urn:epc:id:sgln:9501101.00030.0"
PACK = "urn:epc:id:sgtin:8935001.000011.1"
TWIN = "https://id.gs1.org/01/08935001000112/21/1"
CASE = "urn:epc:id:sscc:8935001.0000000001"
PALLET = "urn:epc:id:sscc:8935001.0000000002"


@pytest.fixture
def own(shared: Path) -> Path:
    folder = Path(os.environ.get("MEDREG_EPCIS_VECTORS") or shared / "vectors" / "epcis") / "own"
    if not (folder / "trace-cases.json").exists():
        pytest.skip("the trace vectors are not beside the project")
    return folder


def _events(own: Path) -> list[dict[str, Any]]:
    corpus = json.loads((own / "corpus.jsonld").read_text(encoding="utf-8"))
    events: list[dict[str, Any]] = corpus["epcisBody"]["eventList"]
    return events


def _at(case: dict[str, Any]) -> datetime | None:
    return None if case["at"] is None else datetime.fromisoformat(case["at"])


def _places(counted: dict[str, int]) -> dict[str, int]:
    return {canonical(place): n for place, n in counted.items()}


def test_containers_place_and_state_at_any_time_are_those_of_the_vectors(own: Path) -> None:
    events = _events(own)
    wrong = []
    for case in json.loads((own / "trace-cases.json").read_text(encoding="utf-8"))["containment"]:
        world = World(told_of(events, _at(case)))
        found = tuple(key.removeprefix("https://id.gs1.org/") for key in world.containers(case["epc"]))
        told = (found, world.place(case["epc"]), world.state(case["epc"]))
        if told != (tuple(case["containers"]), canonical(case["place"]), case["disposition"]):
            wrong.append((case, told))
    assert wrong == []


def test_holders_of_a_batch_at_any_time_are_those_of_the_vectors(own: Path) -> None:
    events = _events(own)
    wrong = []
    for case in json.loads((own / "trace-cases.json").read_text(encoding="utf-8"))["recall_holders"]:
        found = World(told_of(events, _at(case))).holders(case["lot"])
        if found != _places(case["holders"]) or sum(found.values()) != case["packs"]:
            wrong.append((case, found))
    assert wrong == []


def _event(minute: int, **fields: object) -> dict[str, Any]:
    return {"eventID": f"urn:uuid:{minute}", "eventTime": f"2026-01-05T10:{minute:02}:00+07:00", **fields}


def _commission(minute: int, *keys: str) -> dict[str, Any]:
    return _event(
        minute,
        type="ObjectEvent",
        action="ADD",
        bizStep="commissioning",
        epcList=list(keys),
        bizLocation={"id": PLACE},
        ilmd={"cbvmda:lotNumber": "L1"},
    )


def _pack(minute: int, parent: str, *keys: str, action: str = "ADD") -> dict[str, Any]:
    return _event(minute, type="AggregationEvent", action=action, parentID=parent, childEPCs=list(keys))


def _at_place(minute: int, key: str, place: str) -> dict[str, Any]:
    step = "receiving"
    return _event(minute, type="ObjectEvent", action="OBSERVE", bizStep=step, epcList=[key], bizLocation={"id": place})


def test_a_pack_follows_its_pallet_and_stays_where_it_was_unpacked() -> None:
    story = [_commission(1, PACK), _pack(2, CASE, PACK), _pack(3, PALLET, CASE), _at_place(4, PALLET, ELSEWHERE)]
    assert World(told_of(story)).place(TWIN) == canonical(ELSEWHERE)
    story += [_pack(5, CASE, TWIN, action="DELETE"), _at_place(6, PALLET, PLACE)]
    world = World(told_of(story))
    assert (world.place(PACK), world.containers(PACK)) == (canonical(ELSEWHERE), ())
    assert world.contents(PALLET) == (canonical(CASE),)


def test_where_a_container_stood_before_says_nothing_of_what_was_put_in_later() -> None:
    story = [_at_place(1, CASE, ELSEWHERE), _commission(2, PACK), _pack(3, CASE, PACK)]
    assert World(told_of(story)).place(PACK) == canonical(PLACE)


def test_emptying_a_container_by_naming_none_takes_out_all() -> None:
    story = [_commission(1, PACK), _pack(2, CASE, PACK), _pack(3, CASE, action="DELETE")]
    assert World(told_of(story)).containers(PACK) == ()


def test_an_event_declared_wrong_has_no_effect_and_a_late_one_takes_its_place_in_time() -> None:
    shipped = {**_at_place(5, PACK, PLACE), "bizStep": "shipping", "disposition": "in_transit"}
    story = [_at_place(9, PACK, ELSEWHERE), shipped, _commission(1, PACK)]
    assert World(told_of(story)).place(PACK) == canonical(ELSEWHERE)
    told_wrong = {**story[0], "errorDeclaration": {"declarationTime": "2026-01-06T00:00:00Z"}}
    assert World(told_of([*story, told_wrong])).place(PACK) == IN_TRANSIT


def test_nothing_can_be_put_into_itself() -> None:
    story = [_pack(1, PALLET, CASE), _pack(2, CASE, PALLET), _pack(3, CASE, CASE)]
    world = World(told_of(story))
    assert (world.containers(CASE), world.containers(PALLET)) == ((canonical(PALLET),), ())


def test_a_pack_then_is_told_by_its_events_with_supply_and_undo(workbench: Workbench, clock: FixedClock) -> None:
    chain = build_chain(workbench)
    serial = stock_pharmacy(workbench, chain, 1)[0]
    began = clock.at
    clock.at += timedelta(hours=1)
    workbench.write(chain.pharmacist, lambda work: trace.supply(work, GTIN, serial))
    clock.at += timedelta(hours=1)
    workbench.write(chain.pharmacist, lambda work: trace.undo_supply(work, GTIN, serial))

    def then(hours: float) -> tuple[str, int, str | None]:
        with workbench.read(chain.authority) as work:
            found = trace.pack_then(work, GTIN, serial, began + timedelta(hours=hours))
        return found.state, len(found.containers), found.place

    here = canonical(sgln(PHARMACY))
    assert [then(hours) for hours in (0.5, 1.5, 2.5)] == [
        ("active", 1, here),
        ("dispensed", 0, here),
        ("active", 0, here),
    ]
    with workbench.read(chain.authority) as work, pytest.raises(NotFound):
        trace.pack_then(work, GTIN, serial, began - timedelta(days=400))
    with workbench.read(chain.maker) as work, pytest.raises(NotAllowed):
        trace.pack_then(work, GTIN, serial, began)
