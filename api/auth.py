"""Who asks an interface for machines: the holder of `Authorization: Bearer mrk_...`, or anybody. Never a cookie."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from flask import g, request

from api.desk import desk
from registry.errors import NotAllowed
from registry.parties import service as parties
from registry.work import PUBLIC, SYSTEM, Actor, Work

T = TypeVar("T")


def key_text() -> str | None:
    """Return the API key of the request, or None; raise `NotAllowed` for another scheme (RFC 6750 section 2.1)."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise NotAllowed("key-scheme", scheme=scheme[:20])
    return text.strip()


def shows_key() -> bool:
    """Say whether the caller is known: else a refusal means 401 (say who you are) and not 403 (you may not)."""
    known = g.get("actor", PUBLIC)
    return known is not PUBLIC or g.get("person") is not None


def actor() -> Actor:
    """Return who asks; raise `NotAllowed` when a key is shown that is unknown, revoked or expired."""
    known = g.get("actor")
    if isinstance(known, Actor):
        return known
    text = key_text()
    if text is None:
        g.actor = PUBLIC
        return PUBLIC
    at = desk()
    with at.workbench.read(SYSTEM) as work:
        found = parties.actor_of_key(work, at.pepper, text)
        today = work.today
    g.actor = found
    if at.key_days.is_first(hashlib.sha256(text.encode()).digest(), today):
        at.workbench.write(SYSTEM, lambda work: parties.note_key_use(work, at.pepper, text))
    return found


def reading() -> AbstractContextManager[Work]:
    """Open a unit of work that only reads, for who asks."""
    return desk().workbench.read(actor())


def writing(use_case: Callable[[Work], T]) -> T:
    """Run `use_case` in a write transaction, for who asks."""
    return desk().workbench.write(actor(), use_case)
