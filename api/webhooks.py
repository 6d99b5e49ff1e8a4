"""Tells subscribers of changes: one signed message at a time (Standard Webhooks), to a checked address."""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson

from api.v1.changes import ChangeShown
from registry.errors import BadInput
from registry.ids import format_id
from registry.settings import Settings
from registry.subscriptions import rules, service
from registry.subscriptions.service import Parcel
from registry.work import SYSTEM, Work, Workbench

LOG = logging.getLogger(__name__)
TIMEOUT_S = 10.0
ANSWER_MAX = 2_000
AGENT = "medreg-webhooks/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address answered; no status when it could not be reached."""

    status: int | None
    said: str
    took_ms: int


def deliver_waiting(workbench: Workbench, settings: Settings, most: int = 100) -> int:
    """Tell every subscriber that waits, at most `most` messages; return how many were told something."""
    told = 0
    for _ in range(most):
        parcel = workbench.write(SYSTEM, service.take_parcel)
        if parcel is None:
            break
        answer = _tell(parcel, settings) if parcel.changes else Answer(None, "", 0)
        workbench.write(SYSTEM, lambda work, parcel=parcel, answer=answer: _note(work, parcel, answer))  # type: ignore[misc] # binds the loop's values
        told += bool(parcel.changes)
    return told


def message_of(parcel: Parcel) -> bytes:
    """Return the body of a message: the changes as `/v1/changes` shows them, and the number to go on from."""
    shown = ChangeShown(many=True).dump(parcel.changes)
    return orjson.dumps({"type": "changes", "data": {"items": shown, "next": parcel.last}})


def _note(work: Work, parcel: Parcel, answer: Answer) -> None:
    service.note_delivery(work, parcel, answer.status, answer.said, answer.took_ms)


def _tell(parcel: Parcel, settings: Settings) -> Answer:
    held = parcel.subscription
    body = message_of(parcel)
    name, at = f"msg_{format_id(held.id)}_{parcel.last}", int(time.time())  # noqa: TID251 - the receiver's own clock is meant
    secret = rules.secret(settings.secret(), held.id, held.secret_version)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": rules.signature(secret, name, at, body),
    }
    begun = time.monotonic()
    try:
        status, said = _post(held.url, headers, body, private=settings.webhook_private)
    except (OSError, http.client.HTTPException, ValueError, BadInput) as fault:
        status, said = None, f"{type(fault).__name__}: {fault}"
    return Answer(status, said, round((time.monotonic() - begun) * 1000))


def _post(url: str, headers: dict[str, str], body: bytes, *, private: bool) -> tuple[int, str]:
    """Send one message to an address that was resolved and checked first, so that no name leads inside."""
    parts = urlsplit(rules.check_url(url, private=private))
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    host = parts.hostname or ""
    address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    if not rules.is_reachable(address, private=private):
        raise ValueError("the address lies in a private network")
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    raw = socket.create_connection((address, port), TIMEOUT_S)
    connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if secure else raw
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER_MAX).decode("utf-8", "replace")
    finally:
        connection.close()
