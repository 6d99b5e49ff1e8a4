"""Use cases of the identifiers area: open pools, give out GTINs, SSCCs and serial numbers, never one twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from gs1 import Gln, Gs1Error, Gtin, Sscc
from gs1.allocation import KeySpace, SerialNumbers
from gs1.healthcare import check_healthcare_gtin
from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.service import desks
from registry.errors import BadInput, Conflict, Fault, LostRace, NotAllowed, NotFound, RuleBroken, TooMuch
from registry.identifiers import holding, store
from registry.identifiers.model import DEMONSTRATION_PREFIX, Identifier, IdentifierState, KeyKind, Pool, PoolAccount
from registry.ids import format_id
from registry.parties import service as parties
from registry.work import Work

DEMONSTRATION_NAME = "Trình diễn / demonstration"
SERIALS_MAX = 100_000
KEYS_MAX = 10_000
RESERVED_MAX = 1_000
KEYS: dict[KeyKind, type[Gtin] | type[Gln] | type[Sscc]] = {
    KeyKind.GTIN: Gtin,
    KeyKind.GLN: Gln,
    KeyKind.SSCC: Sscc,
}
NEXT_STATES = {
    IdentifierState.RESERVED: frozenset({IdentifierState.ASSIGNED, IdentifierState.RETIRED}),
    IdentifierState.ASSIGNED: frozenset({IdentifierState.ACTIVE, IdentifierState.RETIRED}),
    IdentifierState.ACTIVE: frozenset({IdentifierState.RETIRED}),
    IdentifierState.RETIRED: frozenset[IdentifierState](),
}


def open_pool(work: Work, prefix: str, kind: KeyKind = KeyKind.GTIN, name: str = "") -> Pool:
    """Open the pool of a GS1 company prefix; opening it again changes nothing. The demonstration pool says so.

    Raise `NotAllowed` for a prefix of another party, `RuleBroken` where its licence is not valid today.
    """
    work.require("identifier:write")
    holding.check_use(work, prefix)
    demonstration = prefix == DEMONSTRATION_PREFIX
    made = Pool(
        kind, prefix, name or (DEMONSTRATION_NAME if demonstration else prefix), demonstration, 0, _size(kind, prefix)
    )
    if store.add_pool(work.db, made, work.now_us):
        audit.record(work, "pool:opened", f"{kind}:{prefix}", {"name": made.name, "demonstration": demonstration})
    return pool(work, prefix, kind)


def pool(work: Work, prefix: str, kind: KeyKind = KeyKind.GTIN) -> Pool:
    """Return a pool; raise `NotFound` where there is none, or none that the caller may see."""
    found = store.pool(work.db, kind, prefix)
    if found is None or not holding.may_see(work, prefix):
        raise NotFound("pool-unknown", prefix=prefix, kind=str(kind))
    return found


def pools(work: Work) -> list[Pool]:
    """Return the pools that the caller may see: its own, the national and the demonstration one; the authority all."""
    return [one for one in store.pools(work.db) if holding.may_see(work, one.prefix)]


def capacity(work: Work, prefix: str) -> list[Pool]:
    """Return how full the pools of a prefix are, kind by kind, opened or not; raise `NotFound` as `pool` does."""
    if not holding.may_see(work, prefix):
        raise NotFound("pool-unknown", prefix=prefix, kind="*")
    demonstration = prefix == DEMONSTRATION_PREFIX
    return [
        store.pool(work.db, kind, prefix) or Pool(kind, prefix, prefix, demonstration, 0, _size(kind, prefix))
        for kind in KeyKind
    ]


def account(work: Work, prefix: str, kind: KeyKind = KeyKind.GTIN) -> PoolAccount:
    """Say of every number that a pool has used what became of it; a sound register leaves none unexplained.

    A rolled-back transaction gives its numbers back, so a number is either given out or was known before.
    """
    used = pool(work, prefix, kind).used
    given = store.given(work.db, kind, prefix)
    keys = KeySpace(KEYS[kind], prefix).keys(0, used)
    skipped = [key.text for key in keys if key.text not in given]
    known = {value for value in skipped if store.by_value(work.db, value)}
    return PoolAccount(
        used, len(given), tuple(one for one in skipped if one in known), tuple(set(skipped).difference(known))
    )


def allocate_gtins(work: Work, trade_item_ids: Sequence[int], prefix: str = DEMONSTRATION_PREFIX) -> list[Gtin]:
    """Give each trade item a GTIN of the pool and return them in order; one that has its GTIN keeps it."""
    work.require("identifier:write")
    _check_count(len(trade_item_ids), KEYS_MAX)
    holding.check_use(work, prefix)
    pool(work, prefix)
    return [_gtin_for(work, item_id, prefix) for item_id in trade_item_ids]


def allocate_own_gtins(work: Work, trade_item_ids: Sequence[int], prefix: str) -> list[Gtin]:
    """Give levels of the caller's own products GTINs, opening the pool at need; the authority may name any level."""
    work.require("identifier:write")
    _check_count(len(trade_item_ids), KEYS_MAX)
    for item_id in trade_item_ids:
        check_own_item(work, item_id)
    open_pool(work, prefix)
    return allocate_gtins(work, trade_item_ids, prefix)


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


def register_own_gtin(work: Work, trade_item_id: int, gtin: Gtin) -> Identifier:
    """Take in a GTIN for a level of the caller's own products; the authority may name any level."""
    work.require("identifier:write")
    check_own_item(work, trade_item_id)
    return register_gtin(work, trade_item_id, gtin)


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
    _check_own_key(work, current)
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
    return [Sscc(value) for value in _allocate(work, KeyKind.SSCC, count, prefix)]


def allocate_gln(work: Work, count: int, prefix: str = DEMONSTRATION_PREFIX) -> list[Gln]:
    """Give out `count` GLNs of the pool, opened at need (GLN Allocation Rules: no reuse in 48 months; here never).

    A number that names a place of the register already is passed over.
    """
    open_pool(work, prefix, KeyKind.GLN)
    return [Gln(value) for value in _allocate(work, KeyKind.GLN, count, prefix)]


def reserve_gtins(work: Work, count: int, prefix: str) -> list[str]:
    """Take `count` GTINs of a pool that name nothing yet; who holds them until when is the reservation's to say."""
    work.require("identifier:write")
    _check_count(count, RESERVED_MAX)
    holding.check_use(work, prefix)
    keys: list[str] = []
    while len(keys) < count:
        first = _take(work, KeyKind.GTIN, prefix, count - len(keys))
        for key in KeySpace(Gtin, prefix).keys(first, count - len(keys)):
            if _give(work, KeyKind.GTIN, key.text, prefix, IdentifierState.RESERVED):
                keys.append(key.text)
            else:
                _pass_over(work, key.text, prefix)
    return keys


def retire_reserved(work: Work, value: str) -> None:
    """Retire a number that was reserved and is not wanted; it is never given again."""
    current = identifier(work, value)
    if not store.set_state(work.db, current, IdentifierState.RETIRED, work.now_us):
        raise LostRace("identifier-step", value=value, state=str(current.state), target="retired")
    audit.record(work, "identifier:retired", value, {"was": str(current.state)})


def _allocate(work: Work, kind: KeyKind, count: int, prefix: str) -> list[str]:
    work.require("identifier:write")
    _check_count(count, KEYS_MAX)
    holding.check_use(work, prefix)
    pool(work, prefix, kind)
    keys: list[str] = []
    while len(keys) < count:
        first = _take(work, kind, prefix, count - len(keys))
        for key in KeySpace(KEYS[kind], prefix).keys(first, count - len(keys)):
            if not _is_place(work, kind, key.text) and _give(work, kind, key.text, prefix):
                keys.append(key.text)
            else:
                _pass_over(work, key.text, prefix)
    audit.record(work, f"{kind}:allocated", keys[0], {"count": count})
    return keys


def _give(
    work: Work, kind: KeyKind, value: str, prefix: str | None, state: IdentifierState = IdentifierState.ASSIGNED
) -> bool:
    made = Identifier(value, kind, state, prefix, None)
    return store.add(work.db, made, work.now_us)


def _is_place(work: Work, kind: KeyKind, value: str) -> bool:
    """Say whether a GLN names a place already; then the register knows it as a key given out elsewhere."""
    if kind is not KeyKind.GLN:
        return False
    try:
        parties.place(work, Gln(value))
    except NotFound:
        return False
    _give(work, kind, value, None)
    return True


def check_own_item(work: Work, trade_item_id: int) -> None:
    """Raise `NotFound` for a level of another party's product: to others it is as if it were not there."""
    item = catalogue.trade_item_by_id(work, trade_item_id)
    if not work.actor.may(holding.GRANT) and not desks.is_own(work, catalogue.product(work, item.product_id)):
        raise NotFound("trade-item-unknown", id=format_id(trade_item_id))


def _check_own_key(work: Work, key: Identifier) -> None:
    """Raise `NotAllowed` where neither the key's prefix nor the item it names is the caller's."""
    if work.actor.may(holding.GRANT):
        return
    if key.trade_item_id is not None:
        check_own_item(work, key.trade_item_id)
    elif key.prefix is None or not holding.is_holder(work, key.prefix):
        raise NotAllowed("prefix-of-others", prefix=key.prefix or key.value)


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
        return KeySpace(KEYS[kind], prefix).size
    except Gs1Error:
        raise BadInput.of([Fault("company-prefix", pointer="/prefix", value=prefix[:20])]) from None


def _check_count(count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise BadInput.of([Fault("count-range", pointer="/count", value=str(count), facts={"most": most})])
