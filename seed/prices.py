"""The country's awards: invented facilities buy its products at prices around a plausible level."""

from __future__ import annotations

from datetime import timedelta

from registry.money import SCALE, Money
from registry.prices import service as prices
from registry.prices.model import Buyer, PriceDraft, PriceKind
from registry.work import Work
from seed.companies import Resident, of_role
from seed.products import Ware
from seed.world import GRANTED_ON, chance

AWARDS_EACH = 3
SOURCE = "seed country"


def award(work: Work, wares: list[Ware], residents: list[Resident]) -> None:
    """Record a few awards for every product."""
    drawn = chance("prices")
    buyers = [*of_role(residents, "hospital"), *of_role(residents, "pharmacy")]
    sellers = of_role(residents, "wholesaler")
    drafts = []
    for ware in wares:
        for turn in range(AWARDS_EACH):
            buyer = drawn.choice(buyers)
            minor = ware.price * SCALE * drawn.randint(94, 112) // 100 // SCALE * SCALE
            day = GRANTED_ON + timedelta(days=7 + 14 * turn + drawn.randint(0, 6))
            drafts.append(
                PriceDraft(
                    PriceKind.TENDER,
                    ware.product_id,
                    Money(minor),
                    ware.unit,
                    day,
                    SOURCE,
                    quantity=drawn.randint(5, 400) * 100,
                    buyer=Buyer(buyer.party.name, province=buyer.place.province),
                    supplier=drawn.choice(sellers).party.name,
                    decision=f"DEMO-{100 + turn}/QĐ",
                    valid_until=day + timedelta(days=365),
                )
            )
    prices.record(work, drafts)
