"""Names, certificates, mandates, merges, and the keys a party makes for itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from gs1 import Gln, Gs1Error
from registry.audit import service as audit
from registry.clock import VIETNAM, FixedClock
from registry.errors import BadInput, NotAllowed, NotFound, RegistryError, RuleBroken, Stale
from registry.ids import format_id
from registry.parties import keys, rules, standing
from registry.parties import service as parties
from registry.parties.model import ApiKeyDraft, Certificate, CertificateKind, Mandate, Party, PartyDraft, Place
from registry.work import SYSTEM, Actor, Workbench

PEPPER = bytes(32)
HASH = "AB" * 32
OWN = frozenset({"key:write-own", "mandate:write", "pack:verify", "event:capture"})


def a_party(workbench: Workbench, name: str, code: str | None = None) -> Party:
    return workbench.write(SYSTEM, lambda work: parties.add_party(work, PartyDraft(name, "VN", code)))


def acting(party: Party, scopes: frozenset[str] = OWN) -> Actor:
    return Actor(party.name, party.id, scopes)


def merge(workbench: Workbench, gone: Party, survivor: Party) -> Party:
    return workbench.write(SYSTEM, lambda work: standing.merge_parties(work, gone.id, survivor.id, "cùng một công ty"))


def mandate(principal: Party, agent: Party, powers: frozenset[str]) -> Mandate:
    return Mandate(0, principal.id, agent.id, powers, date(2026, 1, 1), date(2026, 12, 31), HASH)


def test_the_old_name_finds_a_renamed_party(workbench: Workbench) -> None:
    one = a_party(workbench, "Dược Cũ")
    told = PartyDraft("Dược Mới", "VN", "0101234567-001", "Hà Nội")
    after = workbench.write(SYSTEM, lambda work: standing.amend_party(work, one.id, 1, told))
    assert (after.version, after.address) == (2, "Hà Nội")
    again = workbench.write(SYSTEM, lambda work: parties.find_or_add_party(work, "duoc cu", "VN"))
    assert again.id == one.id
    with workbench.read(SYSTEM) as work:
        assert [found.id for found in standing.search(work, "dược c").items] == [one.id]
        kept = audit.versions(work, "party", format_id(one.id))
    assert [version.action for version in kept] == ["party:added", "party:amended"]
    with pytest.raises(Stale):
        workbench.write(SYSTEM, lambda work: standing.amend_party(work, one.id, 1, told))


@pytest.mark.parametrize("code", ["123", "01012345678", "0101234567-1", "ABCDEFGHIJ"])
def test_a_business_code_of_another_form_is_refused(code: str) -> None:
    with pytest.raises(BadInput):
        rules.check_business_code(code, "VN")


def test_a_place_without_an_issued_number_is_refused(workbench: Workbench) -> None:
    one = a_party(workbench, "A")
    with pytest.raises(Gs1Error):
        workbench.write(SYSTEM, lambda work: parties.add_place(work, Place(Gln.parse("0" * 13), one.id, "Kho")))


def test_a_certificate_and_its_file_find_each_other(workbench: Workbench) -> None:
    one = a_party(workbench, "A")
    told = Certificate(
        0, one.id, CertificateKind.GMP, "12/GCN", "Cục QLD", "viên", date(2025, 1, 1), date(2028, 1, 1), HASH
    )
    made = workbench.write(SYSTEM, lambda work: standing.add_certificate(work, told))
    with workbench.read(SYSTEM) as work:
        assert standing.certificates(work, one.id) == standing.certificates_of_file(work, HASH) == [made]


def test_everything_of_a_merged_party_resolves_to_its_survivor(workbench: Workbench) -> None:
    gone, survivor, third = a_party(workbench, "Cũ", "0101234567"), a_party(workbench, "Còn"), a_party(workbench, "Ba")
    place = Place(Gln.build("893888800", "001"), gone.id, "Kho")
    workbench.write(SYSTEM, lambda work: parties.add_place(work, place))
    text, _ = workbench.write(
        SYSTEM, lambda work: parties.issue_key(work, PEPPER, ApiKeyDraft(gone.id, "k", frozenset({"pack:verify"})))
    )
    merge(workbench, gone, survivor)
    merge(workbench, survivor, third)
    with workbench.read(SYSTEM) as work:
        assert parties.party(work, gone.id).id == third.id
        assert parties.place(work, place.gln).party_id == third.id
        assert parties.actor_of_key(work, PEPPER, text).party_id == third.id
        stones = [one for one in audit.changes(work, 0, ["party"]) if one.is_removed]
    assert [one.body["merged_into"] for one in stones] == [format_id(survivor.id), format_id(third.id)]
    found = workbench.write(SYSTEM, lambda work: parties.find_or_add_party(work, "cu", "VN"))
    assert found.id == third.id


def test_two_business_codes_are_two_parties(workbench: Workbench) -> None:
    with pytest.raises(RuleBroken) as caught:
        merge(workbench, a_party(workbench, "A", "0101234567"), a_party(workbench, "B", "0101234568"))
    assert caught.value.code == "merge-codes"


def test_parties_merged_into_each_other_at_once_leave_one(workbench: Workbench) -> None:
    one, other = a_party(workbench, "A"), a_party(workbench, "B")

    def attempt(pair: tuple[Party, Party]) -> bool:
        try:
            merge(workbench, *pair)
        except RegistryError:
            return False
        finally:
            if workbench.database.dialect != "sqlite":
                workbench.database.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, [(one, other), (other, one)] * 4)) == 1
    with workbench.read(SYSTEM) as work:
        assert parties.party(work, one.id) == parties.party(work, other.id)


def test_an_agent_acts_within_its_powers_and_their_period_only(workbench: Workbench, clock: FixedClock) -> None:
    principal, agent = a_party(workbench, "Chủ"), a_party(workbench, "Đại lý")
    told = mandate(principal, agent, frozenset({"pack:verify"}))
    made = workbench.write(acting(principal), lambda work: standing.give_mandate(work, told))

    def may(scope: str) -> bool:
        with workbench.read(acting(agent)) as work:
            try:
                standing.require_mandate(work, principal.id, scope)
            except NotAllowed:
                return False
        return True

    assert may("pack:verify")
    assert not may("event:capture")
    clock.at += timedelta(days=365)
    assert not may("pack:verify")
    clock.at -= timedelta(days=365)

    workbench.write(acting(principal), lambda work: standing.end_mandate(work, made.id))
    assert not may("pack:verify")


def test_nobody_gives_away_what_is_another_s(workbench: Workbench) -> None:
    principal, agent = a_party(workbench, "Chủ"), a_party(workbench, "Đại lý")
    told = mandate(principal, agent, frozenset({"pack:verify"}))
    wide = mandate(principal, agent, frozenset({"*"}))
    for actor, asked in ((acting(agent), told), (acting(principal), wide)):
        with pytest.raises(NotAllowed):
            workbench.write(actor, lambda work, asked=asked: standing.give_mandate(work, asked))  # type: ignore[misc]  # a default argument hides the type from the callable


def test_a_party_makes_keys_no_wider_than_its_own(workbench: Workbench) -> None:
    one, other = a_party(workbench, "A"), a_party(workbench, "B")
    draft = ApiKeyDraft(one.id, "quầy", frozenset({"pack:verify"}))
    text, made = workbench.write(acting(one), lambda work: keys.issue_own_key(work, PEPPER, draft))
    with workbench.read(acting(one)) as work:
        assert [key.prefix for key in keys.keys_of(work, one.id)] == [text[:10]]
    wide = ApiKeyDraft(one.id, "x", frozenset({"pack:*"}))
    foreign = ApiKeyDraft(other.id, "x", frozenset({"pack:verify"}))
    for asked in (wide, foreign):
        with pytest.raises(NotAllowed):
            workbench.write(acting(one), lambda work, asked=asked: keys.issue_own_key(work, PEPPER, asked))  # type: ignore[misc]  # as above
    with pytest.raises(NotFound):
        workbench.write(acting(other), lambda work: keys.revoke_own_key(work, made.draft.party_id, made.id))


def test_an_agent_with_a_mandate_makes_keys_for_its_principal(workbench: Workbench) -> None:
    principal, agent = a_party(workbench, "Chủ"), a_party(workbench, "Đại lý")
    powers = frozenset({"key:write-own", "pack:verify"})
    workbench.write(acting(principal), lambda work: standing.give_mandate(work, mandate(principal, agent, powers)))
    draft = ApiKeyDraft(principal.id, "thay", frozenset({"pack:verify"}))
    _, made = workbench.write(acting(agent), lambda work: keys.issue_own_key(work, PEPPER, draft))
    assert made.draft.expires_at == datetime(2027, 1, 1, tzinfo=VIETNAM)
    beyond = ApiKeyDraft(principal.id, "thay", frozenset({"event:capture"}))
    with pytest.raises(NotAllowed):
        workbench.write(acting(agent), lambda work: keys.issue_own_key(work, PEPPER, beyond))


def test_a_rotated_key_overlaps_and_then_ends(workbench: Workbench, clock: FixedClock) -> None:
    one = a_party(workbench, "A")
    draft = ApiKeyDraft(one.id, "quầy", frozenset({"pack:verify"}))
    old, made = workbench.write(acting(one), lambda work: keys.issue_own_key(work, PEPPER, draft))
    new, _ = workbench.write(acting(one), lambda work: keys.rotate_key(work, PEPPER, (made.draft.party_id, made.id)))
    with workbench.read(SYSTEM) as work:
        assert parties.actor_of_key(work, PEPPER, old) == parties.actor_of_key(work, PEPPER, new)
    clock.at += keys.OVERLAP
    with workbench.read(SYSTEM) as work:
        assert parties.actor_of_key(work, PEPPER, new).party_id == one.id
        with pytest.raises(NotAllowed):
            parties.actor_of_key(work, PEPPER, old)


def test_a_mandate_that_is_ended_early_ends_the_keys_drawn_from_it(workbench: Workbench) -> None:
    principal, agent = a_party(workbench, "Chủ"), a_party(workbench, "Đại lý")
    told = mandate(principal, agent, frozenset({"key:write-own", "pack:verify"}))
    given = workbench.write(acting(principal), lambda work: standing.give_mandate(work, told))
    draft = ApiKeyDraft(principal.id, "thay", frozenset({"pack:verify"}))
    text, _ = workbench.write(acting(agent), lambda work: keys.issue_own_key(work, PEPPER, draft))
    own, _ = workbench.write(acting(principal), lambda work: keys.issue_own_key(work, PEPPER, draft))
    with workbench.read(SYSTEM) as work:
        assert parties.actor_of_key(work, PEPPER, text).party_id == principal.id
    workbench.write(acting(principal), lambda work: standing.end_mandate(work, given.id))
    with workbench.read(SYSTEM) as work:
        with pytest.raises(NotAllowed, match="mandate-missing"):
            parties.actor_of_key(work, PEPPER, text)
        assert parties.actor_of_key(work, PEPPER, own).party_id == principal.id


def test_two_keys_of_one_party_are_one_person(workbench: Workbench) -> None:
    one, other = a_party(workbench, "A"), a_party(workbench, "B")

    def person(owner: Party, name: str) -> str | None:
        draft = ApiKeyDraft(owner.id, name, frozenset({"pack:verify"}))
        text, _ = workbench.write(acting(owner), lambda work: keys.issue_own_key(work, PEPPER, draft))
        with workbench.read(SYSTEM) as work:
            return parties.actor_of_key(work, PEPPER, text).person

    assert person(one, "quầy 1") == person(one, "quầy 2") != person(other, "quầy 1")


def test_a_key_speaks_for_a_place_of_its_own_party_only(workbench: Workbench) -> None:
    one, other = a_party(workbench, "A"), a_party(workbench, "B")
    place = Place(Gln.build("8936012345", "77"), other.id, "Kho")
    workbench.write(SYSTEM, lambda work: parties.add_place(work, place))

    def issue(owner: Party) -> object:
        draft = ApiKeyDraft(owner.id, "quầy", frozenset({"pack:verify"}), place.gln.text)
        return workbench.write(acting(owner), lambda work: keys.issue_own_key(work, PEPPER, draft))

    assert issue(other)
    with pytest.raises(NotAllowed, match="place-not-yours"):
        issue(one)
