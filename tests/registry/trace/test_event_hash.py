"""The event hash of CBV 2.0: the published hashes, and one hash for every spelling of one event."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from registry.audit.model import Json
from registry.trace.epcis import read_document
from registry.trace.event_hash import event_hash
from tests.registry.trace.chain import Body, commissioning, document, sgtin

LENT = {
    "example": "http://ns.example.com/epcis/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
}
"""Prefixes that some published hashes take from other documents, which their reference read before in one process."""


@pytest.fixture
def vectors(shared: Path) -> Path:
    return Path(os.environ.get("MEDREG_EPCIS_VECTORS") or shared / "vectors/epcis")


def prefixes(document: Body) -> dict[str, str]:
    context = document.get("@context")
    parts = context if isinstance(context, list) else [context]
    return {
        name: told for part in parts if isinstance(part, dict) for name, told in part.items() if isinstance(told, str)
    }


def told_events(document: Body) -> list[Body]:
    body = document["epcisBody"]
    assert isinstance(body, dict)
    return body.get("eventList") or [body["event"]]


def first_hash(document: Body) -> str:
    return event_hash(told_events(document)[0], prefixes(document))


def hashes(document: Body, lent: dict[str, str]) -> list[str]:
    return [event_hash(event, lent | prefixes(document)) for event in told_events(document)]


def test_the_published_hashes_are_met(vectors: Path) -> None:
    manifest = json.loads((vectors / "MANIFEST.json").read_text())
    met, with_lent = 0, 0
    wrong = []
    for path, case in manifest.items():
        if not case["kind"].startswith("capture-json") or "event_hashes_sha256" not in case:
            continue
        document, expected = json.loads((vectors / path).read_text()), case["event_hashes_sha256"]
        lent = (LENT, {"example": LENT["example"]}, {"cbvmda": LENT["cbvmda"]})
        if hashes(document, {}) == expected:
            met += 1
        elif any(hashes(document, one) == expected for one in lent):
            with_lent += 1
        else:
            wrong.append(path)
    assert wrong == []
    assert met > with_lent


def test_variants_hash_alike_exactly_when_they_tell_the_same(vectors: Path) -> None:
    wrong = []
    for family in json.loads((vectors / "own/hash-variants.json").read_text()):
        base = first_hash(family["base"])
        assert base == family["hash"]
        for variant in family["variants"]:
            got = first_hash(variant["document"])
            as_given = not variant.get("reference_agrees", True) or got == variant.get("hash", got)
            if (got == base) is not variant["same_as_base"] or not as_given:
                wrong.append((family["id"], variant["variant"]))
    assert wrong == []


def test_an_error_declaration_does_not_change_the_hash_and_another_time_does() -> None:
    event: dict[str, Json] = {
        "type": "ObjectEvent",
        "eventTime": "2026-01-02T03:04:05Z",
        "eventTimeZoneOffset": "+07:00",
        "epcList": ["https://id.example.org/01/08931234000015/21/A1?11=260101"],
        "action": "OBSERVE",
        "bizStep": "urn:epcglobal:cbv:bizstep:shipping",
    }
    same: dict[str, Json] = {
        **event,
        "bizStep": "shipping",
        "epcList": ["https://id.gs1.org/01/08931234000015/21/A1"],
        "errorDeclaration": {"declarationTime": "2026-02-02T00:00:00Z"},
        "recordTime": "2026-01-03T00:00:00Z",
    }
    assert event_hash(same, {}) == event_hash(event, {})
    assert event_hash({**event, "eventTime": "2026-01-02T03:04:06Z"}, {}) != event_hash(event, {})


def test_an_event_without_an_id_is_named_by_its_hash() -> None:
    told = json.loads(json.dumps(document(commissioning([sgtin("A1")]))))
    reading = read_document(told)
    assert reading.events[0].key == first_hash(told)
    assert reading.events[0].key.endswith("?ver=CBV2.0")
