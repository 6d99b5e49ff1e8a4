"""Batches, packs and their way through the country's supply chain, told by EPCIS events of each party itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gs1 import Sscc
from registry.audit.model import Json
from registry.errors import BadInput
from registry.identifiers import service as identifiers
from registry.trace import service as trace
from registry.work import SYSTEM, Workbench
from seed import events
from seed.companies import Resident, actor, of_role
from seed.events import Lot
from seed.products import Ware

FIRST_DAY = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
CASE = 20
"""Packs in a case."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A batch after its journey: its serials, and the ones that each desk received."""

    lot: Lot
    serials: tuple[str, ...]
    received: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Country:
    """Who takes part, and the register they report to."""

    workbench: Workbench
    residents: list[Resident]
    secret: bytes


def deliver(country: Country, ware: Ware, batch: str, count: int) -> Delivery:
    """Make `count` packs of a batch, case them, ship them to a wholesaler, and from there to every desk in turn."""
    lot = Lot(ware.gtin, batch, date(2028, 6, 30))
    serials = country.workbench.write(
        SYSTEM, lambda work: identifiers.issue_serials(work, ware.gtin, count, country.secret)
    )
    cases = [serials[start : start + CASE] for start in range(0, count, CASE)]
    ssccs = country.workbench.write(SYSTEM, lambda work: identifiers.allocate_sscc(work, len(cases)))
    wholesalers = of_role(country.residents, "wholesaler")
    wholesaler = wholesalers[len(ware.name) % len(wholesalers)]
    _make(country, ware, lot, list(zip(ssccs, cases, strict=True)), wholesaler)
    desks = [*of_role(country.residents, "pharmacy"), *of_role(country.residents, "hospital")]
    received: dict[str, tuple[str, ...]] = {}
    for place, (sscc, case) in enumerate(zip(ssccs, cases, strict=True)):
        desk = desks[place % len(desks)]
        if place >= len(desks) * 2:
            break
        _hand_on(country, lot, sscc, case, (wholesaler, desk))
        gln = desk.place.gln.text
        received[gln] = received.get(gln, ()) + tuple(case)
    return Delivery(lot, tuple(serials), received)


def _make(country: Country, ware: Ware, lot: Lot, cases: list[tuple[Sscc, list[str]]], wholesaler: Resident) -> None:
    origin, target = ware.maker.place.gln, wholesaler.place.gln
    packs = [serial for _, case in cases for serial in case]
    units = [events.unit_uri(sscc) for sscc, _ in cases]
    told = [events.commission(lot, packs, origin, FIRST_DAY)]
    for sscc, case in cases:
        children = [events.pack_uri(lot.gtin, serial) for serial in case]
        told.append(events.pack_into(sscc, children, origin, FIRST_DAY + timedelta(hours=1)))
    told.append(events.ship(units, origin, target, FIRST_DAY + timedelta(hours=5)))
    _tell(country, ware.maker, told)
    _tell(country, wholesaler, [events.receive(units, target, FIRST_DAY + timedelta(days=1))])


def _hand_on(country: Country, lot: Lot, sscc: Sscc, case: list[str], route: tuple[Resident, Resident]) -> None:
    sender, desk = route
    unit, at = [events.unit_uri(sscc)], FIRST_DAY + timedelta(days=3)
    _tell(country, sender, [events.ship(unit, sender.place.gln, desk.place.gln, at)])
    children = [events.pack_uri(lot.gtin, serial) for serial in case]
    arrived = at + timedelta(days=1)
    told = [
        events.receive(unit, desk.place.gln, arrived),
        events.unpack(sscc, children, desk.place.gln, arrived + timedelta(hours=1)),
    ]
    _tell(country, desk, told)


def _tell(country: Country, who: Resident, told: list[dict[str, Json]]) -> None:
    """Report events as the party itself; the country's reports hold no faults, so a fault stops the seed."""
    written = events.document(told, FIRST_DAY)
    job = country.workbench.write(actor(who), lambda work: trace.capture(work, written))
    if job.faults:
        raise BadInput.of(job.faults)
