"""The country's one recall, from the packs handed out to the decision that calls the rest back."""

from __future__ import annotations

from datetime import date
from functools import partial

from registry.recalls import service as recalls
from registry.recalls.model import Recall, RecallDraft
from registry.trace import service as trace
from registry.work import SYSTEM
from seed.companies import actor
from seed.packs import Country, Delivery

HANDED_OUT = 3
"""Packs of the recalled batch that each desk had dispensed before the recall."""


def tell(country: Country, delivery: Delivery) -> Recall:
    """Let every desk dispense a few packs, then declare a recall of level 2 (Law on Pharmacy, article 63)."""
    for desk in country.residents:
        for serial in delivery.received.get(desk.place.gln.text, ())[:HANDED_OUT]:
            country.workbench.write(actor(desk), partial(trace.supply, gtin=delivery.lot.gtin, serial=serial))
    draft = RecallDraft(
        delivery.lot.gtin,
        delivery.lot.batch,
        2,
        "Kết quả kiểm nghiệm (minh họa): không đạt chỉ tiêu độ hòa tan",
        "DEMO-77/QĐ-QLD",
        date(2026, 2, 20),
    )
    return country.workbench.write(SYSTEM, lambda work: recalls.declare(work, draft))
