"""Writes the EPCIS documents and label orders of the tutorial: one document for each party that reports."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from gs1 import Gln, Gtin, Sscc
from registry.clock import SystemClock
from seed.events import Lot, commission, document, pack_into, pack_uri, receive, ship, unit_uri, unpack

CASE = 50
EXPIRY = date(2029, 12, 31)


def main(keys: Path, out: Path, gtin: str, batch: str) -> None:
    """Read the serials and SSCCs that the register gave out, and tell how the packs travelled."""
    places = {role: Gln.parse(text) for role, text in json.loads(keys.read_text())["places"].items()}
    serials = json.loads((out / "serials.json").read_text())["serials"]
    ssccs = [Sscc.parse(text) for text in json.loads((out / "ssccs.json").read_text())["sscc"]]
    lot = Lot(Gtin.parse(gtin), batch, EXPIRY)
    cases = [serials[start : start + CASE] for start in range(0, len(serials), CASE)]
    at = SystemClock().now() - timedelta(hours=6)
    maker, wholesaler, pharmacy = places["maker"], places["wholesaler"], places["pharmacy"]
    units = [unit_uri(sscc) for sscc in ssccs]

    told = [commission(lot, serials, maker, at)]
    for sscc, case in zip(ssccs, cases, strict=True):
        told.append(pack_into(sscc, [pack_uri(lot.gtin, serial) for serial in case], maker, at + timedelta(hours=1)))
    told.append(ship(units, maker, wholesaler, at + timedelta(hours=2)))
    _write(out / "maker.json", document(told, at))
    arrived = at + timedelta(hours=3)
    onward = ship(units[:1], wholesaler, pharmacy, arrived + timedelta(minutes=30))
    _write(out / "wholesaler.json", document([receive(units, wholesaler, arrived), onward], at))
    children = [pack_uri(lot.gtin, serial) for serial in cases[0]]
    at_desk = [
        receive(units[:1], pharmacy, at + timedelta(hours=4)),
        unpack(ssccs[0], children, pharmacy, at + timedelta(hours=5)),
    ]
    _write(out / "pharmacy.json", document(at_desk, at))

    order = {"gtin": gtin, "batch": batch, "expiry": EXPIRY.isoformat(), "serials": cases[0], "sheet": "a4-3x8"}
    for form in ("pdf", "png"):
        _write(out / f"labels-{form}.json", order | {"format": form})
    _write(out / "label-one.json", order | {"serials": cases[0][:1], "sheet": "roll-50x30", "format": "png"})
    (out / "serial").write_text(cases[0][0])
    (out / "other").write_text(cases[0][1])


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
