"""Rules of the parties area: how names are compared, and what an API key looks like."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import zlib
from datetime import date

from registry.errors import BadInput, Fault, NotAllowed
from registry.text import fold, squeeze

NAME_MAX = 400
KEY_BYTES = 20
KEY = re.compile(r"mrk_([a-z2-7]{32})([0-9a-f]{8})")
"""`mrk_`, 160 random bits in base 32, and a CRC-32: a leak is known by its form, a slip before any query."""
VIETNAMESE_CODE = re.compile(r"[0-9]{10}(?:-[0-9]{3})?|[0-9]{12}")
FOREIGN_CODE = re.compile(r"[A-Z0-9][A-Z0-9./-]{1,29}")
SHA256 = re.compile(r"[0-9a-f]{64}")
SCOPE = re.compile(r"\*|[a-z]+(?:-[a-z]+)*:(?:\*|[a-z]+(?:-[a-z]+)*)")


def name_key(name: str) -> str:
    """Return the form in which names are compared: folded words, so that accents do not part one company in two."""
    return fold(name)


def check_name(name: str) -> str:
    """Return `name` with single blanks, or raise `BadInput` when it holds no letter or is over 400 characters."""
    squeezed = squeeze(name)
    if not name_key(squeezed) or len(squeezed) > NAME_MAX:
        raise BadInput.of([Fault("party-name", pointer="/name", value=squeezed[:80], facts={"most": NAME_MAX})])
    return squeezed


def check_business_code(code: str | None, country: str | None) -> str | None:
    """Return a business code in its written form, or raise `BadInput`.

    Viet Nam: 10 digits, with a branch `-001`, or 12 digits of a household (Decree 168/2025, articles 6 and 8).
    """
    if code is None:
        return None
    text = squeeze(code).replace(" ", "").upper()
    if not (VIETNAMESE_CODE if country in {"VN", None} else FOREIGN_CODE).fullmatch(text):
        raise BadInput.of([Fault("business-code", pointer="/business_code", value=text[:40])])
    return text


def check_period(start: date, end: date | None) -> None:
    """Raise `BadInput` when a period ends before it begins."""
    if end is not None and end < start:
        raise BadInput.of([Fault("period-order", pointer="/valid_until", value=end.isoformat())])


def check_sha256(text: str) -> str:
    """Return a SHA-256 as 64 hexadecimal digits in small letters, or raise `BadInput`."""
    if not SHA256.fullmatch(text.lower()):
        raise BadInput.of([Fault("sha256-form", pointer="/sha256", value=text[:80])])
    return text.lower()


def too_wide(asked: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    """Return the scopes asked for that are wider than those held: a key never gives more than its giver has."""
    return frozenset(scope for scope in asked if not held & {scope, f"{scope.partition(':')[0]}:*", "*"})


def make_key() -> str:
    """Return a new API key; it is shown once and only its digest is kept."""
    body = base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode().lower()
    return f"mrk_{body}{_sum(body)}"


def key_digest(key: str, pepper: bytes) -> bytes:
    """Return what is stored for `key`; raise `NotAllowed` when its form or its checksum is wrong."""
    match = KEY.fullmatch(key)
    if match is None or not hmac.compare_digest(_sum(match[1]), match[2]):
        raise NotAllowed("key-unknown")
    return hmac.new(pepper, key.encode(), hashlib.sha256).digest()


def check_scopes(scopes: frozenset[str]) -> None:
    """Raise `BadInput` naming each scope that is not `area:action`, `area:*` or `*`."""
    faults = [
        Fault("scope-form", pointer="/scopes", value=scope) for scope in sorted(scopes) if not SCOPE.fullmatch(scope)
    ]
    if faults:
        raise BadInput.of(faults)


def _sum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
