"""Numbers reserved for goods to come: held until a day, then confirmed for a trade item, or released for ever.

A GTIN that was reserved and released is retired, not given again: it may stand on artwork already, and the GS1 GTIN
Management Standard allows no reuse. GLNs (reusable after 48 months) and SSCCs (after 12) do not return either.
"""

from __future__ import annotations

from datetime import date, timedelta

from gs1 import Gtin
from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.errors import BadInput, Fault, LostRace, NotAllowed, NotFound, RuleBroken
from registry.identifiers import holding
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX, IdentifierState, Reservation
from registry.identifiers.store import reservations as store
from registry.ids import format_id
from registry.work import Work

LONGEST = timedelta(days=730)
"""So long a number may be held for goods that are not there yet."""


def reserve(work: Work, count: int, until: date, prefix: str = DEMONSTRATION_PREFIX) -> list[Reservation]:
    """Reserve `count` GTINs of a pool until a day, its last; raise `TooMuch` where the pool has fewer left."""
    if not work.today <= until <= work.today + LONGEST:
        raise BadInput.of([Fault("reservation-day", "/until", until.isoformat(), facts={"days": LONGEST.days})])
    identifiers.open_pool(work, prefix)
    values = identifiers.reserve_gtins(work, count, prefix)
    for value in values:
        store.add(work.db, value, work.actor.party_id, until, work.now_us)
    audit.record(work, "gtin:reserved", values[0], {"count": count, "until": until.isoformat()})
    return [Reservation(one, work.actor.party_id, until, IdentifierState.RESERVED, None) for one in values]


def confirm(work: Work, gtin: Gtin, trade_item_id: int) -> Reservation:
    """Give a reserved GTIN to a trade item of one's own; refused after the last day and for a released number."""
    work.require("identifier:write")
    known = _own(work, gtin)
    if known.state is IdentifierState.RESERVED and known.until < work.today:
        raise RuleBroken("reservation-over", gtin=gtin.text, until=known.until)
    if known.state is not IdentifierState.RESERVED:
        raise RuleBroken("identifier-step", value=gtin.text, state=str(known.state), target="assigned")
    identifiers.check_own_item(work, trade_item_id)
    if not store.confirm(work.db, gtin.text, trade_item_id, work.now_us):
        raise LostRace("identifier-step", value=gtin.text, state="?", target="assigned")
    catalogue.assign_gtin(work, trade_item_id, gtin)
    audit.record(work, "gtin:confirmed", gtin.text, {"item": format_id(trade_item_id)})
    return reservation(work, gtin)


def release(work: Work, gtin: Gtin) -> Reservation:
    """Give a reserved GTIN up: it is retired and never given again; a confirmed one cannot be released."""
    work.require("identifier:write")
    known = _own(work, gtin)
    if known.state is IdentifierState.RETIRED:
        return known
    if known.state is not IdentifierState.RESERVED:
        raise RuleBroken("identifier-step", value=gtin.text, state=str(known.state), target="released")
    identifiers.retire_reserved(work, gtin.text)
    return reservation(work, gtin)


def reservation(work: Work, gtin: Gtin) -> Reservation:
    """Return a reservation to the party that made it and to the authority; to others it is not there."""
    found = store.by_value(work.db, gtin.text)
    mine = found is not None and found.party_id is not None and found.party_id == work.actor.party_id
    if found is None or not (mine or work.actor.may(holding.ALL)):
        raise NotFound("reservation-unknown", gtin=gtin.text)
    return found


def reservations(work: Work, after: str, limit: int) -> list[Reservation]:
    """Return reservations in the order of their numbers: one's own, all of them with the right to read all."""
    if work.actor.may(holding.ALL):
        return store.page(work.db, None, after, limit)
    if work.actor.party_id is None:
        raise NotAllowed("party-needed")
    return store.page(work.db, work.actor.party_id, after, limit)


def _own(work: Work, gtin: Gtin) -> Reservation:
    found = reservation(work, gtin)
    if found.party_id != work.actor.party_id and not work.actor.may(holding.GRANT):
        raise NotFound("reservation-unknown", gtin=gtin.text)
    return found
