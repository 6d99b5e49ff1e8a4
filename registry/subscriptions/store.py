"""Tables and texts of subscriptions and of what was delivered."""

from __future__ import annotations

from peewee import BigIntegerField, IntegerField, TextField

from registry.clock import from_microseconds, to_microseconds
from registry.db.base import CodeField, InstantField, Table
from registry.db.connection import Database, Row
from registry.subscriptions.model import Delivery, Subscription, SubscriptionState


class SubscriptionRow(Table):
    """Who is told, where, of what, and up to which entry of the journal."""

    id = BigIntegerField(primary_key=True)
    party_id = BigIntegerField(index=True)
    url = TextField()
    kinds = TextField()
    seq = BigIntegerField()
    state = CodeField()
    failures = IntegerField()
    secret_version = IntegerField()
    next_try_at = InstantField()
    created_at = InstantField()

    class Meta:
        table_name = "subscription"
        indexes = ((("state", "next_try_at"), False),)


class DeliveryRow(Table):
    """One attempt to tell."""

    id = BigIntegerField(primary_key=True)
    subscription_id = BigIntegerField()
    seq_from = BigIntegerField()
    seq_to = BigIntegerField()
    at = InstantField()
    status = IntegerField(null=True)
    said = TextField()
    took_ms = IntegerField()

    class Meta:
        table_name = "delivery"
        indexes = ((("subscription_id", "id"), False),)


TABLES = (SubscriptionRow, DeliveryRow)
COLUMNS = "id, party_id, url, kinds, seq, state, failures, secret_version, next_try_at, created_at"
ADD = f"INSERT INTO subscription ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
BY_ID = f"SELECT {COLUMNS} FROM subscription WHERE id = ?"
OF_PARTY = f"SELECT {COLUMNS} FROM subscription WHERE party_id = ? ORDER BY id"
ALL = f"SELECT {COLUMNS} FROM subscription ORDER BY id"
HOLD = (
    "UPDATE subscription SET next_try_at = ? WHERE id = (SELECT id FROM subscription"
    " WHERE state = 'active' AND next_try_at <= ? AND seq < (SELECT seq FROM journal_head WHERE id = 1)"
    " ORDER BY next_try_at, id LIMIT 1) AND state = 'active' AND next_try_at <= ?"
    f" RETURNING {COLUMNS}"
)
CHANGE = "UPDATE subscription SET seq = ?, state = ?, failures = ?, secret_version = ?, next_try_at = ? WHERE id = ?"
DROP = "DELETE FROM subscription WHERE id = ?"
ADD_DELIVERY = (
    "INSERT INTO delivery (id, subscription_id, seq_from, seq_to, at, status, said, took_ms)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
DELIVERIES = (
    "SELECT id, subscription_id, seq_from, seq_to, at, status, said, took_ms FROM delivery"
    " WHERE subscription_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
)


def add(database: Database, one: Subscription) -> None:
    """Write a subscription."""
    told = (one.id, one.party_id, one.url, " ".join(one.kinds), one.seq, one.state, one.failures, one.secret_version)
    database.run(ADD, (*told, to_microseconds(one.next_try_at), to_microseconds(one.created_at)))


def by_id(database: Database, subscription_id: int) -> Subscription | None:
    """Return a subscription."""
    row = database.one(BY_ID, (subscription_id,))
    return _subscription(row) if row else None


def of_party(database: Database, party_id: int | None) -> list[Subscription]:
    """Return the subscriptions of a party, or all of them."""
    rows = database.rows(ALL) if party_id is None else database.rows(OF_PARTY, (party_id,))
    return [_subscription(row) for row in rows]


def hold(database: Database, now: int, until: int) -> Subscription | None:
    """Take the subscription that waits longest for something new, and keep others off it for a while."""
    row = database.one(HOLD, (until, now, now))
    return _subscription(row) if row else None


def change(database: Database, one: Subscription) -> None:
    """Write how far a subscription is."""
    told = (one.seq, one.state, one.failures, one.secret_version, to_microseconds(one.next_try_at), one.id)
    database.run(CHANGE, told)


def drop(database: Database, subscription_id: int) -> None:
    """Remove a subscription; its deliveries stay."""
    database.run(DROP, (subscription_id,))


def add_delivery(database: Database, one: Delivery) -> None:
    """Write an attempt."""
    told = (one.id, one.subscription_id, one.seq_from, one.seq_to, to_microseconds(one.at))
    database.run(ADD_DELIVERY, (*told, one.status, one.said, one.took_ms))


def deliveries(database: Database, subscription_id: int, before: int, limit: int) -> list[Delivery]:
    """Return the newest attempts before an id."""
    return [
        Delivery(key, held, start, stop, from_microseconds(at), status, said, took)
        for key, held, start, stop, at, status, said, took in database.rows(
            DELIVERIES, (subscription_id, before, limit)
        )
    ]


def _subscription(row: Row) -> Subscription:
    key, party, url, kinds, seq, state, failures, version, next_try, created = row
    return Subscription(
        key,
        party,
        url,
        tuple(kinds.split()),
        seq,
        SubscriptionState(state),
        failures,
        version,
        from_microseconds(next_try),
        from_microseconds(created),
    )
