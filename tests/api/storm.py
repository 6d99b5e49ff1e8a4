"""A register under fire: the real server, two pharmacies with stock, and many clients that repeat, cross and retry."""

from __future__ import annotations

import http.client
import json
import random
import secrets
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # Any: answers are read as JSON, whatever their shape
from urllib.parse import urlsplit

from registry.db.connection import Database
from registry.parties import service as parties
from registry.parties.model import ApiKeyDraft
from registry.settings import Settings
from registry.work import SYSTEM, Actor, Workbench
from tests.registry.trace.chain import CASES, GTIN, Chain, build_chain, stock_pharmacy

CASE = 250
"""Packs in one case."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A register with packs in a pharmacy, and a key of the pharmacy, of its neighbour and of the maker."""

    home: Path
    database: str
    serials: tuple[str, ...]
    keys: dict[str, str]


def prepare(home: Path, database: str, packs: int) -> Ground:
    """Fill an empty, migrated register before it is served."""
    settings = Settings(home=home, database=database)
    bench = Workbench(Database.open(settings.database_url))
    chain = build_chain(bench)
    serials: list[str] = []
    for case in range((packs + CASE - 1) // CASE):
        n = min(CASE, packs - len(serials))
        serials += stock_pharmacy(bench, chain, n, batch=f"STORM{case}", case=case)
    keys = {name: _key(bench, settings, actor) for name, actor in _actors(chain).items()}
    bench.close()
    assert len(serials) == packs
    assert len(CASES) >= packs // CASE
    return Ground(home, database, tuple(serials), keys)


def _actors(chain: Chain) -> dict[str, Actor]:
    return {"pharmacy": chain.pharmacist, "neighbour": chain.neighbour, "maker": chain.maker}


def _key(bench: Workbench, settings: Settings, actor: Actor) -> str:
    assert actor.party_id is not None
    draft = ApiKeyDraft(actor.party_id, "storm", actor.scopes | {"event:read"}, actor.place)
    return bench.write(SYSTEM, lambda work: parties.issue_key(work, settings.secret(), draft))[0]


@dataclass(slots=True)
class Client:
    """One kept connection to the server."""

    url: str
    key: str
    connection: http.client.HTTPConnection | None = None
    location: str = ""
    """What the last answer said of where its outcome stands."""

    def send(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:  # noqa: ANN401 - see the import
        """Post JSON and return status and answer; raise `OSError` or `HTTPException` when the server has gone."""
        if self.connection is None:
            parts = urlsplit(self.url)
            self.connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        told = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}", **headers}
        try:
            self.connection.request("POST", path, json.dumps(body), told)
            answer = self.connection.getresponse()
            self.location = answer.getheader("Location", "")
            return answer.status, json.loads(answer.read() or b"null")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the connection go."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


@dataclass(frozen=True, slots=True)
class Call:
    """One answered request: what was asked of which pack under which key, and what was said."""

    serial: str
    act: str
    key: str
    status: int
    answer: Any  # Any: see the import


@dataclass(slots=True)
class Storm:
    """Many clients at once; everything that was answered is kept."""

    ground: Ground
    url: str
    calls: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rage(self, clients: int, calls_each: int, seed: int) -> None:
        """Let `clients` supply and take back at random; one call in eight is sent again under its key, at once."""
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda n: self._one(random.Random(seed * 1000 + n), calls_each), range(clients)))

    def _one(self, chance: random.Random, calls: int) -> None:
        mine = {name: Client(self.url, self.ground.keys[name]) for name in ("pharmacy", "neighbour")}
        told: list[Call] = []
        for _ in range(calls):
            serial = chance.choice(self.ground.serials)
            act = chance.choice(("supply", "supply", "undo-supply"))
            client = mine["neighbour" if chance.random() < 0.1 else "pharmacy"]
            key = secrets.token_hex(8)
            times = 2 if chance.random() < 0.125 else 1
            told += [self._call(client, serial, act, key) for _ in range(times)]
        for client in mine.values():
            client.close()
        with self._lock:
            self.calls += told

    def _call(self, client: Client, serial: str, act: str, key: str) -> Call:
        path = f"/v1/packs/{GTIN.text}/{serial}/{act}"
        status, answer = client.send(path, {}, **{"Idempotency-Key": key})
        return Call(serial, act, key, status, answer)


def judge(storm: Storm, threads_of: Callable[[str], Iterable[tuple[str, str]]]) -> dict[str, int]:
    """Hold what was answered against what the register kept; return the counts, raise `AssertionError` otherwise.

    `threads_of` tells the acts of a pack as the register kept them, oldest first: (supply or undo, event id).
    Every effective supply is followed by an undo before the next one; each answered key has one event and no event
    is without its answer; a key that took effect is answered alike whenever it comes again.
    """
    answered: dict[str, dict[str, str]] = {}
    by_key: dict[str, list[Call]] = {}
    for call in storm.calls:
        assert call.status < 500, call
        by_key.setdefault(call.key, []).append(call)
        if call.status == 200:
            answered.setdefault(call.serial, {})[call.key] = str(call.answer["event_id"])
    for key, calls in by_key.items():
        said = [call.answer["event_id"] for call in calls if call.status == 200]
        assert len(set(said)) <= 1, key
        assert [call.status for call in calls[len(calls) - len(said) :]] == [200] * len(said), (key, calls)
    done = 0
    for serial in storm.ground.serials:
        kept = list(threads_of(serial))
        acts = [act for act, _ in kept]
        assert acts == [("supply", "undo")[n % 2] for n in range(len(acts))], (serial, acts)
        assert sorted(event for _, event in kept) == sorted(answered.get(serial, {}).values()), serial
        done += len(acts)
    retried = sum(len(calls) > 1 for calls in by_key.values())
    return {"calls": len(storm.calls), "effective": done, "keys": len(by_key), "sent twice": retried}
