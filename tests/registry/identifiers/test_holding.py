"""Company prefixes: who may see and use which pool, and that no two holders ever share a key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest

from registry.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from registry.identifiers import holding
from registry.identifiers import service as identifiers
from registry.identifiers.model import CompanyPrefix, IdentifierState, KeyKind, PrefixDraft
from registry.parties import service as parties
from registry.parties.model import PartyDraft
from registry.work import PUBLIC, SYSTEM, Actor, Workbench

SINCE = date(2020, 1, 1)
SCOPES = frozenset({"identifier:write", "trade-item:write"})
THREADS = 8


def a_party(bench: Workbench, name: str) -> Actor:
    party = bench.write(SYSTEM, lambda work: parties.add_party(work, PartyDraft(name, "VN")))
    return Actor(name, party.id, SCOPES)


def a_prefix(bench: Workbench, prefix: str, holder: Actor | None, until: date | None = None) -> CompanyPrefix:
    draft = PrefixDraft(prefix, holder.party_id if holder else None, "GS1 VN 1/2020", SINCE, until)
    return bench.write(SYSTEM, lambda work: holding.add_prefix(work, draft))


def seen(bench: Workbench, who: Actor) -> list[str]:
    with bench.read(who) as work:
        return [one.prefix for one in identifiers.pools(work)]


def test_a_party_sees_its_own_pools_and_the_authority_all(workbench: Workbench) -> None:
    one, other = a_party(workbench, "Một"), a_party(workbench, "Hai")
    for prefix, holder in (("8931001", one), ("8931002", other), ("8931003", None)):
        a_prefix(workbench, prefix, holder)
        workbench.write(SYSTEM, partial(identifiers.open_pool, prefix=prefix))
    assert seen(workbench, one) == ["8931001", "8931003"]
    assert seen(workbench, other) == ["8931002", "8931003"]
    assert seen(workbench, Actor("authority", 1, frozenset({"identifier:read"}))) == ["8931001", "8931002", "8931003"]
    assert seen(workbench, PUBLIC) == []
    with workbench.read(one) as work:
        assert [held.prefix for held in holding.prefixes(work, "", 10)] == ["8931001", "8931003"]
        for ask in (identifiers.pool, identifiers.account, identifiers.capacity):
            with pytest.raises(NotFound) as refusal:
                ask(work, "8931002")
            assert refusal.value.code == "pool-unknown"


def test_nobody_takes_keys_of_anothers_prefix_nor_of_nobodys(workbench: Workbench) -> None:
    one, other = a_party(workbench, "Một"), a_party(workbench, "Hai")
    a_prefix(workbench, "8931001", one)
    a_prefix(workbench, "8931003", None)
    for prefix in ("8931001", "8931099"):
        for take in (identifiers.open_pool, partial(identifiers.allocate_gln, count=1)):
            with pytest.raises(NotAllowed) as refusal:
                workbench.write(other, partial(take, prefix=prefix))
            assert refusal.value.code == "prefix-of-others"
    for who, prefix in ((one, "8931001"), (one, "8931003"), (other, "8931003")):
        assert workbench.write(who, partial(identifiers.allocate_gln, count=1, prefix=prefix))[0].text[:7] == prefix


def test_only_the_holder_and_the_authority_move_a_key(workbench: Workbench) -> None:
    one, other = a_party(workbench, "Một"), a_party(workbench, "Hai")
    a_prefix(workbench, "8931001", one)
    (gln,) = workbench.write(one, lambda work: identifiers.allocate_gln(work, 1, "8931001"))
    retire = partial(identifiers.move_identifier, value=gln.text, state=IdentifierState.RETIRED)
    with pytest.raises(NotAllowed):
        workbench.write(other, retire)
    assert workbench.write(one, retire).state is IdentifierState.RETIRED


def test_an_ended_licence_gives_no_new_key_and_keeps_those_given(workbench: Workbench) -> None:
    one = a_party(workbench, "Một")
    held = a_prefix(workbench, "8931001", one)
    (gln,) = workbench.write(one, lambda work: identifiers.allocate_gln(work, 1, "8931001"))
    workbench.write(SYSTEM, lambda work: holding.end_prefix(work, held.id, date(2026, 3, 1)))
    with pytest.raises(RuleBroken) as refusal:
        workbench.write(one, lambda work: identifiers.allocate_gln(work, 1, "8931001"))
    assert refusal.value.code == "prefix-ended"
    with workbench.read(one) as work:
        assert identifiers.identifier(work, gln.text).state is IdentifierState.ASSIGNED
    with pytest.raises(RuleBroken):
        workbench.write(SYSTEM, lambda work: holding.end_prefix(work, held.id, date(2027, 3, 1)))


@pytest.mark.parametrize("prefix", ["8931001", "893100", "893100112"])
def test_prefixes_that_share_keys_have_one_holder(workbench: Workbench, prefix: str) -> None:
    a_prefix(workbench, "8931001", None)
    with pytest.raises(Conflict) as refusal:
        a_prefix(workbench, prefix, None)
    assert refusal.value.facts == {"prefix": prefix, "known": "8931001"}


def test_what_is_told_of_a_prefix_is_checked_at_once_and_needs_the_right(workbench: Workbench) -> None:
    bad = PrefixDraft("89x", None, " ", SINCE, date(2019, 1, 1))
    with pytest.raises(BadInput) as refusal:
        workbench.write(SYSTEM, lambda work: holding.add_prefix(work, bad))
    assert {one.pointer for one in refusal.value.faults} == {"/prefix", "/source", "/valid_until"}
    one = a_party(workbench, "Một")
    held = a_prefix(workbench, "8931001", one)
    for act in (
        partial(holding.add_prefix, draft=PrefixDraft("8931002", one.party_id, "x", SINCE)),
        partial(holding.end_prefix, prefix_id=held.id, until=date(2027, 1, 1)),
    ):
        with pytest.raises(NotAllowed):
            workbench.write(one, act)


def test_capacity_counts_every_kind(workbench: Workbench) -> None:
    one = a_party(workbench, "Một")
    a_prefix(workbench, "89310011", one)
    workbench.write(one, lambda work: identifiers.allocate_gln(work, 3, "89310011"))
    with workbench.read(one) as work:
        told = {pool.kind: (pool.size, pool.used, pool.left) for pool in identifiers.capacity(work, "89310011")}
    assert told == {
        KeyKind.GTIN: (10_000, 0, 10_000),
        KeyKind.GLN: (10_000, 3, 9_997),
        KeyKind.SSCC: (100_000_000, 0, 100_000_000),
    }


def test_eight_threads_add_one_prefix_once_and_take_no_gln_twice(workbench: Workbench) -> None:
    one = a_party(workbench, "Một")

    def add(thread: int) -> bool:
        try:
            a_prefix(workbench, "8931001" if thread % 2 else "89310012", one)
        except Conflict:
            return False
        finally:
            workbench.database.close()
        return True

    def take(_: int) -> list[str]:
        found = [workbench.write(one, lambda work: identifiers.allocate_gln(work, 5, prefix)) for _ in range(4)]
        workbench.database.close()
        return [gln.text for part in found for gln in part]

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(add, range(THREADS))) == 1
        with workbench.read(one) as work:
            (prefix,) = [held.prefix for held in holding.prefixes(work, "", 10)]
        told = [value for part in pool.map(take, range(THREADS)) for value in part]
    assert len(told) == len(set(told)) == THREADS * 20
    with workbench.read(one) as work:
        account = identifiers.account(work, prefix, KeyKind.GLN)
    assert (account.used, account.given, account.unexplained) == (THREADS * 20, THREADS * 20, ())
