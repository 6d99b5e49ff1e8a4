"""Queries against the index of events, on both engines: every form of condition, in pages of every order."""

from __future__ import annotations

from typing import Any  # Any: EPCIS documents are plain JSON

import orjson
import pytest

from registry.errors import NotAllowed, TooMuch
from registry.ids import new_id
from registry.paging import Cursor
from registry.trace import service as trace
from registry.trace.epcis import read_document
from registry.trace.query.reading import read_query
from registry.trace.store import events, questions
from registry.work import PUBLIC, SYSTEM, Work, Workbench

CONTEXT = {"vn": "https://ns.example.vn/epcis/"}
SGLN = "urn:epc:id:sgln:9501101.0004"


def told(number: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - see the import
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:x:{number}",
        "eventTime": f"2026-01-0{number % 5 + 1}T00:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "storing",
        **more,
    }


EVENTS = [
    told(0, epcList=["urn:epc:id:sgtin:8935001.000011.A"], bizLocation={"id": f"{SGLN}0.0"}),
    told(1, epcList=["urn:epc:id:sgtin:8935001.000011.a"], bizLocation={"id": f"{SGLN}0.PH"}),
    told(2, epcList=["https://id.gs1.org/01/08935001000228/21/1"], readPoint={"id": f"{SGLN}0.0", "vn:door": 4}),
    told(3, bizStep="packing", **{"vn:price": 1500, "vn:lot": {"vn:colour": "red"}}),
    told(4, **{"vn:price": 90.5}, ilmd={"cbvmda:lotNumber": "L1"}),
    told(5, sensorElementList=[{"sensorReport": [{"type": "gs1:Temperature", "value": 4.3, "uom": "CEL"}]}]),
    told(6, quantityList=[{"epcClass": "urn:epc:class:lgtin:8935001.000011.L1", "quantity": 2500, "uom": "GRM"}]),
    told(7, errorDeclaration={"declarationTime": "2026-02-01T00:00:00Z", "reason": "incorrect_data"}),
    told(8, action="DELETE", bizTransactionList=[{"type": "po", "bizTransaction": "urn:epc:id:gdti:9501101.00001.P1"}]),
]
HEADER = {
    "epcisMasterData": {
        "vocabularyList": [
            {
                "vocabularyElementList": [
                    {
                        "id": f"{SGLN}0.0",
                        "children": [f"{SGLN}0.PH"],
                        "attributes": [{"id": "cbvmda:name", "attribute": "hospital"}],
                    }
                ]
            }
        ]
    }
}


@pytest.fixture
def kept(workbench: Workbench) -> Workbench:
    """A register with nine events, each different, and master data of one place."""
    document = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", CONTEXT],
        "type": "EPCISDocument",
        "epcisHeader": HEADER,
        "epcisBody": {"eventList": EVENTS},
    }
    reading = read_document(orjson.dumps(document))
    assert not reading.faults

    def keep(work: Work) -> None:
        events.add_events(work.db, [(new_id(), 0, event) for event in reading.events], [], 0, work.now_us)
        questions.add_master(work.db, reading.master)

    workbench.write(SYSTEM, keep)
    return workbench


def asked(bench: Workbench, query: dict[str, Any], limit: int = 100) -> list[int]:
    """Return the numbers of the events found, page after page."""
    parsed, found, after = read_query(query, CONTEXT), [], None
    while True:
        with bench.read(SYSTEM) as work:
            page = trace.query_events(work, parsed, after, limit)
        found += [int(event.key.removeprefix("urn:x:")) for event in page.items]
        if page.next is None:
            return found
        after = Cursor.parse(str(page.next))


CASES: list[tuple[dict[str, Any], list[int]]] = [
    ({"MATCH_epc": "https://id.gs1.org/01/08935001000112/21/A"}, [0]),
    ({"MATCH_anyEPC": ["urn:epc:idpat:sgtin:8935001.000011.*"]}, [0, 1]),
    ({"MATCH_epc": ["urn:epc:idpat:sgtin:8935001.*.*"]}, [0, 1, 2]),
    ({"MATCH_inputEPC": ["urn:epc:idpat:sgtin:*.*.*"]}, []),
    ({"EQ_bizLocation": f"{SGLN}0.0"}, [0]),
    ({"WD_bizLocation": f"{SGLN}0.0"}, [0, 1]),
    ({"HASATTR_bizLocation": ["cbvmda:name"]}, [0]),
    ({"EQATTR_bizLocation_cbvmda:name": ["clinic"]}, []),
    ({"EQ_readPoint_vn:door": 4}, [2]),
    ({"GE_vn:price": 90.5}, [3, 4]),
    ({"GT_vn:price": "90.5"}, [3]),
    ({"EQ_https://ns.example.vn/epcis/price": 1500}, [3]),
    ({"EQ_INNER_vn:colour": "red"}, [3]),
    ({"EXISTS_vn:lot": True}, [3]),
    ({"EXISTS_vn:lot": "false", "EQ_bizStep": "packing"}, []),
    ({"EQ_ILMD_cbvmda:lotNumber": ["L1", "L2"]}, [4]),
    ({"GE_value_KEL": 277.45}, [5]),
    ({"LT_value_FAH": 39.74}, []),
    ({"EQ_type": "Temperature", "EXISTS_sensorElementList": True}, [5]),
    ({"EQ_quantity_KGM": 2.5}, [6]),
    ({"MATCH_anyEPCClass": "https://id.gs1.org/01/08935001000112/10/L1"}, [6]),
    ({"EQ_errorReason": "urn:epcglobal:cbv:er:incorrect_data"}, [7]),
    ({"GE_errorDeclarationTime": "2026-02-01T07:00:00+07:00"}, [7]),
    ({"EQ_action": "DELETE", "EQ_bizStep": ["storing", "packing"]}, [8]),
    ({"EQ_bizTransaction_urn:epcglobal:cbv:btt:po": "urn:epc:id:gdti:9501101.00001.P1"}, [8]),
    ({"EQ_eventID": ["urn:x:3", "urn:x:none"]}, [3]),
    ({"GE_eventTime": "2026-01-05T00:00:00Z"}, [4]),
    ({"orderBy": "eventTime", "orderDirection": "ASC"}, [0, 5, 1, 6, 2, 7, 3, 8, 4]),
    ({"orderBy": "eventTime", "eventCountLimit": 4}, [4, 8, 3, 7]),
    ({"orderBy": "vn:price", "EXISTS_vn:price": True, "orderDirection": "ASC"}, [4, 3]),
    ({"EQ_bizStep": "storing"}, [0, 1, 2, 4, 5, 6, 7, 8]),
    ({"maxEventCount": 9}, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
]


def test_every_form_of_condition_finds_its_events_on_pages_of_any_size(kept: Workbench) -> None:
    for query, expected in CASES:
        for limit in (100, 2):
            assert asked(kept, query, limit) == expected, (query, limit)


def test_more_events_than_allowed_are_refused_and_exactly_so_many_are_not(kept: Workbench) -> None:
    assert len(asked(kept, {"maxEventCount": 9})) == 9
    with pytest.raises(TooMuch):
        asked(kept, {"maxEventCount": 8})


def test_a_query_needs_the_right_to_read_events(kept: Workbench) -> None:
    with kept.read(PUBLIC) as work, pytest.raises(NotAllowed):
        trace.query_events(work, read_query({}), None, 10)


def test_events_that_come_between_two_pages_are_neither_lost_nor_repeated(kept: Workbench) -> None:
    query = read_query({})
    with kept.read(SYSTEM) as work:
        first = trace.query_events(work, query, None, 5)
    late = read_document(orjson.dumps(told(9)))
    kept.write(SYSTEM, lambda work: events.add_events(work.db, [(new_id(), 0, late.events[0])], [], 0, work.now_us))
    with kept.read(SYSTEM) as work:
        rest = trace.query_events(work, query, first.next, 100)
    assert [event.key for event in (*first.items, *rest.items)] == [f"urn:x:{number}" for number in range(10)]
