from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationStep, Decision
from registry.catalogue.proposals import Amend, ProposalDraft, Step
from registry.ids import format_id
from registry.work import SYSTEM
from tests.api.conftest import desk_of
from tests.api.console.conftest import MAKER, OFFICER, Console

DECISION = Decision("12/QĐ-QLD", date(2026, 2, 20), "Cục Quản lý Dược", "a" * 64)
PAGES = ("/console/hang-doi", "/console/tra-cuu", "/console/thu-hoi", "/console/thu-hoi/moi", "/console/cong-viec")
RECALL = {"batch": "A2601", "level": "1", "decision": "5/QĐ-QLD", "decided_on": "2026-03-01", "reason": "Tạp chất"}


@pytest.fixture
def officer(console: Console) -> Console:
    console.sit("authority", OFFICER, "officer/one")
    return console


def propose(console: Console, *, amend: bool = False) -> str:
    who = console.seat.actor
    assert who is not None
    number = "893110000125"
    act = Amend(number, None, date(2029, 1, 1)) if amend else Step(number, AuthorisationStep.SUSPEND)
    draft = ProposalDraft(DECISION, (act,), "Chất lượng")
    return format_id(desk_of(console.app).workbench.write(who, lambda work: catalogue.propose(work, draft)).id)


def looks(console: Console, subject: str) -> list[str]:
    with desk_of(console.app).workbench.read(SYSTEM) as work:
        return [one.action for one in audit.history(work, subject) if one.action.startswith("look:")]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("prefix", "language"), [("", "vi"), ("/en", "en")])
def test_every_page_of_an_officer_opens_in_both_languages(
    officer: Console, path: str, prefix: str, language: str
) -> None:
    page = officer.open(prefix + path)
    assert page.status_code == 200, page.text
    assert f'<html lang="{language}">' in page.text


def test_ones_own_proposal_says_why_it_cannot_be_approved(officer: Console) -> None:
    key = propose(officer)
    page = officer.open(f"/console/de-xuat/{key}").text
    assert 'value="approve"' not in page
    assert "hai người khác nhau" in page
    assert officer.send(f"/console/de-xuat/{key}", step="approve", version="1").status_code == 403


def test_another_officer_sees_the_difference_and_approves_it(officer: Console) -> None:
    key = propose(officer, amend=True)
    officer.sit("authority", OFFICER, "officer/two")
    page = officer.open(f"/console/de-xuat/{key}").text
    assert "<del>01/01/2028</del>" in page
    assert "<ins>01/01/2029</ins>" in page
    assert "Sửa" in page
    assert looks(officer, key) == ["look:proposal"]
    assert officer.send(f"/console/de-xuat/{key}", step="approve", version="1").status_code == 303
    with desk_of(officer.app).workbench.read(SYSTEM) as work:
        assert catalogue.find_by_number(work, "893110000125").valid_until == date(2029, 1, 1)


def test_a_return_needs_its_reason(officer: Console) -> None:
    key = propose(officer)
    officer.sit("authority", OFFICER, "officer/two")
    refused = officer.send(f"/console/de-xuat/{key}", step="return", version="1", reason=" ")
    assert refused.status_code == 422
    assert 'id="reason-fault"' in refused.text
    assert (
        officer.send(f"/console/de-xuat/{key}", step="return", version="1", reason="Thiếu phụ lục").status_code == 303
    )
    assert key in officer.open("/console/hang-doi?tab=returned").text
    assert key not in officer.open("/console/hang-doi").text


def test_who_proposes_only_sees_no_button_to_approve(officer: Console) -> None:
    key = propose(officer)
    officer.sit("authority", OFFICER - {"authorisation:approve"}, "officer/three")
    page = officer.open(f"/console/de-xuat/{key}").text
    assert 'value="approve"' not in page
    assert officer.send(f"/console/de-xuat/{key}", step="approve", version="1").status_code == 403


def test_a_proposal_is_closed_to_makers(officer: Console) -> None:
    key = propose(officer)
    officer.sit("maker", MAKER)
    assert officer.open(f"/console/de-xuat/{key}").status_code == 403
    assert officer.send(f"/console/de-xuat/{key}", step="approve", version="1").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["VD-22739-15", "893110000125", "duong minh hoa", "mẫu maker", "{gtin}", "(01){gtin}(10)A2601", "{maker_gln}"],
)
def test_anything_is_found_and_every_search_is_journalled(officer: Console, query: str) -> None:
    told = query.format(gtin=officer.world.gtin, maker_gln=officer.world.maker_gln)
    page = officer.open(f"/console/tra-cuu?q={told}").text
    assert '<section class="card">' in page
    assert looks(officer, told) == ["look:search"]


def test_a_product_read_by_an_officer_is_journalled_and_shows_its_numbers(officer: Console) -> None:
    page = officer.open(f"/console/san-pham/{officer.world.product}").text
    assert "893110000125" in page
    assert looks(officer, officer.world.product) == ["look:product"]
    journal = officer.open(f"/console/nhat-ky/{officer.world.product}").text
    assert "look:product" in journal


def test_a_recall_is_previewed_without_a_trace_then_declared_and_lifted(officer: Console) -> None:
    told = {"gtin": officer.world.gtin, **RECALL}
    before = officer.open("/console/thu-hoi").text.count("/console/thu-hoi/")
    preview = officer.send("/console/thu-hoi/moi", step="preview", **told)
    assert preview.status_code == 200
    assert "Nơi pharmacy" in preview.text
    assert officer.open("/console/thu-hoi").text.count("/console/thu-hoi/") == before
    made = officer.send("/console/thu-hoi/moi", step="declare", **told)
    assert made.status_code == 303
    path = made.location.partition("?")[0]
    refused = officer.send(path)
    assert set(re.findall(r'id="(\w+)-fault"', refused.text)) == {"decision", "reason"}
    assert officer.send(path, decision="6/QĐ-QLD", reason="Đã kiểm nghiệm lại").status_code == 303
    assert 'class="chip grey"' in officer.open(path).text


def test_a_recall_tells_every_fault_at_once(officer: Console) -> None:
    answer = officer.send("/console/thu-hoi/moi", gtin="123", level="9", decided_on="soon")
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-fault"', answer.text)) == {"gtin", "level", "decided_on", "reason", "decision"}


def test_a_form_without_the_token_changes_nothing(officer: Console) -> None:
    key = propose(officer)
    officer.sit("authority", OFFICER, "officer/two")
    assert officer.send(f"/console/de-xuat/{key}", None, step="approve", version="1").status_code == 403
    assert (
        officer.send("/console/thu-hoi/moi", None, step="declare", gtin=officer.world.gtin, **RECALL).status_code == 403
    )
    assert key in officer.open("/console/hang-doi").text


def test_without_a_right_of_officers_nothing_is_shown(officer: Console) -> None:
    assert officer.seat.actor is not None
    officer.seat.actor = replace(officer.seat.actor, scopes=frozenset({"journal:read"}))
    assert officer.open("/console/thu-hoi").status_code == 403
    assert officer.open("/console/hang-doi").status_code == 403
