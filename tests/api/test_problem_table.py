"""The table of problems: complete, in both languages, and never broken by a fact that was not told."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from api.problem_table import TABLE, say
from api.problems import describe, document, told_of
from api.verdict_words import STEPS
from gs1 import ErrorCode, Gs1Error, Gtin
from gs1.words import words_of
from registry.errors import BadInput, Fault, NotFound, RuleBroken
from registry.exchange.hints import HINTS
from registry.prices.model import Refusal
from registry.trace.model import PackState, Stop
from registry.verification.model import NextStep
from registry.verification.rules import MEANINGS
from scanner.errors import ScanCode
from tests.conftest import ROOT

RAISED = {
    *("Fault", "BadInput", "NotFound", "Conflict", "RuleBroken", "NotAllowed", "Stale", "TooMuch", "LostRace"),
    *("fault", "_fault", "_reason", "Outcome"),
}
PARTS = ("title", "detail", "hint")


def raised_codes() -> Iterator[tuple[str, str]]:
    """Every code that the sources raise as a literal, and where."""
    for room in ("registry", "scanner", "api", "seed"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in RAISED:
                    yield from ((code, _where(path)) for code in _literals(node))


def test_every_code_that_is_raised_stands_in_the_table() -> None:
    lacking = {code: place for code, place in raised_codes() if code not in TABLE}
    assert lacking == {}


@pytest.mark.parametrize(
    "codes",
    [
        [code.value for code in ScanCode],
        [*MEANINGS],
        [*HINTS],
        [reason.value for reason in Refusal],
        [stop.value for stop in Stop],
        [f"pack-{state}" for state in PackState if state is not PackState.IN_TRANSIT],
    ],
    ids=["scanner", "verdicts", "imports", "comparison", "stops", "pack states"],
)
def test_every_code_of_a_table_below_stands_in_the_table(codes: list[str]) -> None:
    assert [code for code in codes if code not in TABLE] == []


def test_every_entry_speaks_both_languages_of_the_same_facts() -> None:
    for entry in TABLE.values():
        assert 400 <= entry.status < 600
        for name in PARTS:
            texts = entry.part(name)  # type: ignore[arg-type]  # the three names of parts
            assert set(texts) in ({"vi", "en"}, set() if name != "title" else {"vi", "en"}), (entry.code, name)
            told = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in texts.values()]
            assert all(text for text in texts.values())
            assert not told or told[0] == told[1], (entry.code, name)


def test_every_gs1_fault_has_words_in_both_languages() -> None:
    for code in ErrorCode:
        assert words_of(code, "vi") != words_of(code, "en"), code


def test_every_next_step_has_words_in_both_languages() -> None:
    assert {step.value for step in NextStep} == set(STEPS)
    assert all(set(texts) == {"vi", "en"} for texts in STEPS.values())


def test_a_fact_that_was_not_told_leaves_an_ellipsis() -> None:
    assert say("number-unknown", "detail", {}, "en") == "The number … is not in the register."


def test_a_reason_that_is_a_code_is_told_in_words() -> None:
    refused = RuleBroken("pack-refused", reason="pack-supplied", state="supplied")
    assert describe(refused, "vi")["detail"] == "Hộp này đã được cấp phát."
    assert describe(refused, "en")["detail"] == "This pack was supplied already."


def test_every_fault_of_a_submission_is_told_at_once_with_its_place() -> None:
    error = BadInput.of([Fault("number-form", "/number", "ABC"), Fault("pack-unclear", "/pack", "?")])
    told = describe(error, "en")
    assert told["status"] == 422
    assert [(one["pointer"], one["value"]) for one in told["errors"]] == [("/number", "ABC"), ("/pack", "?")]  # type: ignore[attr-defined]  # a list


def test_what_is_not_found_is_404_whatever_its_code() -> None:
    assert told_of(NotFound("key-unknown")).status == 404


def test_a_gs1_fault_keeps_its_code_its_place_and_its_clause() -> None:
    with pytest.raises(Gs1Error) as refusal:
        Gtin.parse("08938888000016")
    body = document(told_of(refusal.value), "vi")
    fault = body["errors"][0]  # type: ignore[index]  # a list
    assert fault["code"] == refusal.value.code.value
    assert fault["value"] == "08938888000016"
    assert (fault["start"], fault["length"]) == (refusal.value.start, refusal.value.length)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(call: ast.Call) -> Iterator[str]:
    """The code of a call: its first text, or a choice between texts; of an outcome its second."""
    place = 1 if _name(call.func) == "Outcome" else 0
    for argument in call.args[place : place + 1]:
        for node in [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "/" not in node.value:
                yield node.value


def _where(path: Path) -> str:
    return str(path.relative_to(ROOT))
