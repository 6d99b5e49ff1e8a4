"""EPCIS 2.0 documents as a factory, a warehouse or a till writes them (JSON-LD; CBV 2.0 words)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gs1 import Gln, Gtin, Sscc
from registry.audit.model import Json
from registry.clock import VIETNAM

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
STEM = "https://id.gs1.org"


@dataclass(frozen=True, slots=True)
class Lot:
    """What a maker prints on every pack of one batch."""

    gtin: Gtin
    batch: str
    expiry: date


def pack_uri(gtin: Gtin, serial: str) -> str:
    """Return the identity of one pack as a canonical Digital Link (the serials drawn here need no escapes)."""
    return f"{STEM}/01/{gtin.text}/21/{serial}"


def unit_uri(sscc: Sscc) -> str:
    """Return the identity of one logistic unit."""
    return f"{STEM}/00/{sscc.text}"


def place_uri(gln: Gln) -> str:
    """Return the identity of one place."""
    return f"{STEM}/414/{gln.text}"


def commission(lot: Lot, serials: Sequence[str], place: Gln, at: datetime) -> dict[str, Json]:
    """A maker brings packs of one batch into being."""
    packs: list[Json] = [pack_uri(lot.gtin, serial) for serial in serials]
    event = _event("ObjectEvent", "ADD", "commissioning", "active", place, at)
    ilmd: dict[str, Json] = {"cbvmda:lotNumber": lot.batch, "cbvmda:itemExpirationDate": lot.expiry.isoformat()}
    return {**event, "epcList": packs, "ilmd": ilmd}


def pack_into(sscc: Sscc, children: Sequence[str], place: Gln, at: datetime) -> dict[str, Json]:
    """Packs or smaller units are put into a logistic unit."""
    event = _event("AggregationEvent", "ADD", "packing", "in_progress", place, at)
    return {**event, "parentID": unit_uri(sscc), "childEPCs": [*children]}


def ship(units: Sequence[str], origin: Gln, destination: Gln, at: datetime) -> dict[str, Json]:
    """Units leave a place for another."""
    event = _event("ObjectEvent", "OBSERVE", "shipping", "in_transit", origin, at)
    return {
        **event,
        "epcList": [*units],
        "sourceList": [{"type": "location", "source": place_uri(origin)}],
        "destinationList": [{"type": "location", "destination": place_uri(destination)}],
    }


def receive(units: Sequence[str], place: Gln, at: datetime) -> dict[str, Json]:
    """Units arrive at a place."""
    return {**_event("ObjectEvent", "OBSERVE", "receiving", "in_progress", place, at), "epcList": [*units]}


def unpack(sscc: Sscc, children: Sequence[str], place: Gln, at: datetime) -> dict[str, Json]:
    """Packs are taken out of a logistic unit."""
    event = _event("AggregationEvent", "DELETE", "unpacking", "in_progress", place, at)
    return {**event, "parentID": unit_uri(sscc), "childEPCs": [*children]}


def document(events: Sequence[dict[str, Json]], at: datetime) -> dict[str, Json]:
    """Wrap events into an EPCIS document."""
    return {
        "@context": [CONTEXT, {"cbvmda": "urn:epcglobal:cbv:mda:"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": at.astimezone(VIETNAM).isoformat(timespec="milliseconds"),
        "epcisBody": {"eventList": [*events]},
    }


def _event(kind: str, action: str, step: str, disposition: str, place: Gln, at: datetime) -> dict[str, Json]:
    where: dict[str, Json] = {"id": place_uri(place)}
    return {
        "type": kind,
        "action": action,
        "bizStep": step,
        "disposition": disposition,
        "eventTime": at.astimezone(VIETNAM).isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": "+07:00",
        "readPoint": where,
        "bizLocation": where,
    }
