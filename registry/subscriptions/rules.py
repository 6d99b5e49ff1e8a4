"""Rules of subscriptions: which addresses may be told, how a message is signed, how long a failure waits.

The form of message and signature is Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from registry.errors import BadInput, Fault

URL_MAX = 500
SECRET_PREFIX = "whsec_"  # noqa: S105 - the published prefix of such secrets, not one of them
WAITS = tuple(timedelta(seconds=one) for one in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""Between tries, as Standard Webhooks recommends: from seconds to a day; after the last the subscription is dead."""


def check_url(url: str, *, private: bool) -> str:
    """Return the address, or raise `BadInput`: https, a host, no login in it, no fragment.

    `private` allows plain http and addresses of the machine itself, for trials.
    """
    parts = urlsplit(url)
    good = len(url) <= URL_MAX and parts.hostname and not parts.username and not parts.fragment and url.isascii()
    if not good or parts.scheme not in (("https", "http") if private else ("https",)):
        raise BadInput.of([Fault("webhook-address", pointer="/url", value=url[:80])])
    return url


def is_reachable(address: str, *, private: bool) -> bool:
    """Say whether a resolved address may be called: never the machine's own network, unless for trials."""
    return private or ipaddress.ip_address(address).is_global


def secret(pepper: bytes, subscription_id: int, version: int) -> str:
    """Return the secret of a subscription as its owner is told it; it is derived, never stored."""
    told = f"webhook:{subscription_id}:{version}".encode()
    return SECRET_PREFIX + base64.b64encode(hmac.new(pepper, told, hashlib.sha256).digest()).decode()


def signature(whole_secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the header `webhook-signature` of a message."""
    key = base64.b64decode(whole_secret.removeprefix(SECRET_PREFIX))
    told = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()


def next_try(now: datetime, failures: int) -> datetime | None:
    """Return when to try again after so many failures in a row, or None to give up."""
    return now + WAITS[failures - 1] if failures <= len(WAITS) else None
