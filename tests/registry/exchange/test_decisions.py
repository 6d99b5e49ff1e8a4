"""A decision from its file into the register: compared, reviewed row by row, applied through one proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationState
from registry.errors import BadInput, Conflict, NotAllowed, RuleBroken
from registry.exchange import decisions
from registry.exchange.decision_text import Published, read_decision, read_text
from registry.exchange.reviews import ReviewState, RowKind, Verdict
from registry.ids import format_id
from registry.work import SYSTEM, Actor, Workbench
from tests.registry.catalogue.builders import NUMBER, a_listed, a_product
from tests.registry.exchange.test_annex_text import GROUPS, HEADER, NAME, ROWS, TABLE, TITLE, laid_out

OFFICER = Actor("Cục", 1, frozenset({"authorisation:propose"}), person="1/lan")
CHECKER = Actor("Cục", 1, frozenset({"authorisation:approve"}), person="1/minh")


@pytest.fixture
def made() -> Published:
    """A small decision of three rows."""
    rows = [line for place, cells in enumerate(ROWS, start=1) for line in laid_out(place, cells, (6, 25, 47, 60))]
    return read_text(TITLE.format(count=3) + HEADER + GROUPS + "\n".join(rows), "mau.txt", "cd" * 32)


def test_decision_720_goes_from_its_text_to_dated_events_by_two_officers(workbench: Workbench, shared: Path) -> None:
    workbench.write(SYSTEM, a_listed)
    published = read_decision(shared / "data/catalogue/vn" / NAME)
    found = workbench.write(OFFICER, lambda work: decisions.open_review(work, published))
    kinds = {row.place: row.kind for row in found.rows}
    assert (kinds.pop(2), set(kinds.values())) == (RowKind.CHANGED, {RowKind.NEW})
    assert found.rows[1].differences["number"] == [NUMBER, "893110493125"]
    found = workbench.write(OFFICER, lambda work: decisions.accept_clear(work, found))
    assert {row.verdict for row in found.rows} == {Verdict.ACCEPTED}
    found = workbench.write(OFFICER, lambda work: decisions.propose(work, found))
    assert found.state is ReviewState.PROPOSED
    workbench.write(CHECKER, lambda work: catalogue.approve(work, found.proposal_id or 0, 1))
    with workbench.read(CHECKER) as work:
        assert decisions.review(work, found.id).state is ReviewState.APPLIED
        one = catalogue.find_by_number(work, NUMBER)
        assert one == catalogue.find_by_number(work, "893110493125")
        assert (one.state, one.valid_until, one.terms) == (AuthorisationState.IN_FORCE, date(2030, 12, 3), "P5Y")
        old = audit.as_of(work, "authorisation", format_id(one.id), date(2025, 11, 30))
        assert (old.body["number"], old.body["state"], old.body["valid_until"]) == (NUMBER, "listed", None)
        cited = catalogue.steps_of(work, one.id)[-1].decision
    assert cited == published.decision


def test_the_operator_applies_at_once_and_a_second_time_changes_nothing(workbench: Workbench, shared: Path) -> None:
    published = read_decision(shared / "data/catalogue/vn" / NAME)
    first = workbench.write(SYSTEM, lambda work: decisions.apply_at_once(work, published))
    second = workbench.write(SYSTEM, lambda work: decisions.apply_at_once(work, published))
    assert {row.kind for row in first.rows} == {RowKind.NEW}
    assert {row.kind for row in second.rows} == {RowKind.UNCHANGED}
    with workbench.read(SYSTEM) as work:
        assert len(catalogue.authorisations_by_decision(work, "720/QĐ-QLD")) == 26


def test_the_table_and_the_text_of_a_decision_lead_to_the_same_register(workbench: Workbench, shared: Path) -> None:
    folder = shared / "data/catalogue/vn"
    workbench.write(SYSTEM, lambda work: decisions.apply_at_once(work, read_decision(folder / NAME)))
    told = workbench.write(SYSTEM, lambda work: decisions.compare(work, read_decision(folder / TABLE)))
    assert {row.kind for row in told} == {RowKind.UNCHANGED}


def test_the_same_file_again_gives_the_review_that_stands(workbench: Workbench, made: Published) -> None:
    first, second = (workbench.write(OFFICER, lambda work: decisions.open_review(work, made)) for _ in range(2))
    assert first.id == second.id


def test_a_row_in_doubt_is_corrected_or_refused_and_never_accepted(workbench: Workbench, made: Published) -> None:
    broken = {**made.rows[0].cells, "so_dang_ky_moi": "89311 0001"}
    doubtful = replace(made, rows=(replace(made.rows[0], cells=broken), *made.rows[1:]))
    found = workbench.write(OFFICER, lambda work: decisions.open_review(work, doubtful))
    assert found.rows[0].kind is RowKind.FAULT
    with pytest.raises(RuleBroken) as caught:
        workbench.write(OFFICER, lambda work: decisions.judge(work, found, 1, Verdict.ACCEPTED))
    assert caught.value.code == "row-in-doubt"
    with pytest.raises(BadInput) as still:
        workbench.write(OFFICER, lambda work: decisions.correct(work, found, 1, {"so_dang_ky_moi": "x"}))
    assert still.value.faults[0].pointer == "/cells/so_dang_ky_moi"
    told = workbench.write(OFFICER, lambda work: decisions.correct(work, found, 1, {"so_dang_ky_moi": "893110100125"}))
    assert (told.rows[0].verdict, told.rows[0].kind) == (Verdict.CORRECTED, RowKind.NEW)
    told = workbench.write(OFFICER, lambda work: decisions.judge(work, told, 2, Verdict.REFUSED, "sai tên"))
    with pytest.raises(RuleBroken) as waiting:
        workbench.write(OFFICER, lambda work: decisions.propose(work, told))
    assert waiting.value.facts["rows"] == [3]
    told = workbench.write(OFFICER, lambda work: decisions.accept_clear(work, told))
    told = workbench.write(OFFICER, lambda work: decisions.propose(work, told))
    with workbench.read(OFFICER) as work:
        acts = catalogue.proposal(work, told.proposal_id or 0).acts
    assert [act.number for act in acts] == ["VD-20001-15", "VD-20003-15"]


def test_a_number_of_another_product_is_a_conflict(workbench: Workbench, made: Published) -> None:
    workbench.write(SYSTEM, lambda work: a_listed(work, "VD-20001-15", a_product("Vitamin Z", "Acid ascorbic 1g")))
    found = workbench.write(OFFICER, lambda work: decisions.open_review(work, made))
    assert found.rows[0].kind is RowKind.CONFLICT
    assert [fault.code for fault in found.rows[0].faults] == ["number-names-another"]


def test_a_returned_proposal_opens_the_decision_again(workbench: Workbench, made: Published) -> None:
    found = workbench.write(OFFICER, lambda work: decisions.open_review(work, made))
    found = workbench.write(OFFICER, lambda work: decisions.accept_clear(work, found))
    found = workbench.write(OFFICER, lambda work: decisions.propose(work, found))
    with pytest.raises(Conflict):
        workbench.write(OFFICER, lambda work: decisions.judge(work, found, 1, Verdict.REFUSED))
    workbench.write(CHECKER, lambda work: catalogue.send_back(work, found.proposal_id or 0, 1, "xem lại"))
    with workbench.read(OFFICER) as work:
        found = decisions.review(work, found.id)
    assert found.state is ReviewState.REVIEW
    workbench.write(OFFICER, lambda work: decisions.judge(work, found, 1, Verdict.REFUSED))


def test_nobody_opens_a_review_without_the_right(workbench: Workbench, made: Published) -> None:
    with pytest.raises(NotAllowed):
        workbench.write(CHECKER, lambda work: decisions.open_review(work, made))
