"""Use cases of the identifiers area: open pools, give out GTINs, SSCCs and serial numbers, never one twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from gs1 import Gs1Error, Gtin, Sscc
from gs1.allocation import KeySpace, SerialNumbers
from gs1.healthcare import check_healthcare_gtin
from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.errors import BadInput, Conflict, Fault, NotFound, RuleBroken, TooMuch
from registry.identifiers import store
from registry.identifiers.model import DEMONSTRATION_PREFIX, Identifier, IdentifierState, KeyKind, Pool, PoolAccount
from registry.work import Work

DEMONSTRATION_NAME = "Trình diễn / demonstration"
SERIALS_MAX = 100_000
KEYS_MAX = 10_000
NEXT_STATES = {
    IdentifierState.RESERVED: frozenset({IdentifierState.ASSIGNED, IdentifierState.RETIRED}),
    IdentifierState.ASSIGNED: frozenset({IdentifierState.ACTIVE, IdentifierState.RETIRED}),
    IdentifierState.ACTIVE: frozenset({IdentifierState.RETIRED}),
    IdentifierState.RETIRED: frozenset[IdentifierState](),
}


def open_pool(work: Work, prefix: str, kind: KeyKind = KeyKind.GTIN, name: str = "") -> Pool:
    """Open the pool of a GS1 company prefix; opening it again changes nothing. The demonstration pool says so."""
    work.require("identifier:write")
    demonstration = prefix == DEMONSTRATION_PREFIX
    made = Pool(
        kind, prefix, name or (DEMONSTRATION_NAME if demonstration else prefix), demonstration, 0, _size(kind, prefix)
    )
    if store.add_pool(work.db, made, work.now_us):
        audit.record(work, "pool:opened", f"{kind}:{prefix}", {"name": made.name, "demonstration": demonstration})
    return pool(work, prefix, kind)


def pool(work: Work, prefix: str, kind: KeyKind = KeyKind.GTIN) -> Pool:
    """Return a pool, or raise `NotFound`."""
    found = store.pool(work.db, kind, prefix)
    if found is None:
        raise NotFound("pool-unknown", prefix=prefix, kind=str(kind))
    return found


def pools(work: Work) -> list[Pool]:
    """Return all pools."""
    return store.pools(work.db)


def account(work: Work, prefix: str, kind: KeyKind = KeyKind.GTIN) -> PoolAccount:
    """Say of every number that a pool has used what became of it; a sound register leaves none unexplained.

    A rolled-back transaction gives its numbers back, so a number is either given out or was known before.
    """
    used = pool(work, prefix, kind).used
    given = store.given(work.db, kind, prefix)
    keys = KeySpace(Gtin, prefix).keys(0, used) if kind is KeyKind.GTIN else KeySpace(Sscc, prefix).keys(0, used)
    skipped = [key.text for key in keys if key.text not in given]
    known = {value for value in skipped if store.by_value(work.db, value)}
    return PoolAccount(
        used, len(given), tuple(one for one in skipped if one in known), tuple(set(skipped).difference(known))
    )


def allocate_gtins(work: Work, trade_item_ids: Sequence[int], prefix: str = DEMONSTRATION_PREFIX) -> list[Gtin]:
    """Give each trade item a GTIN of the pool and return them in order; one that has its GTIN keeps it."""
    work.require("identifier:write")
    _check_count(len(trade_item_ids), KEYS_MAX)
    pool(work, prefix)
    return [_gtin_for(work, item_id, prefix) for item_id in trade_item_ids]


def register_gtin(work: Work, trade_item_id: int, gtin: Gtin) -> Identifier:
    """Take in a GTIN given out elsewhere, under any company prefix; raise `Conflict` when it is taken.

    Raise `RuleBroken` for a number that no healthcare item may bear: restricted circulation, coupons, publications,
    variable measure (GS1 General Specifications 2.1.11; GS1 Healthcare GTIN Allocation Rules).
    """
    work.require("identifier:write")
    _check_usable(gtin)
    made = Identifier(gtin.text, KeyKind.GTIN, IdentifierState.ASSIGNED, None, trade_item_id)
    if not store.add(work.db, made, work.now_us):
        known = identifier(work, gtin.text)
        if known.trade_item_id != trade_item_id or known.state is IdentifierState.RETIRED:
            raise Conflict("gtin-taken", gtin=gtin.text, state=str(known.state))
    catalogue.assign_gtin(work, trade_item_id, gtin)
    return identifier(work, gtin.text)


def identifier(work: Work, value: str) -> Identifier:
    """Return a key the register knows, or raise `NotFound`."""
    found = store.by_value(work.db, value)
    if found is None:
        raise NotFound("identifier-unknown", value=value)
    return found


def move_identifier(work: Work, value: str, state: IdentifierState) -> Identifier:
    """Move a key forward in its life; raise `RuleBroken` for any step back. A retired key never returns."""
    work.require("identifier:write")
    current = identifier(work, value)
    if current.state is state:
        return current
    if state not in NEXT_STATES[current.state] or not store.set_state(work.db, current, state, work.now_us):
        raise RuleBroken("identifier-step", value=value, state=str(current.state), target=str(state))
    audit.record(work, f"identifier:{state}", value)
    return identifier(work, value)


def issue_serials(work: Work, gtin: Gtin, count: int, secret: bytes) -> list[str]:
    """Give out `count` serial numbers for a GTIN that nobody can guess and that never repeat.

    `secret` is the register's own; each GTIN has an order of its own drawn from it.
    """
    work.require("serial:issue")
    _check_count(count, SERIALS_MAX)
    catalogue.trade_item(work, gtin)
    first = store.take_serials(work.db, gtin.text, count)
    numbers = SerialNumbers(hashlib.blake2b(gtin.text.encode(), key=secret[:64], digest_size=32).digest())
    audit.record(work, "serials:issued", gtin.text, {"first": first, "count": count})
    return [numbers.nth(first + place) for place in range(count)]


def allocate_sscc(work: Work, count: int, prefix: str = DEMONSTRATION_PREFIX) -> list[Sscc]:
    """Give out `count` SSCCs of the pool (GS1 General Specifications 2.2.1: not reused within a year; here never)."""
    work.require("identifier:write")
    _check_count(count, KEYS_MAX)
    pool(work, prefix, KeyKind.SSCC)
    keys: list[Sscc] = []
    while len(keys) < count:
        first = _take(work, KeyKind.SSCC, prefix, count - len(keys))
        for key in KeySpace(Sscc, prefix).keys(first, count - len(keys)):
            made = Identifier(key.text, KeyKind.SSCC, IdentifierState.ASSIGNED, prefix, None)
            if store.add(work.db, made, work.now_us):
                keys.append(key)
            else:
                _pass_over(work, key.text, prefix)
    audit.record(work, "sscc:allocated", keys[0].text, {"count": count})
    return keys


def _gtin_for(work: Work, trade_item_id: int, prefix: str) -> Gtin:
    current = catalogue.trade_item_by_id(work, trade_item_id)
    if current.gtin is not None:
        return current.gtin
    space = KeySpace(Gtin, prefix)
    while True:
        gtin = space.key(_take(work, KeyKind.GTIN, prefix, 1))
        made = Identifier(gtin.text, KeyKind.GTIN, IdentifierState.ASSIGNED, prefix, trade_item_id)
        if store.add(work.db, made, work.now_us):
            catalogue.assign_gtin(work, trade_item_id, gtin)
            return gtin
        _pass_over(work, gtin.text, prefix)


def _pass_over(work: Work, value: str, prefix: str) -> None:
    """Journal a number of a pool that is not given out, because the register knows the key already."""
    audit.record(work, "key:passed-over", value, {"prefix": prefix, "state": str(identifier(work, value).state)})


def _check_usable(gtin: Gtin) -> None:
    """Any indicator is let through here but 9: which level a pack stands on is the catalogue's to say."""
    faults = [one for one in check_healthcare_gtin(gtin, is_base_level=False) if one.severity == "error"]
    if faults:
        raise RuleBroken("gtin-not-for-goods", gtin=gtin.text, reason=faults[0].code.value)


def _take(work: Work, kind: KeyKind, prefix: str, count: int) -> int:
    first = store.take(work.db, kind, prefix, count)
    if first is None:
        raise TooMuch("pool-exhausted", prefix=prefix, kind=str(kind), left=pool(work, prefix, kind).left)
    return first


def _size(kind: KeyKind, prefix: str) -> int:
    try:
        return KeySpace(Gtin, prefix).size if kind is KeyKind.GTIN else KeySpace(Sscc, prefix).size
    except Gs1Error:
        raise BadInput.of([Fault("company-prefix", pointer="/prefix", value=prefix[:20])]) from None


def _check_count(count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise BadInput.of([Fault("count-range", pointer="/count", value=str(count), facts={"most": most})])
