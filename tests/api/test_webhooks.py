"""Webhooks over a real socket: signed, in order, tried again; Atom feeds without a key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from xml.etree import ElementTree as ET

import pytest
from apiflask import APIFlask

from api.desk import NAME
from api.webhooks import deliver_waiting
from tests.api.conftest import desk_of, said
from tests.api.world import World, build


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is told; answers 500 while `broken`."""

    kept: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    broken = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept.append((dict(self.headers.items()), body))
        self.send_response(500 if type(self).broken else 204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.kept, Receiver.broken = [], False
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(app: APIFlask) -> World:
    app.extensions[NAME] = replace(desk_of(app), settings=replace(desk_of(app).settings, webhook_private=True))
    return build(app)


def test_a_subscriber_is_told_signed_and_in_order(app: APIFlask, world: World, receiver: str) -> None:
    client = app.test_client()
    form = {"url": receiver, "kinds": ["product"], "since": 0}
    made = said(client.post("/v1/subscriptions", json=form, headers=world.headers("maker")))
    desk = desk_of(app)
    assert deliver_waiting(desk.workbench, desk.settings) == 1
    ((headers, body),) = Receiver.kept
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    signed = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{signed}"
    items = json.loads(body)["data"]["items"]
    assert [one["kind"] for one in items] == ["product"] * len(items)
    assert [one["seq"] for one in items] == sorted(one["seq"] for one in items)
    assert deliver_waiting(desk.workbench, desk.settings) == 0


def test_a_refused_message_is_kept_shown_and_told_again(app: APIFlask, world: World, receiver: str) -> None:
    client, headers = app.test_client(), world.headers("maker")
    Receiver.broken = True
    made = said(client.post("/v1/subscriptions", json={"url": receiver, "since": 0}, headers=headers))
    desk = desk_of(app)
    deliver_waiting(desk.workbench, desk.settings)
    page = said(client.get(f"/v1/subscriptions/{made['id']}/deliveries", headers=headers))
    assert [(one["status"], one["taken"]) for one in page["items"]] == [(500, False)]
    Receiver.broken = False
    client.post(f"/v1/subscriptions/{made['id']}/replay", json={"since": 0}, headers=headers)
    deliver_waiting(desk.workbench, desk.settings)
    page = said(client.get(f"/v1/subscriptions/{made['id']}/deliveries", headers=headers))
    assert page["items"][0]["taken"]
    first, second = (json.loads(body)["data"]["items"] for _, body in Receiver.kept[:2])
    assert first == second


def test_an_inner_address_is_not_called_in_earnest(app: APIFlask, world: World, receiver: str) -> None:
    client = app.test_client()
    form = {"url": receiver, "since": 0}
    client.post("/v1/subscriptions", json=form, headers=world.headers("maker"))
    desk = desk_of(app)
    deliver_waiting(desk.workbench, replace(desk.settings, webhook_private=False))
    assert Receiver.kept == []


def test_a_product_has_a_feed_that_anybody_may_read(app: APIFlask, world: World) -> None:
    answer = app.test_client().get(f"/feeds/products/{world.product}.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[0] == "Đường Minh Họa 500"
    assert "Đường Minh Họa 500: được ghi vào sổ" in titles
    assert app.test_client().get("/feeds/products/0sas154zk1zzz.atom").status_code == 404


def test_an_ingredient_without_products_has_an_empty_feed(app: APIFlask, world: World) -> None:
    feed = ET.fromstring(app.test_client().get("/feeds/ingredients/unobtainium.atom").data)
    assert list(feed.iter("{http://www.w3.org/2005/Atom}entry")) == []
