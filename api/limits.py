"""How often one caller may ask: a token bucket for each key and each network, told in RateLimit headers."""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from flask import Flask, Response, g, request

from api.desk import desk
from registry.errors import TooMuch

WINDOW = 60
KEY_FACTOR = 10
"""A caller with a key may ask ten times as often as an address without one."""
CALLERS_MAX = 50_000
FREE = ("/livez", "/readyz", "/static/")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a caller: `limit` requests a minute, `left` now, one more in `wait` seconds when none is left."""

    limit: int
    left: int
    wait: int


class Buckets:
    """Token buckets of the callers seen last: full at first, refilled evenly, forgotten when not seen for long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, limit: int, now: float) -> Allowance | None:
        """Take one token of `caller` at `now` (seconds of a steady clock); None when the bucket was empty."""
        with self._lock:
            level, at = self._levels.pop(caller, (float(limit), now))
            level = min(float(limit), level + (now - at) * limit / WINDOW)
            taken = level >= 1
            self._levels[caller] = (level - 1 if taken else level, now)
            if len(self._levels) > CALLERS_MAX:
                self._levels.popitem(last=False)
        if not taken:
            return None
        return Allowance(limit, int(level - 1), int(WINDOW / limit) + 1)


def network(address: str) -> str:
    """Return the network an address counts for: /24 of IPv4, /48 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def register(app: Flask) -> None:
    """Count every request of `app` but those for its health and its static files."""
    buckets = Buckets()

    @app.before_request
    def count() -> None:
        limit = desk().settings.requests_per_minute
        if limit == 0 or request.path.startswith(FREE):
            return
        shown = request.headers.get("Authorization")
        if shown:
            limit, caller = limit * KEY_FACTOR, hashlib.sha256(shown.encode()).hexdigest()
        else:
            caller = network(request.remote_addr or "")
        allowance = buckets.take(caller, limit, time.monotonic())
        g.allowance = allowance or Allowance(limit, 0, int(WINDOW / limit) + 1)
        if allowance is None:
            raise TooMuch("rate-limit", limit=limit, seconds=g.allowance.wait)

    @app.after_request
    def tell(answer: Response) -> Response:
        allowance: Allowance | None = g.get("allowance")
        if allowance is not None:
            answer.headers["RateLimit-Policy"] = f'"minute";q={allowance.limit};w={WINDOW}'
            answer.headers["RateLimit"] = f'"minute";r={allowance.left};t={allowance.wait}'
        return answer
