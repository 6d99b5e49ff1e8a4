"""A small chain for tests: one maker, one wholesaler, two pharmacies, one published trade item; and EPCIS documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any  # Any: EPCIS documents are plain JSON

from gs1 import Gln, Gtin, Sscc
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationDraft, Decision, Evidence, ProductDraft, ProductKind
from registry.catalogue.numbers import AuthorisationNumber
from registry.catalogue.packaging import PackReading, parse_pack
from registry.parties import service as parties
from registry.parties.model import PartyDraft, Place
from registry.trace import service as trace
from registry.trace.model import Behaviour, CaptureJob
from registry.work import SYSTEM, Actor, Work, Workbench

GTIN = Gtin.build("8936012345", "67")
OTHER_GTIN = Gtin.build("8936012345", "99")
FACTORY, DEPOT, PHARMACY, SHOP = (Gln.build("8936012345", str(n)) for n in (10, 20, 30, 40))
CASES = tuple(Sscc.build("8936012345", n) for n in range(1, 40))
EXPIRY = date(2027, 12, 31)
CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"cbvmda": "urn:epcglobal:cbv:mda:"}]
STEM = "https://id.gs1.org"
Body = dict[str, Any]


@dataclass(frozen=True)
class Chain:
    """The actors of the chain; each speaks for its own place."""

    maker: Actor
    depot: Actor
    pharmacist: Actor
    neighbour: Actor
    authority: Actor
    product_id: int


def build_chain(bench: Workbench) -> Chain:
    """Register the chain through the services."""
    return bench.write(SYSTEM, _register)


def _register(work: Work) -> Chain:
    scopes = {"maker": {"event:capture"}, "depot": {"event:capture"}}
    dispenser = {"event:capture", "pack:dispense", "pack:decommission"}
    maker, depot, pharmacist, neighbour = (
        _actor(work, name, gln, frozenset(scopes.get(name, dispenser)))
        for name, gln in (("maker", FACTORY), ("depot", DEPOT), ("pharmacy", PHARMACY), ("shop", SHOP))
    )
    rights = frozenset({"batch:recall", "holding:read", "event:read"})
    number = AuthorisationNumber.parse("893110493125")
    draft = AuthorisationDraft(
        number, Evidence.DECISION, Decision("720/QĐ-QLD", date(2025, 12, 3)), date(2025, 12, 3), date(2030, 12, 3)
    )
    about = ProductDraft(
        ProductKind.MEDICINE,
        "Paracetamol 500 mg",
        "Paracetamol 500mg",
        form="Viên nén",
        maker="maker",
        maker_country="VN",
    )
    authorisation = catalogue.register_authorisation(work, draft, about)
    pack = parse_pack("Hộp 10 vỉ x 10 viên")
    assert isinstance(pack, PackReading)
    box = catalogue.register_trade_items(work, authorisation.product_id, pack)[-1]
    catalogue.assign_gtin(work, box.id, GTIN)
    catalogue.publish(work, box.id)
    authority = Actor("authority", scopes=rights)
    return Chain(maker, depot, pharmacist, neighbour, authority, authorisation.product_id)


def _actor(work: Work, name: str, gln: Gln, scopes: frozenset[str]) -> Actor:
    party = parties.add_party(work, PartyDraft(name, "VN"))
    parties.add_place(work, Place(gln, party.id, f"The {name}'s place", "Hà Nội"))
    return Actor(name, party.id, scopes, gln.text)


def sgtin(serial: str, gtin: Gtin = GTIN) -> str:
    return f"{STEM}/01/{gtin.text}/21/{serial}"


def sscc(container: Sscc) -> str:
    return f"{STEM}/00/{container.text}"


def sgln(gln: Gln) -> str:
    return f"{STEM}/414/{gln.text}"


def serials(n: int, start: int = 0) -> list[str]:
    return [f"S{number:06}" for number in range(start, start + n)]


def document(*events: Body) -> Body:
    return {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-03-02T05:00:00Z",
        "epcisBody": {"eventList": [*events]},
    }


def an_event(kind: str, action: str, step: str, at: Gln | None, **more: object) -> Body:
    told: Body = {
        "type": kind,
        "eventTime": "2026-03-01T09:00:00.000+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": action,
        "bizStep": step,
    }
    if at is not None:
        told["readPoint"] = {"id": sgln(at)}
        if step != "shipping":
            told["bizLocation"] = {"id": sgln(at)}
    return told | more


def commissioning(names: list[str], batch: str = "LOT7", expiry: date = EXPIRY, gtin: Gtin = GTIN) -> Body:
    ilmd = {"cbvmda:lotNumber": batch, "cbvmda:itemExpirationDate": expiry.isoformat()}
    epcs = [sgtin(name, gtin) for name in names]
    return an_event("ObjectEvent", "ADD", "commissioning", FACTORY, epcList=epcs, ilmd=ilmd)


def packing(parent: Sscc, children: list[str], at: Gln = FACTORY, **more: object) -> Body:
    told = {"parentID": sscc(parent), "childEPCs": children} | more
    return an_event("AggregationEvent", "ADD", "packing", at, **told)


def unpacking(parent: Sscc, children: list[str], at: Gln) -> Body:
    return an_event("AggregationEvent", "DELETE", "unpacking", at, parentID=sscc(parent), childEPCs=children)


def shipping(units: list[str], origin: Gln, to: Gln | None = None) -> Body:
    more = {} if to is None else {"destinationList": [{"type": "location", "destination": sgln(to)}]}
    return an_event("ObjectEvent", "OBSERVE", "shipping", origin, epcList=units, **more)


def receiving(units: list[str], at: Gln) -> Body:
    return an_event("ObjectEvent", "OBSERVE", "receiving", at, epcList=units)


def dispensing(units: list[str], at: Gln) -> Body:
    return an_event("ObjectEvent", "OBSERVE", "dispensing", at, epcList=units)


def tell(bench: Workbench, actor: Actor, *events: Body, behaviour: Behaviour = Behaviour.ROLLBACK) -> CaptureJob:
    """Capture a document of these events."""
    return bench.write(actor, lambda work: trace.capture(work, document(*events), behaviour))


def captured(bench: Workbench, actor: Actor, *events: Body) -> CaptureJob:
    """Capture events that must all be good."""
    job = tell(bench, actor, *events)
    assert job.faults == ()
    return job


def stock_pharmacy(bench: Workbench, chain: Chain, n: int, batch: str = "LOT7", case: int = 0) -> list[str]:
    """Make `n` packs in one case and bring the case to the pharmacy; return their serials."""
    names = [f"{batch}-{name}" for name in serials(n)]
    parent = CASES[case]
    made = commissioning(names, batch)
    captured(bench, chain.maker, made, packing(parent, [sgtin(name) for name in names]))
    captured(bench, chain.maker, shipping([sscc(parent)], FACTORY, PHARMACY))
    captured(bench, chain.pharmacist, receiving([sscc(parent)], PHARMACY))
    return names
