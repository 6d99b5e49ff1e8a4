"""Subscriptions: in order, at least once, only public changes, tried again, given up after days, replayed."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from registry.audit import service as audit
from registry.audit.model import Snapshot
from registry.clock import FixedClock
from registry.errors import BadInput, NotFound
from registry.subscriptions import rules, service
from registry.subscriptions.model import Subscription, SubscriptionDraft, SubscriptionState
from registry.work import SYSTEM, Actor, Work, Workbench

OWNER = Actor("Bảo hiểm", 7, frozenset({"subscription:write"}))
OTHER = Actor("Khác", 8, frozenset({"subscription:write"}))
URL = "https://example.vn/hook"


def subscribe(workbench: Workbench, *kinds: str) -> Subscription:
    return workbench.write(OWNER, lambda work: service.subscribe(work, SubscriptionDraft(URL, kinds)))


def change(workbench: Workbench, kind: str, name: str, *, public: bool = True) -> None:
    told = Snapshot(kind, "k", {"name": name}, is_public=public)
    workbench.write(SYSTEM, lambda work: audit.keep(work, told, f"{kind}:amended"))


def take(workbench: Workbench) -> service.Parcel | None:
    return workbench.write(SYSTEM, service.take_parcel)


def note(workbench: Workbench, parcel: service.Parcel, status: int | None) -> None:
    workbench.write(SYSTEM, lambda work: service.note_delivery(work, parcel, status, "", 5))


def told(parcel: service.Parcel | None) -> list[object]:
    assert parcel is not None
    return [one.body["name"] for one in parcel.changes]


def test_changes_are_told_in_order_once_they_are_taken_and_protected_ones_never(workbench: Workbench) -> None:
    change(workbench, "product", "before")
    subscribe(workbench, "product")
    for name in ("a", "b"):
        change(workbench, "product", name)
    change(workbench, "product", "secret", public=False)
    change(workbench, "party", "another kind")
    parcel = take(workbench)
    assert told(parcel) == ["a", "b"]
    assert take(workbench) is None
    assert parcel is not None
    note(workbench, parcel, 204)
    assert take(workbench) is None
    change(workbench, "product", "c")
    assert told(take(workbench)) == ["c"]


def test_a_failure_waits_longer_each_time_and_after_days_is_given_up(workbench: Workbench, clock: FixedClock) -> None:
    made = subscribe(workbench)
    change(workbench, "product", "a")
    tries = 0
    while (parcel := take(workbench)) is not None or tries <= len(rules.WAITS):
        if parcel is None:
            clock.at += timedelta(hours=1)
            continue
        tries += 1
        assert told(parcel) == ["a"]
        note(workbench, parcel, 500)
    with workbench.read(OWNER) as work:
        ended = service.subscription(work, made.id)
        assert (ended.state, ended.failures) == (SubscriptionState.DEAD, len(rules.WAITS) + 1)
        assert len(service.deliveries(work, made.id).items) == tries
    workbench.write(OWNER, lambda work: service.replay(work, made.id, 0))
    assert told(take(workbench)) == ["a"]


def test_a_subscription_is_seen_and_changed_by_its_owner_alone(workbench: Workbench) -> None:
    made = subscribe(workbench)
    for act in (service.pause, service.rotate_secret, service.unsubscribe, service.subscription):

        def attempt(work: Work, act: object = act) -> object:
            assert callable(act)
            return act(work, made.id)

        with pytest.raises(NotFound):
            workbench.write(OTHER, attempt)
    workbench.write(OWNER, lambda work: service.pause(work, made.id))
    change(workbench, "product", "a")
    assert take(workbench) is None


def test_many_workers_never_tell_one_subscriber_at_the_same_time(workbench: Workbench) -> None:
    for _ in range(5):
        subscribe(workbench)
    change(workbench, "product", "a")
    held: list[int] = []

    def work_on() -> None:
        while (parcel := take(workbench)) is not None:
            held.append(parcel.subscription.id)

    threads = [threading.Thread(target=work_on) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(held) == len(set(held)) == 5


@pytest.mark.parametrize(
    "url", ["http://example.vn/", "https://", "ftp://example.vn", "https://me:word@example.vn/", "https://a.vn/#x", ""]
)
def test_an_address_that_may_not_be_called_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        rules.check_url(url, private=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "192.168.0.1"])
def test_the_machines_own_network_is_never_called(address: str) -> None:
    assert not rules.is_reachable(address, private=False)


def test_a_signature_is_that_of_standard_webhooks() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = rules.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_another_version_gives_another_secret() -> None:
    assert rules.secret(b"p" * 32, 1, 1) != rules.secret(b"p" * 32, 1, 2)
