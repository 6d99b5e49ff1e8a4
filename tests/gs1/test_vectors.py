"""Every published vector through the public API: one honest check a case, a floor per file that only rises."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gs1 import Gs1Error
from tests.gs1.vector_calls import CALLS

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("MEDREG_GS1_VECTORS", REPOSITORY / ".." / "shared" / "vectors" / "gs1"))
FLOORS: dict[str, int] = {
    "ai_syntax": 1000,
    "digital_link": 1000,
    "digital_link_compression": 1000,
    "engine_oracle": 1000,
    "epc": 1000,
    "keys": 1000,
    "linters": 1000,
    "messages": 1000,
    "scan_data": 1000,
    "udi": 1000,
}
"""The least share of right answers, in thousandths, that a file may have."""

Json = Any  # a vector is JSON of any shape
Case = dict[str, Json]
UNSTATED = {"epc_uri_translate": ("tag_uri",)}
"""Kinds whose input leaves a choice open (the filter value of a tag); it is read off the expected answer."""


def is_right(case: Case) -> bool:
    """Whether our answer is the expected one: value for value, or refused with the same code and place."""
    call = CALLS.get(case["input_kind"])
    if call is None:
        return False
    wanted = case["expect"]
    given = case.get("options", {}) | {
        name: wanted[name] for name in UNSTATED.get(case["input_kind"], ()) if name in wanted
    }
    try:
        answer = call(case["input"], given)
    except Gs1Error as error:
        return wanted == "error" and same_fault(case, error.code.value, error.markup())
    if isinstance(answer, tuple):
        return wanted == "error" and (case.get("error_code"), case.get("error_span")) == answer[1:]
    if wanted == "error":
        return bool(answer == "error")
    return is_shorter(answer, wanted) or (covers(answer, wanted) and not says_more(case["input_kind"], answer, wanted))


def is_shorter(answer: Json, wanted: Json) -> bool:
    """Whether a compressed text, which has no single right form, is no longer and means the same (see `compressed`)."""
    if not isinstance(wanted, dict) or "compressed" not in wanted:
        return False
    ours, theirs = (text["compressed"].partition("?")[0].rsplit("/", 1)[-1] for text in (answer, wanted))
    return bool(answer["same"]) and len(ours) <= len(theirs)


def same_fault(case: Case, code: str, markup: str) -> bool:
    """Whether a refusal names the fault that the vector names, where it names one."""
    code_right = case.get("error_code") in (None, code)
    return code_right and case.get("error_markup") in (None, markup)


def covers(answer: Json, wanted: Json) -> bool:
    """Whether `answer` says all that `wanted` says; texts that only the peer words (usage) are left out."""
    if isinstance(wanted, dict) and isinstance(answer, dict):
        return all(covers(answer.get(name), value) for name, value in wanted.items() if name not in PEER_WORDS)
    return bool(answer == wanted)


def says_more(kind: str, answer: Json, wanted: Json) -> bool:
    """Whether `answer` claims a part or a reading that `wanted` has not: for kinds whose peer tells all it finds."""
    if kind not in WHOLE or not isinstance(wanted, dict):
        return False
    return not set(answer) <= set(wanted)


WHOLE = frozenset(("gtin_parse", "sscc_parse", "gln_parse", "upc_parse", "parse_any"))
PEER_WORDS = frozenset(("prefix_usage", "usage", "iso_symbology", "gs1_symbology"))


def cases_of(path: Path) -> list[Case]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_vectors_are_answered_at_least_as_well_as_recorded(name: str) -> None:
    path = FOLDER / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"no vectors in {FOLDER}")
    cases = cases_of(path)
    wrong = Counter(case["input_kind"] for case in cases if not is_right(case))
    right = len(cases) - wrong.total()
    sys.stdout.write(f"\n{name}: {len(cases)} cases, {right} right, {wrong.total()} wrong {dict(wrong)}\n")
    assert right * 1000 >= FLOORS[name] * len(cases)
