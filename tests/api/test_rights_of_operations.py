"""Every operation is asked by every role: it refuses exactly those whom `rights.toml` does not name (invariant 11).

An operation that has no row there fails. Refusals are asked for first, so that nothing was changed before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any  # Any: examples and the contract are trees of JSON

import pytest
from apiflask import APIFlask

from api.openapi import examples_of, operations
from registry.ids import format_id
from registry.parties import service as parties
from registry.parties.model import ApiKeyDraft
from registry.subscriptions import service as subscriptions
from registry.subscriptions.model import SubscriptionDraft
from registry.work import SYSTEM, Work
from tests.api.conftest import desk_of, said
from tests.api.test_contract import LAST, call
from tests.api.world import World, build

TABLE = tomllib.loads(Path(__file__).with_name("rights.toml").read_text(encoding="utf-8"))
ROLES = ("public", "bare", "pharmacy", "other", "maker", "officer", "checker", "authority")
ENDED = ("revoked", "expired")
REFUSALS = {401, 403}
UNREAD = {422, 428}
"""An example that is refused for its form asks for no right."""
Route = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation with an example of it, and who may ask for it."""

    name: str
    route: Route
    example: dict[str, Any]
    allowed: frozenset[str]
    is_hidden: bool


@pytest.fixture
def world(app: APIFlask) -> World:
    """The world of the examples, and keys that may do nothing, were revoked, or have expired."""
    made = build(app)
    at = desk_of(app)

    def add(work: Work) -> dict[str, str]:
        other = parties.actor_of_key(work, at.pepper, made.keys["other"])
        assert other.party_id is not None
        draft = ApiKeyDraft(other.party_id, "bare", frozenset())
        full = ApiKeyDraft(other.party_id, "ended", frozenset({"*"}))
        bare, _ = parties.issue_key(work, at.pepper, draft)
        revoked, key = parties.issue_key(work, at.pepper, full)
        parties.revoke_key(work, key.id)
        past = ApiKeyDraft(other.party_id, "past", frozenset({"*"}), None, work.now - timedelta(seconds=1))
        expired, _ = parties.issue_key(work, at.pepper, past)
        return {"bare": bare, "revoked": revoked, "expired": expired}

    made.keys.update(at.workbench.write(SYSTEM, add))
    return made


@pytest.fixture
def real(app: APIFlask, world: World) -> dict[str, str]:
    """Keys of what the maker has, by the name that a path gives them: for operations whose examples find nothing."""
    at = desk_of(app)

    def make(work: Work) -> dict[str, str]:
        maker = parties.actor_of_key(work, at.pepper, world.keys["maker"])
        assert maker.party_id is not None
        draft = ApiKeyDraft(maker.party_id, "spare", frozenset({"event:capture"}))
        _, key = parties.issue_key(work, at.pepper, draft)
        acting = Work(maker, work.now, work.db)
        hook = subscriptions.subscribe(acting, SubscriptionDraft("https://example.com/hook"))
        return {
            "party_id": format_id(maker.party_id),
            "key_id": format_id(key.id),
            "subscription_id": format_id(hook.id),
        }

    return at.workbench.write(SYSTEM, make)


@pytest.fixture
def asked(app: APIFlask, real: dict[str, str]) -> list[Asked]:
    """Every operation; those that end what others speak of come last."""
    contract = said(app.test_client().get("/openapi.json"))
    found = [_asked(route[2], (route[0], route[1]), real) for route in operations(contract)]
    return sorted(found, key=lambda one: one.name in LAST or one.route[1] == "delete")


def _asked(operation: dict[str, Any], route: Route, real: dict[str, str]) -> Asked:
    name = operation["operationId"]
    examples = examples_of(name)
    good = next((one for one in examples if one["status"] < 400), None)
    example = good or next((one for one in examples if one["status"] not in UNREAD), examples[0])
    if good is None:
        path = {key: real.get(key, value) for key, value in example.get("path", {}).items()}
        example = {**example, "path": path}
    allowed = next((row["roles"] for row in TABLE["group"] if name in row["operations"]), None)
    assert allowed is not None, f"{name} has no row in rights.toml: say which of {ROLES} may ask for it"
    return Asked(name, route, example, frozenset(allowed), name in TABLE["hidden"]["operations"])


def _answers(app: APIFlask, world: World, asked: list[Asked], *, refused: bool) -> Iterator[tuple[Asked, str, int]]:
    for one in asked:
        for role in ROLES:
            if (role not in one.allowed) is refused:
                yield one, role, call(app, world, one.route, {**one.example, "as": role}).status_code


def test_every_operation_refuses_whom_the_table_does_not_name(app: APIFlask, world: World, asked: list[Asked]) -> None:
    wrong = [
        (one.name, role, status)
        for one, role, status in _answers(app, world, asked, refused=True)
        if status not in {404 if one.is_hidden else 0, 401 if role == "public" else 403}
    ]
    assert wrong == []


def test_every_operation_lets_in_whom_the_table_names(app: APIFlask, world: World, asked: list[Asked]) -> None:
    told = _answers(app, world, asked, refused=False)
    assert [(one.name, role, status) for one, role, status in told if status in REFUSALS] == []


@pytest.mark.parametrize("role", ENDED)
def test_a_key_that_has_ended_opens_nothing(app: APIFlask, world: World, asked: list[Asked], role: str) -> None:
    keyless = TABLE["keyless"]["operations"]
    looked = [one for one in asked if one.name not in keyless]
    told = [(one.name, call(app, world, one.route, {**one.example, "as": role}).status_code) for one in looked]
    assert [(name, status) for name, status in told if status != 401] == []


def test_the_table_names_each_operation_once_and_no_other(app: APIFlask) -> None:
    contract = said(app.test_client().get("/openapi.json"))
    named = [name for row in TABLE["group"] for name in row["operations"]]
    assert sorted(named) == sorted(operation["operationId"] for _, _, operation in operations(contract))
    assert {role for row in TABLE["group"] for role in row["roles"]} <= set(ROLES)
