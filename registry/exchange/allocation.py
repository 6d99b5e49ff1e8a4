"""Gives the packs of a renewal decision their GTINs, where the pack text reads with certainty."""

from __future__ import annotations

from registry.catalogue import service as catalogue
from registry.catalogue.model import Authorisation, TradeItemState
from registry.catalogue.packaging import PackReading, parse_packs
from registry.exchange.model import AllocationReport
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX
from registry.work import Actor, Work, Workbench


def allocate_for_decision(
    workbench: Workbench, actor: Actor, decision: str, prefix: str = DEMONSTRATION_PREFIX
) -> AllocationReport:
    """Name and publish every packaging level of the products that `decision` renewed; running it again changes nothing.

    Left out, each with its reason: authorisations not in force, and products of which a pack text is not certain.
    """
    return workbench.write(actor, lambda work: _allocate(work, decision, prefix))


def _allocate(work: Work, decision: str, prefix: str) -> AllocationReport:
    identifiers.open_pool(work, prefix)
    renewed = catalogue.authorisations_by_decision(work, decision)
    published, unchanged = 0, 0
    left_out: list[tuple[str, str]] = []
    for authorisation in renewed:
        reason = _why_not(work, authorisation)
        if reason is not None:
            left_out.append((authorisation.number, reason))
            continue
        done, stood = _publish_packs(work, authorisation.product_id, prefix)
        published, unchanged = published + done, unchanged + stood
    return AllocationReport(decision, len(renewed), published, unchanged, tuple(left_out))


def _why_not(work: Work, authorisation: Authorisation) -> str | None:
    if not authorisation.is_in_force(work.today):
        return "authorisation-not-in-force"
    packs = parse_packs(catalogue.product(work, authorisation.product_id).pack_text or "")
    return None if all(isinstance(pack, PackReading) for pack in packs) else "pack-unclear"


def _publish_packs(work: Work, product_id: int, prefix: str) -> tuple[int, int]:
    for pack in parse_packs(catalogue.product(work, product_id).pack_text or ""):
        if isinstance(pack, PackReading):
            catalogue.register_trade_items(work, product_id, pack)
    waiting = [one for one in catalogue.trade_items_of(work, product_id) if one.state is TradeItemState.DRAFT]
    stood = len(catalogue.trade_items_of(work, product_id)) - len(waiting)
    if waiting:
        identifiers.allocate_gtins(work, [one.id for one in waiting], prefix)
    for one in waiting:
        catalogue.publish(work, one.id)
    return len(waiting), stood
