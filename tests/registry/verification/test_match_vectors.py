"""The four data elements of a pack against the register: the codes, alerts and router words of the vectors."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from gs1.dates import read_date
from registry.trace import service as trace
from registry.trace.model import BatchDraft, Operation
from registry.verification import service as verification
from registry.verification import vrs
from registry.verification.model import Identity, Verdict
from registry.work import SYSTEM, Workbench
from tests.registry.trace.chain import EXPIRY, GTIN, OTHER_GTIN, build_chain, stock_pharmacy

CODES = {
    "unknown_serial": {"serial-unknown"},
    "unknown_product": {"product-unknown"},
    "unknown_batch": {"batch-unregistered"},
    "batch_mismatch": {"batch-mismatch"},
    "expiry_mismatch": {"expiry-mismatch"},
    "batch_and_expiry_mismatch": {"batch-mismatch", "expiry-mismatch"},
    "ok": set[str](),
}


@pytest.fixture
def cases(shared: Path) -> list[dict[str, object]]:
    folder = Path(os.environ.get("MEDREG_EPCIS_VECTORS") or shared / "vectors" / "epcis")
    file = folder / "own" / "pack-state-cases.json"
    if not file.exists():
        pytest.skip("the pack state vectors are not beside the project")
    found: list[dict[str, object]] = json.loads(file.read_text(encoding="utf-8"))["match"]
    return found


def named(case: dict[str, object], serial: str) -> Identity:
    """The identity that a case speaks of, beside the pack `serial` of batch LOT7."""
    serials = {"known": serial, "known-lowercased": serial.swapcase(), "unknown": "NOBODY", "any": serial}
    expiries = {
        "match": EXPIRY,
        "any": EXPIRY,
        "other": date(2029, 1, 31),
        "match-with-day-00": read_date(f"{EXPIRY:%y%m}00", date(2026, 3, 2)),
    }
    lots = {"other": "LOT8", "unknown": "LOT9"}
    gtin = OTHER_GTIN if case["gtin"] == "unknown" else GTIN
    return Identity(gtin, serials[str(case["serial"])], lots.get(str(case["lot"]), "LOT7"), expiries[str(case["exp"])])


def seen(bench: Workbench, identity: Identity) -> Verdict:
    with bench.read(SYSTEM) as work:
        return verification.verify(work, identity)


def test_every_case_of_the_vectors_gets_its_code_alert_and_router_word(
    workbench: Workbench, cases: list[dict[str, object]]
) -> None:
    chain = build_chain(workbench)
    serial = stock_pharmacy(workbench, chain, 1)[0]
    workbench.write(SYSTEM, lambda work: trace.add_batch(work, BatchDraft(GTIN, "LOT8", EXPIRY)))
    wrong: list[tuple[dict[str, object], object]] = []
    for case in cases:
        verdict = seen(workbench, named(case, serial))
        reasons = {reason.code: reason for reason in verdict.reasons}
        told = vrs.answer(verdict)
        expected = (CODES[str(case["code"])], case["alert"], {case["nmvs"]} if "nmvs" in case else None)
        nmvs = {reason.nmvs for reason in verdict.reasons} if "nmvs" in case else None
        if (set(reasons), any(reason.alert for reason in verdict.reasons), nmvs) != expected:
            wrong.append((case, reasons))
        if "vrs" in case and told.failure != case["vrs"]:
            wrong.append((case, told))
        if case["code"] == "ok" and told.failure is not None:
            wrong.append((case, told))
    assert wrong == []


@pytest.mark.parametrize("operation", [Operation.SUPPLY, Operation.EXPORT, Operation.LOCK])
def test_a_pack_that_left_the_chain_is_not_for_redistribution(workbench: Workbench, operation: Operation) -> None:
    chain = build_chain(workbench)
    serial = stock_pharmacy(workbench, chain, 1)[0]
    workbench.write(chain.pharmacist, lambda work: trace.change_state(work, GTIN, serial, operation))
    told = vrs.answer(seen(workbench, Identity(GTIN, serial, "LOT7", EXPIRY)))
    assert told.failure is vrs.Failure.NOT_FOR_REDISTRIBUTION
