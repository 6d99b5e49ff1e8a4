"""The console on a small register: a door that lets in whom a test names, and the parties of the world."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask import request
from flask.testing import FlaskClient
from markupsafe import Markup
from werkzeug.test import TestResponse

from api.console.door import Door, hang
from registry.errors import NotAllowed
from registry.parties import service as parties
from registry.work import SYSTEM, Actor
from tests.api import world
from tests.api.conftest import desk_of
from tests.api.world import World

TOKEN = "token-of-this-session"
MAKER = frozenset(
    {"product:write", "trade-item:write", "identifier:write", "label:draw", "subscription:write", "job:own"}
)
OFFICER = frozenset(
    {"authorisation:propose", "authorisation:approve", "journal:read", "batch:recall", "holding:read", "job:read"}
)


@dataclass
class Seat:
    """Who sits before the screen."""

    actor: Actor | None = None

    def door(self) -> Door:
        return Door(
            lambda: self.actor,
            lambda: Markup('<input type="hidden" name="csrf_token" value="{}">').format(TOKEN),
            _check,
            lambda back: f"/dang-nhap?next={back}",
        )


def _check() -> None:
    if request.form.get("csrf_token") != TOKEN:
        raise NotAllowed("form-token")


@dataclass
class Console:
    """A browser before the console, and people who may sit down."""

    client: FlaskClient
    app: APIFlask
    world: World
    seat: Seat = field(default_factory=Seat)

    def sit(self, name: str, scopes: frozenset[str], person: str | None = None) -> None:
        at = desk_of(self.app)
        with at.workbench.read(SYSTEM) as work:
            who = parties.actor_of_key(work, at.pepper, self.world.keys[name])
        self.seat.actor = replace(who, scopes=scopes, person=person or who.person)

    def open(self, path: str) -> TestResponse:
        return self.client.get(path, headers={"Accept": "text/html"})

    def send(self, path: str, token: str | None = TOKEN, **values: str) -> TestResponse:
        told = values | ({"csrf_token": token} if token else {})
        return self.client.post(path, data=told, headers={"Accept": "text/html"})


@pytest.fixture
def console(app: APIFlask, tmp_path: Path) -> Console:
    made = Console(app.test_client(), app, world.build(app))
    hang(app, made.seat.door())
    return made
