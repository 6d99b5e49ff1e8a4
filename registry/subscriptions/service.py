"""Use cases of subscriptions: subscribe, take what is to be told, note how it went, tell again from a number.

A receiver is told every change at least once, in order; it sees a change again when its own answer was lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from registry.audit import service as audit
from registry.audit.model import Version
from registry.clock import to_microseconds
from registry.errors import NotFound
from registry.ids import format_id, new_id
from registry.paging import Cursor, Page, check_limit
from registry.subscriptions import rules, store
from registry.subscriptions.model import Delivery, Subscription, SubscriptionDraft, SubscriptionState
from registry.work import Work

BATCH = 100
HOLD = timedelta(minutes=2)
BEFORE_ALL = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be told to one receiver now; `last` is the number it is told up to."""

    subscription: Subscription
    changes: tuple[Version, ...]
    last: int


def subscribe(work: Work, draft: SubscriptionDraft, *, private: bool = False) -> Subscription:
    """Subscribe to changes from now on, or from a number; raise `BadInput` for an address that may not be called."""
    work.require("subscription:write")
    made = Subscription(
        id=new_id(),
        party_id=work.actor.party_id or 0,
        url=rules.check_url(draft.url, private=private),
        kinds=draft.kinds,
        seq=audit.last_number(work) if draft.since is None else draft.since,
        state=SubscriptionState.ACTIVE,
        failures=0,
        secret_version=1,
        next_try_at=work.now,
        created_at=work.now,
    )
    store.add(work.db, made)
    audit.record(work, "subscription:added", format_id(made.id), {"url": made.url, "kinds": [*made.kinds]})
    return made


def subscription(work: Work, subscription_id: int) -> Subscription:
    """Return a subscription to its owner or to who holds `subscription:read-all`; raise `NotFound` to others."""
    found = store.by_id(work.db, subscription_id)
    own = found is not None and found.party_id == work.actor.party_id
    if found is None or not (own or work.actor.may("subscription:read-all")):
        raise NotFound("subscription-unknown", id=format_id(subscription_id))
    return found


def subscriptions(work: Work) -> list[Subscription]:
    """Return one's own subscriptions."""
    work.require("subscription:write")
    return store.of_party(work.db, work.actor.party_id or 0)


def deliveries(work: Work, subscription_id: int, cursor: Cursor | None = None, limit: int = 30) -> Page[Delivery]:
    """Return the newest attempts of a subscription."""
    subscription(work, subscription_id)
    before = int(cursor.key[0]) if cursor else BEFORE_ALL
    found = store.deliveries(work.db, subscription_id, before, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.id,))


def replay(work: Work, subscription_id: int, since: int) -> Subscription:
    """Tell everything after a number again, and wake a paused or dead subscription."""
    work.require("subscription:write")
    told = replace(
        subscription(work, subscription_id),
        seq=max(0, since),
        state=SubscriptionState.ACTIVE,
        failures=0,
        next_try_at=work.now,
    )
    store.change(work.db, told)
    audit.record(work, "subscription:replayed", format_id(subscription_id), {"since": told.seq})
    return told


def pause(work: Work, subscription_id: int) -> Subscription:
    """Tell nothing until it is replayed from where it stands."""
    work.require("subscription:write")
    paused = replace(subscription(work, subscription_id), state=SubscriptionState.PAUSED)
    store.change(work.db, paused)
    audit.record(work, "subscription:paused", format_id(subscription_id))
    return paused


def rotate_secret(work: Work, subscription_id: int) -> Subscription:
    """Give a subscription another secret, from the next message on."""
    work.require("subscription:write")
    before = subscription(work, subscription_id)
    rotated = replace(before, secret_version=before.secret_version + 1)
    store.change(work.db, rotated)
    audit.record(work, "subscription:rotated", format_id(subscription_id))
    return rotated


def unsubscribe(work: Work, subscription_id: int) -> None:
    """End a subscription."""
    work.require("subscription:write")
    subscription(work, subscription_id)
    store.drop(work.db, subscription_id)
    audit.record(work, "subscription:ended", format_id(subscription_id))


def take_parcel(work: Work) -> Parcel | None:
    """Take what is to be told next, to whom, and keep other workers off that subscription for two minutes."""
    until = work.now + HOLD
    held = store.hold(work.db, work.now_us, to_microseconds(until))
    if held is None:
        return None
    last = audit.last_number(work)
    found = audit.public_changes(work, held.seq, held.kinds, BATCH)
    return Parcel(held, tuple(found), found[-1].seq if len(found) == BATCH else last)


def note_delivery(work: Work, parcel: Parcel, status: int | None, said: str, took_ms: int) -> Delivery:
    """Note how a parcel was taken: go on, or try again later, or give up after days of failures."""
    held = parcel.subscription
    made = Delivery(new_id(), held.id, held.seq, parcel.last, work.now, status, said[:300], took_ms)
    if parcel.changes:
        store.add_delivery(work.db, made)
    if made.is_taken or not parcel.changes:
        store.change(work.db, replace(held, seq=parcel.last, failures=0, next_try_at=work.now))
        return made
    again = rules.next_try(work.now, held.failures + 1)
    state = held.state if again is not None else SubscriptionState.DEAD
    store.change(work.db, replace(held, failures=held.failures + 1, state=state, next_try_at=again or work.now))
    return made
