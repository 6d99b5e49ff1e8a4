"""`/v1/subscriptions`: be told of changes by signed messages (Standard Webhooks), and see what was told."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range

from api.auth import reading, writing
from api.desk import desk
from api.v1.changes import KINDS
from api.v1.fields import Form, Instant, Key, PageQuery
from api.v1.lists import cursor_of, linked
from registry.ids import parse_id
from registry.subscriptions import rules, service
from registry.subscriptions.model import Subscription, SubscriptionDraft
from registry.work import Work

subscriptions = APIBlueprint("subscriptions", __name__, url_prefix="/v1/subscriptions", tag="Changes")


class SubscriptionForm(Form):
    """Where changes are to be told, and which."""

    url = fields.String(required=True, validate=Length(1, 500, error="field-length"))
    kinds = fields.List(
        fields.String(validate=OneOf(KINDS, error="field-choice")),
        load_default=[],
        metadata={"description": "Only these kinds of records; all when empty"},
    )
    since = fields.Integer(
        validate=Range(0, 1 << 62, error="field-range"),
        metadata={"description": "Begin after this number of /v1/changes; from now on when left out"},
    )


class ReplayForm(Form):
    """From where to tell again."""

    since = fields.Integer(required=True, validate=Range(0, 1 << 62, error="field-range"))


class SubscriptionShown(Schema):
    """A subscription: everything up to `seq` was taken by the receiver."""

    id = Key(required=True)
    url = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)
    seq = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"description": "active, paused, or dead after days of failures"})
    failures = fields.Integer(required=True)
    next_try_at = Instant(required=True)
    created_at = Instant(required=True)


class SubscriptionMade(SubscriptionShown):
    """A subscription with the secret that its messages are signed with (`whsec_...`)."""

    secret = fields.String(required=True)


class SubscriptionsShown(Schema):
    """One's own subscriptions."""

    items = fields.List(fields.Nested(SubscriptionShown), required=True)


class DeliveryShown(Schema):
    """One attempt to tell: the changes after `seq_from` up to `seq_to`."""

    id = Key(required=True)
    seq_from = fields.Integer(required=True)
    seq_to = fields.Integer(required=True)
    at = Instant(required=True)
    status = fields.Integer(allow_none=True, metadata={"description": "HTTP status; null when it was not reached"})
    taken = fields.Boolean(required=True, attribute="is_taken")
    said = fields.String(required=True)
    took_ms = fields.Integer(required=True)


class DeliveriesShown(Schema):
    """A page of attempts, newest first."""

    items = fields.List(fields.Nested(DeliveryShown), required=True)
    next = fields.String(allow_none=True)


@subscriptions.post("")
@subscriptions.input(SubscriptionForm)
@subscriptions.output(SubscriptionMade, status_code=201)
@subscriptions.doc(operation_id="subscribe", security="key")
def post_subscription(json_data: dict[str, Any]) -> dict[str, object]:
    """Subscribe to changes (scope subscription:write); the secret is shown here and under /secret."""
    draft = SubscriptionDraft(json_data["url"], tuple(json_data["kinds"]), json_data.get("since"))
    private = desk().settings.webhook_private
    return _with_secret(writing(lambda work: service.subscribe(work, draft, private=private)))


@subscriptions.get("")
@subscriptions.output(SubscriptionsShown)
@subscriptions.doc(operation_id="listSubscriptions", security="key")
def list_subscriptions() -> dict[str, list[Subscription]]:
    """Return one's own subscriptions."""
    with reading() as work:
        return {"items": service.subscriptions(work)}


@subscriptions.get("/<subscription_id>")
@subscriptions.output(SubscriptionShown)
@subscriptions.doc(operation_id="readSubscription", security="key")
def read_subscription(subscription_id: str) -> Subscription:
    """Return a subscription to its owner."""
    with reading() as work:
        return service.subscription(work, parse_id(subscription_id))


@subscriptions.get("/<subscription_id>/deliveries")
@subscriptions.input(PageQuery, location="query")
@subscriptions.output(DeliveriesShown)
@subscriptions.doc(operation_id="listDeliveries", security="key")
def list_deliveries(subscription_id: str, query_data: dict[str, Any]) -> dict[str, object]:
    """Return what was told to a subscription, and how it answered."""
    with reading() as work:
        key = parse_id(subscription_id)
        return linked(service.deliveries(work, key, cursor_of(query_data), query_data["limit"]))


@subscriptions.post("/<subscription_id>/replay")
@subscriptions.input(ReplayForm)
@subscriptions.output(SubscriptionShown)
@subscriptions.doc(operation_id="replaySubscription", security="key")
def post_replay(subscription_id: str, json_data: dict[str, Any]) -> Subscription:
    """Tell everything after a number again, and wake a paused or dead subscription."""
    key = parse_id(subscription_id)
    return writing(lambda work: service.replay(work, key, json_data["since"]))


@subscriptions.post("/<subscription_id>/pause")
@subscriptions.output(SubscriptionShown)
@subscriptions.doc(operation_id="pauseSubscription", security="key")
def post_pause(subscription_id: str) -> Subscription:
    """Tell nothing until it is replayed."""
    key = parse_id(subscription_id)
    return writing(lambda work: service.pause(work, key))


@subscriptions.post("/<subscription_id>/secret")
@subscriptions.output(SubscriptionMade)
@subscriptions.doc(operation_id="rotateSubscriptionSecret", security="key")
def post_secret(subscription_id: str) -> dict[str, object]:
    """Give a subscription another secret, from the next message on."""
    key = parse_id(subscription_id)
    return _with_secret(writing(lambda work: service.rotate_secret(work, key)))


@subscriptions.delete("/<subscription_id>")
@subscriptions.output({}, status_code=204)
@subscriptions.doc(operation_id="unsubscribe", security="key")
def delete_subscription(subscription_id: str) -> tuple[str, int]:
    """End a subscription."""
    key = parse_id(subscription_id)

    def end(work: Work) -> None:
        service.unsubscribe(work, key)

    writing(end)
    return "", 204


def _with_secret(one: Subscription) -> dict[str, object]:
    shown: dict[str, object] = {name: getattr(one, name) for name in SubscriptionShown().dump_fields}
    return {**shown, "secret": rules.secret(desk().pepper, one.id, one.secret_version)}
