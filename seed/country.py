"""Builds the whole country in an empty register and writes down its demonstration keys."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from gs1 import build
from registry.ids import format_id
from registry.settings import Settings
from registry.work import SYSTEM, Workbench
from seed import companies, packs, prices, products, story
from seed.packs import Country, Delivery
from seed.products import Ware
from seed.world import KEYS_FILE, DemoKey

BATCHES = 12
"""Medicines that are on the market with serialised packs."""
PACKS_EACH = 200
STORY_PACKS = 400
Step = Callable[[str], None]


def build_country(workbench: Workbench, settings: Settings, told: Step = lambda _: None) -> dict[str, object]:
    """Build the country through the services, write the keys file, and return what stands in it."""
    secret = settings.secret()
    told("firms, places and keys")
    residents, keys = workbench.write(SYSTEM, lambda work: companies.settle(work, secret))
    told("medicines and devices")
    wares = workbench.write(SYSTEM, lambda work: products.stock_shelves(work, residents))
    told("awards")
    workbench.write(SYSTEM, lambda work: prices.award(work, wares, residents))
    told("batches, packs and events")
    country = Country(workbench, residents, secret)
    medicines = [ware for ware in wares if ware.is_medicine]
    sample = workbench.write(SYSTEM, lambda _: _deliver_all(country, medicines))
    told("a recall")
    recalled = workbench.write(SYSTEM, lambda _: packs.deliver(country, medicines[BATCHES], "TH2602", STORY_PACKS))
    recall = story.tell(country, recalled)
    people = workbench.write(SYSTEM, lambda work: companies.hire(work, residents))
    facts = _facts(keys, sample) | {"logins": people, "recall": {"id": format_id(recall.id), **_pack(recalled)}}
    write_keys(settings.home / KEYS_FILE, facts)
    return facts


def _deliver_all(country: Country, medicines: list[Ware]) -> Delivery:
    """Deliver a batch of each of the first medicines in one transaction, and return the first delivery."""
    done = [
        packs.deliver(country, ware, f"SL26{place:02}", PACKS_EACH)
        for place, ware in enumerate(medicines[:BATCHES], start=1)
    ]
    return done[0]


def write_keys(path: Path, facts: dict[str, object]) -> None:
    """Write the demonstration keys where only the owner reads them."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        json.dump(facts, stream, ensure_ascii=False, indent=2)
        stream.write("\n")


def _facts(keys: list[DemoKey], sample: Delivery) -> dict[str, object]:
    first: dict[str, DemoKey] = {}
    for key in keys:
        first.setdefault(key.role, key)
    desk = first["pharmacy"].place or ""
    return {
        "keys": {role: key.text for role, key in first.items()},
        "places": {role: key.place for role, key in first.items()},
        "all": [{"role": key.role, "party": key.party, "place": key.place, "key": key.text} for key in keys],
        "pack": _pack(sample, sample.received[desk][0]),
    }


def _pack(delivery: Delivery, serial: str | None = None) -> dict[str, str]:
    lot, one = delivery.lot, serial or delivery.serials[-1]
    message = build([("01", lot.gtin.text), ("17", f"{lot.expiry:%y%m%d}"), ("10", lot.batch), ("21", one)])
    return {
        "gtin": lot.gtin.text,
        "batch": lot.batch,
        "expiry": lot.expiry.isoformat(),
        "serial": one,
        "text": message.bracketed(),
    }
