"""Maker and checker: nothing moves without a second officer, all of it at once, and once only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationState, Decision
from registry.catalogue.proposals import (
    Act,
    Amend,
    Grant,
    Merge,
    Proposal,
    ProposalDraft,
    ProposalState,
    Renew,
    Step,
    act_from,
    act_json,
)
from registry.catalogue.standing import standing
from registry.catalogue.states import AuthorisationStep
from registry.clock import FixedClock
from registry.errors import BadInput, Conflict, NotAllowed, NotFound, RegistryError, RuleBroken, Stale
from registry.ids import format_id
from registry.work import SYSTEM, Actor, Workbench
from tests.registry.catalogue.builders import NUMBER, a_listed, a_product

CITED = Decision("720/QĐ-QLD", date(2025, 12, 3), "Cục Quản lý Dược", "ab" * 32)
OFFICER = Actor("Cục", 1, frozenset({"authorisation:propose", "authorisation:approve"}), person="1/lan")
CHECKER = Actor("Cục", 1, frozenset({"authorisation:approve"}), person="1/minh")
RENEW = Renew(NUMBER, "893110493125", a_product(), date(2025, 12, 3), date(2030, 12, 3), "P5Y")
GRANT = Grant("893110999926", a_product("Mẫu Mới"), date(2026, 3, 1), date(2031, 3, 1), "P5Y")
REVOKE = Step(NUMBER, AuthorisationStep.REVOKE)


def proposed(bench: Workbench, *acts: Act, reason: str | None = "theo quyết định") -> Proposal:
    return bench.write(OFFICER, lambda work: catalogue.propose(work, ProposalDraft(CITED, acts, reason)))


def approved(bench: Workbench, made: Proposal, actor: Actor = CHECKER) -> Proposal:
    return bench.write(actor, lambda work: catalogue.approve(work, made.id, made.version))


def state(bench: Workbench, number: str = NUMBER) -> AuthorisationState:
    with bench.read(SYSTEM) as work:
        return catalogue.find_by_number(work, number).state


@pytest.fixture
def listed(workbench: Workbench) -> Workbench:
    workbench.write(SYSTEM, a_listed)
    return workbench


@pytest.mark.parametrize(
    "act", [RENEW, GRANT, REVOKE, Amend(NUMBER, valid_until=date(2026, 1, 1)), Merge(NUMBER, "VD-1111-15")]
)
def test_an_act_comes_back_from_json_as_it_went(act: Act) -> None:
    assert act_from(act_json(act)) == act


def test_a_proposal_tells_the_difference_and_changes_nothing(listed: Workbench) -> None:
    made = proposed(listed, RENEW)
    assert made.differences[0]["number"] == [NUMBER, "893110493125"]
    assert made.differences[0]["valid_until"] == [None, "2030-12-03"]
    assert state(listed) is AuthorisationState.LISTED
    with listed.read(SYSTEM) as work, pytest.raises(NotFound):
        catalogue.find_by_number(work, "893110493125")


def test_another_officer_approves_and_all_acts_take_effect(listed: Workbench) -> None:
    made = approved(listed, proposed(listed, RENEW, GRANT))
    assert (made.state, made.settler) == (ProposalState.APPROVED, "Cục")
    with listed.read(SYSTEM) as work:
        renewed, granted = (catalogue.find_by_number(work, number) for number in (NUMBER, "893110999926"))
        assert renewed == catalogue.find_by_number(work, "893110493125")
        assert (renewed.terms, granted.state) == ("P5Y", AuthorisationState.IN_FORCE)
        last = catalogue.steps_of(work, renewed.id)[-1]
    assert last.decision == CITED


def test_the_proposer_never_approves_even_with_the_right(listed: Workbench) -> None:
    made = proposed(listed, REVOKE)
    again = replace(OFFICER, scopes=frozenset({"*"}))
    with pytest.raises(NotAllowed) as caught:
        approved(listed, made, again)
    assert caught.value.code == "proposal-own"
    assert state(listed) is AuthorisationState.LISTED


def test_two_approvals_at_once_have_one_effect(listed: Workbench) -> None:
    made = proposed(listed, RENEW, GRANT)
    checkers = [replace(CHECKER, person=f"1/{n}") for n in range(4)]

    def attempt(actor: Actor) -> str:
        try:
            return approved(listed, made, actor).state
        except RegistryError as error:
            return error.code

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(attempt, checkers))
    assert told == ["approved", "proposal-settled", "proposal-settled", "proposal-settled"]
    with listed.read(SYSTEM) as work:
        one = catalogue.find_by_number(work, "893110493125")
        assert [step.step for step in catalogue.steps_of(work, one.id)].count(AuthorisationStep.RENEW) == 1


def test_of_a_proposal_that_fails_half_way_nothing_stays(listed: Workbench) -> None:
    made = proposed(listed, RENEW, GRANT)
    rival = replace(GRANT, about=a_product("Khác"))
    approved(listed, proposed(listed, rival))
    with pytest.raises(Stale):
        approved(listed, made)
    assert state(listed) is AuthorisationState.LISTED
    with listed.read(OFFICER) as work:
        assert catalogue.proposal(work, made.id).state is ProposalState.OPEN


def test_what_is_returned_withdrawn_or_too_old_is_not_approved(listed: Workbench, clock: FixedClock) -> None:
    back, own, old = (proposed(listed, REVOKE) for _ in range(3))
    listed.write(CHECKER, lambda work: catalogue.send_back(work, back.id, 1, "thiếu hồ sơ"))
    listed.write(OFFICER, lambda work: catalogue.withdraw(work, own.id, 1))
    clock.at += timedelta(days=31)
    assert listed.write(SYSTEM, catalogue.expire_overdue) == 1
    for made in (back, own, old):
        with pytest.raises(Conflict) as caught:
            approved(listed, made)
        assert caught.value.code == "proposal-settled"
    with listed.read(OFFICER) as work:
        assert catalogue.proposal(work, back.id).settled_why == "thiếu hồ sơ"
        assert catalogue.proposal(work, old.id).state is ProposalState.EXPIRED


def test_only_the_proposer_withdraws(listed: Workbench) -> None:
    made = proposed(listed, REVOKE)
    other = replace(OFFICER, person="1/hoa")
    with pytest.raises(NotAllowed):
        listed.write(other, lambda work: catalogue.withdraw(work, made.id, 1))


def test_a_proposal_cites_all_of_its_decision(listed: Workbench) -> None:
    draft = ProposalDraft(Decision("", None, None, "no digest"), (REVOKE,), None)
    with pytest.raises(BadInput) as caught:
        listed.write(OFFICER, lambda work: catalogue.propose(work, draft))
    places = [fault.pointer for fault in caught.value.faults]
    assert places == [*(f"/decision/{name}" for name in ("number", "decided_on", "authority", "document")), "/reason"]


def test_what_cannot_be_is_not_even_proposed(listed: Workbench) -> None:
    with pytest.raises(RuleBroken) as caught:
        proposed(listed, Step(NUMBER, AuthorisationStep.RESUME))
    assert caught.value.code == "authorisation-step"


def test_a_public_caller_sees_no_proposal(listed: Workbench) -> None:
    made = proposed(listed, REVOKE)
    with listed.read(Actor("public")) as work, pytest.raises(NotAllowed):
        catalogue.proposal(work, made.id)


def test_suspended_and_resumed_with_the_reason_kept(listed: Workbench) -> None:
    approved(listed, proposed(listed, RENEW))
    for step, expected in (("suspend", AuthorisationState.SUSPENDED), ("resume", AuthorisationState.IN_FORCE)):
        approved(listed, proposed(listed, Step(NUMBER, AuthorisationStep(step)), reason=f"lý do {step}"))
        assert state(listed) is expected
    with listed.read(SYSTEM) as work:
        steps = catalogue.steps_of(work, catalogue.find_by_number(work, NUMBER).id)
    assert [step.note for step in steps[-2:]] == ["lý do suspend", "lý do resume"]


def test_a_revoked_authorisation_may_have_a_successor_and_a_living_one_may_not(listed: Workbench) -> None:
    after = replace(GRANT, successor_of=NUMBER)
    with pytest.raises(RuleBroken) as caught:
        proposed(listed, after)
    assert caught.value.code == "forerunner-alive"
    approved(listed, proposed(listed, REVOKE))
    approved(listed, proposed(listed, after))
    with listed.read(SYSTEM) as work:
        before, new = (catalogue.find_by_number(work, number) for number in (NUMBER, GRANT.number))
        assert new.successor_of == before.id
        assert catalogue.successors_of(work, before.id) == [GRANT.number]


def test_merged_records_answer_as_one_under_every_number(listed: Workbench) -> None:
    approved(listed, proposed(listed, GRANT))
    with listed.read(SYSTEM) as work:
        gone, kept = (catalogue.find_by_number(work, number) for number in (NUMBER, GRANT.number))
    approved(listed, proposed(listed, Merge(NUMBER, GRANT.number), reason="cùng một thuốc"))
    with listed.read(SYSTEM) as work:
        assert catalogue.find_by_number(work, NUMBER).id == kept.id
        assert [one.id for one in catalogue.authorisations_of(work, gone.product_id)] == [kept.id]
        assert catalogue.authorisation(work, gone.id).merged_into == kept.id
        assert audit.versions(work, "authorisation", format_id(gone.id))[-1].is_removed


def test_an_amendment_tells_each_field_that_it_changes(listed: Workbench) -> None:
    approved(listed, proposed(listed, RENEW))
    about = replace(a_product(), shelf_life_months=24)
    made = proposed(listed, Amend("893110493125", about, date(2029, 1, 1)))
    told = made.differences[0]
    assert told["valid_until"] == ["2030-12-03", "2029-01-01"]
    assert told["product.shelf_life_months"] == [None, 24]
    approved(listed, made)
    with listed.read(SYSTEM) as work:
        assert catalogue.find_by_number(work, NUMBER).valid_until == date(2029, 1, 1)


@pytest.mark.parametrize(
    ("until", "is_emergency", "code"),
    [(date(2027, 1, 1), False, "device-period"), (None, True, "emergency-period")],
)
def test_a_device_number_expires_in_an_emergency_and_never_else(
    workbench: Workbench, until: date | None, is_emergency: bool, code: str
) -> None:
    act = Grant("2200123ĐKLH/BYT-TB-CT", a_product(), date(2026, 1, 1), until, is_emergency=is_emergency)
    with pytest.raises(BadInput) as caught:
        proposed(workbench, act)
    assert caught.value.faults[0].code == code
    right = replace(act, valid_until=None if code == "device-period" else date(2026, 12, 31))
    assert approved(workbench, proposed(workbench, right)).state is ProposalState.APPROVED


def test_an_old_number_may_be_printed_until_its_overlap_ends(listed: Workbench) -> None:
    approved(listed, proposed(listed, RENEW))
    with listed.read(SYSTEM) as work:
        one = catalogue.find_by_number(work, NUMBER)
    last = standing(one, "vd 22739 15", date(2026, 12, 3))
    assert (last.is_current, last.usable_until, last.may_be_printed) == (False, date(2026, 12, 3), True)
    assert not standing(one, NUMBER, date(2026, 12, 4)).may_be_printed
    assert standing(one, NUMBER, date(2026, 12, 4)).may_be_handed_out
    assert standing(one, "893110493125", date(2026, 12, 4)).is_current


def test_a_number_is_found_by_a_piece_of_it(listed: Workbench) -> None:
    approved(listed, proposed(listed, RENEW))
    with listed.read(SYSTEM) as work:
        found = catalogue.with_fragment(work, "4931")
        assert [text for _, text, _ in found] == ["893110493125"]
        assert [text for _, text, _ in catalogue.with_fragment(work, "22739")] == [NUMBER]
        with pytest.raises(BadInput):
            catalogue.with_fragment(work, "49")
