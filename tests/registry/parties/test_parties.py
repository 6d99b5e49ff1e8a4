"""Parties, places and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from gs1 import Gln
from registry.clock import FixedClock
from registry.errors import BadInput, Conflict, NotAllowed, NotFound
from registry.parties import rules
from registry.parties import service as parties
from registry.parties.model import ApiKeyDraft, Party, PartyDraft, Place, RoleKind
from registry.work import PUBLIC, SYSTEM, Workbench

PEPPER = bytes(32)
GLN = Gln.build("893888800", "001")


def a_party(workbench: Workbench, name: str = "Công ty CP Dược Minh Họa") -> Party:
    return workbench.write(SYSTEM, lambda work: parties.add_party(work, PartyDraft(name, "VN")))


def test_a_party_is_found_again_whatever_the_accents_and_the_case(workbench: Workbench) -> None:
    first = a_party(workbench)
    again = workbench.write(SYSTEM, lambda work: parties.find_or_add_party(work, "CONG TY CP DUOC  MINH HOA", "VN"))
    assert again.id == first.id


def test_a_source_without_a_country_means_the_same_firm_and_another_country_another(workbench: Workbench) -> None:
    first = a_party(workbench)
    name = first.name
    without = workbench.write(SYSTEM, lambda work: parties.find_or_add_party(work, name))
    abroad = workbench.write(SYSTEM, lambda work: parties.find_or_add_party(work, name, "IN"))
    assert without.id == first.id
    assert abroad.id != first.id


def test_a_second_registration_of_one_name_is_a_conflict(workbench: Workbench) -> None:
    a_party(workbench)
    with pytest.raises(Conflict) as caught:
        a_party(workbench)
    assert caught.value.code == "party-registered"


def test_a_name_without_a_letter_is_refused(workbench: Workbench) -> None:
    with pytest.raises(BadInput):
        a_party(workbench, "—")


def test_the_public_registers_nobody(workbench: Workbench) -> None:
    with pytest.raises(NotAllowed):
        workbench.write(PUBLIC, lambda work: parties.add_party(work, PartyDraft("A")))


def test_roles_count_from_day_to_day(workbench: Workbench) -> None:
    party = a_party(workbench)
    for kind, start, end in [
        (RoleKind.HOLDER, date(2020, 1, 1), None),
        (RoleKind.IMPORTER, date(2020, 1, 1), date(2026, 3, 1)),
        (RoleKind.PHARMACY, date(2026, 3, 3), None),
    ]:
        workbench.write(
            SYSTEM, partial(parties.add_role, party_id=party.id, kind=kind, valid_from=start, valid_until=end)
        )
    with workbench.read(SYSTEM) as work:
        assert parties.roles(work, party.id) == {RoleKind.HOLDER}


def test_a_gln_names_one_place(workbench: Workbench) -> None:
    party = a_party(workbench)
    place = Place(GLN, party.id, "Kho A", "Hà Nội")
    workbench.write(SYSTEM, lambda work: parties.add_place(work, place))
    with pytest.raises(Conflict):
        workbench.write(SYSTEM, lambda work: parties.add_place(work, place))
    with workbench.read(SYSTEM) as work:
        assert parties.place(work, GLN) == place
        with pytest.raises(NotFound):
            parties.place(work, Gln.build("893888800", "002"))


def test_a_key_opens_until_it_expires_or_is_revoked(workbench: Workbench, clock: FixedClock) -> None:
    party = a_party(workbench)
    workbench.write(SYSTEM, lambda work: parties.add_place(work, Place(GLN, party.id, "Quầy")))
    draft = ApiKeyDraft(party.id, "till", frozenset({"pack:dispense"}), GLN.text, clock.at + timedelta(days=1))
    text, key = workbench.write(SYSTEM, lambda work: parties.issue_key(work, PEPPER, draft))
    with workbench.read(PUBLIC) as work:
        actor = parties.actor_of_key(work, PEPPER, text)
    assert (actor.name, actor.place, actor.may("pack:dispense")) == (party.name, GLN.text, True)
    clock.at += timedelta(days=1)
    with workbench.read(PUBLIC) as work, pytest.raises(NotAllowed) as caught:
        parties.actor_of_key(work, PEPPER, text)
    assert caught.value.code == "key-expired"
    clock.at -= timedelta(days=1)
    workbench.write(SYSTEM, lambda work: parties.revoke_key(work, key.id))
    with workbench.read(PUBLIC) as work, pytest.raises(NotAllowed):
        parties.actor_of_key(work, PEPPER, text)


@pytest.mark.parametrize("spoil", [lambda key: "", lambda key: key[:4], lambda key: key[:-1] + "g", str.upper])
def test_a_mistyped_key_is_refused_before_the_database_is_asked(spoil: Callable[[str], str]) -> None:
    with pytest.raises(NotAllowed):
        rules.key_digest(spoil(rules.make_key()), PEPPER)


def test_another_register_does_not_know_the_key() -> None:
    key = rules.make_key()
    assert rules.key_digest(key, PEPPER) != rules.key_digest(key, b"\x01" * 32)


def test_a_malformed_scope_is_named(workbench: Workbench) -> None:
    party = a_party(workbench)
    draft = ApiKeyDraft(party.id, "x", frozenset({"pack:dispense", "ALL", "a b"}))
    with pytest.raises(BadInput) as caught:
        workbench.write(SYSTEM, lambda work: parties.issue_key(work, PEPPER, draft))
    assert [fault.value for fault in caught.value.faults] == ["ALL", "a b"]
