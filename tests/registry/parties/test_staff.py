"""Accounts of people: passwords, waiting, sessions and one-time codes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest

from registry.clock import FixedClock
from registry.errors import BadInput, Conflict, NotAllowed
from registry.ids import format_id
from registry.parties import service as parties
from registry.parties import staff, staff_rules
from registry.parties.staff_model import Staff, StaffDraft
from registry.work import PUBLIC, SYSTEM, Workbench

PEPPER = bytes(32)
SECRET = b"12345678901234567890"


def a_person(workbench: Workbench, login: str = "lan.officer") -> tuple[Staff, str]:
    party = workbench.write(SYSTEM, lambda work: parties.find_or_add_party(work, "Cơ quan Mẫu", "VN"))
    draft = StaffDraft(login, party.id, frozenset({"authorisation:propose"}))
    return workbench.write(SYSTEM, lambda work: staff.add_staff(work, draft))


def log_in(workbench: Workbench, login: str, password: str, address: str = "10.0.0.0/24", code: str = "") -> str:
    told = staff.LogIn(login, password, address, code)
    found = workbench.write(SYSTEM, lambda work: staff.count_try(work, PEPPER, told))
    fits = staff_rules.fits(found.password if found else None, password)
    return workbench.write(SYSTEM, lambda work: staff.settle(work, PEPPER, told, found, fits=fits))


def opened(workbench: Workbench, token: str) -> bool:
    with workbench.read(SYSTEM) as work:
        return staff.session_of(work, PEPPER, token) is not None


def test_a_person_logs_in_with_the_right_password_only(workbench: Workbench) -> None:
    one, password = a_person(workbench)
    assert log_in(workbench, "LAN Officer", password)
    assert log_in(workbench, "lan.officer", password + "x") == ""
    assert log_in(workbench, "nobody at all", password) == ""
    assert password not in one.password
    assert one.password.startswith("$argon2id$")


def test_an_account_with_a_given_password_may_do_nothing_before_it_is_changed(workbench: Workbench) -> None:
    one, _ = a_person(workbench)
    assert not staff.actor_of(one).may("authorisation:propose")
    digest = staff_rules.digest_password("trà xanh mùa thu 7")
    token = workbench.write(SYSTEM, lambda work: staff.change_password(work, PEPPER, one, digest))
    with workbench.read(SYSTEM) as work:
        changed = staff.session_of(work, PEPPER, token)
    assert changed is not None
    assert staff.actor_of(changed).may("authorisation:propose")


@pytest.mark.parametrize("name", ["lan.officer", "nobody"])
def test_a_locked_account_waits_longer_each_time_whether_it_exists_or_not(
    workbench: Workbench, clock: FixedClock, name: str
) -> None:
    a_person(workbench)
    for _ in range(staff_rules.FREE_ACCOUNT):
        log_in(workbench, name, "wrong")
    with pytest.raises(NotAllowed) as caught:
        log_in(workbench, name, "wrong")
    assert (caught.value.code, caught.value.facts["seconds"]) == ("login-wait", 31)
    clock.at += timedelta(seconds=31)
    assert log_in(workbench, name, "wrong") == ""
    with pytest.raises(NotAllowed) as again:
        log_in(workbench, name, "wrong")
    assert again.value.facts["seconds"] == 61


def test_many_at_once_have_no_more_tries_than_one_after_another(workbench: Workbench) -> None:
    a_person(workbench)
    told = staff.LogIn("lan.officer", "wrong", "10.0.0.0/24")

    def attempt(_: int) -> bool:
        try:
            workbench.write(SYSTEM, lambda work: staff.count_try(work, PEPPER, told))
        except NotAllowed:
            return False
        finally:
            if workbench.database.dialect != "sqlite":
                workbench.database.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == staff_rules.FREE_ACCOUNT


def test_an_address_is_locked_over_many_accounts(workbench: Workbench) -> None:
    for n in range(staff_rules.FREE_ADDRESS):
        told = staff.LogIn(f"name {n}", "wrong", "10.9.9.0/24")
        workbench.write(SYSTEM, partial(staff.count_try, pepper=PEPPER, told=told))
    with pytest.raises(NotAllowed):
        log_in(workbench, "another", "wrong", "10.9.9.0/24")
    assert log_in(workbench, "another", "wrong", "10.9.8.0/24") == ""


def test_a_session_ends_when_idle_and_when_old(workbench: Workbench, clock: FixedClock) -> None:
    _, password = a_person(workbench)
    token = log_in(workbench, "lan.officer", password)
    began = clock.at
    while clock.at - began + timedelta(minutes=20) <= staff_rules.ABSOLUTE:
        clock.at += timedelta(minutes=20)
        assert opened(workbench, token)
        workbench.write(SYSTEM, lambda work: staff.note_use(work, PEPPER, token))
    clock.at = began + staff_rules.ABSOLUTE + timedelta(seconds=1)
    assert not opened(workbench, token)
    idle = log_in(workbench, "lan.officer", password)
    clock.at += staff_rules.IDLE + timedelta(seconds=1)
    assert not opened(workbench, idle)


def test_a_closed_account_is_out_at_once_and_a_reset_opens_it(workbench: Workbench) -> None:
    _, password = a_person(workbench)
    token = log_in(workbench, "lan.officer", password)
    workbench.write(SYSTEM, lambda work: staff.disable(work, "lan.officer"))
    assert not opened(workbench, token)
    assert log_in(workbench, "lan.officer", password) == ""
    new = workbench.write(SYSTEM, lambda work: staff.reset_password(work, "lan.officer"))
    assert log_in(workbench, "lan.officer", new)


def test_a_code_of_the_second_factor_counts_once(workbench: Workbench, clock: FixedClock) -> None:
    one, password = a_person(workbench)
    code = staff_rules.one_time_code(staff_rules.totp_secret(PEPPER, one.id, 1), int(clock.at.timestamp()) // 30)
    assert not workbench.write(SYSTEM, lambda work: staff.turn_on_totp(work, PEPPER, one, 1, "000000x"))
    assert workbench.write(SYSTEM, lambda work: staff.turn_on_totp(work, PEPPER, one, 1, code))
    assert log_in(workbench, "lan.officer", password) == ""
    assert log_in(workbench, "lan.officer", password, code=code)
    assert log_in(workbench, "lan.officer", password, code=code) == ""


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    """RFC 6238 appendix B, the last six digits."""
    assert staff_rules.one_time_code(SECRET, at // 30) == code
    assert staff_rules.step_of_code(SECRET, code, at + 30, 0) == at // 30
    assert staff_rules.step_of_code(SECRET, code, at + 90, 0) is None


@pytest.mark.parametrize("password", ["short", "password1234", "matkhau123456", "aaaaaaaaaaaaaa", "lanofficer2026"])
def test_a_short_or_obvious_password_is_refused(password: str) -> None:
    with pytest.raises(BadInput):
        staff_rules.check_password(password, "lanofficer")


def test_a_long_sentence_is_taken() -> None:
    assert staff_rules.check_password("trà xanh mùa thu 7", "lanofficer")
    assert staff_rules.check_password("correct horse battery", "lanofficer")


def test_the_journal_names_nobody(workbench: Workbench) -> None:
    one, password = a_person(workbench)
    log_in(workbench, "lan.officer", password)
    log_in(workbench, "lan.officer", "wrong")
    log_in(workbench, "secret visitor", "wrong")
    written = workbench.database.rows(
        "SELECT actor, subject, facts, action FROM journal WHERE action LIKE ?", ("staff:%",)
    )
    assert {row[3] for row in written} >= {"staff:added", "staff:logged-in", "staff:refused"}
    assert not [row for row in written if "lan" in str(row[:3]).lower() or "visitor" in str(row)]
    assert format_id(one.id) in {row[1] for row in written}


def test_a_name_is_taken_once_and_only_by_right(workbench: Workbench) -> None:
    one, _ = a_person(workbench)
    with pytest.raises(Conflict):
        a_person(workbench, "Lan Officer")
    with pytest.raises(NotAllowed):
        workbench.write(PUBLIC, lambda work: staff.add_staff(work, StaffDraft("x y z", one.party_id, frozenset())))
